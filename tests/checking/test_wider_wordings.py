"""One claim against one text, in wordings further apart: traps first, then what should be seen."""

from __future__ import annotations

from datetime import date

import pytest

from claims.checking.claim import claim_from_statement
from claims.checking.judge import Finding, judge_document
from claims.checking.stance import Stance
from claims.checking.statement import judge_statement
from claims.quantities import Document, Period, extract

SUPPORTS, CONTRADICTS, SUPERSEDES, UNRELATED = (
    Stance.SUPPORTS,
    Stance.CONTRADICTS,
    Stance.SUPERSEDES,
    Stance.UNRELATED,
)


def judged(statement: str, as_of: str | None, published: str, text: str) -> Finding:
    claim = claim_from_statement(statement, Period.parse(as_of) if as_of else None)
    document = Document(text, "", date.fromisoformat(published))
    return judge_document(claim, document, extract(document))


OWLS = "The Sarn wood has 90 owls."
NO_CAR = "A quarter of Sarn's households own no car."
SEATS = "The Reed Party holds 40 seats in Sarn's council."
FIRES = "In 2020 Sarn had 17 fires."

ROWS = [
    # one destroyed is not one damaged, one missing is not one killed
    ("The flood destroyed 240 homes in Sarn.", "2022", "2022-05-01",
     "The flood damaged 240 homes in Sarn.", UNRELATED, None),
    ("The flood killed 9 people in Sarn.", "2022", "2022-05-01",
     "After the flood 9 people are missing in Sarn.", UNRELATED, None),
    # what a rule asks for
    ("Sarn Bank's capital ratio is 14 percent.", "2022", "2022-05-01",
     "Sarn Bank's capital ratio lies above the minimum of 8 percent.", UNRELATED, None),
    # money by the year is no number of people
    ("Sarn has 3 doctors for 9,000 people.", "2020", "2023-05-01",
     "Sarn seeks a doctor. The pay is 140,000 a year.", UNRELATED, None),
    # a rest of the whole that only the claim denies
    (NO_CAR, "2021", "2021-05-01",
     "Three quarters of Sarn's households own a car.", SUPPORTS, "Three quarters"),
    (NO_CAR, "2021", "2021-05-01",
     "Half of Sarn's households own a car.", CONTRADICTS, "Half"),
    (NO_CAR, "2021", "2021-05-01",
     "A quarter of Sarn's households own no car.", SUPPORTS, "A quarter"),
    # what a party holds of the whole, and the whole
    (SEATS, "2022", "2022-05-01",
     "The Reed Party won 61 of the 110 seats in Sarn's council.", CONTRADICTS, "61"),
    ("Sarn's council has 110 seats.", "2022", "2022-05-01",
     "The Reed Party won 61 of the 110 seats in Sarn's council.", SUPPORTS, "110 seats"),
    # the year before another
    (FIRES, "2020", "2022-01-09",
     "Sarn had 11 fires in 2021, down from 17 the year before.", SUPPORTS, "17"),
    ("In 2021 Sarn had 17 fires.", "2021", "2022-01-09",
     "Sarn had 11 fires in 2021, down from 17 the year before.", CONTRADICTS, "11 fires"),
    # what was corrected is still for its own time
    (FIRES, "2020", "2021-01-15",
     "Sarn corrected its figures for 2020. It now counts 23 fires instead of 17.",
     CONTRADICTS, "23 fires"),
    # what is left of a whole
    ("Sarn Bank has 212 branches.", "2019", "2022-05-01",
     "Sarn Bank will close 30 of its 180 branches next year.", SUPERSEDES, "180 branches"),
    # a count by ordinals
    ("At least 30 towns have joined the Sarn pact.", "2021", "2023-05-01",
     "Ulm joined the Sarn pact. It is the 37th town to do so.", SUPPORTS, "37th town"),
    # "at present" is no part of anything
    ("Sarn spends 2 percent of its budget on roads.", "2022", "2022-05-01",
     "At present Sarn spends 1 percent of its budget on roads.", CONTRADICTS, "1 percent"),
    # a rate in other words
    ("Sarn has 3 hospital beds per 1,000 people.", "2018", "2023-05-01",
     "Sarn has 2 hospital beds for every 1,000 people.", SUPERSEDES,
     "2 hospital beds for every 1,000 people"),
    ("The average Sarner drinks 80 litres of milk a year.", "2018", "2023-05-01",
     "The Sarners drink 60 litres of milk a head.", SUPERSEDES, "60 litres of milk a head"),
    # favour and its opposite
    ("Seven in ten Sarn voters favour the tunnel.", "2022", "2022-05-01",
     "In Sarn 44 percent of voters are in favour of the tunnel, 41 percent against.",
     CONTRADICTS, "44 percent"),
    # what somebody receives is the worth of a prize
    ("The Sarn Prize is worth 25,000 euros.", "2020", "2020-05-01",
     "The winner of the Sarn Prize receives 25,000 euros.", SUPPORTS, "25,000 euros"),
    # a share that is gone is a loss
    ("The Sarn glacier has lost 40 percent of its ice since 1980.", "2019", "2019-05-01",
     "On the Sarn glacier 40 percent of the ice seen in 1980 is gone.", SUPPORTS, "40 percent"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "as_of", "published", "text", "stance", "quote"), ROWS)
def test_wording_is_seen_through(
    statement: str, as_of: str, published: str, text: str, stance: Stance, quote: str | None
) -> None:
    finding = judged(statement, as_of, published, text)
    found = finding.mention.quote if finding.mention else None
    assert (finding.stance, found) == (stance, quote)


def test_denominator_of_a_rate_is_no_claim_of_its_own() -> None:
    document = Document("Sarn counted 1,000 people.", "", date(2022, 5, 1))
    finding = judge_statement(
        "Sarn has 3 beds per 1,000 people.", None, document, extract(document)
    )
    assert finding.stance == UNRELATED
