"""Too much of anything is bounded work: the best is kept, and what was cut is told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Claim, ClaimSignature, Mention, Snapshot
from claims.quantities import extract
from claims.quantities.mention import Document
from claims.services import index
from claims.services.rarity import count_new_claims
from tests import factories
from tests.worker.test_reading import push
from worker.check import check_claims
from worker.read import read_snapshots

pytestmark = pytest.mark.django_db
CROWD = 2_000


def store(statement: str, number: int = 1, **fields: Any) -> list[Claim]:
    """Store so many claims of the same words, indexed, checked long ago."""
    rows = Claim.objects.bulk_create(
        Claim(
            statement=statement, subject="Torvik", measure="lighthouses", value=Decimal(61),
            unit="count", low=Decimal(61), high=Decimal(61), as_of=date(2020, 1, 1),
            as_of_precision="year", next_check_at=timezone.now(), **fields,
        )
        for _ in range(number)
    )  # fmt: skip
    count_new_claims(number)
    index.index_claims(rows)
    return rows


def candidates(text: str) -> index.Candidates:
    document = Document(text, "", date(2024, 5, 1))
    return index.claims_for(extract(document), document)


def test_of_a_crowd_of_equal_claims_a_few_are_judged_and_it_says_so() -> None:
    store("Torvik has 61 lighthouses", CROWD)
    found = candidates("Torvik now has 64 lighthouses.")
    assert len(found.claims) == index.MAX_CANDIDATES
    assert "fit more than 20 claims equally well" in found.cut


def test_the_claim_that_fits_best_is_kept_out_of_a_crowd() -> None:
    store("Torvik has 61 lighthouses", CROWD)
    (best,) = store("Torvik has 61 lighthouses on its skerries")
    found = candidates("Torvik now has 64 lighthouses on the skerries.")
    assert best in found.claims
    assert found.cut == ""


def test_the_rest_of_a_crowd_is_judged_at_its_next_check() -> None:
    rows = store("Torvik has 61 lighthouses", 60)
    keys = [row.pk for row in rows]
    check_claims(keys)
    long_ago = timezone.now().replace(year=2020)
    Claim.objects.update(updated_at=long_ago, next_check_at=timezone.now())
    read_snapshots([push("Torvik has 64 lighthouses.").pk])
    assert Claim.objects.filter(status="outdated").count() == index.MAX_CANDIDATES
    assert "wait for their next check" in Snapshot.objects.get().cut
    check_claims(keys)
    assert Claim.objects.filter(status="outdated").count() == len(keys)


def test_a_crowd_costs_no_more_queries_than_one_claim() -> None:
    store("Torvik has 61 lighthouses")
    with CaptureQueriesContext(connection) as alone:
        candidates("Torvik now has 64 lighthouses.")
    store("Torvik has 61 lighthouses", CROWD)
    with CaptureQueriesContext(connection) as crowd:
        candidates("Torvik now has 64 lighthouses.")
    assert len(crowd) == len(alone)


def test_claim_of_stop_words_only_has_no_keys_and_is_checked_like_others() -> None:
    (claim,) = store("It is 3.")
    Claim.objects.update(subject="", measure="")
    claim.refresh_from_db()
    index.index_claims([claim])
    assert not ClaimSignature.objects.exists()
    check_claims([claim.pk])
    assert list(claim.checks.values_list("outcome", flat=True)) == ["unchanged"]


@pytest.mark.parametrize("text", ["64.", "There are 64 of them, and then 65.", "It was 7 or 8."])
def test_mention_without_a_noun_finds_nothing_and_breaks_nothing(text: str) -> None:
    store("Torvik has 61 lighthouses")
    assert candidates(text) == index.Candidates([], "")
    read_snapshots([push(text).pk])
    assert Snapshot.objects.get().state == "read"


def test_text_of_very_many_figures_is_read_and_says_what_was_cut() -> None:
    store("Torvik has 61 lighthouses")
    rows = [f"Olmen sold {number} goats." for number in range(3, 1_500)]
    text = " ".join([*rows[:700], "Torvik has 64 lighthouses.", *rows[700:]])
    read_snapshots([push(text).pk])
    snapshot = Snapshot.objects.get()
    assert (snapshot.state, Mention.objects.count()) == ("read", len(rows) + 1)
    assert f"the nearest 200 of {len(rows) + 1} figures" in snapshot.cut
    assert Claim.objects.get().status == "outdated"


def test_what_was_cut_is_told_where_the_text_is_shown(admin_client: Any) -> None:
    snapshot = factories.make_snapshot(cut="of 700 candidate claims the best 500 are judged")
    page = admin_client.get(f"/admin/claims/source/{snapshot.source_id}/change/")
    assert "Not all was judged: of 700 candidate claims" in page.content.decode()


def test_one_document_asks_with_a_bounded_number_of_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MAX_KEYS", 5)
    store("Torvik has 61 lighthouses")
    asked: list[int] = []
    real = type(ClaimSignature.objects.all()).keys_under

    def count(rows: Any, signatures: Any, **bounds: Any) -> Any:
        asked.append(len(signatures))
        return real(rows, signatures, **bounds)

    monkeypatch.setattr(type(ClaimSignature.objects.all()), "keys_under", count)
    candidates("Torvik has 64 lighthouses, 12 breweries and 7 windmills near Olmen.")
    assert asked == [5]
