"""How well the words around a mention match the words of a claim, as a few named numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from claims.checking import lexicon
from claims.checking.claim import ClaimForCheck
from claims.checking.context import Surroundings, Zone
from claims.checking.terms import Term
from claims.quantities.quantity import Kind

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
_RELATED = 0.6
_NAME_WEIGHT, _COMMON_NAME_WEIGHT = 1.0, 0.4

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Match:
    """The best place a claim's term was found: how alike the words are, and where they stand."""

    likeness: float
    zone: Zone

    def reached(self, reach: Mapping[Zone, float]) -> float:
        return self.likeness * reach.get(self.zone, 0.0)


def features(claim: ClaimForCheck, around: Surroundings) -> Features:
    """Return the features of one claim and one mention, each roughly between -1 and 1."""
    found = list(around.text_terms())
    names = [term for term in claim.content if term.is_name]
    measures = [term for term in claim.content if not term.is_name]
    head = claim.noun[-1] if claim.noun else None
    others = [term for term in measures if head is None or term.start != head.start]
    values: dict[str, float] = {
        "names": _coverage(names, found, _NAME_REACH),
        "measure": _coverage(others, found, _MEASURE_REACH),
        "lost": _lost(measures, found),
        "head": _head(claim, head, around, found),
        "narrower": _narrower(claim, around),
        "rival": _rival(claim, around),
    }
    return values


def _likeness(one: Term, other: Term) -> float:
    if one.key == other.key or one.stem == other.stem:
        return 1.0
    if one.is_name or other.is_name:
        return 0.0
    return _RELATED if lexicon.is_related(one.stem, other.stem) else 0.0


def _best(term: Term, found: Iterable[tuple[Term, Zone]], reach: Mapping[Zone, float]) -> _Match:
    matches = (_Match(_likeness(term, other), zone) for other, zone in found)
    return max(
        matches, key=lambda match: match.reached(reach), default=_Match(0.0, Zone.NOWHERE)
    )


def _coverage(
    wanted: Iterable[Term], found: list[tuple[Term, Zone]], reach: Mapping[Zone, float]
) -> float:
    """Return the weighted share of the wanted terms that the surroundings hold; 1 for none."""
    total = reached = 0.0
    for term in wanted:
        weight = _weight(term)
        total += weight
        reached += weight * _best(term, found, reach).reached(reach)
    return reached / total if total else 1.0


def _weight(term: Term) -> float:
    if not term.is_name:
        return 1.0
    return _COMMON_NAME_WEIGHT if term.stem in lexicon.related() else _NAME_WEIGHT


def _lost(wanted: Iterable[Term], found: list[tuple[Term, Zone]]) -> float:
    """Return the share of terms that stand nowhere near: neither sentence, before, nor title."""
    best = [_best(term, found, _MEASURE_REACH) for term in wanted]
    if not best:
        return 0.0
    return sum(match.reached(_MEASURE_REACH) < 0.3 for match in best) / len(best)


def _head(
    claim: ClaimForCheck, head: Term | None, around: Surroundings, found: list[tuple[Term, Zone]]
) -> float:
    """Return how well what is counted agrees: 1 the same, -1 plainly another thing, 0 unknown."""
    if head is None or around.mention.quantity.kind != Kind.COUNT:
        return 0.0
    if around.noun:
        alike = max(_likeness(head, term) for term in around.noun)
        if alike:
            return alike
        if any(_likeness(term, other) for term in claim.content for other in around.noun[-1:]):
            return 0.2
        return -1.0
    nearest = _best(head, found, _MEASURE_REACH)
    return 0.7 * nearest.reached(_MEASURE_REACH)


def _narrower(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return the share of the counted noun's words that the claim does not know."""
    if len(around.noun) < 2:
        return 0.0
    modifiers = around.noun[:-1]
    strange = [
        term
        for term in modifiers
        if not any(_likeness(term, known) for known in claim.content)
    ]
    return len(strange) / len(modifiers)


def _rival(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return 1 when the clause names another subject and not the claim's."""
    clause = around.in_clause()
    own = {term.key for term in claim.content if term.is_name}
    named = {term.key for term in clause if term.is_name}
    if named & own or not named:
        return 0.0
    return 1.0
