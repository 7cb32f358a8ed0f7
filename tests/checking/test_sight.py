"""What is set aside at sight would have been judged unrelated; the rest is judged as ever."""

from __future__ import annotations

from datetime import date

import pytest

from claims.checking.claim import claim_from_statement
from claims.checking.context import surroundings
from claims.checking.judge import PERHAPS, judge
from claims.checking.match import may_match, may_reach
from claims.checking.reading import names_of
from claims.checking.sight import may_speak_of
from claims.checking.stance import Stance
from claims.quantities import extract
from claims.quantities.mention import Document

STATEMENTS = (
    "Torvik has 61 lighthouses",
    "Torvik Works employs 850 people",
    "62 percent of the households in Olmen own a bicycle",
    "At most 5 percent of the ore mined at Kalda is exported",
    "The ferry across the Selby carries 12,000 passengers a day",
    "The tunnel is 7.4 kilometres long",
)
TEXTS = (
    "Torvik now has 64 lighthouses. The ferry across the Selby took 13,500 passengers every day.",
    "Torvik Works has a staff of 910 in Olmen. It sold 300 boats and 64 lighthouses.",
    "In Olmen, 38 percent of households have no bicycle. At Kalda, 96 percent is sold at home.",
    "The new tunnel near Kalda is 7.6 kilometres long, and 61 lamps light it.",
    "Lighthouses: 58. Workers: 870. Passengers: 9,000.",
)


@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize("text", TEXTS)
def test_no_related_mention_is_set_aside(statement: str, text: str) -> None:
    claim = claim_from_statement(statement)
    document = Document(text, "", date(2024, 5, 1))
    for mention in extract(document):
        finding = judge(claim, mention, document)
        if finding.stance != Stance.UNRELATED:
            assert may_reach(PERHAPS, claim, surroundings(mention, document))
            assert may_match(PERHAPS, claim, document)
            assert may_speak_of(statement, names_of(statement, None), document)


def test_figures_of_other_things_are_set_aside() -> None:
    claim = claim_from_statement("Torvik has 61 lighthouses")
    document = Document("Torvik keeps 300 goats. They graze all year. Olmen bought 12 mills.")
    assert not any(
        may_reach(PERHAPS, claim, surroundings(mention, document)) for mention in extract(document)
    )


def test_a_text_with_the_name_and_no_word_of_the_measure_is_set_aside_whole() -> None:
    claim = claim_from_statement("Torvik has 61 lighthouses")
    assert not may_match(PERHAPS, claim, Document("Torvik keeps 300 goats and sold 12 boats."))
    assert may_match(PERHAPS, claim, Document("Torvik keeps 300 goats below its lighthouse."))


@pytest.mark.parametrize(
    ("statement", "text", "spoken_of"),
    [
        ("Torvik has 61 lighthouses", "Olmen has 64 lighthouses.", False),
        ("Torvik has 61 lighthouses", "Torvik's lighthouses number 64.", True),
        ("Torvik Works employs 850 people", "The works in Olmen employ 900 people.", False),
        ("The tunnel is 7.4 kilometres long", "A tunnel of 8 kilometres.", True),
    ],
)
def test_a_text_without_the_name_does_not_speak_of_the_claim(
    statement: str, text: str, spoken_of: bool
) -> None:
    assert may_speak_of(statement, names_of(statement, None), Document(text)) is spoken_of
