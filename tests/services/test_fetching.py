"""What becomes of a source that is edited, asked for or cited while it is being fetched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from claims.models import Citation, Snapshot, Source
from claims.services.fetching import (
    FetchedPage,
    plan_fetches,
    record_fetch_failure,
    record_fetched,
    record_gone,
    record_not_yet,
    record_unchanged,
)
from claims.services.page import Page
from claims.services.source_edits import update_source
from claims.services.sources import add_snapshot, move_source, push_source, request_fetch
from tests import factories
from tests.factories import NOW
from worker import fetch

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=1)
WRONG = FetchedPage(
    Page(text="Torvik has 12 ships."), etag='"wrong"', address="https://news.example/canonical"
)
OUTCOMES: dict[str, Callable[..., object]] = {
    "fetched": partial(record_fetched, fetched=WRONG),
    "unchanged": record_unchanged,
    "gone": partial(record_gone, error="the answer was 404"),
    "refused": partial(record_fetch_failure, error="403", permanent=True, retry_at=None),
    "failed": partial(record_fetch_failure, error="500", permanent=False, retry_at=None),
}
NOT_YET = partial(record_not_yet, at=LATER + timedelta(seconds=30))
every_outcome_and_none = pytest.mark.parametrize(
    "outcome", [*OUTCOMES.values(), NOT_YET], ids=[*OUTCOMES, "not yet"]
)
every_outcome = pytest.mark.parametrize("outcome", OUTCOMES.values(), ids=OUTCOMES)


def taken(**fields: Any) -> Source:
    source = factories.make_source(next_fetch_at=NOW, fetch_attempts=1, **fields)
    (row,) = Source.objects.take([source.pk], now=NOW, lease=timedelta(minutes=6))
    return row  # type: ignore[no-any-return]


@every_outcome_and_none
def test_address_that_is_corrected_meanwhile_is_fetched_instead(
    outcome: Callable[..., object],
) -> None:
    source, new = taken(), "https://other.example/right"
    update_source(source=Source.objects.get(), fields={"url": new}, now=LATER)
    outcome(source=source, now=LATER)
    stored = Source.objects.get()
    assert (stored.url, stored.host, stored.etag) == (new, "other.example", "")
    assert (stored.next_fetch_at, stored.lease_until, stored.fetch_attempts) == (NOW, None, 0)
    assert (stored.state, stored.fetch_error) == ("pending", "")
    assert not Snapshot.objects.exists() and not stored.aliases.exists()


@every_outcome_and_none
def test_source_that_loses_its_address_meanwhile_is_not_fetched(
    outcome: Callable[..., object],
) -> None:
    source = taken(content_hash="0" * 64)
    update_source(source=Source.objects.get(), fields={"url": None}, now=LATER)
    outcome(source=source, now=LATER)
    stored = Source.objects.get()
    assert (stored.url, stored.next_fetch_at, stored.lease_until) == (None, None, None)


@every_outcome
def test_fetch_that_is_asked_for_meanwhile_is_not_lost(outcome: Callable[..., object]) -> None:
    source = taken()
    request_fetch(sources=[source], now=LATER)
    outcome(source=source, now=LATER + timedelta(seconds=9))
    stored = Source.objects.get()
    assert (stored.next_fetch_at, stored.lease_until, stored.fetch_attempts) == (LATER, None, 0)


def test_source_that_is_cited_as_its_fetch_ends_is_fetched_again() -> None:
    source = taken()
    seen = Source.objects.get()
    record_gone(source=source, error="the answer was 404", now=NOW)
    Citation.objects.create(claim=factories.make_claim(), source=source)
    plan_fetches(sources=[seen], now=LATER)
    assert Source.objects.get().next_fetch_at == LATER


def test_both_hosts_go_on_when_a_source_moves_to_another(monkeypatch: pytest.MonkeyPatch) -> None:
    woken: set[str] = set()
    source = factories.make_source(next_fetch_at=NOW)
    url = "https://other.example/right"
    monkeypatch.setattr(fetch, "wake_fetcher", woken.add)
    monkeypatch.setattr(fetch, "_fetch", lambda row: move_source(source=row, url=url, now=NOW))
    fetch.fetch_sources([source.pk])
    assert woken == {"news.example", "other.example"}


def test_address_that_is_pushed_while_a_source_moves_there_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = factories.make_source()
    old, new = source.url, "https://news.example/canonical"

    def push_meanwhile(*_: Any, **__: Any) -> None:
        push_source(fields={"url": new}, text="", now=NOW)

    manager = "claims.services.sources.SourceAlias.objects.get_or_create"
    monkeypatch.setattr(manager, push_meanwhile)
    assert not move_source(source=source, url=new, now=NOW)
    assert (source.url, source.host, source.version) == (old, "news.example", 1)


def test_text_that_is_pushed_while_another_becomes_current_is_current_at_last() -> None:
    source = factories.make_source()
    old, new = "Torvik has 61 lighthouses.", "Torvik has 64 lighthouses."
    first, _ = add_snapshot(source=source, text=old, fields={}, now=NOW)
    add_snapshot(source=Source.objects.get(), text=new, fields={}, now=NOW)
    add_snapshot(source=source, text=old, fields={}, now=NOW)
    assert Source.objects.get().current == first
