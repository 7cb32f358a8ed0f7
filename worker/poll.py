"""Poll one feed: ask politely for what is new, understand the answer, record it in one go."""

from __future__ import annotations

import hashlib
import logging
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from claims.feeds import NotAFeed, parse_feed
from claims.feeds.discovery import find_feeds
from claims.feeds.parse import is_page
from claims.feeds.poll import Polled, WatchedPage
from claims.feeds.rhythm import Wishes, wishes
from claims.models import Feed, FeedKind
from claims.services.feed_polls import NO_FEED, postpone_poll, record_poll
from worker.counting import note
from worker.documents import read_document
from worker.errors import FetchError, brings_all, may_pass
from worker.http import Answer
from worker.outage import is_outage
from worker.polite import NotYet, visit
from worker.told import told

log = logging.getLogger(__name__)

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9,"
    " text/xml;q=0.9, text/html;q=0.8, */*;q=0.5"
)


def poll_feeds(keys: Sequence[int]) -> None:
    """Poll those of the feeds that are due; one that fails is marked and the others go on."""
    for key in keys:
        for feed in Feed.objects.take([key], now=timezone.now(), lease=settings.LEASE):
            _poll(feed)


def _poll(feed: Feed) -> None:
    started_at = timezone.now()
    try:
        _record(feed, ask(feed, now=started_at), started_at)
    except NotYet as turn:
        postpone_poll(feed=feed, until=turn.at, now=timezone.now())
        note("not yet")
    # Whatever an answer provokes is that feed's outcome: stored with it, retried with backoff.
    except Exception as error:
        log.exception("polling feed %s failed", feed.uuid)
        if is_outage(error):
            Feed.objects.give_back([feed])
            note("given back")
            return
        _record(feed, Polled(error=told(error)), started_at)


def _record(feed: Feed, polled: Polled, started_at: datetime) -> None:
    now = timezone.now()
    recorded = record_poll(
        feed=feed, polled=polled, started_at=started_at, now=now, jitter=random.random()
    )
    note(("failed" if polled.failed else "polled") if recorded else "lease lost")
    log.info("feed %s: %s", feed.uuid, _said(polled) if recorded else "lease lost or edited")


def ask(feed: Feed, *, now: datetime) -> Polled:
    """Return what the feed's server says now; raise NotYet when its host is not to be asked."""
    try:
        answer = visit(feed.url, headers=_conditions(feed))
    except FetchError as error:
        waits = error.retry_at - now if error.retry_at else None
        return Polled(
            status=error.status,
            error=error.reason,
            no_feed=error.permanent,
            wishes=Wishes(retry_after=_positive(waits)),
        )
    return understood(answer, feed, now=now)


def understood(answer: Answer, feed: Feed, *, now: datetime) -> Polled:
    """Return what an answer means for `feed`."""
    headers = answer.headers
    polled = Polled(
        status=answer.status,
        moved_to=answer.moved_to,
        etag=_short(headers.get("etag", ""), 500),
        last_modified=_short(headers.get("last-modified", ""), 200),
        size=len(answer.body),
        wishes=wishes(headers, now=now),
    )
    if answer.status == 304 and _was_read(feed):
        return replace(polled, not_modified=True)
    if answer.status == 410:
        return replace(polled, gone=True, error="the server says that it is gone for good (410)")
    if not brings_all(answer.status):
        error = f"the server answered {answer.status}"
        return replace(polled, no_feed=not may_pass(answer.status), error=error)
    digest = hashlib.sha256(answer.body).hexdigest()
    polled = replace(polled, body_hash=digest, unchanged=digest == feed.body_hash)
    return polled if polled.unchanged else _read(polled, answer, feed, now)


def _read(polled: Polled, answer: Answer, feed: Feed, now: datetime) -> Polled:
    if feed.kind == FeedKind.PAGE:
        return _read_page(polled, answer, now)
    content_type = answer.headers.get("content-type", "")
    try:
        parsed = parse_feed(answer.body, url=answer.url, content_type=content_type, now=now)
    except NotAFeed as reason:
        if feed.kind == FeedKind.AUTO and is_page(answer.body):
            return _discover(polled, answer)
        return replace(polled, no_feed=True, error=str(reason))
    return replace(polled, feed=parsed)


def _discover(polled: Polled, answer: Answer) -> Polled:
    # Addresses are ASCII; of a page in another charset only titles suffer.
    found = find_feeds(answer.body.decode("utf-8", "replace"), url=answer.url)
    if not found:
        return replace(polled, no_feed=True, error=NO_FEED)
    return replace(polled, found=tuple(found))


def _read_page(polled: Polled, answer: Answer, now: datetime) -> Polled:
    try:
        page = read_document(answer, now=now)
    except FetchError as error:
        return replace(polled, error=error.reason)
    return replace(polled, page=WatchedPage(page.text, page.source_fields()))


def _conditions(feed: Feed) -> dict[str, str]:
    """Return the headers that let the server say "nothing new"."""
    sent = {"Accept": _ACCEPT, "If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    return {name: value for name, value in sent.items() if value}


def _was_read(feed: Feed) -> bool:
    """Whether the feed has sent what a server can compare: only then may nothing be new."""
    return bool(feed.etag or feed.last_modified)


def _short(value: str, limit: int) -> str:
    """Return a header that can be sent back as it came, else nothing."""
    return value if len(value) <= limit and value.isascii() and value.isprintable() else ""


def _positive(waits: timedelta | None) -> timedelta | None:
    return waits if waits and waits > timedelta(0) else None


def _said(polled: Polled) -> str:
    if polled.error:
        return polled.error
    return "nothing new" if polled.not_modified or polled.unchanged else "an answer"
