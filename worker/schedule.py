"""The sweeps: find due rows, mark them as queued, send their ids."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from time import monotonic
from typing import Any

from django.conf import settings
from django.utils import timezone

from claims.models import Claim, Feed, Snapshot, Source
from claims.models.leases import LeasedQuerySet
from claims.services.feed_polls import give_up_poll
from claims.services.fetching import give_up_fetching
from claims.services.host_turns import put_off_waiting
from claims.services.measures import apply_one_batch
from claims.services.rarity import count_new_claims
from claims.services.rebuilding import rebuild_some
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
_REBUILDING_SECONDS = 20


Send = Callable[[list[int]], object]


def sweep_snapshots(send: Send) -> int:
    """Send the due snapshots, one a message; return how many."""
    rows = Snapshot.objects.all()
    return _sweep(rows, lambda row, now: give_up_reading(snapshot=row, now=now), send)


def sweep_sources(send: Send) -> int:
    """Send one due source of each host that may be asked, one a message; return how many."""
    put_off_waiting(now=timezone.now())
    rows = Source.objects.all()
    return _sweep(rows, lambda row, now: give_up_fetching(source=row, now=now), send)


def sweep_feeds(send: Send) -> int:
    """Send the due feeds, one a message; return how many."""
    return _sweep(Feed.objects.all(), lambda row, now: give_up_poll(feed=row, now=now), send)


def sweep_claims(send: Send) -> int:
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


def rebuild_index() -> None:
    """Store keys anew that another release stored, for a bounded time; as a rule there are none."""
    until = monotonic() + _REBUILDING_SECONDS
    while monotonic() < until and rebuild_some(now=timezone.now()):
        pass


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


def _sweep(rows: LeasedQuerySet, give_up: Callable[[Any, datetime], object], send: Send) -> int:
    """Give up the exhausted ones of `rows`, and send those that are due, one a message."""
    now = timezone.now()
    for row in rows.due(now).exhausted():
        give_up(row, now)
        note("given up")
    keys = rows.queue_due(now=now, limit=MAX_ROWS, wait=settings.QUEUED_FOR)
    random.shuffle(keys)  # neighbours are often of one host, which is asked one thing at a time
    for key in keys:
        send([key])
    return _said(str(rows.model._meta.verbose_name_plural), keys)


def _said(what: str, keys: Sequence[int]) -> int:
    note("sent", len(keys))
    if keys:
        log.info("%d %s are due", len(keys), what)
    return len(keys)


def _chunks(keys: Sequence[int], size: int) -> Iterator[list[int]]:
    for begin in range(0, len(keys), size):
        yield list(keys[begin : begin + size])
