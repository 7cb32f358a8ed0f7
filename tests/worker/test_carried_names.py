"""A figure is held against the claims on what the sentences before it name."""

from __future__ import annotations

import pytest
from django.utils import timezone

from claims.models import Claim
from claims.quantities.periods import Period
from claims.services.claims import create_claim
from claims.services.rarity import count_new_claims
from claims.services.wording import complete
from tests.worker.test_reading import push
from worker.check import check_claims
from worker.read import read_snapshots

pytestmark = pytest.mark.django_db

TEXTS = [
    ("Velmont University has 18,400 students",
     "Velmont University has welcomed its new rector. Some 19,750 students are enrolled."),
    ("The Norham lighthouse is 41 metres high",
     "The Norham lighthouse is open again. It is 44 metres high."),
    ("Unemployment in Trent Valley is 6.2 percent",
     "Bad news came from Trent Valley. Unemployment stood at 7.5 percent, said Ada Berg."),
]  # fmt: skip
ALL = pytest.mark.parametrize(("statement", "text"), TEXTS)


def claim_on(statement: str) -> Claim:
    fields = complete({"statement": statement, "as_of": Period.parse("2020")})
    return create_claim(fields=fields, now=timezone.now())


@ALL
def test_text_that_names_its_subject_before_reaches_the_claim(statement: str, text: str) -> None:
    claim = claim_on(statement)
    read_snapshots([push(text).pk])
    claim.refresh_from_db()
    assert claim.status == "outdated"


WORDY = (
    "After quarrels, petitions, torchlit marches, sabotage, bankruptcies, sermons, duels, rumours,"
    " eclipses, omens, floods, droughts and locusts Torvik now keeps 64 lighthouses afloat."
)


def test_words_that_no_claim_has_leave_room_for_those_that_claims_have() -> None:
    claim = claim_on("Torvik has 61 lighthouses")
    for statement in ("Torvik has 14 breweries", "Olmen has 61 lighthouses"):
        claim_on(statement)
    count_new_claims(100)
    read_snapshots([push(WORDY).pk])
    claim.refresh_from_db()
    assert claim.status == "outdated"


def test_new_claim_meets_a_text_of_many_words_that_no_claim_has() -> None:
    for statement in ("Torvik has 14 breweries", "Olmen has 61 lighthouses"):
        claim_on(statement)
    count_new_claims(100)
    read_snapshots([push(WORDY).pk])
    claim = claim_on("Torvik has 61 lighthouses")
    check_claims([claim.pk])
    claim.refresh_from_db()
    assert claim.status == "outdated"
