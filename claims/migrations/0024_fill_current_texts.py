from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.utils import timezone


def fill(apps, schema_editor):
    """Note the newest text of each source as its current one; claims citing its cells are due."""
    source, snapshot = apps.get_model("claims", "Source"), apps.get_model("claims", "Snapshot")
    unknown = source.objects.filter(current=None, snapshots__isnull=False)
    citing = apps.get_model("claims", "Citation").objects.filter(
        source__in=unknown.values("pk"), locator__icontains="cell "
    )
    claims = list(citing.values_list("claim", flat=True).distinct())
    newest = snapshot.objects.filter(source=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    source.objects.filter(current=None).update(current=Subquery(newest))
    apps.get_model("claims", "Claim").objects.filter(pk__in=claims).update(
        next_check_at=timezone.now(),
        queued_until=None,
        last_checked_at=None,
        check_trigger="request",
    )


class Migration(migrations.Migration):

    dependencies = [
        ("claims", "0023_withdrawn_texts"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
