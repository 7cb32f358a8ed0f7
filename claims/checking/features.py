"""How well the words around a mention match the words of a claim, as a few named numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence

from claims.checking import lexicon, scope
from claims.checking.claim import ClaimForCheck
from claims.checking.compare import in_unit
from claims.checking.context import Surroundings, Zone
from claims.checking.terms import Term, terms_in
from claims.checking.weighing import (
    DISTINCTIVE,
    entity_weight,
    is_distinctive_name,
    names_unit,
    weight,
)
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
}
_MEASURE_REACH = {
    Zone.CLAUSE: 1.0,
    Zone.SENTENCE: 0.85,
    Zone.SIBLING: 0.5,
    Zone.ANTECEDENT: 0.85,
    Zone.BEFORE: 0.65,
    Zone.TITLE: 0.5,
    Zone.ELSEWHERE: 0.2,
}
_NOUN_REACH = {**_MEASURE_REACH, Zone.SENTENCE: 1.0, Zone.SIBLING: 0.9, Zone.BEFORE: 0.85}
_BESIDE = 0.3  # what a word of another clause of the statement counts
_NEAR = 0.3  # a word reached less than this is not near the mention
_RELATED = 0.6
_SAME_PEOPLE = 0.5
_BARE_NUMBER = 0.7
_LOST_NOUN = -0.7

_HOLDS_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand)\b", re.IGNORECASE
)

Features = Mapping[str, float]
Found = Sequence[tuple[Term, Zone]]


def features(
    claim: ClaimForCheck, around: Surroundings, opposed: frozenset[str] = frozenset()
) -> Features:
    """Return the features of one claim and one mention, each roughly between -1 and 1.

    `opposed` holds the stems of the claim's words that the text tells by their opposite.
    """
    found = list(around.text_terms())
    words = [term for term in claim.words if term.stem not in opposed]
    reach = _NOUN_REACH if around.is_bare else _MEASURE_REACH
    return {
        "names": _coverage(_entity_weights(claim), found, _NAME_REACH),
        "unnamed": _unnamed(claim.entity, found),
        "measure": _coverage({term: _weight(term, claim) for term in words}, found, reach),
        "lost": _lost(words, found, claim, reach),
        "head": _head(claim, around, found),
        "phrase": _phrase(claim, around),
        "narrower": _unknown_share([term for term in around.noun if term != around.head], claim),
        "stranger": _stranger(claim, around),
        "rival": scope.rival(claim, around),
        "part": scope.part(claim, around),
        "sum": scope.total(claim, around),
        "flow": scope.flow(claim, around),
        "other": scope.other_measure(claim, around),
        "magnitude": _magnitude(claim.quantity, around.mention.quantity),
    }


def likeness(one: Term, other: Term) -> float:
    """Return how alike two words are: 1 the same or synonyms, less for words near in meaning."""
    if one.key == other.key or one.stem == other.stem:
        return 1.0
    if one.is_name or other.is_name:
        return 0.0
    if lexicon.is_related(one.stem, other.stem):
        return _RELATED
    return _SAME_PEOPLE if _both_people(one, other) else 0.0


def _both_people(one: Term, other: Term) -> bool:
    """Whether one of two nouns says just "people" and the other what kind of people."""
    if "people" not in (one.key, other.key):
        return False
    persons = lexicon.persons()
    return all(
        term.key == "people" or term.key in persons or term.stem in persons for term in (one, other)
    )


def _reached(term: Term, found: Found, reach: Mapping[Zone, float]) -> float:
    """Return how well the surroundings hold a term: the best of likeness times nearness."""
    return max((likeness(term, other) * reach[zone] for other, zone in found), default=0.0)


def _coverage(weights: Mapping[Term, float], found: Found, reach: Mapping[Zone, float]) -> float:
    """Return the weighted share of the wanted terms that the surroundings hold; 1 for none.

    Where all the wanted words are weak ones, little is missed when they are missing.
    """
    missed = sum(share * (1 - _reached(term, found, reach)) for term, share in weights.items())
    return 1 - missed / max(1.0, sum(weights.values()))


def _unnamed(entity: Sequence[Term], found: Found) -> float:
    """Return 1 when the text has none of the words that are only the entity's name."""
    names = [term for term in entity if is_distinctive_name(term)]
    return float(bool(names) and not any(_reached(term, found, _NAME_REACH) for term in names))


def _entity_weights(claim: ClaimForCheck) -> dict[Term, float]:
    entity = claim.entity
    return {term: entity_weight(term, entity) for term in entity}


def _weight(term: Term, claim: ClaimForCheck) -> float:
    return weight(term, claim.quantity) * (_BESIDE if claim.is_beside(term) else 1.0)


def _lost(
    wanted: Iterable[Term], found: Found, claim: ClaimForCheck, reach: Mapping[Zone, float]
) -> float:
    """Return the share of the telling words that stand nowhere near the mention."""
    telling = [term for term in wanted if _weight(term, claim) >= DISTINCTIVE]
    if not telling:
        return 0.0
    return sum(_reached(term, found, reach) < _NEAR for term in telling) / len(telling)


def _head(claim: ClaimForCheck, around: Surroundings, found: Found) -> float:
    """Return how well what is counted agrees: 1 the same, -1 plainly another thing, 0 unknown."""
    head, quantity = claim.head, around.mention.quantity
    if head is None or quantity.kind != Kind.COUNT:
        return 0.0
    if around.is_bare and _is_fractional(quantity) and not _is_fractional(claim.quantity):
        return -1.0
    if around.noun:
        return max(likeness(head, term) for term in around.noun) or -1.0
    reached = _reached(head, found, _NOUN_REACH)
    if reached >= _NEAR:
        return _BARE_NUMBER * reached
    return 0.0 if head.stem in lexicon.generic() else _LOST_NOUN


def _is_fractional(quantity: Quantity) -> bool:
    return quantity.value != quantity.value.to_integral_value()


def _phrase(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return the share of words that both counted phrases have: 1 for the very same phrase."""
    if not claim.noun or not around.noun:
        return 0.0
    shared = sum(any(likeness(one, other) for other in around.noun) for one in claim.noun)
    return shared / max(len(claim.noun), len(around.noun))


def _stranger(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return the share of telling words of what the mention measures that the claim lacks."""
    return _unknown_share([term for term in _measured(around) if not term.is_name], claim)


def _measured(around: Surroundings) -> list[Term]:
    """Return the telling terms of what the mention measures, by its label or as it was read."""
    measure, quantity = around.mention.measure, around.mention.quantity
    if around.label:
        return [term for term in around.label if weight(term, quantity) >= DISTINCTIVE]
    if _HOLDS_NUMBER.search(measure):
        return []  # the phrase of another figure
    return [
        term
        for term in terms_in(measure)
        if weight(term, quantity) >= DISTINCTIVE and not names_unit(measure[term.start : term.end])
    ]


def _unknown_share(found: Sequence[Term], claim: ClaimForCheck) -> float:
    if not found:
        return 0.0
    return sum(not _is_known(term, claim) for term in found) / len(found)


def _is_known(term: Term, claim: ClaimForCheck) -> bool:
    return any(likeness(term, own) for own in claim.content)


def _magnitude(claimed: Quantity, found: Quantity) -> float:
    """Return how many powers of ten lie between the two figures, at most two, halved."""
    try:
        value = in_unit(found, claimed.unit).value
    except (IncompatibleUnits, UnknownUnit):
        return 0.0
    if value <= 0 or claimed.value <= 0:
        return 0.0
    return min(2.0, abs(math.log10(value / claimed.value))) / 2
