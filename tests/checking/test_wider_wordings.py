"""One claim against one text, in wordings further apart: traps first, then what should be seen."""

from __future__ import annotations

from datetime import date

import pytest

from claims.checking.stance import Stance
from claims.checking.statement import judge_statement
from claims.quantities import Document, extract
from tests.checking.judging import judged

SUPPORTS, CONTRADICTS, SUPERSEDES, UNRELATED = (
    Stance.SUPPORTS,
    Stance.CONTRADICTS,
    Stance.SUPERSEDES,
    Stance.UNRELATED,
)


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
    # those in some state are a part of all
    ("Sarn's council has 33 members.", "2022", "2022-05-01",
     "The council of Sarn met with two members absent.", UNRELATED, None),
    # what lies above the sea is no depth, and a height even where somebody climbed it
    ("Lake Sarn is 61 metres deep.", None, "2022-05-01",
     "Lake Sarn lies at 610 metres above the sea.", UNRELATED, None),
    ("Mount Sarn is 2,914 metres high.", None, "2022-05-01",
     "Mount Sarn rises to 2,914 m above sea level and was first climbed in 1874.",
     SUPPORTS, "2,914 m"),
    # power that is back is no power that was cut
    ("The storm cut power to 45,000 homes in Sarn.", "2022", "2022-05-01",
     "Power was back in 40,000 homes in Sarn.", UNRELATED, None),
    # a figure that is said to have been wrong, and the one for its time
    ("The fire in Sarn destroyed 52 homes.", "2022-04", "2022-05-01",
     "Early reports of 52 homes destroyed by the fire in Sarn were too high: 38 homes were"
     " destroyed.", CONTRADICTS, "38 homes"),
    # two rounded figures in two units
    ("The Sarn bridge has a span of 420 metres.", None, "2022-05-01",
     "The Sarn bridge has a span of 1,380 feet.", SUPPORTS, "1,380 feet"),
    ("The Sarn bridge has a span of 420 metres.", None, "2022-05-01",
     "The Sarn bridge has a span of 1,400 feet.", CONTRADICTS, "1,400 feet"),
    # a month without its year, in a text that came out soon after
    ("July 2022 brought 84 mm of rain to Sarn.", "2022-07", "2022-08-02",
     "July was wet. The station measured 131 mm of rain in Sarn.", CONTRADICTS, "131 mm"),
    # how fast something shrinks
    ("The Sarn glacier loses 12 metres a year.", "2015", "2022-05-01",
     "The Sarn glacier is retreating by 19 metres a year.", SUPERSEDES, "19 metres a year"),
    # what became of a plan, said at some distance from it
    ("The Sarn mine paid 90 million dollars in royalties.", "2022", "2022-05-01",
     "The state had budgeted $90m of royalties from the Sarn mine. Then came a strike. What"
     " actually came in was $52m.", CONTRADICTS, "$52m"),
    ("The Sarn mine paid 90 million dollars in royalties.", "2022", "2022-05-01",
     "The state had budgeted royalties from the Sarn mine. Then came a strike. What actually"
     " came in was a fine of $52m.", UNRELATED, None),
    # a part and its whole tell a share
    ("Sarn spends 18 percent of its budget on schools.", "2022", "2022-05-01",
     "Sarn has a budget of $2.0 billion. Of that, $500 million goes to schools.",
     CONTRADICTS, "$500 million"),
    ("In Sarn 8 percent of patients fell ill again.", "2022", "2022-05-01",
     "The doctors in Sarn saw 600 patients. In the end 48 of them fell ill again.",
     SUPPORTS, "48"),
    ("In Sarn 8 percent of patients fell ill again.", "2022", "2022-05-01",
     "The doctors in Sarn saw 600 patients. Another 48 came from Marn.", UNRELATED, None),
    # a phrase that tells another figure narrows nothing
    ("Sarn Air flies to 64 towns.", "2021", "2022-05-01",
     "Sarn Air serves 71 towns with a fleet of 48 aircraft.", SUPERSEDES, "71 towns"),
    ("Sarn Air flies to 64 towns.", "2021", "2022-05-01",
     "Sarn Air serves 71 towns with casinos.", UNRELATED, None),
    # "them" may be a kind, and no part of a number of them
    ("The Sarn works makes 1,200 pianos a year.", "2021", "2022-05-01",
     "It takes 11 months to build a piano. The Sarn works turns out 800 of them a year.",
     SUPERSEDES, "800"),
    # a part that the claim speaks of as well
    ("Sarn Bank closed 45 branches in 2021.", "2021", "2022-01-24",
     "Sarn Bank shut 45 of its branches last year.", SUPPORTS, "45"),
    ("Sarn Bank has 45 branches.", "2021", "2021-12-24",
     "Sarn Bank painted 30 of its branches.", UNRELATED, None),
    ("Eight of Sarn's ten pools are open.", "2022", "2022-05-01",
     "Only five of Sarn's ten pools are open.", CONTRADICTS, "Only five"),
    # the whole of a part is no rival of it
    ("The Sarn race had 7,300 finishers in 2021.", "2021", "2021-10-07",
     "7,312 of the 8,050 who started in the Sarn race came in.", UNRELATED, None),
    # what ended after so many had that many
    ("The play Sarn had 312 performances.", None, "2022-05-01",
     "The play Sarn closed after 268 performances.", CONTRADICTS, "268 performances"),
    # what was planned, and the part of it that came
    ("The Sarn trial had 900 patients.", None, "2022-05-01",
     "Of the 900 patients whom the firm had hoped to see, 340 came to the Sarn trial.",
     CONTRADICTS, "340"),
    # an age told in passing
    ("The painter Aldo Rask died at the age of 71.", None, "2022-05-01",
     "Aldo Rask left some 600 canvases when he died in Sarn, aged 71.",
     SUPPORTS, "71"),
    ("The painter Aldo Rask died at the age of 71.", None, "2022-05-01",
     "Aldo Rask was married to a woman aged 31.", UNRELATED, None),
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
