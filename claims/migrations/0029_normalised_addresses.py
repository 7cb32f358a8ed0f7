import re
from urllib.parse import urlsplit, urlunsplit

import idna
from django.db import migrations

_AT_ONCE = 2_000
_LONGEST = 2_000
_IN_PATH = re.compile(r"%([0-9A-Fa-f]{2})|[^A-Za-z0-9._~!$&'()*+,;=:@/-]")


def normalised(url):
    """Return a stored address as this release writes it; those of today are another matter."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        netloc = parts.netloc
        if not host.isascii():
            netloc = netloc.replace(host, idna.encode(host, uts46=True).decode("ascii"))
        path = without_dots(_IN_PATH.sub(in_path, parts.path))
    except ValueError:
        return url
    return urlunsplit((parts.scheme, netloc, path, parts.query, ""))


def in_path(found):
    """Return an escape in its one form, and the escape of what a path may not hold."""
    if found[1] is None:
        return "".join(f"%{byte:02X}" for byte in found[0].encode())
    character = chr(int(found[1], 16))
    is_unreserved = re.fullmatch("[A-Za-z0-9._~-]", character)
    return character if is_unreserved else found[0].upper()


def without_dots(path):
    """Return `path` with its steps "." and ".." taken."""
    if "/." not in path:
        return path
    kept = []
    steps = path.split("/")[1:]
    for step in steps:
        if step == "..":
            del kept[-1:]
        elif step != ".":
            kept.append(step)
    if steps[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def lead_to_sources(apps, schema_editor):
    """Let the address that a source would have now lead to it, unless it leads to another."""
    sources = apps.get_model("claims", "Source").objects
    aliases = apps.get_model("claims", "SourceAlias").objects
    add(sources.filter(url__isnull=False).values_list("pk", "pk", "url"), sources, aliases)
    add(aliases.values_list("pk", "source", "url"), sources, aliases)


def add(rows, sources, aliases):
    """Add the aliases for `rows` of a key, a source's key and an address."""
    rows = rows.order_by("pk")
    batch = list(rows[:_AT_ONCE])
    while batch:
        other = {}
        for _, source, url in batch:
            now = normalised(url)
            if now != url and len(now) <= _LONGEST:
                other.setdefault(now, source)
        known = set(sources.filter(url__in=list(other)).values_list("url", flat=True))
        aliases.bulk_create(
            [aliases.model(url=url, source_id=key) for url, key in other.items() if url not in known],
            ignore_conflicts=True,
        )
        batch = list(rows.filter(pk__gt=batch[-1][0])[:_AT_ONCE])


class Migration(migrations.Migration):

    dependencies = [
        ("claims", "0028_repeated_rebuilding"),
    ]

    operations = [
        migrations.RunPython(lead_to_sources, migrations.RunPython.noop, elidable=True),
    ]
