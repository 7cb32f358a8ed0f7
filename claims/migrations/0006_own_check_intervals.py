"""Intervals that somebody set stay the claims' own; the others may follow a measure."""

from datetime import timedelta

from django.db import migrations

DEFAULT = timedelta(hours=24)


def mark(apps, schema_editor):
    claims = apps.get_model("claims", "Claim").objects
    claims.exclude(check_interval=DEFAULT).update(check_interval_is_own=True)


class Migration(migrations.Migration):

    dependencies = [
        ("claims", "0005_measures"),
    ]

    operations = [
        migrations.RunPython(mark, migrations.RunPython.noop, elidable=True),
    ]
