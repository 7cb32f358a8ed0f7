"""How well the words around a mention match the words of a claim, as a few named numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence

from claims.checking import lexicon
from claims.checking.claim import ClaimForCheck
from claims.checking.compare import in_unit
from claims.checking.context import Surroundings, Zone
from claims.checking.terms import Term, terms_in
from claims.checking.stems import stem
from claims.checking.weighing import (
    DISTINCTIVE,
    entity_weight,
    is_distinctive_name,
    names_unit,
    weight,
)
from claims.checking.words import words_in
from claims.quantities.quantity import Kind, Quantity
from claims.quantities.units import PERCENT, IncompatibleUnits, UnknownUnit

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

_VERB_REACH = 3  # how many words before the number its verb may stand
_OPENER = re.compile(
    r"\s*(?:and\s+|but\s+)?(?:in|among|amongst|at|for|within|on)\s+(?!\d)"
    r"((?:the\s+)?(?:[\w'’-]+\s*){1,4}?)(?=,|\s(?:it|its|the|there|he|she|they|a|an|that|this|live)\b)",
    re.IGNORECASE,
)
_SUBSET_AFTER = re.compile(r"[\w\s-]{0,30}?\bof\s+(?:them|these|those|which|whom)\b", re.IGNORECASE)
_SUBSET_BEFORE = re.compile(
    r"\b[Oo]f\s+(?:its|their|his|her|these|those|them|which|the)\b[^.;]*$|\bof (?:which|whom),?\s*$"
)
_PASSIVE = re.compile(r"\s+(?:\w+\s+)?(?:was|were|have been|has been|had been)\s+(\w+)")
_ALONE = re.compile(r"(\S+\s+\S+)\s+alone\b", re.I)

Features = Mapping[str, float]
Found = Sequence[tuple[Term, Zone]]


def features(
    claim: ClaimForCheck, around: Surroundings, opposed: frozenset[str] = frozenset()
) -> Features:
    """Return the features of one claim and one mention, each roughly between -1 and 1.

    `opposed` holds the stems of the claim's words that the text tells by their opposite.
    """
    found = list(around.text_terms())
    head = claim.head
    words = [term for term in claim.words if term.stem not in opposed]
    reach = _NOUN_REACH if around.is_bare else _MEASURE_REACH
    return {
        "names": _coverage(_entity_weights(claim), found, _NAME_REACH),
        "measure": _coverage({term: _weight(term, claim) for term in words}, found, reach),
        "lost": _lost(words, found, claim, reach),
        "head": _head(head, around, found),
        "phrase": _phrase(claim, around),
        "narrower": _unknown_share([term for term in around.noun if term != around.head], claim),
        "stranger": _stranger(claim, around),
        "rival": _rival(claim, around),
        "part": _part(claim, around),
        "sum": _sum(claim, around),
        "flow": _flow(claim, around),
        "other": _other(claim, around),
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


def _coverage(
    weights: Mapping[Term, float], found: Found, reach: Mapping[Zone, float]
) -> float:
    """Return the weighted share of the wanted terms that the surroundings hold; 1 for none.

    Where all the wanted words are weak ones, little is missed when they are missing.
    """
    missed = sum(share * (1 - _reached(term, found, reach)) for term, share in weights.items())
    return 1 - missed / max(1.0, sum(weights.values()))


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


def _head(head: Term | None, around: Surroundings, found: Found) -> float:
    """Return how well what is counted agrees: 1 the same, -1 plainly another thing, 0 unknown."""
    if head is None or around.mention.quantity.kind != Kind.COUNT:
        return 0.0
    if around.noun:
        return max(likeness(head, term) for term in around.noun) or -1.0
    reached = _reached(head, found, _NOUN_REACH)
    if reached >= _NEAR:
        return _BARE_NUMBER * reached
    return 0.0 if head.stem in lexicon.generic() else _LOST_NOUN


def _phrase(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return the share of words that both counted phrases have: 1 for the very same phrase."""
    if not claim.noun or not around.noun:
        return 0.0
    shared = sum(any(likeness(one, other) for other in around.noun) for one in claim.noun)
    return shared / max(len(claim.noun), len(around.noun))


