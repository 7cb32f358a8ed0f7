"""Shares that two numbers tell: "one in five", "nine out of ten", "one vessel in ten"."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from claims.quantities import nouns
from claims.quantities.calendar_days import WEEKDAYS
from claims.quantities.digits import Number, quotient
from claims.quantities.number_words import (
    ORDINALS,
    TENS,
    UNITS,
)
from claims.quantities.numerals import read_number
from claims.quantities.part import Part
from claims.quantities.tokens import Token
from claims.quantities.unit_phrases import unit_after


def is_share(tokens: Sequence[Token], number: Number) -> bool:
    """Whether a fraction is one of something ("two-thirds of", "half the condos")."""
    if not number.is_fraction:
        return False
    if number.end >= len(tokens):
        return number.first > 0
    follows = tokens[number.end]
    return follows.kind == "word" or number.first > 0


def one_in_five_at(tokens: Sequence[Token], number: Number) -> Part | None:
    """Read "one in five", "nine out of ten", "one vessel in ten"."""
    if number.is_scaled or number.step or number.value != number.value.to_integral_value():
        return None
    at = number.end
    whole = _whole_after(tokens, at, number.value)
    if whole is None and number.value == 1 and number.in_words:
        for skipped in (1, 2):
            if at + skipped < len(tokens) and tokens[at].kind == "word" and whole is None:
                whole = _whole_after(tokens, at + skipped, number.value, only_in=True)
    if whole is None:
        return None
    value = quotient(number.value, whole.value)
    share = Number(value, number.first, whole.end, in_words=number.in_words, is_fraction=True)
    return Part(share, number.first, number.first, whole.end, is_share=True)


def every_third_at(tokens: Sequence[Token], at: int) -> Part | None:
    """Read the share of "every third child"; "every third day" only tells how often."""
    if at + 2 >= len(tokens) or tokens[at + 1].low not in ORDINALS:
        return None
    noun = tokens[at + 2]
    if noun.kind != "word" or noun.low in nouns.STOPS or noun.low in _RECURRING:
        return None
    whole = ORDINALS[tokens[at + 1].low]
    if whole < 2 or unit_after(tokens, at + 2):
        return None
    share = Number(quotient(1, whole), at, at + 2, in_words=True, is_fraction=True)
    return Part(share, at, at, at + 2, is_share=True)


_RECURRING = frozenset([*WEEKDAYS, "time", "weekend", "night", "morning", "evening", "season"])


def _whole_after(
    tokens: Sequence[Token], at: int, part: Decimal, *, only_in: bool = False
) -> Number | None:
    if at + 1 >= len(tokens):
        return None
    if tokens[at].low == "in":
        begin = at + 1
    elif tokens[at].low == "out" and tokens[at + 1].low == "of" and not only_in:
        begin = at + 2
    else:
        return None
    if begin < len(tokens) and tokens[begin].low == "every":
        begin += 1
    if begin >= len(tokens):
        return None
    whole = read_number(tokens, begin)
    if whole is None or whole.value <= part or whole.is_fraction or whole.step:
        return None
    if tokens[at].low == "in" and not _is_round_whole(tokens, whole):
        return None
    return whole


_WHOLES = frozenset(
    [*UNITS.values(), *TENS.values(), 10, 12, 15, 100, 1000, 10000, 100000, 1000000]
)


def _is_round_whole(tokens: Sequence[Token], whole: Number) -> bool:
    """ "12 in six boxes", "two in 20 minutes": only a round whole with no unit makes a share."""
    if whole.value not in _WHOLES:
        return False
    follows = unit_after(tokens, whole.end)
    return follows is None
