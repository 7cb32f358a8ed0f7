import httpx
from django.db import migrations, models

_AT_ONCE = 2_000


def host_of(url):
    """Return the host as the models of this release did; those of today are another matter."""
    try:
        return httpx.URL(url).host[:255]
    except httpx.InvalidURL:
        return ""


def fill(apps, schema_editor):
    """Note the host of each address."""
    sources = apps.get_model("claims", "Source").objects.filter(url__isnull=False).order_by("pk")
    rows = list(sources.only("url")[:_AT_ONCE])
    while rows:
        for source in rows:
            source.host = host_of(source.url)
        sources.bulk_update(rows, ["host"])
        rows = list(sources.filter(pk__gt=rows[-1].pk).only("url")[:_AT_ONCE])


class Migration(migrations.Migration):

    dependencies = [
        ("claims", "0025_index_progress"),
    ]

    operations = [
        migrations.AddField(
            model_name="source",
            name="host",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=255
            ),
        ),
        migrations.AddIndex(
            model_name="source",
            index=models.Index(
                condition=models.Q(("next_fetch_at__isnull", False)),
                fields=["host", "next_fetch_at"],
                name="source_due_of_host",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
