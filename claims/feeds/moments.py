"""Points in time as feeds write them; one that cannot be right is no date at all."""

from __future__ import annotations

from calendar import timegm
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import struct_time

_FIRST_YEAR = 1990  # before it there was no web: zeros and defaults end here
_CLOCKS_DIFFER_BY = timedelta(days=1)


def moment(text: object, *, now: datetime) -> datetime | None:
    """Return the time that `text` writes (RFC 3339, RFC 822, a day or a month), else None."""
    written = str(text or "").strip()[:80]
    return sensible(_rfc3339(written) or _rfc822(written), now=now)


def from_struct(parsed: struct_time | None, *, now: datetime) -> datetime | None:
    """Return the UTC time that feedparser made out, else None."""
    try:
        at = datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None
    return sensible(at, now=now)


def sensible(at: datetime | None, *, now: datetime) -> datetime | None:
    """Return `at`, unless it lies in the future or before the web."""
    if at is None or at.year < _FIRST_YEAR or at > now + _CLOCKS_DIFFER_BY:
        return None
    return at


def _rfc3339(text: str) -> datetime | None:
    try:
        if len(text) == len("2024-06"):
            return datetime.combine(date.fromisoformat(f"{text}-01"), datetime.min.time(), UTC)
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _rfc822(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
