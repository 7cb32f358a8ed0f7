"""What a host allows: its robots.txt (RFC 9309), fetched at most once a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

import httpx
from django.utils import timezone
from protego import Protego

from claims.models import RobotsFile
from worker.errors import FetchError, Refused
from worker.http import Limits, Web

PRODUCT = "claims-service"  # the name under which robots.txt may address the service
_KEPT = timedelta(days=1)
_KEPT_AFTER_FAILURE = timedelta(minutes=10)
_LONGEST_DELAY = timedelta(hours=1)
_MOST_CHARACTERS = 500 * 1024  # what RFC 9309 has a crawler read at least
_LIMITS = Limits(total_seconds=30, wire_bytes=2_000_000, body_bytes=2_000_000)


def check_robots(url: httpx.URL, web: Web, *, seconds: float) -> timedelta:
    """Return the pause that the host asks for; raise FetchError when it does not allow `url`.

    Asking for the file takes no more than `seconds`.
    """
    robots = _robots_file(url, web, seconds)
    if robots.error:
        raise FetchError(f"robots.txt cannot be read: {robots.error}", permanent=False)
    rules = _rules(robots.text)
    if not rules.can_fetch(str(url), PRODUCT):
        raise FetchError("robots.txt does not allow it", permanent=True)
    return _pause(rules.crawl_delay(PRODUCT))


def _pause(seconds: float | None) -> timedelta:
    """Return how long the host asks to wait, within bounds: it may say 1e300, nan or -5."""
    longest = _LONGEST_DELAY.total_seconds()
    return timedelta(seconds=min(seconds, longest)) if seconds and seconds > 0 else timedelta(0)


def _robots_file(url: httpx.URL, web: Web, seconds: float) -> RobotsFile:
    now = timezone.now()
    origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
    stored = RobotsFile.objects.filter(origin=origin).first()
    if stored and now < stored.expires_at:
        return stored
    text, error = _fetch(origin, web, seconds)
    if error and stored and not stored.error:
        text, error = stored.text, ""  # what it said before holds until it can be read again
        kept = _KEPT_AFTER_FAILURE
    else:
        kept = _KEPT_AFTER_FAILURE if error else _KEPT
    return _store(origin, text, error, now, kept)


def _store(origin: str, text: str, error: str, now: datetime, kept: timedelta) -> RobotsFile:
    fields = {"text": text, "error": error, "fetched_at": now, "expires_at": now + kept}
    return RobotsFile.objects.update_or_create(origin=origin, defaults=fields)[0]


def _fetch(origin: str, web: Web, seconds: float) -> tuple[str, str]:
    """Return the text and "", or "" and why it cannot be read. No file allows everything."""
    try:
        limits = replace(_LIMITS, total_seconds=min(seconds, _LIMITS.total_seconds))
        answer = web.get(f"{origin}/robots.txt", limits=limits)
    except Refused:
        raise  # what is said of the host holds for the page
    except FetchError as error:
        return "", error.reason
    if answer.status == 429 or answer.status >= 500:
        return "", f"the answer was {answer.status}"
    text = answer.body.decode("utf-8-sig", "replace").replace("\0", "")
    return text[:_MOST_CHARACTERS], ""


@lru_cache(maxsize=32)
def _rules(text: str) -> Protego:
    return Protego.parse(text)
