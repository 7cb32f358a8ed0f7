"""How well the words around a mention match the words of a claim, as a few named numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from claims.checking import lexicon, scope
from claims.checking.claim import ClaimForCheck
from claims.checking.compare import in_unit, without_year
from claims.checking.context import Surroundings, Zone
from claims.checking.flows import flow
from claims.checking.foils import is_foil
from claims.checking.likeness import likeness, matches
from claims.checking.opposition import may_be_opposed, opposition
from claims.checking.strangers import narrower, says_head, stranger
from claims.checking.terms import Term
from claims.checking.weighing import (
    DISTINCTIVE,
    VERB,
    entity_weight,
    is_distinctive_name,
    weight,
)
from claims.quantities.mention import Document
from claims.quantities.quantity import Kind, Quantity
from claims.quantities.units import IncompatibleUnits, UnknownUnit

# How much a word counts by where it stands. A name carries through a text; what a number measures
# is said close by; and a bare number ("the 42 that remain") borrows its noun from its neighbours.
_NAME_REACH = {
    Zone.CLAUSE: 1.0,
    Zone.SENTENCE: 1.0,
    Zone.SIBLING: 0.9,
    Zone.ANTECEDENT: 1.0,
    Zone.BEFORE: 1.0,
    Zone.TITLE: 1.0,
    Zone.ELSEWHERE: 0.9,
    Zone.NOWHERE: 0.0,
}
_MEASURE_REACH = {
    Zone.CLAUSE: 1.0,
    Zone.SENTENCE: 0.85,
    Zone.SIBLING: 0.5,
    Zone.ANTECEDENT: 0.85,
    Zone.BEFORE: 0.65,
    Zone.TITLE: 0.5,
    Zone.ELSEWHERE: 0.2,
    Zone.NOWHERE: 0.0,
}
_NOUN_REACH = {**_MEASURE_REACH, Zone.SENTENCE: 1.0, Zone.SIBLING: 0.9, Zone.BEFORE: 0.85}
_BESIDE = 0.3  # what a word of another clause of the statement counts
_NEAR = 0.3  # a word reached less than this is not near the mention
_BARE_NUMBER = 0.7
_LOST_NOUN = -0.7
_BY_VERB = 0.5


Features = Mapping[str, float]
Reached = Callable[[Term], float]  # how near a text has a word, from 0 to 1
Weighted = tuple[Term, float]  # a term and how much it counts
Found = tuple[float, float]  # how much a term counts, and how near it was found


def features(
    claim: ClaimForCheck, around: Surroundings, opposed: frozenset[str] = frozenset()
) -> Features:
    """Return the features of one claim and one mention, each roughly between -1 and 1.

    `opposed` holds the stems of the claim's words that the text tells by their opposite.
    """
    is_beside = is_foil(claim, around)
    foil = {"unnamed": 1.0} if is_beside else {}
    return {
        **_names_told(claim, partial(_reached, around, _NAME_REACH)),
        **foil,
        **_words_told(claim, opposed, partial(_reached, around, _reach_of_words(around))),
        "head": _head(claim, around),
        "phrase": _phrase(claim, around),
        "narrower": narrower(claim, around),
        "stranger": 0.0 if opposed else stranger(claim, around),
        "rival": max(float(is_beside), scope.rival(claim, around)),
        "part": scope.part(claim, around),
        "sum": scope.total(claim, around),
        "flow": flow(claim, around),
        "other": scope.other_measure(claim, around),
        "magnitude": 0.0 if opposed else _magnitude(claim.quantity, around.mention.quantity),
    }


def best_features(claim: ClaimForCheck, document: Document) -> Features:
    """Return the best that a document's mentions can have of some features, by its words alone.

    No mention has a word nearer than in its own clause. Of the words of a claim that some mention
    may tell by their opposite nothing is said.
    """
    told = partial(_told, document)
    names = _names_told(claim, told)
    return names if may_be_opposed(claim) else {**names, **_words_told(claim, frozenset(), told)}


def telling_features(claim: ClaimForCheck, around: Surroundings) -> Iterator[Features]:
    """Yield features that tell an unrelated mention at little cost, the most telling first.

    A text that names the claim's entity at all does so for each of its mentions.
    """
    reached = partial(_reached, around, _reach_of_words(around))
    yield {
        **_words_told(claim, opposition(claim, around), reached),
        "head": _head(claim, around),
    }
    yield _names_told(claim, partial(_reached, around, _NAME_REACH))


def _words_told(claim: ClaimForCheck, opposed: frozenset[str], reached: Reached) -> Features:
    """Return how well the words of the claim's measure are told, and how many are not at all."""
    found = [(share, reached(term)) for term, share in _weights(claim, opposed)]
    return {"measure": _coverage(found), "lost": _lost(found)}


def _names_told(claim: ClaimForCheck, reached: Reached) -> Features:
    """Return how well the claim's entity is told, and whether none of its names is."""
    found = [(share, reached(term)) for term, share in _entity_weights(claim)]
    return {"names": _coverage(found), "unnamed": _unnamed(claim, found)}