def _stranger(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return the share of telling words of what the mention measures that the claim lacks."""
    measure = [
        term
        for term in around.label or terms_in(around.mention.measure)
        if not term.is_name
        and not names_unit(term)
        and weight(term, around.mention.quantity) >= DISTINCTIVE
    ]
    return _unknown_share(measure, claim)


def _unknown_share(found: Sequence[Term], claim: ClaimForCheck) -> float:
    if not found:
        return 0.0
    return sum(not _is_known(term, claim) for term in found) / len(found)


def _is_known(term: Term, claim: ClaimForCheck) -> bool:
    return any(likeness(term, own) for own in claim.content)


def _rival(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return 1 when the clause names another subject and none of the claim's."""
    own = {term.key for term in claim.content}
    named = [term for term in around.in_clause() if term.is_name]
    if any(term.key in own and is_distinctive_name(term) for term in named):
        return 0.0
    before = [term for term in named if term.start < around.mention.start]
    return float(any(is_distinctive_name(term) and term.key not in own for term in before))


def _part(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return 1 when the clause restricts the figure to a part that the claim does not name."""
    text = around.document.text
    if any(_is_strange_part(found[1], claim) for found in _ALONE.finditer(around.clause_text)):
        return 1.0
    if _is_subset(around) and not _SUBSET_AFTER.search(claim.statement):
        return 1.0
    opener = _OPENER.match(text, around.clause[0], around.mention.start)
    return float(opener is not None and _is_strange_part(opener[1], claim))


def _is_subset(around: Surroundings) -> bool:
    """Whether a count is one of some: "of its 900 pupils, 40 ...", "40 of them"."""
    if around.mention.quantity.kind != Kind.COUNT:
        return False
    text, mention = around.document.text, around.mention
    if _SUBSET_AFTER.match(text, mention.number_end):
        return True
    return bool(_SUBSET_BEFORE.search(text, around.sentence[0], mention.start))


def _is_strange_part(phrase: str, claim: ClaimForCheck) -> bool:
    found = [term for term in terms_in(phrase) if not term.is_name]
    nouns = [term for term in found if term.stem not in lexicon.verbs()]
    known = {key for term in claim.content for key in (term.key, term.stem)}
    return bool(nouns) and not any(term.key in known or term.stem in known for term in nouns)


def _other(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return 1 when the clause tells a measure that is easily taken for the claim's."""
    claimed, told = _stems(claim.statement), _stems(around.clause_text)
    for group in _excluding(claim):
        ours = [any(lexicon.holds(claimed, phrase) for phrase in side) for side in group]
        theirs = [any(lexicon.holds(told, phrase) for phrase in side) for side in group]
        if any(ours) and any(theirs) and not any(map(_both, ours, theirs)):
            return 1.0
    return 0.0


def _excluding(claim: ClaimForCheck) -> tuple[tuple[frozenset[lexicon.Phrase], ...], ...]:
    """Return the groups of words that exclude each other; parts of a whole, too, in counts."""
    if claim.quantity.unit == PERCENT:
        return lexicon.rivals()
    return (*lexicon.rivals(), *lexicon.opposites())


def _both(one: bool, other: bool) -> bool:
    return one and other


def _sum(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return 1 when the figure is the sum of several things, and the claim is about one."""
    told, claimed = _stems(around.clause_text), _stems(claim.statement)
    return float(
        any(
            lexicon.holds(told, phrase) and not lexicon.holds(claimed, phrase)
            for phrase in lexicon.combined()
        )
    )


def _flow(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return 1 when the figure tells how many came or went, and the claim how many there are."""
    text, mention = around.document.text, around.mention
    before = _stems(text[around.clause[0] : mention.start])[-_VERB_REACH:]
    after = _PASSIVE.match(text, mention.end)
    moved = lexicon.flows().intersection([*before, *([stem(after[1])] if after else [])])
    return float(bool(moved) and moved.isdisjoint(_stems(claim.statement)))


def _stems(text: str) -> list[str]:
    return [stem(word.plain) for word in words_in(text)]


def _magnitude(claimed: Quantity, found: Quantity) -> float:
    """Return how many powers of ten lie between the two figures, at most two, halved."""
    try:
        value = in_unit(found, claimed.unit).value
    except (IncompatibleUnits, UnknownUnit):
        return 0.0
    if value <= 0 or claimed.value <= 0:
        return 0.0
    return min(2.0, abs(math.log10(value / claimed.value))) / 2
