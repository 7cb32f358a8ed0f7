"""Cited sources are looked at again, and each look says what became of the quote."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.models import CitationCheck, Claim, Snapshot, Source
from claims.quantities.periods import Period
from claims.services.claims import CitedSource, create_claim, update_claim
from claims.services.sources import push_source
from claims.services.wording import complete
from tests.web.server import LocalWeb
from tests.worker.test_fetching import PAGE, fetch
from worker.check import check_claims
from worker.read import read_snapshots

pytestmark = pytest.mark.django_db

QUOTE = "Torvik has 64 lighthouses"


def cite(url: str, quote: str = QUOTE, hours: int = 24) -> Claim:
    source = push_source(fields={"url": url}, text="", now=timezone.now()).source
    fields = complete({"statement": f"{QUOTE}.", "as_of": Period.parse("2023")})
    return create_claim(
        fields={**fields, "check_interval": timedelta(hours=hours)},
        citations=[CitedSource(source, quote)],
        now=timezone.now(),
    )


def looks() -> list[tuple[str, str, str]]:
    rows = CitationCheck.objects.order_by("pk")
    return list(rows.values_list("outcome", "old_number", "new_number"))


def outcome(claim: Claim) -> str:
    return claim.citations.get().outcome


def test_number_that_was_altered_is_told_with_both_texts_and_judged(local_web: LocalWeb) -> None:
    undated = PAGE.replace("2024-05-03", "")
    claim = cite(local_web.page("/a", undated))
    source = fetch(Source.objects.get())
    local_web.page("/a", undated.replace("64", "71"))
    fetch(source)
    assert looks() == [("unchanged", "", ""), ("number_altered", "64", "71")]
    look = CitationCheck.objects.latest("pk")
    assert look.before is not None and look.after is not None
    assert QUOTE in look.before.text and "Torvik has 71 lighthouses" in look.after.text
    assert look.passage.startswith("Torvik has 71 lighthouses")
    assert "-Torvik has 64 lighthouses, the coast guard said on Monday." in look.difference
    assert "+Torvik has 71 lighthouses, the coast guard said on Monday." in look.difference
    assert outcome(claim) == "number_altered"
    check_claims([claim.pk])
    read_snapshots([snapshot.pk for snapshot in Snapshot.objects.order_by("pk")])
    claim.refresh_from_db()
    assert claim.status == "outdated"


def test_look_that_finds_nothing_new_leaves_a_row_and_no_text(local_web: LocalWeb) -> None:
    cite(local_web.page("/a", PAGE))
    source = fetch(Source.objects.get())
    fetch(source)
    local_web.serve("/a", lambda _, reply: reply.head(304, {"Connection": "close"}))
    fetch(source)
    assert [outcome for outcome, _, _ in looks()] == ["unchanged"] * 3
    assert Snapshot.objects.count() == 1
    last = CitationCheck.objects.latest("pk")
    assert last.before == last.after and last.difference == ""


def test_text_that_comes_back_is_compared_with_what_stood_between(local_web: LocalWeb) -> None:
    claim = cite(local_web.page("/a", PAGE))
    source = fetch(Source.objects.get())
    local_web.page("/a", PAGE.replace("64", "71"))
    fetch(source)
    local_web.page("/a", PAGE)
    fetch(source)
    fetch(source)
    assert [outcome for outcome, _, _ in looks()] == [
        "unchanged", "number_altered", "unchanged", "unchanged"
    ]  # fmt: skip
    look = CitationCheck.objects.order_by("pk")[2]
    assert look.before is not None and "71" in look.before.text
    assert outcome(claim) == "unchanged" and Snapshot.objects.count() == 2


def test_quote_that_is_gone_and_page_that_is_gone(local_web: LocalWeb) -> None:
    claim = cite(local_web.page("/a", PAGE))
    source = fetch(Source.objects.get())
    local_web.page("/a", "<html><body><p>The museum is closed all winter.</p></body></html>")
    fetch(source)
    assert outcome(claim) == "quote_gone"
    local_web.remove("/a", status=410)
    source = fetch(source)
    assert outcome(claim) == "page_gone"
    assert CitationCheck.objects.latest("pk").error == "the answer was 410"
    assert source.next_fetch_at is not None, "a cited page is looked for again"


def test_source_that_cannot_be_reached_is_told_and_looked_for_again(local_web: LocalWeb) -> None:
    claim = cite(local_web.page("/a", PAGE))
    source = fetch(Source.objects.get())
    local_web.page("/a", "", status=403)
    source = fetch(source)
    assert outcome(claim) == "unreachable"
    assert source.next_fetch_at is not None
    assert source.next_fetch_at > timezone.now() + timedelta(hours=23)


def test_one_look_serves_all_claims_at_the_shortest_interval(local_web: LocalWeb) -> None:
    url = local_web.page("/a", PAGE)
    slow, quick = cite(url, hours=48), cite(url, "no such words", hours=2)
    source = fetch(Source.objects.get())
    assert local_web.times_asked("/a") == 1
    assert (outcome(slow), outcome(quick)) == ("unchanged", "quote_gone")
    assert source.next_fetch_at is not None and source.fetched_at is not None
    assert (
        timedelta(0)
        <= source.next_fetch_at - source.fetched_at - timedelta(hours=2)
        < (timedelta(minutes=1))
    )
    update_claim(claim=quick, fields={"check_interval": timedelta(hours=1)}, now=timezone.now())
    source.refresh_from_db()
    assert source.next_fetch_at == source.fetched_at + timedelta(hours=1)


def test_source_that_was_pushed_is_looked_at_when_a_claim_cites_it(local_web: LocalWeb) -> None:
    url = local_web.page("/a", PAGE.replace("64", "65"))
    push_source(fields={"url": url}, text=f"{QUOTE}.", now=timezone.now())
    assert Source.objects.get().next_fetch_at is None
    claim = cite(url)
    source = Source.objects.get()
    assert source.next_fetch_at is not None and source.next_fetch_at > timezone.now()
    fetch(source)
    assert outcome(claim) == "number_altered"


def test_citation_without_a_quote_follows_what_the_evidence_rests_on(local_web: LocalWeb) -> None:
    claim = cite(local_web.page("/a", PAGE), quote="")
    source = fetch(Source.objects.get())
    check_claims([claim.pk])
    read_snapshots([Snapshot.objects.get().pk])
    local_web.page("/a", PAGE.replace("64", "71"))
    fetch(source)
    assert looks()[-1] == ("number_altered", "64", "71")


def test_outcome_counts_as_a_change_of_the_claim_only_when_it_is_another(
    local_web: LocalWeb,
) -> None:
    claim = cite(local_web.page("/a", PAGE))
    source = fetch(Source.objects.get())
    claim.refresh_from_db()
    version = claim.version
    fetch(source)
    claim.refresh_from_db()
    assert claim.version == version
    local_web.page("/a", PAGE.replace("64", "71"))
    fetch(source)
    claim.refresh_from_db()
    assert claim.version == version + 1
    assert claim.citations.get().history.count() == 1
