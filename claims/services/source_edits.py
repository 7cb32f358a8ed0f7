"""Editing and removing sources."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from claims.models import Citation, Claim, Evidence, Source
from claims.services.claims import request_check


class SourceConflict(Exception):
    """The change would break what other rows rest on; the message says what."""


@transaction.atomic
def update_source(*, source: Source, fields: dict[str, Any], now: datetime) -> Source:
    """Change what is given. Another reliability makes the claims it speaks of due at once.

    Returns the source as stored: what a fetch has recorded since `source` was read is kept. Raises
    SourceConflict when another source has the address, or nothing would identify this one.
    """
    source = Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    reliability = source.reliability
    if fields.get("url", source.url) != source.url:
        fields = {**fields, "etag": "", "last_modified": ""}  # they were another document's
        fields |= {"next_fetch_at": None} if not fields["url"] else {}
    for name, value in fields.items():
        setattr(source, name, value)
    source.version += 1
    source._history_date = now
    if not source.url and not source.content_hash:
        raise SourceConflict("A source without a text is known by its address alone.")
    try:
        with transaction.atomic():
            source.save(update_fields=[*fields, "version", "updated_at"])
    except IntegrityError:
        raise SourceConflict("Another source has this address or this text.") from None
    if source.reliability != reliability:
        request_check(claims=claims_resting_on(source), now=now)
    return source


@transaction.atomic
def delete_source(*, source: Source) -> None:
    """Remove a source with its texts; raise SourceConflict while anything rests on it."""
    # What is stored of its texts meanwhile waits, or is counted.
    list(Source.objects.filter(pk=source.pk).select_for_update().values_list("pk"))
    evidence = Evidence.objects.filter(snapshot__source=source).count()
    citations = Citation.objects.filter(source=source).count()
    resting = [
        *_counted(evidence, "piece of evidence", "pieces of evidence"),
        *_counted(citations, "citation", "citations"),
    ]
    if resting:
        verb = "rests" if evidence + citations == 1 else "rest"
        raise SourceConflict(f"{' and '.join(resting)} {verb} on this source.")
    source.delete()


def _counted(number: int, one: str, many: str) -> list[str]:
    if not number:
        return []
    return [f"{number} {one if number == 1 else many}"]


def claims_resting_on(source: Source) -> list[Claim]:
    """Return the claims that have current evidence from `source`."""
    heard = Evidence.objects.current().filter(snapshot__source=source)
    return list(Claim.objects.filter(pk__in=heard.values("claim")))
