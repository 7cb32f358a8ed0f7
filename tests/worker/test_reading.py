"""A text is read once in effect, whatever happens to its reader."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from claims.models import Check, Claim, Evidence, Mention, Snapshot, Source, StatusChange
from claims.models.source import MAX_READ_ATTEMPTS
from claims.quantities.extract import extract_first
from claims.quantities.periods import Period
from claims.services.claims import create_claim, update_claim
from claims.services.sources import push_source
from claims.services.wording import complete
from worker import read
from worker.check import check_claims
from worker.schedule import sweep_snapshots

pytestmark = pytest.mark.django_db

NEWER = "Torvik has 64 lighthouses, the coast guard said on Monday."


def claim_of_2020() -> Claim:
    fields = complete({"statement": "Torvik has 61 lighthouses", "as_of": Period.parse("2020")})
    return create_claim(fields=fields, now=timezone.now())


def push(text: str, year: int = 2023, url: str = "https://coast.example/1") -> Snapshot:
    published = timezone.now().replace(year=year, month=3, day=1)
    fields = {"url": url, "title": "Lighthouses", "published_at": published}
    snapshot = push_source(fields=fields, text=text, now=timezone.now()).snapshot
    assert snapshot is not None
    return snapshot


def statuses() -> list[str]:
    return list(Claim.objects.order_by("pk").values_list("status", flat=True))


def test_newer_text_makes_the_claim_outdated() -> None:
    claim = claim_of_2020()
    snapshot = push(NEWER)
    read.read_snapshots([snapshot.pk])
    evidence = Evidence.objects.get()
    assert (evidence.claim, evidence.stance, evidence.value) == (claim, "supersedes", 64)
    assert evidence.quote in NEWER and NEWER[evidence.start : evidence.end] == evidence.quote
    assert [row.history_type for row in evidence.history.all()] == ["+"]
    assert statuses() == ["outdated"]
    assert StatusChange.objects.get().new_status == "outdated"
    assert Source.objects.get().state == "read"


def test_reading_twice_leaves_the_same_rows() -> None:
    claim_of_2020()
    snapshot = push(NEWER)
    read.read_snapshots([snapshot.pk])
    counts = [model.objects.count() for model in (Mention, Evidence, Check, StatusChange)]
    read.read_snapshots([snapshot.pk])
    Snapshot.objects.update(next_read_at=timezone.now(), state="pending")
    read.read_snapshots([snapshot.pk])
    again = [model.objects.count() for model in (Mention, Evidence, StatusChange)]
    assert again == [counts[0], counts[1], counts[3]]


def test_claim_made_after_the_text_was_read_meets_it() -> None:
    read.read_snapshots([push(NEWER).pk])
    claim = claim_of_2020()
    check_claims([claim.pk])
    assert statuses() == ["outdated"]
    assert [check.trigger for check in claim.checks.all()] == ["new_claim"]


def test_edited_claim_is_judged_afresh_and_the_old_evidence_is_kept() -> None:
    claim = claim_of_2020()
    read.read_snapshots([push(NEWER).pk])
    fields = complete({"statement": "Torvik has 64 lighthouses"}, claim)
    update_claim(claim=claim, fields=fields, now=timezone.now())
    check_claims([claim.pk])
    assert statuses() == ["supported"]
    old, new = Evidence.objects.order_by("pk")
    assert (old.stance, old.superseded_by, new.stance) == ("supersedes", new, "supports")


def test_text_that_fails_is_marked_and_retried_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad, good = push("Bad 1 text."), push(NEWER, url="https://coast.example/2")
    real = extract_first

    def stumble(document: object, *bounds: object) -> object:
        if "Bad" in document.text:  # type: ignore[attr-defined]
            raise RuntimeError("stumbled")
        return real(document, *bounds)  # type: ignore[arg-type]

    monkeypatch.setattr("worker.read.extract_first", stumble)
    before = timezone.now()
    read.read_snapshots([bad.pk, good.pk])
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.error, good.state) == ("failed", "RuntimeError: stumbled", "read")
    assert bad.source.state == "failed"
    assert bad.next_read_at is not None and bad.next_read_at > before

    monkeypatch.setattr("worker.read.extract_first", real)
    Snapshot.objects.filter(pk=bad.pk).update(next_read_at=before)
    read.read_snapshots([bad.pk])
    bad.refresh_from_db()
    assert (bad.state, bad.error) == ("read", "")


def test_text_that_kills_every_reader_is_given_up() -> None:
    snapshot = push(NEWER)
    for _ in range(MAX_READ_ATTEMPTS):
        taken = Snapshot.objects.take([snapshot.pk], now=timezone.now(), lease=settings.LEASE)
        assert taken
        Snapshot.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    sent: list[list[int]] = []
    assert sweep_snapshots(sent.append) == 0
    snapshot.refresh_from_db()
    assert (snapshot.state, snapshot.next_read_at, sent) == ("failed", None, [])
    assert "died 5 times" in snapshot.error


def test_reader_that_slept_past_its_lease_records_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    claim_of_2020()
    snapshot = push(NEWER)
    real = extract_first

    def sleep_and_lose_the_lease(*arguments: object) -> object:
        Snapshot.objects.update(lease_until=timezone.now() + timedelta(days=1))
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("worker.read.extract_first", sleep_and_lose_the_lease)
    read.read_snapshots([snapshot.pk])
    assert (Mention.objects.count(), Evidence.objects.count()) == (0, 0)
    assert Snapshot.objects.get().state == "pending"


def test_claim_edited_while_a_text_is_read_is_left_to_its_next_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim = claim_of_2020()
    snapshot = push(NEWER)
    real = extract_first

    def edit_meanwhile(*arguments: object) -> object:
        mentions = real(*arguments)  # type: ignore[arg-type]
        monkeypatch.setattr(read, "judge_claims", judge_then_edit)
        return mentions

    real_judge = read.judge_claims

    def judge_then_edit(*arguments: object) -> object:
        judgements = real_judge(*arguments)  # type: ignore[arg-type]
        update_claim(
            claim=claim,
            fields=complete({"statement": "Torvik has 64 lighthouses"}, claim),
            now=timezone.now(),
        )
        return judgements

    monkeypatch.setattr("worker.read.extract_first", edit_meanwhile)
    read.read_snapshots([snapshot.pk])
    assert (statuses(), Evidence.objects.count()) == (["unverified"], 0)
    check_claims([claim.pk])
    assert statuses() == ["supported"]


def test_reprints_of_one_text_count_as_one_source() -> None:
    claim_of_2020()
    for number in range(3):
        url = f"https://coast.example/reprint-{number}"
        read.read_snapshots([push(NEWER, url=url).pk])
    groups = Claim.objects.get().status_reasons["groups"]
    assert Evidence.objects.count() == 3
    assert [len(group["evidence"]) for group in groups] == [1]


def test_long_text_is_judged_by_its_nearest_mentions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.services.index.MAX_MENTIONS", 2)
    claim_of_2020()
    filler = "The mayor of Olmen bought 12 goats. The fair in Olmen drew 300 guests. "
    read.read_snapshots([push(filler * 3 + NEWER).pk])
    assert (Mention.objects.count(), statuses()) == (7, ["outdated"])
    assert Evidence.objects.get().value == 64


def test_more_candidates_than_a_document_may_have_are_cut_and_it_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("claims.services.index.MAX_CLAIMS", 1)
    claim_of_2020(), claim_of_2020()
    read.read_snapshots([push(NEWER).pk])
    assert sorted(statuses()) == ["outdated", "unverified"]
    assert "of 2 candidate claims the best 1 are judged" in caplog.text


@pytest.mark.parametrize(
    "number",
    [
        "0.00000000000000000000001 percent",
        "0.1234567890123456789 percent",
        "999,999,999,999,999,999,999,999,999 stones",
    ],
)
def test_number_that_no_column_holds_leaves_the_rest_of_the_text_readable(number: str) -> None:
    snapshot = push(f"The share of quartz in it is {number}. {NEWER}")
    read.read_snapshots([snapshot.pk])
    snapshot.refresh_from_db()
    assert (snapshot.state, snapshot.error) == ("read", "")
    assert [mention.value for mention in snapshot.mentions.all()] == [64]


def test_claim_that_a_text_says_nothing_of_gets_no_ledger_row() -> None:
    claim = claim_of_2020()
    read.read_snapshots([push("Torvik bought 64 goats. Its lighthouses stand empty.").pk])
    assert not Evidence.objects.exists()
    assert not claim.checks.exists()
