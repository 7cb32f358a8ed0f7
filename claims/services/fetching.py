"""Sources that the service fetches itself: when they are due, and what came of fetching them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Min, Q

from claims.checking.quoting import QuoteOutcome
from claims.models import Claim, ReadState, Source, SourceState
from claims.models.fetching import MAX_FETCH_ATTEMPTS
from claims.services.citations import record_look, record_no_look
from claims.services.host_turns import SOON
from claims.services.page import Page
from claims.services.sources import (
    add_snapshot,
    complete_source,
    current_text,
    lock_sources,
    move_source,
    request_fetch,
    set_state,
)
from claims.wake import wake_at

_FIRST_RETRY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A document as its server gave it, with what a later request can refer to."""

    page: Page
    etag: str = ""
    last_modified: str = ""
    address: str = ""  # the canonical one, where it is another than was asked for


@transaction.atomic
def plan_fetches(*, sources: Iterable[Source], now: datetime) -> None:
    """Have cited sources fetched when their claims next want it: at once those without a text."""
    keys = [source.pk for source in sources]
    lock_sources(keys)  # one that is being fetched gets its next time there, or here: see them both
    new = []
    for source in Source.objects.filter(pk__in=keys).order_by("pk"):
        interval = check_interval(source)
        if not source.url or interval is None:
            continue
        seen_at = source.fetched_at or _newest_text_at(source)
        if seen_at is None:
            new.append(source)
            continue
        due = max(now, seen_at + interval)
        later = Q(next_fetch_at__isnull=True) | Q(next_fetch_at__gt=due)
        Source.objects.filter(later, pk=source.pk).update(next_fetch_at=due, fetch_attempts=0)
    request_fetch(sources=[each for each in new if each.next_fetch_at is None], now=now)


def check_interval(source: Source) -> timedelta | None:
    """Return how often the claims that cite `source` want it looked at; None when none cites it."""
    cited_by = Claim.objects.filter(citations__source=source)
    shortest: timedelta | None = cited_by.aggregate(least=Min("check_interval"))["least"]
    return shortest


def record_fetched(*, source: Source, fetched: FetchedPage, now: datetime) -> bool:
    """Store what a leased source says now: another snapshot if its text is another.

    Returns False, with nothing stored, when the lease was lost to another worker meanwhile, or the
    source was given another address.
    """
    with transaction.atomic():
        if not _hold(source):
            return False
        fields = fetched.page.source_fields()
        complete_source(source, fields)
        if fetched.address:
            move_source(source=source, url=fetched.address, now=now)
        before = current_text(source)
        if before is not None and not source.published_at:
            fields.setdefault("published_at", now)  # it was written since the last look
        after, _ = add_snapshot(source=source, text=fetched.page.text, fields=fields, now=now)
        record_look(source=source, before=before, after=after, now=now)
        columns = {"etag": fetched.etag, "last_modified": fetched.last_modified}
        _finish(source, now, fetched_at=now, **columns)
    return True


def record_unchanged(*, source: Source, now: datetime) -> None:
    """Note that a leased source still says what it said."""
    with transaction.atomic():
        if _hold(source):
            text = current_text(source)
            if text is not None:
                record_look(source=source, before=text, after=text, now=now)
            _finish(source, now, fetched_at=now)


def record_gone(*, source: Source, error: str, now: datetime) -> None:
    """Mark a leased source as gone; its texts stay. A cited one is looked for again."""
    with transaction.atomic():
        if _hold(source):
            _finish(source, now, fetch_error=error)
            set_state(source, SourceState.GONE)
            record_no_look(source=source, outcome=QuoteOutcome.PAGE_GONE, error=error, now=now)


def record_fetch_failure(
    *, source: Source, error: str, permanent: bool, retry_at: datetime | None, now: datetime
) -> None:
    """Note why a leased source could not be fetched; it is tried again with growing pauses.

    After a permanent error, or the last attempt, it is only tried again when its claims want it.
    """
    with transaction.atomic():
        if not _hold(source):
            return
        if permanent or source.fetch_attempts >= MAX_FETCH_ATTEMPTS:
            _finish(source, now, fetch_error=error)
            record_no_look(source=source, outcome=QuoteOutcome.UNREACHABLE, error=error, now=now)
            return
        pause = now + _FIRST_RETRY * 4 ** max(0, source.fetch_attempts - 1)
        due = _due(source, max(pause, retry_at or pause))
        _give_back(source, next_fetch_at=due, fetch_error=error)


def record_not_yet(*, source: Source, at: datetime, now: datetime) -> None:
    """Have a leased source fetched at `at`: its host is not to be asked before. No attempt."""
    with transaction.atomic():
        if _hold(source):
            attempts = max(0, source.fetch_attempts - 1)
            _give_back(source, next_fetch_at=at, fetch_attempts=attempts)
            if at - now < SOON:  # else a sweep will find it
                queued_until = at + settings.QUEUED_FOR
                Source.objects.filter(pk=source.pk).update(queued_until=queued_until)
                wake_at("fetch_sources", [source.pk], at)


def give_up_fetching(*, source: Source, now: datetime) -> None:
    """Mark a source as failed: every attempt at it ended with the death of its fetcher."""
    with transaction.atomic():
        due = Source.objects.due(now).exhausted().filter(pk=source.pk)
        if due.select_for_update().exists():
            times = source.fetch_attempts
            _finish(source, now, fetch_error=f"the fetcher died {times} times while it fetched it")


def _hold(source: Source) -> bool:
    """Lock a leased source; whether what its server said is about the address that it still has.

    It is read again, but for when it was due: `_due` compares that with what is stored. With
    another address it only loses its lease: it is due still, unless it has no address any more.
    """
    if not Source.objects.hold([source]):
        return False
    asked = source.url
    source.refresh_from_db(from_queryset=Source.objects.defer("next_fetch_at"))
    if source.url == asked:
        return True
    _give_back(source, fetch_attempts=0)
    return False


def _due(source: Source, planned: datetime | None) -> datetime | None:
    """Return when a source is fetched next: as planned, or as was asked for since it was taken.

    What its server said is older than what was asked for meanwhile.
    """
    stored = Source.objects.values_list("next_fetch_at", flat=True).get(pk=source.pk)
    return planned if stored == source.next_fetch_at else stored


def _finish(source: Source, now: datetime, *, fetch_error: str = "", **columns: Any) -> None:
    """Give the lease back with an outcome that stands until the source is due again."""
    interval = check_interval(source)
    _give_back(
        source,
        next_fetch_at=_due(source, now + interval if interval else None),
        fetch_attempts=0,
        fetch_error=fetch_error,
        **columns,
    )


def _give_back(source: Source, **columns: Any) -> None:
    Source.objects.filter(pk=source.pk).update(lease_until=None, queued_until=None, **columns)
    set_state(source, _state(source, columns))


def _state(source: Source, columns: dict[str, Any]) -> SourceState:
    """Return how far the service has come: a text that was read outlives a failed look for news."""
    if source.state == SourceState.GONE and "fetched_at" not in columns:
        return SourceState.GONE
    text = current_text(source)
    if text is not None:
        return _OF_TEXT[ReadState(text.state)]
    return SourceState.FAILED if columns.get("fetch_error") else SourceState.PENDING


_OF_TEXT = {
    ReadState.PENDING: SourceState.PENDING,
    ReadState.READ: SourceState.READ,
    ReadState.FAILED: SourceState.FAILED,
}


def _newest_text_at(source: Source) -> datetime | None:
    newest = source.snapshots.order_by("-pk").values_list("fetched_at", flat=True).first()
    return newest