def _reach_of_words(around: Surroundings) -> Mapping[Zone, float]:
    return _NOUN_REACH if around.is_bare else _MEASURE_REACH


def _told(document: Document, term: Term) -> float:
    """Return how like a term the likest word of a document is."""
    return max(matches(term.word, document.text).most, matches(term.word, document.title).most)


def _reached(around: Surroundings, reach: Mapping[Zone, float], term: Term) -> float:
    """Return how well the surroundings hold a term: the best of likeness times nearness."""
    asked = (term.word, reach is _NAME_REACH)
    best = around.reached.get(asked)
    if best is None:
        best = around.reached[asked] = _nearest(term, around, reach)
    return best


def _nearest(term: Term, around: Surroundings, reach: Mapping[Zone, float]) -> float:
    document = around.document
    best = matches(term.word, document.title).most * reach[Zone.TITLE]
    in_text = matches(term.word, document.text)
    if not in_text.found:  # as a rule
        return best
    best = max(best, in_text.most_beyond(around.vicinity) * reach[Zone.ELSEWHERE])
    for span in around.near:
        for other, alike in in_text.between(*span):
            best = max(best, alike * reach[around.zone(other)])
    return best


def _coverage(found: Iterable[Found]) -> float:
    """Return the weighted share of the wanted terms that are reached; 1 for none.

    Where all the wanted words are weak ones, little is missed when they are missing.
    """
    missed = wanted = 0.0
    for share, near in found:
        missed += share * (1 - near)
        wanted += share
    return 1 - missed / max(1.0, wanted)


def _unnamed(claim: ClaimForCheck, found: Sequence[Found]) -> float:
    """Return 1 when none of the words is reached that tell the entity from others of its kind.

    They are its names that are no ordinary words; of "Lake Tarn", which has none, "Tarn".
    """
    reached = {term: near for term, (_, near) in zip(claim.entity, found, strict=True)}
    names = [term for term in reached if is_distinctive_name(term)] or [
        term for term in reached if term.is_name and term.stem not in lexicon.shared_names()
    ]
    return float(bool(names) and not any(reached[term] for term in names))


def _lost(found: Iterable[Found]) -> float:
    """Return the share of the telling words that stand nowhere near the mention."""
    telling = [near for share, near in found if share >= DISTINCTIVE]
    if not telling:
        return 0.0
    return sum(near < _NEAR for near in telling) / len(telling)


def _entity_weights(claim: ClaimForCheck) -> Sequence[Weighted]:
    entity = claim.entity
    return claim.once(
        "entity weights", lambda: [(term, entity_weight(term, entity)) for term in entity]
    )


def _weights(claim: ClaimForCheck, opposed: frozenset[str]) -> Sequence[Weighted]:
    """Return the claim's words with their weights, without those told by their opposite."""
    weights = claim.once("weights", lambda: [(term, _weight(term, claim)) for term in claim.words])
    if not opposed:
        return weights
    return [(term, share) for term, share in weights if term.stem not in opposed]


def _weight(term: Term, claim: ClaimForCheck) -> float:
    telling = weight(term, claim.quantity)
    if claim.is_predicate(term) and not term.is_name:
        telling = min(telling, VERB)
    return telling * (_BESIDE if claim.is_beside(term) else 1.0)


def _head(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return how well what is counted agrees: 1 the same, -1 plainly another thing, 0 unknown."""
    head, quantity = claim.head, around.mention.quantity
    if head is None or quantity.kind != Kind.COUNT:
        return 0.0
    if around.is_bare and _is_fractional(quantity) and not _is_fractional(claim.quantity):
        return -1.0
    if around.noun:
        alike = max(likeness(head, term) for term in around.noun)
        return alike or (_BY_VERB if _is_said_by_verb(claim, around) else -1.0)
    reached = _reached(around, _NOUN_REACH, head)
    if reached >= _NEAR:
        return _BARE_NUMBER * reached
    return 0.0 if head.stem in lexicon.generic() else _LOST_NOUN


def _is_said_by_verb(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether a verb says what is counted: "seats 31,500 people" and "34,000 seats"."""
    if says_head(claim, around):
        return True
    head = around.head
    return head is not None and any(
        likeness(term, head) == 1 and claim.is_predicate(term) for term in claim.words
    )


def _is_fractional(quantity: Quantity) -> bool:
    return quantity.value != quantity.value.to_integral_value()


def _phrase(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return the share of words that both counted phrases have: 1 for the very same phrase."""
    if not claim.noun or not around.noun:
        return 0.0
    shared = sum(any(likeness(one, other) for other in around.noun) for one in claim.noun)
    return shared / max(len(claim.noun), len(around.noun))


def _magnitude(claimed: Quantity, found: Quantity) -> float:
    """Return how many powers of ten lie between the two figures, at most two, halved."""
    claimed, found = without_year(claimed, found)
    try:
        value = in_unit(found, claimed.unit).value
    except (IncompatibleUnits, UnknownUnit):
        return 0.0
    if value <= 0 or claimed.value <= 0:
        return 0.0
    return min(2.0, abs(math.log10(value / claimed.value))) / 2
