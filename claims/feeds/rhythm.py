"""When to ask a feed again. Pure: the clock and the jitter are passed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from statistics import median

MAX_WAIT = timedelta(days=1)  # no server may silence a feed for longer
_SPREAD = 0.1  # of the pause, so that feeds entered together do not stay together
_GAPS = 20  # the newest entries whose rhythm counts
_AT_ONCE = timedelta(minutes=1)  # entries closer together were published in one go
_TEN_YEARS = 86_400 * 365 * 10  # seconds, below what a timedelta holds


@dataclass(frozen=True, slots=True)
class Bounds:
    """The shortest and the longest pause between two polls of one feed."""

    shortest: timedelta
    longest: timedelta

    def clamp(self, pause: timedelta) -> timedelta:
        """Return the pause nearest to `pause` that the bounds allow."""
        return min(max(pause, self.shortest), self.longest)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How long a server asks us to wait: until its answer is stale, and until it is well again."""

    fresh_for: timedelta | None = None
    retry_after: timedelta | None = None


def wishes(headers: Mapping[str, str], *, now: datetime) -> Wishes:
    """Return what the headers of an answer ask for."""
    fresh = _max_age(headers.get("cache-control", ""))
    return Wishes(fresh, _retry_after(headers.get("retry-after", ""), now))


def pause_after_success(
    times: Sequence[datetime],
    *,
    now: datetime,
    bounds: Bounds,
    fresh_for: timedelta | None = None,
    jitter: float = 0.0,
) -> timedelta:
    """Return how long to wait: half the usual gap between entries, and longer while it is silent.

    `times` are when the known entries came out, in any order. `jitter` runs from 0 to 1.
    """
    pause = bounds.clamp(max(_rhythm(times, now) / 2, min(fresh_for or timedelta(0), MAX_WAIT)))
    return _spread(pause, jitter)


def pause_after_failure(
    failures: int,
    *,
    bounds: Bounds,
    retry_after: timedelta | None = None,
    jitter: float = 0.0,
) -> timedelta:
    """Return how long to wait after `failures` failed polls in a row: doubling within the bounds.

    What the server asks for in Retry-After is honoured beyond the bounds, up to a day.
    """
    doubled = bounds.shortest * 2 ** min(max(failures, 1) - 1, 20)
    return _spread(max(bounds.clamp(doubled), min(retry_after or timedelta(0), MAX_WAIT)), jitter)


def is_silent(
    last_entry_at: datetime, *, expected_silence: timedelta | None, now: datetime
) -> bool:
    """Whether a feed has been quiet for longer than is expected of it."""
    return expected_silence is not None and now - last_entry_at > expected_silence


def _rhythm(times: Sequence[datetime], now: datetime) -> timedelta:
    """Return the usual gap between entries; the running silence where that is longer."""
    known = sorted((at for at in times if at <= now), reverse=True)[:_GAPS]
    if not known:
        return timedelta.max / 4
    gaps = [later - earlier for later, earlier in pairwise(known)]
    usual = median([gap.total_seconds() for gap in gaps if gap > _AT_ONCE] or [0])
    return max(now - known[0], timedelta(seconds=usual))


def _spread(pause: timedelta, jitter: float) -> timedelta:
    return pause * (1 + _SPREAD * min(max(jitter, 0.0), 1.0))


def _max_age(cache_control: str) -> timedelta | None:
    for directive in cache_control.lower().split(","):
        name, _, value = directive.strip().partition("=")
        if name == "max-age":
            return _seconds(value.strip().strip('"'))
    return None


def _retry_after(text: str, now: datetime) -> timedelta | None:
    text = text.strip()
    seconds = _seconds(text)
    if seconds is not None or not text:
        return seconds
    try:
        at = parsedate_to_datetime(text[:80])
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return max(at - now, timedelta(0))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _seconds(text: str) -> timedelta | None:
    if not (text.isascii() and text.isdecimal()):
        return None
    return timedelta(seconds=min(int(text[:12]), _TEN_YEARS))
