"""The sweeps: find due rows, mark them as queued, send their ids."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence

from django.conf import settings
from django.utils import timezone

from claims.models import Claim, Feed, Snapshot, Source
from claims.services.feed_polls import give_up_poll
from claims.services.fetching import give_up_fetching
from claims.services.measures import apply_one_batch
from claims.services.rarity import count_new_claims
from claims.services.recording import give_up_reading
from claims.services.sets import reckon_due
from worker.counting import note

log = logging.getLogger(__name__)

MAX_ROWS = 20_000  # rows queued at once
MAX_CLAIMS_SWEPT = 200_000  # by one sweep
CLAIMS_PER_MESSAGE = 500  # about a tenth of a second of work when nothing is new
CLAIMS_COUNTED_AT_ONCE = 5_000  # about a second of work
MAX_CHUNKS_COUNTED = 20
SETS_AT_ONCE = 50
MAX_BATCHES_RECKONED = 100
MAX_BATCHES_APPLIED = 50  # of claims whose measure was edited


def sweep_snapshots(send: Callable[[list[int]], object]) -> int:
    """Send the due snapshots, one a message; return how many."""
    now = timezone.now()
    for snapshot in Snapshot.objects.due(now).exhausted():
        give_up_reading(snapshot=snapshot, now=now)
        note("given up")
    keys = Snapshot.objects.queue_due(now=now, limit=MAX_ROWS, wait=settings.QUEUED_FOR)
    for key in keys:
        send([key])
    return _said("snapshots", keys)


def sweep_sources(send: Callable[[list[int]], object]) -> int:
    """Send the sources that are due for fetching, one a message; return how many."""
    now = timezone.now()
    for source in Source.objects.due(now).exhausted():
        give_up_fetching(source=source, now=now)
        note("given up")
    keys = Source.objects.queue_due(now=now, limit=MAX_ROWS, wait=settings.QUEUED_FOR)
    for key in keys:
        send([key])
    return _said("sources", keys)


def sweep_feeds(send: Callable[[list[int]], object]) -> int:
    """Send the due feeds, one a message; return how many."""
    now = timezone.now()
    for feed in Feed.objects.due(now).exhausted():
        give_up_poll(feed=feed, now=now)
        note("given up")
    keys = Feed.objects.queue_due(now=now, limit=MAX_ROWS, wait=settings.QUEUED_FOR)
    for key in keys:
        send([key])
    return _said("feeds", keys)


def sweep_claims(send: Callable[[list[int]], object]) -> int:
    """Send the due claims in chunks; return how many."""
    swept: list[int] = []
    while len(swept) < MAX_CLAIMS_SWEPT:
        keys = Claim.objects.queue_due(now=timezone.now(), limit=MAX_ROWS, wait=settings.QUEUED_FOR)
        for chunk in _chunks(keys, CLAIMS_PER_MESSAGE):
            send(chunk)
        swept += keys
        if len(keys) < MAX_ROWS:
            break
    return _said("claims", swept)


def count_terms() -> None:
    """Count the terms of the claims that came since the last time, a bounded number of them."""
    for _ in range(MAX_CHUNKS_COUNTED):
        if count_new_claims(CLAIMS_COUNTED_AT_ONCE) < CLAIMS_COUNTED_AT_ONCE:
            return


def apply_measures() -> None:
    """Carry edits of measures to their claims, a bounded number of them."""
    for _ in range(MAX_BATCHES_APPLIED):
        if not apply_one_batch(now=timezone.now()):
            return


def reckon_sets() -> None:
    """Reckon the sets of linked claims that are due, a bounded number of them."""
    for _ in range(MAX_BATCHES_RECKONED):
        if reckon_due(now=timezone.now(), limit=SETS_AT_ONCE) < SETS_AT_ONCE:
            return


def _said(what: str, keys: Sequence[int]) -> int:
    note("sent", len(keys))
    if keys:
        log.info("%d %s are due", len(keys), what)
    return len(keys)


def _chunks(keys: Sequence[int], size: int) -> Iterator[list[int]]:
    for begin in range(0, len(keys), size):
        yield list(keys[begin : begin + size])
