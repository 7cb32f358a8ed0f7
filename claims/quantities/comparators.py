"""The words around a number that widen or bound it, and the interval they leave."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from claims.quantities.number_words import HYPHENS
from claims.quantities.quantity import Comparator, Interval
from claims.quantities.tokens import Token, scan
from claims.quantities.word_lists import words as word_list

_DATA = Path(__file__).with_name("data")
_ABOUT = Decimal("0.05")  # how far "about 70" may be from 70: beside half its last digit
_HALF = Decimal("0.5")

Phrase = tuple[tuple[str, ...], Comparator]


def _load(name: str, *, by_last: bool) -> dict[str, list[Phrase]]:
    """Return the phrases of a data file by their last (or first) word, the longest first."""
    phrases: dict[str, list[Phrase]] = {}
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        comparator, _, alternatives = line.partition(":")
        for phrase in alternatives.split(";"):
            words = tuple(token.low for token in scan(phrase, 0, len(phrase)))
            key = words[-1] if by_last else words[0]
            phrases.setdefault(key, []).append((words, Comparator(comparator)))
    for alternatives_ in phrases.values():
        alternatives_.sort(key=lambda phrase: -len(phrase[0]))
    return phrases


_BEFORE = _load("comparators.txt", by_last=True)
_AFTER = _load("comparators_after.txt", by_last=False)
_SKIPPED = frozenset(["a", "an", "another", "additional", "further", "extra"])


def before(tokens: Sequence[Token], first: int) -> tuple[Comparator | None, int]:
    """Return what the words before tokens[first] say, and where they begin."""
    at = first
    for _ in range(3):
        found, begin = _phrase_ending(tokens, at)
        if found and _ends_multiple(tokens, begin):
            break
        if found:
            return found, begin
        if not at or tokens[at - 1].low not in _SKIPPED:
            break
        at -= 1
    return None, first


def _ends_multiple(tokens: Sequence[Token], begin: int) -> bool:
    """Whether the "as many as" belongs to a multiple: "twice as many as two years before"."""
    lead = tokens[begin - 1].low if begin else ""
    return tokens[begin].low == "as" and lead in _MULTIPLES


_MULTIPLES = frozenset(["twice", "thrice", "times", "half"])


def after(tokens: Sequence[Token], end: int) -> tuple[Comparator | None, int]:
    """Return what the words from tokens[end] on say, and where they end."""
    at = end
    if at + 1 < len(tokens) and tokens[at].text in HYPHENS and not tokens[at + 1].spaced:
        at += 1
    if at >= len(tokens):
        return None, end
    for words, comparator in _AFTER.get(tokens[at].low, ()):
        finish = at + len(words)
        if tuple(token.low for token in tokens[at:finish]) == words:
            if words == ("+",) and tokens[at].spaced:
                continue
            if words in (("plus",), ("minus",), ("odd",), ("ish",)) and _adds(tokens, at):
                continue
            if words in (("max",), ("maximum",), ("minimum",)) and not tokens[at].text.islower():
                continue  # "737 Max"
            if finish < len(tokens) and tokens[finish].low == "than":
                continue  # "or more than 4500" begins the next figure
            return comparator, finish
    return None, end


def _adds(tokens: Sequence[Token], at: int) -> bool:
    """Whether a "plus" adds something ("10 plus VAT") and "odd" is an adjective ("3 odd socks")."""
    if not at or tokens[at - 1].text in HYPHENS or not tokens[at].spaced:
        return False
    return tokens[at].low != "odd" and at + 1 < len(tokens) and tokens[at + 1].kind == "word"


def _phrase_ending(tokens: Sequence[Token], end: int) -> tuple[Comparator | None, int]:
    at = end
    if at > 1 and tokens[at - 1].text in HYPHENS and not tokens[at - 1].spaced:
        at -= 1  # "sub-7"
    if not at:
        return None, end
    for words, comparator in _BEFORE.get(tokens[at - 1].low, ()):
        begin = at - len(words)
        if begin >= 0 and tuple(token.low for token in tokens[begin:at]) == words:
            if at != end and words != ("sub",):
                continue
            if words == ("up", "to") and _is_raised(tokens, begin):
                continue
            return comparator, begin
    return None, end


_RAISERS = word_list("comparators raisers")
_RAISER_REACH = 6


def _is_raised(tokens: Sequence[Token], at: int) -> bool:
    """Whether the "up to" at tokens[at] tells where something rose: "put its fee up to $85"."""
    return any(token.low in _RAISERS for token in tokens[max(0, at - _RAISER_REACH) : at])


def interval_of(value: Decimal, comparator: Comparator, *, step: Decimal = Decimal(0)) -> Interval:
    """Return the values that a wording allows.

    `step` is the worth of the last written digit: 0.1 for "5.4 percent", 100,000 for "5.4 million",
    1 for "70 percent", 0 for what was counted one by one ("189 enterprises").
    """
    half = abs(step) * _HALF
    match comparator:
        case Comparator.MORE_THAN:
            return Interval(value, None, low_open=True)
        case Comparator.AT_LEAST:
            return Interval(value, None)
        case Comparator.LESS_THAN:
            return Interval(None, value, high_open=True)
        case Comparator.AT_MOST:
            return Interval(None, value)
        case Comparator.ABOUT:
            reach = max(abs(value) * _ABOUT, abs(step))
            return Interval(value - reach, value + reach)
        case _:
            return Interval(value - half, value + half, high_open=bool(half))
