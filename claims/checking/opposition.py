"""Notice that a text gives the other part of a whole: 96 percent is sold at home, 4 exported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from claims.checking import lexicon
from claims.checking.claim import ClaimForCheck
from claims.checking.context import Surroundings
from claims.checking.lexicon import Phrase
from claims.checking.stems import stem
from claims.checking.terms import stems_in
from claims.quantities.quantity import Comparator, Interval, Quantity
from claims.quantities.units import PERCENT

_WHOLE = Decimal(100)
_NEGATORS: tuple[tuple[str, ...], ...] = tuple(
    tuple(stem(word) for word in phrase.split())
    for phrase in ("other than", "except", "without", "not", "no", "lack", "lacking", "apart from")
)
_NEGATING = frozenset(negator[0] for negator in _NEGATORS)
_LOOSE = frozenset(["not", "never", "without", "lack", "n't"])
_LOOSE_REACH = 4
_THE_REST = re.compile(
    r"(?:\b(\w+)\s+)?(?:all\s+)?\bthe\s+(?:rest|remainder|remaining\s+\w+)\b"
    r"(?:\s+(?:is|are|was|were|goes|go|comes|come)(?:\s+being)?\s+(\w+)(?:\s+(\w+))?)?",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\b(?!(?:1[5-9]|20)\d\d\b)\d")
_AND_OTHERS = re.compile(r"\s*(?:,|and\b|or\b)", re.IGNORECASE)
_MIRRORED = {
    Comparator.MORE_THAN: Comparator.LESS_THAN,
    Comparator.LESS_THAN: Comparator.MORE_THAN,
    Comparator.AT_LEAST: Comparator.AT_MOST,
    Comparator.AT_MOST: Comparator.AT_LEAST,
}


def opposition(claim: ClaimForCheck, around: Surroundings) -> frozenset[str]:
    """Return the claim's words that the text has the opposite of; none when it speaks of the same.

    Where there are some, the mention gives the rest of the claim's whole.
    """
    if not may_be_opposed(claim) or around.mention.quantity.unit != PERCENT:
        return frozenset()
    claimed = stems_in(claim.statement)
    told = stems_in(around.clause_text)
    said = stems_in(around.document.text[around.mention.end : around.clause[1]])
    return (
        _by_opposites(claimed, told)
        | _by_negation(claim, claimed, told)
        | _by_loose_negation(claim, claimed, said)
        | _by_rest(claim, around)
    )


def may_be_opposed(claim: ClaimForCheck) -> bool:
    """Whether a mention can give the rest of the claim's whole: only a share has one."""
    return claim.quantity.unit == PERCENT


def complement(quantity: Quantity) -> Quantity:
    """Return what is left of the whole: 100 percent less the quantity."""
    interval = quantity.interval
    return replace(
        quantity,
        value=_WHOLE - quantity.value,
        comparator=_MIRRORED.get(quantity.comparator, quantity.comparator),
        interval=Interval(
            low=None if interval.high is None else _WHOLE - interval.high,
            high=None if interval.low is None else _WHOLE - interval.low,
            low_open=interval.high_open,
            high_open=interval.low_open,
        ),
    )


def _by_opposites(claimed: tuple[str, ...], told: Sequence[str]) -> frozenset[str]:
    for said, both, theirs in _told_sides(claimed):
        if _longest(told, both) in theirs:
            return frozenset(said)
    return frozenset()


@lru_cache(maxsize=4096)
def _told_sides(
    claimed: tuple[str, ...],
) -> tuple[tuple[Phrase, frozenset[Phrase], frozenset[Phrase]], ...]:
    """Return the sides of wholes that a claim tells: by which phrase, both sides, the other one."""
    sides = (
        (_longest(claimed, one | other), mine, one | other, theirs)
        for one, other in lexicon.opposites()
        for mine, theirs in ((one, other), (other, one))
    )
    return tuple((said, both, theirs) for said, mine, both, theirs in sides if said in mine)


def _longest(words: Sequence[str], phrases: Iterable[Phrase]) -> Phrase:
    """Return the longest of the phrases that the words hold; () for none."""
    said = set(words)
    found = (phrase for phrase in phrases if phrase[0] in said and lexicon.holds(words, phrase))
    return max(found, key=lambda phrase: (len(phrase), phrase), default=())


def _by_negation(
    claim: ClaimForCheck, claimed: Sequence[str], told: Sequence[str]
) -> frozenset[str]:
    """Return the claim's words that the text negates and the claim does not, or the reverse."""
    if _NEGATING.isdisjoint(told) == _NEGATING.isdisjoint(claimed):
        return frozenset()
    words = {term.stem for term in claim.content if not term.is_name}
    return frozenset(
        word
        for word in words.intersection(told)
        if _is_negated(told, word) != _is_negated(claimed, word)
    )


def _by_loose_negation(
    claim: ClaimForCheck, claimed: Sequence[str], said: Sequence[str]
) -> frozenset[str]:
    """Return the claim's words that a "not" after the figure leads to: "have not had the jab"."""
    if _LOOSE.intersection(claimed):
        return frozenset()
    words = {term.stem for term in claim.content if not term.is_name}
    for at, word in enumerate(said):
        if word in _LOOSE and said[at + 1 : at + 2] != ("onli",):
            return frozenset(words.intersection(said[at + 1 : at + 1 + _LOOSE_REACH]))
    return frozenset()


def _by_rest(claim: ClaimForCheck, around: Surroundings) -> frozenset[str]:
    """Return the claim's words that the text says of the rest: "and recycles the rest"."""
    found, words = _rest_told(claim, around)
    return words if found and not _is_shared(found, around) else frozenset()


def is_among_parts(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether the claim's words are said of the rest of several parts, or share it with others.

    "It loses 10 percent, cleans 20 and recycles the rest": neither figure tells what is recycled.
    """
    if not may_be_opposed(claim) or around.mention.quantity.unit != PERCENT:
        return False
    found, words = _rest_told(claim, around)
    return found is not None and bool(words) and _is_shared(found, around)


def _rest_told(
    claim: ClaimForCheck, around: Surroundings
) -> tuple[re.Match[str] | None, frozenset[str]]:
    text, end = around.document.text, around.sentence[1]
    found = _THE_REST.search(text, around.mention.end, end)
    if found is None:
        return None, frozenset()
    words = {term.stem for term in claim.content if not term.is_name}
    return found, frozenset(words.intersection(stem(word) for word in found.groups() if word))


def _is_shared(rest: re.Match[str], around: Surroundings) -> bool:
    """Whether other parts are told as well, or the rest is said of several things."""
    text, sentence, mention = around.document.text, around.sentence, around.mention
    others = text[sentence[0] : mention.number_start] + text[mention.number_end : rest.start()]
    return bool(_FIGURE.search(others) or _AND_OTHERS.match(text, rest.end(), sentence[1]))


def _is_negated(words: Sequence[str], word: str) -> bool:
    return any(lexicon.holds(words, (*negator, word)) for negator in _NEGATORS)
