"""How well the words around a mention match the words of a claim, as a few named numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from claims.checking import lexicon
from claims.checking.claim import ClaimForCheck
from claims.checking.compare import in_unit
from claims.checking.context import Surroundings, Zone
from claims.checking.terms import Term, terms_in
from claims.checking.weighing import DISTINCTIVE, is_distinctive_name, weight
from claims.quantities.quantity import Kind, Quantity
from claims.quantities.units import IncompatibleUnits, UnknownUnit

# How much a word counts by where it stands. A name carries through a text; what a number measures
# is said close by.
_NAME_REACH = {
    Zone.CLAUSE: 1.0,
    Zone.SENTENCE: 1.0,
    Zone.BEFORE: 1.0,
    Zone.TITLE: 1.0,
    Zone.ELSEWHERE: 0.9,
}
_MEASURE_REACH = {
    Zone.CLAUSE: 1.0,
    Zone.SENTENCE: 0.8,
    Zone.BEFORE: 0.65,
    Zone.TITLE: 0.5,
    Zone.ELSEWHERE: 0.2,
}
_NEAR = 0.3  # a word reached less than this is not near the mention
_RELATED = 0.6
_SAME_PEOPLE = 0.5
_WITHOUT_NOUN = 0.7

Features = Mapping[str, float]
Found = Sequence[tuple[Term, Zone]]


def features(claim: ClaimForCheck, around: Surroundings) -> Features:
    """Return the features of one claim and one mention, each roughly between -1 and 1."""
    found = list(around.text_terms())
    names = [term for term in claim.content if term.is_name]
    words = [term for term in claim.content if not term.is_name]
    head = claim.noun[-1] if claim.noun else None
    others = [term for term in words if head is None or term.start != head.start]
    return {
        "names": _coverage(names, found, _NAME_REACH, claim.quantity),
        "measure": _coverage(others, found, _MEASURE_REACH, claim.quantity),
        "lost": _lost(words, found, claim.quantity),
        "head": _head(claim, head, around, found),
        "narrower": _narrower(claim, around),
        "stranger": _stranger(claim, around),
        "rival": _rival(claim, around),
        "magnitude": _magnitude(claim.quantity, around.mention.quantity),
    }


def likeness(one: Term, other: Term) -> float:
    """Return how alike two words are: 1 the same or synonyms, less for words near in meaning."""
    if one.key == other.key or one.stem == other.stem:
        return 1.0
    if one.is_name or other.is_name:
        return 0.0
    return _RELATED if lexicon.is_related(one.stem, other.stem) else 0.0


def _reached(term: Term, found: Found, reach: Mapping[Zone, float]) -> float:
    """Return how well the surroundings hold a term: the best of likeness times nearness."""
    return max((likeness(term, other) * reach[zone] for other, zone in found), default=0.0)


def _coverage(
    wanted: Iterable[Term], found: Found, reach: Mapping[Zone, float], quantity: Quantity
) -> float:
    """Return the weighted share of the wanted terms that the surroundings hold; 1 for none."""
    weights = {term: weight(term, quantity) for term in wanted}
    total = sum(weights.values())
    if not total:
        return 1.0
    return sum(share * _reached(term, found, reach) for term, share in weights.items()) / total


def _lost(wanted: Iterable[Term], found: Found, quantity: Quantity) -> float:
    """Return the share of the telling words that stand nowhere near the mention."""
    telling = [term for term in wanted if weight(term, quantity) >= DISTINCTIVE]
    if not telling:
        return 0.0
    return sum(_reached(term, found, _MEASURE_REACH) < _NEAR for term in telling) / len(telling)


def _head(claim: ClaimForCheck, head: Term | None, around: Surroundings, found: Found) -> float:
    """Return how well what is counted agrees: 1 the same, -1 plainly another thing, 0 unknown."""
    if head is None or around.mention.quantity.kind != Kind.COUNT:
        return 0.0
    if not around.noun:
        return _WITHOUT_NOUN * _reached(head, found, _MEASURE_REACH)
    alike = max(likeness(head, term) for term in around.noun)
    if alike:
        return alike
    return _SAME_PEOPLE if _both_people(head, around.noun[-1]) else -1.0


def _both_people(one: Term, other: Term) -> bool:
    """Whether one of two nouns says just "people" and the other what kind of people."""
    people = [term.key == "people" for term in (one, other)]
    persons = lexicon.persons()
    return any(people) and all(
        is_people or term.stem in persons
        for is_people, term in zip(people, (one, other), strict=True)
    )


def _narrower(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return the share of the counted noun's describing words that the claim does not know."""
    return _unknown_share(around.noun[:-1], claim)


def _stranger(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return the share of telling words of what the mention measures that the claim lacks."""
    measure = [
        term
        for term in terms_in(around.mention.measure)
        if not term.is_name and weight(term, around.mention.quantity) >= DISTINCTIVE
    ]
    return _unknown_share(measure, claim)


def _unknown_share(found: Sequence[Term], claim: ClaimForCheck) -> float:
    if not found:
        return 0.0
    known = claim.content
    return sum(not any(likeness(term, own) for own in known) for term in found) / len(found)


def _rival(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return 1 when the clause names another subject and none of the claim's."""
    own = {term.key for term in claim.content if term.is_name}
    named = [term for term in around.in_clause() if term.is_name]
    if any(term.key in own and is_distinctive_name(term) for term in named):
        return 0.0
    before = [term for term in named if term.start < around.mention.start]
    return float(any(is_distinctive_name(term) and term.key not in own for term in before))


def _magnitude(claimed: Quantity, found: Quantity) -> float:
    """Return how many powers of ten lie between the two figures, at most two, halved."""
    try:
        value = in_unit(found, claimed.unit).value
    except (IncompatibleUnits, UnknownUnit):
        return 0.0
    if value <= 0 or claimed.value <= 0:
        return 0.0
    return min(2.0, abs(math.log10(Decimal(value / claimed.value)))) / 2
