"""What a text lets count: kin, names in a list, wins and losses, the years of a life."""

from __future__ import annotations

import pytest

from claims.checking.cited import judge_cited
from claims.checking.stance import Stance
from claims.quantities import extract
from claims.quantities.mention import Document

SUPPORTS = Stance.SUPPORTS


def judged(statement: str, text: str) -> tuple[Stance, str]:
    document = Document(text)
    finding = judge_cited(statement, None, document, extract(document))
    return finding.stance, finding.reasons.rule


@pytest.mark.parametrize(
    ("statement", "text", "answer"),
    [
        ("Moe has six siblings.", "Ada Moe: Moe is the youngest of seven children.", "counts_up"),
        ("Moe has 12 brothers and sisters.", "Ada Moe: One of 13 children, Moe sang.", "counts_up"),
        ("Moe has seven siblings.", "Ada Moe: She was the third of seven children.",
         "counted_otherwise"),
        ("Moe has two brothers.", "Per Moe: Moe was the second of two sons.", "counted_otherwise"),
        ("Moe has four siblings.", "Ada Moe: Moe has two brothers, Ola and Tor, a half-brother and"
         " a younger sister, Lin.", "counts_up"),
        ("Moe has five children.", "Ada Moe: They had two daughters and three sons.", "counts_up"),
        ("Moe has four children.", "Ada Moe: Moe has two daughters and a son.",
         "counted_otherwise"),
        ("Moe has three children.", "Ada Moe: They had three daughters.", "counts_up"),
        ("Moe has three children.", "Ada Moe: She had son Ola, a daughter who sang, and a son who"
         " left.", "no_mention"),
    ],
)  # fmt: skip
def test_kin_are_counted(statement, text, answer):
    assert judged(statement, text)[1] == answer


@pytest.mark.parametrize(
    ("statement", "text", "answer"),
    [
        ("Orvel was founded by three friends.",
         "Orvel: It was co-founded in 1994 by Mia Sand, Jo Lind (bass) and the student Pia Roth.",
         "counts_up"),
        ("Orvel was founded by four people.",
         "Orvel: It was started by Mia Sand, Jo Lind, and Pia Roth and had 3 million users.",
         "counted_otherwise"),
        ("Orvel was founded by four people.", "Orvel: It was founded by Mia Sand in 1994.",
         "no_mention"),
        ("Orvel was founded by four people.", "Orvel: It was painted by Mia Sand and Jo Lind.",
         "no_mention"),
        ("Tor Rask played for three clubs.",
         "Tor Rask: In his career he played for the Arn Bears (1968-76), the Edd Owls (1977) and"
         " Sarn United.", "counts_up"),
        ("Tor Rask played for two clubs.",
         "Tor Rask: In his career he played for the Arn Bears, the Edd Owls and Sarn United.",
         "counted_otherwise"),
        ("Tor Rask played for two clubs.",
         "Tor Rask: He also played for the Arn Bears, the Edd Owls and Sarn United.", "no_mention"),
    ],
)  # fmt: skip
def test_listed_names_are_counted(statement, text, answer):
    assert judged(statement, text)[1] == answer


@pytest.mark.parametrize(
    ("statement", "text", "answer"),
    [
        (
            "The 1960 Arn Bears won eight games.",
            "Arn Bears: They ended 1960 with an 8–1 record.",
            "counts_up",
        ),
        (
            "The 1960 Arn Bears lost three games.",
            "Arn Bears: They finished the season 8–1.",
            "counted_otherwise",
        ),
        (
            "The Bears won in five of their nine games.",
            "Arn Bears: It was a record of 5-4.",
            "counts_up",
        ),
        ("Rask had 90 career wins.", "Tor Rask: He had a 12-3 record that spring.", "no_mention"),
        (
            "The 1960 Arn Bears had eight coaches.",
            "Arn Bears: They finished the season 8–1.",
            "no_mention",
        ),
    ],
)
def test_a_record_tells_wins_losses_and_games(statement, text, answer):
    assert judged(statement, text)[1] == answer


@pytest.mark.parametrize(
    ("statement", "text", "answer"),
    [
        (
            "Rask died in his early 40s.",
            "Tor Rask (5 May 1838 – 3 June 1875) was a painter.",
            "counted_otherwise",
        ),
        (
            "Rask died in his 30s.",
            "Tor Rask (5 May 1838 – 3 June 1875) was a painter.",
            "years_apart",
        ),
        (
            "Rask's mother died at 61.",
            "Tor Rask (5 May 1838 – 3 June 1875) was a painter.",
            "conflict_unsure",
        ),
        ("Rask died at the age of 38.", "Tor Rask (1838 – 1875) was a painter.", "no_mention"),
        (
            "Rask was a keeper for 16 seasons.",
            "Tor Rask: He kept for Arn from 1902 through 1917.",
            "years_apart",
        ),
        (
            "The house ruled for over four centuries.",
            "The Arn (202 BC–220 AD) was a house.",
            "years_apart",
        ),
    ],
)
def test_the_years_of_a_life_are_counted(statement, text, answer):
    assert judged(statement, text)[1] == answer


def test_a_rank_lies_within_a_top_ten():
    text = "Rask: Rask was rated as the ninth-best keeper of all time."
    assert judged("Rask was rated in the top 10 keepers of all time.", text)[0] == SUPPORTS
    assert judged("Rask was rated in the top 5 keepers of all time.", text)[0] != SUPPORTS
