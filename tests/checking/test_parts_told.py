"""Figures that tell a part, a stretch, a neighbour's or a coming state, and those that do not."""

from __future__ import annotations

import pytest

from claims.checking.stance import Stance
from tests.checking.judging import judged

SUPPORTS, CONTRADICTS, SUPERSEDES, UNRELATED = (
    Stance.SUPPORTS,
    Stance.CONTRADICTS,
    Stance.SUPERSEDES,
    Stance.UNRELATED,
)

FARMS = "Sarn has 30 farms."
RIVER = "The Sarn river is 300 km long."
RACE = "The Sarn race has 900 participants."

ROWS = [
    # those who do something are not all there are
    (FARMS, "2022", "In Sarn nine farms grow hops.", UNRELATED, None),
    (FARMS, "2022", "The nine farms of Sarn grow hops.", CONTRADICTS, "nine farms"),
    (FARMS, "2022", "Nine farms remain in Sarn.", CONTRADICTS, "Nine farms"),
    ("Sarn has 400 residents.", "2022", "Some 400 residents of Sarn went to the polls.",
     UNRELATED, None),
    ("Sarn has 30 teachers.", "2022", "In Sarn 24 teachers teach 900 pupils.", CONTRADICTS,
     "24 teachers"),
    ("Sarn has 30 police officers.", "2022", "In Sarn 30 police officers were on duty.",
     UNRELATED, None),
    (FARMS, "2022", "Inspectors called at eleven farms in Sarn.", UNRELATED, None),
    (FARMS, "2022", "A survey examined eleven farms in Sarn.", UNRELATED, None),
    (FARMS, "2022", "Eleven farms of the Sarn valley are too small to live on.", UNRELATED, None),
    (FARMS, "2022", "In Sarn eleven farms have solar panels.", UNRELATED, None),
    (FARMS, "2022", "In Sarn the count now stands at eleven farms.", CONTRADICTS, "eleven farms"),
    (FARMS, "2022", "In Sarn eleven farms are left.", CONTRADICTS, "eleven farms"),
    (FARMS, "2022", "The last census found eleven farms in Sarn.", CONTRADICTS, "eleven farms"),
    ("The Sarn camp has 300 refugees.", "2022", "The Sarn camp shelters 620 refugees.",
     CONTRADICTS, "620 refugees"),
    ("Trains stop at 20 stations in Sarn.", "2022", "Trains stop at 8 stations in Sarn.",
     CONTRADICTS, "8 stations"),
    # a narrower measure, group or place
    ("Unemployment in Sarn is 8 percent.", "2021", "Youth unemployment in Sarn is 9 percent.",
     UNRELATED, None),
    ("Youth unemployment in Sarn is 8 percent.", "2021",
     "Youth unemployment in Sarn is 9 percent.", SUPERSEDES, "9 percent"),
    ("Unemployment in Sarn is 8 percent.", "2021", "Among women in Sarn unemployment is 9 percent.",
     UNRELATED, None),
    ("Sarn Bank has 12 branches.", "2022", "In Marn Sarn Bank has 9 branches.", UNRELATED, None),
    ("Sarn Bank has 12 branches.", "2022", "In March Sarn Bank had 9 branches.", CONTRADICTS,
     "9 branches"),
    # a stretch of a thing, how far off it lies, and its whole length
    (RIVER, None, "They rafted down 210 km of the Sarn river.", UNRELATED, None),
    (RIVER, None, "Boats take a week for the 300 km of the Sarn river.", SUPPORTS, "300 km"),
    (RIVER, None, "The wreck in the Sarn river lies 210 km from the sea.", UNRELATED, None),
    (RIVER, None, "The Sarn river runs 210 km from its source to the sea.", CONTRADICTS, "210 km"),
    (RIVER, None, "Ships can sail the Sarn river for 120 km.", UNRELATED, None),
    (RIVER, None, "The Sarn river runs for 120 km.", CONTRADICTS, "120 km"),
    # another one, which lies beside it
    ("Sarn Island has 90 cows.", "2022", "Birds have come to Sarn Island. The neighbouring island"
     " of Marn has 90 cows.", UNRELATED, None),
    # what it will have
    ("The Sarn tram has 26 stops.", "2022",
     "The Sarn tram grows. With 26 stops it will then be the longest.", UNRELATED, None),
    # what is treated has not died, what lies in the ground has not been mined
    ("The fever killed 85 people in Sarn.", "2022",
     "Doctors are treating 85 fever patients in Sarn.", UNRELATED, None),
    ("The Sarn mine produced 2 million tonnes of coal in 2022.", "2022",
     "At the Sarn mine 2 million tonnes of coal are still in the ground.", UNRELATED, None),
    # a verb that says what the claim counts, and since when nothing is counted
    (RACE, "2020", "Runners love the Sarn race. 1,300 of them took part.", SUPERSEDES, "1,300"),
    ("The Sarn museum has 900 visitors a year.", "2020",
     "It was the best year for the Sarn museum since it opened in 1976: 1,300 people came to see"
     " it.", SUPERSEDES, "1,300 people"),
    ("The Sarn theatre has 900 seats.", "2020",
     "The Sarn theatre has reopened. There is space for 1,100 spectators.",
     SUPERSEDES, "1,100 spectators"),
    # the same in other words
    ("Nine out of ten schools in Sarn have internet access.", "2022",
     "In Sarn 91 percent of schools are online.", SUPPORTS, "91 percent"),
    ("Sarn's army has 4,000 soldiers.", "2022",
     "Sarn has 4,000 men and women under arms.", SUPPORTS, "4,000 men and women"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "as_of", "text", "stance", "quote"), ROWS)
def test_part_is_told_from_the_whole(
    statement: str, as_of: str | None, text: str, stance: Stance, quote: str | None
) -> None:
    finding = judged(statement, as_of, "2022-05-01", text)
    found = finding.mention.quote if finding.mention else None
    assert (finding.stance, found) == (stance, quote)
