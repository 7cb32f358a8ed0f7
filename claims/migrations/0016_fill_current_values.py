from datetime import UTC

from django.db import migrations


def fill(apps, schema_editor):
    """Copy what the stored reasons say of the current value and the confidence into the columns."""
    Claim = apps.get_model("claims", "Claim")
    Evidence = apps.get_model("claims", "Evidence")
    for claim in Claim.objects.exclude(status_reasons={}).only("status_reasons").iterator(500):
        columns = {"confidence": claim.status_reasons.get("confidence", 0)}
        current = claim.status_reasons.get("current_value")
        if current:
            rows = Evidence.objects.select_related("snapshot").defer("snapshot__text")
            columns |= current_columns(rows.filter(uuid=current["evidence"]).first())
        Claim.objects.filter(pk=claim.pk).update(**columns)


def current_columns(row):
    if row is None:
        return {}
    as_of, precision = row.as_of, row.as_of_precision
    if as_of is None and row.snapshot.published_at is not None:
        as_of, precision = row.snapshot.published_at.astimezone(UTC).date(), "day"
    return {
        "current_value": row.value,
        "current_unit": row.unit,
        "current_low": row.low,
        "current_high": row.high,
        "current_low_open": row.low_open,
        "current_high_open": row.high_open,
        "current_as_of": as_of,
        "current_as_of_precision": precision,
        "current_evidence": row,
    }


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0015_work_counts'),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
