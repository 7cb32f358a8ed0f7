"""Which sources a claim cites, and who changed that, stays in the history."""

from __future__ import annotations

import pytest

from claims.models import Citation, Claim
from claims.services.claims import CitedSource, create_claim, update_claim
from claims.services.wording import complete
from tests.factories import NOW, make_source

pytestmark = pytest.mark.django_db


def cited(claim: Claim, *citations: CitedSource) -> None:
    update_claim(claim=claim, fields={}, citations=citations, now=NOW)


def past() -> list[tuple[str, str]]:
    rows = Citation.history.order_by("history_id")
    return [(row.history_type, row.quote) for row in rows]


@pytest.fixture
def claim() -> Claim:
    return create_claim(fields=complete({"statement": "Torvik has 61 lighthouses"}), now=NOW)


def test_citations_leave_a_trace_when_they_come_change_and_go(claim: Claim) -> None:
    source = make_source()
    cited(claim, CitedSource(source, "61 lights"))
    cited(claim, CitedSource(source, "61 lighthouses", "page 3"))
    cited(claim)
    assert past() == [("+", "61 lights"), ("~", "61 lighthouses"), ("-", "61 lighthouses")]
    assert not claim.citations.exists()


def test_citation_that_stays_leaves_none(claim: Claim) -> None:
    first, second = make_source(), make_source()
    cited(claim, CitedSource(first, "61"))
    kept = claim.citations.get()
    cited(claim, CitedSource(first, "61"), CitedSource(second, "62"))
    assert past() == [("+", "61"), ("+", "62")]
    assert claim.citations.first() == kept
