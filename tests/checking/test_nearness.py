"""How near a text has a word: the same as a look at each place, and without one at all of them."""

from __future__ import annotations

import pytest

from claims.checking import features
from claims.checking.claim import claim_from_statement
from claims.checking.context import Surroundings, Zone, surroundings
from claims.checking.likeness import matches
from claims.checking.terms import Term
from claims.quantities import extract
from claims.quantities.mention import Document

TEXTS = [
    "Torvik has 61 lighthouses. Its neighbour Marn has 12 beacons, and 9 of them are dark.",
    "Lights on the coast\nPlace | Lighthouses | Beacons\nTorvik | 61 | 4\nMarn | 12 | 9\n\n"
    "Torvik paid for them. In Obrey there are 7 lighthouses.",
    "Lighthouses by town. Torvik: 61. Marn: 12. Obrey: 7. The coast of Torvik is long.",
    "Torvik, Marn and Obrey have 61, 12 and 7 lighthouses respectively. Torvik is the largest.",
]
CLAIM = claim_from_statement("Torvik has 60 lighthouses on the coast.")


@pytest.mark.parametrize("text", TEXTS)
def test_nearest_place_is_the_best_of_all_places(text: str) -> None:
    document = Document(text, "Torvik at night")
    for mention in extract(document):
        around = surroundings(mention, document)
        for term in CLAIM.content:
            for reach in (features._NAME_REACH, features._MEASURE_REACH, features._NOUN_REACH):
                told = [alike * reach[around.zone(other)]
                        for other, alike in matches(term.word, text).found]  # fmt: skip
                told += [alike * reach[Zone.TITLE]
                         for _, alike in matches(term.word, document.title).found]  # fmt: skip
                assert features._nearest(term, around, reach) == max(told, default=0.0)


def test_word_said_a_thousand_times_is_not_looked_at_a_thousand_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = Document("Torvik has 61 lighthouses. " * 1_000)
    asked: list[Term] = []
    zone = Surroundings.zone

    def counted(around: Surroundings, term: Term) -> Zone:
        asked.append(term)
        return zone(around, term)

    monkeypatch.setattr(Surroundings, "zone", counted)
    around = surroundings(extract(document)[500], document)
    for term in CLAIM.content:
        features._nearest(term, around, features._NAME_REACH)
    assert 0 < len(asked) < 20
