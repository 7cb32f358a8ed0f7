"""Conditional requests: 304 for what the client has, 412 for a write to what it has not seen.

An entity tag is `"<version>.<moved>"`. The version counts changes; the second part follows what
moves without one (when a claim was last checked). Reading compares all of it, writing the version
alone: a re-check that found nothing new must not refuse an editor's work.
"""

from __future__ import annotations

from datetime import datetime
from zlib import crc32

from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.errors import Stale
from claims.models import Claim, Evidence, Feed, Measure, Source


def claim_tag(claim: Claim) -> str:
    """Return the entity tag of a claim."""
    return f'"{claim.version}.{_moment(claim.last_checked_at)}-{_moment(claim.next_check_at)}"'


def source_tag(source: Source) -> str:
    """Return the entity tag of a source; state, newest text and fetches move without an edit."""
    newest = getattr(source, "latest_uuid", None)
    fetches = f"{_moment(source.fetched_at)}-{_moment(source.next_fetch_at)}"
    return f'"{source.version}.{source.state}-{newest.hex if newest else 0}-{fetches}"'


def feed_tag(feed: Feed) -> str:
    """Return the entity tag of a feed; its polls move it without a new version.

    Unless a poll has changed what a client may set as well: a write must not undo that unseen.
    """
    named = crc32(repr((feed.url, feed.kind, feed.title, feed.state)).encode())
    polls = f"{_moment(feed.last_polled_at)}-{_moment(feed.next_poll_at)}"
    return f'"{_moment(feed.updated_at)}-{named:x}.{polls}"'


def evidence_tag(evidence: Evidence) -> str:
    """Return the entity tag of a piece of evidence."""
    return f'"{_moment(evidence.reviewed_at)}.{_moment(evidence.superseded_at)}"'


def measure_tag(measure: Measure) -> str:
    """Return the entity tag of a measure."""
    return f'"{measure.version}.{measure.applied_to is None:d}"'


def tagged(data: object, tag: str, status: int = 200) -> Response:
    """Return the answer with its entity tag."""
    return Response(data, status=status, headers={"ETag": tag})


def not_modified(request: Request, tag: str) -> Response | None:
    """Return 304 when If-None-Match names `tag`, else None."""
    seen = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in seen or tag in {each.removeprefix("W/") for each in seen}:
        return Response(status=304, headers={"ETag": tag})
    return None


def demand_seen(request: Request, tag: str) -> None:
    """Raise Stale when If-Match names another version than that of `tag`."""
    header = request.headers.get("If-Match")
    if header is None:
        return
    seen = parse_etags(header)
    if "*" not in seen and _version(tag) not in map(_version, seen):
        raise Stale()


def _version(tag: str) -> str:
    return tag.strip('"').split(".")[0]


def _moment(at: datetime | None) -> str:
    return f"{int(at.timestamp() * 1_000_000):x}" if at else "0"
