"""A source that returns to an earlier text no longer says what it said in between."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from claims.models import Claim, Evidence, ReviewDecision, Snapshot, Source
from claims.quantities.extract import Extract, extract_first
from claims.services.claims import request_check
from claims.services.index import Candidates
from claims.services.replay import status_at
from claims.services.review import review_evidence
from claims.services.sources import push_source
from tests.factories import make_user
from tests.web.server import LocalWeb
from tests.worker import test_cited_cells as cells
from tests.worker.test_cited_sources import cite, outcome
from tests.worker.test_fetching import PAGE, fetch
from tests.worker.test_reading import claim_of_2020, push
from worker.check import check_claims
from worker.read import read_snapshots

pytestmark = pytest.mark.django_db

OLD = "Torvik has 61 lighthouses, the coast guard said on Monday."
NEW = "Torvik has 64 lighthouses, the coast guard said on Tuesday."
OTHER = "Torvik has 70 lighthouses, the coast guard said on Friday."


def read_due() -> None:
    due = Snapshot.objects.filter(next_read_at__isnull=False)
    read_snapshots(list(due.order_by("pk").values_list("pk", flat=True)))


def said(*texts: str) -> Snapshot:
    for text in texts:
        snapshot = push(text)
        read_due()
    return snapshot


def counted() -> list[int]:
    return [int(row.value or 0) for row in Evidence.objects.current().order_by("pk")]


def check(claim: Claim) -> str:
    request_check(claims=[claim], now=timezone.now())
    check_claims([claim.pk])
    return status()


def status() -> str:
    return Claim.objects.get().status


def test_what_was_said_in_between_counts_no_more_and_is_kept() -> None:
    claim = claim_of_2020()
    said(OLD, NEW)
    assert (status(), counted()) == ("outdated", [61, 64])
    returned = said(OLD)
    assert (status(), counted()) == ("supported", [61])
    retired = Evidence.objects.get(value=64)
    assert retired.superseded_at is not None and retired.superseded_by is None
    assert Snapshot.objects.count() == 2 and Source.objects.get().current == returned
    assert check(claim) == "supported", "no later check brings it back"
    assert counted() == [61]


def test_claim_that_is_a_candidate_no_more_loses_what_was_said_in_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim_of_2020()
    said(OLD, NEW)
    monkeypatch.setattr("worker.read.claims_for", lambda *_: Candidates([], ""))
    said(OLD)
    assert (status(), counted()) == ("supported", [61])


def test_text_that_comes_once_more_counts_once_more() -> None:
    claim = claim_of_2020()
    said(OLD, NEW, OLD, NEW)
    assert (status(), counted()) == ("outdated", [61, 64])
    assert Evidence.objects.filter(value=64).count() == 2, "superseded, never edited"
    said(OLD, OTHER, NEW)
    assert counted() == [61, 64]
    assert Snapshot.objects.get(withdrawn_at__isnull=False).text == OTHER
    assert check(claim) == "outdated"


def test_every_moment_can_be_replayed() -> None:
    claim = claim_of_2020()
    moments: list[tuple[datetime, str]] = []
    for text in (OLD, NEW, OLD, OTHER, NEW, OLD, NEW):
        said(text)
        moments.append((timezone.now(), status()))
    assert {status for _, status in moments} == {"supported", "outdated"}
    for at, then in moments:
        assert status_at(claim, at).decided.decision.status == then


def test_text_that_is_withdrawn_before_it_is_read_is_no_evidence() -> None:
    claim_of_2020()
    said(OLD)
    push(NEW)
    push(OLD)
    read_due()
    assert (status(), counted()) == ("supported", [61])
    assert Evidence.objects.count() == 1
    assert not Snapshot.objects.exclude(state="read").exists()


def test_text_that_is_withdrawn_while_it_is_read_is_no_evidence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim_of_2020()
    said(OLD)
    snapshot = push(NEW)

    def slowly(*args: Any) -> Extract:
        push(OLD)
        return extract_first(*args)

    monkeypatch.setattr("worker.read.extract_first", slowly)
    read_snapshots([snapshot.pk])
    assert (status(), counted()) == ("supported", [61])


def test_what_an_editor_confirmed_stands() -> None:
    claim_of_2020()
    said(OLD, NEW)
    review_evidence(
        evidence=Evidence.objects.get(value=64), decision=ReviewDecision.CONFIRMED, stance="",
        reason="I asked.", user=make_user(), now=timezone.now(),
    )  # fmt: skip
    said(OLD)
    assert (status(), counted()) == ("outdated", [61, 64])


def test_page_that_takes_its_figure_back_restores_the_earlier_status(local_web: LocalWeb) -> None:
    claim = cite(local_web.page("/a", PAGE))
    source = fetch(Source.objects.get())
    read_due()
    check_claims([claim.pk])
    before = status()
    local_web.page("/a", PAGE.replace("64", "71"))
    fetch(source)
    read_due()
    assert status() != before
    local_web.page("/a", PAGE)
    assert fetch(source).state in ("pending", "read")
    read_due()
    assert (status(), outcome(claim)) == (before, "unchanged")


def test_cell_of_a_source_without_a_current_text_is_judged_after_the_upgrade(
    local_web: LocalWeb,
) -> None:
    url = local_web.page("/t.csv", cells.CSV, kind="text/csv")
    push_source(fields={"url": url}, text="", now=timezone.now())
    fetch(Source.objects.get())
    read_due()
    Source.objects.update(current=None)
    claim = cells.cite(url, "The coast guard of Torvik employs 1,350 people.")
    check_claims([claim.pk])
    assert status() == "unverified"
    import_module("claims.migrations.0024_fill_current_texts").fill(apps, None)
    check_claims([claim.pk])
    assert status() == "supported"
