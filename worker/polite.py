"""Fetching as a good guest: what robots.txt allows, one request at a time, with pauses between.

A host's turn is a row that all workers share. Nobody waits for a turn: who comes too early is told
when to come again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
from django.conf import settings
from django.utils import timezone

from claims.models import Host
from claims.models.host import LONGEST_WAIT
from worker.http import Answer, Limits, Web, web
from worker.robots import check_robots

_ASKED_TO_WAIT = {429, 503}
_MARGIN = timedelta(seconds=20)  # for looking names up, which no limit of ours ends


class NotYet(Exception):
    """It is not our turn; `at` is when to come again."""

    def __init__(self, host: str, at: datetime) -> None:
        super().__init__(f"{host} is asked again at {at:%H:%M:%S}")
        self.at = at


def visit(
    url: str, *, headers: Mapping[str, str] | None = None, limits: Limits | None = None
) -> Answer:
    """Return the answer at `url`, whatever its status.

    Raises FetchError when there is none or robots.txt does not allow it, NotYet when some host on
    the way is not to be asked now.
    """
    ours = web()
    turns = _Turns(ours, seconds=(limits or ours.limits).total_seconds)
    try:
        answer = ours.get(url, headers=headers, limits=limits, before_asking=turns.take)
        if answer.status in _ASKED_TO_WAIT:
            turns.wait_until(httpx.URL(answer.url).host, retry_at(answer, timezone.now()))
        return answer
    finally:
        turns.end()


def retry_at(answer: Answer, now: datetime) -> datetime | None:
    """Return the time before which the server does not want to be asked, from Retry-After."""
    value = answer.headers.get("retry-after", "").strip()
    if value.isdecimal() and len(value) < 10:
        return now + min(timedelta(seconds=int(value)), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(at, now + LONGEST_WAIT) if at > now else None


class _Turns:
    """The turns of one request: redirects may lead over several hosts.

    They last as long as the request may, robots.txt included, and not much longer: a fetcher that
    dies gives nothing back.
    """

    def __init__(self, ours: Web, *, seconds: float) -> None:
        self._web = ours
        self._ends_at = timezone.now() + timedelta(seconds=seconds)
        self._held: dict[str, datetime] = {}
        self._spacing: dict[str, timedelta] = {}
        self._not_before: dict[str, datetime] = {}

    def take(self, url: httpx.URL) -> None:
        """Take the turn of the URL's host, and have its robots.txt allow the URL."""
        if url.host not in self._held:
            now = timezone.now()
            until = self._ends_at + _MARGIN
            if not Host.objects.take_turn(url.host, now=now, until=until):
                raise NotYet(url.host, Host.objects.promise_turn(url.host, now=now))
            self._held[url.host] = until
        left = (self._ends_at - timezone.now()).total_seconds()
        asked_for = check_robots(url, self._web, seconds=left)
        self._spacing[url.host] = max(self._spacing.get(url.host, asked_for), asked_for)

    def wait_until(self, host: str, at: datetime | None) -> None:
        """Leave the host alone until then."""
        if at:
            self._not_before[host] = at

    def end(self) -> None:
        """Give all hosts back, with the pause that is due to each."""
        now = timezone.now()
        least = timedelta(seconds=settings.FETCH_HOST_SECONDS)
        for host, until in self._held.items():
            after = now + max(least, self._spacing.get(host, least))
            after = max(after, self._not_before.get(host, after))
            Host.objects.end_turn(host, until=until, next_allowed_at=after)
