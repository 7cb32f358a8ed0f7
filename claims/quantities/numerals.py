"""Read one number, in digits or words, at a place in a sentence's tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from claims.quantities.digits import (
    Number,
    mixed_fraction_at,
    parse_digits,
    scientific_at,
    sign_fraction_at,
    skip_hyphen,
    slash_fraction_at,
    spaced_groups,
    with_scale,
)
from claims.quantities.number_fractions import leading_fraction_at
from claims.quantities.number_words import (
    DOZENS,
    HYPHENS,
    MINUS_SIGNS,
    NEGATIVE_WORDS,
    SCALES,
)
from claims.quantities.spoken_numbers import plural_scale_at, spoken_at
from claims.quantities.tokens import Token


def read_number(
    tokens: Sequence[Token], at: int, *, is_money: bool = False, no_and: bool = False
) -> Number | None:
    """Return the longest number that begins at tokens[at], or None.

    `is_money` says that a currency sign stands before it (then "m" is a million); `no_and` that a
    following "and" joins two numbers ("between 100 and 150").
    """
    token = tokens[at]
    if token.kind == "number":
        return _after_digits(tokens, at, is_money=is_money, no_and=no_and)
    if token.kind == "fraction":
        return with_scale(tokens, sign_fraction_at(tokens, at), is_money)
    if token.kind == "word":
        return _in_words(tokens, at, no_and)
    return None


def sign_before(tokens: Sequence[Token], first: int) -> int:
    """Return where the minus before tokens[first] begins, or `first` when there is none."""
    if not first:
        return first
    before = tokens[first - 1]
    if before.low in NEGATIVE_WORDS:
        return first - 1
    is_hyphen = before.text in HYPHENS
    if is_hyphen and first > 1 and tokens[first - 2].low in NEGATIVE_WORDS:
        return first - 2
    if before.text not in MINUS_SIGNS or tokens[first].spaced:
        return first
    if first == 1 or (before.spaced and tokens[first - 2].kind not in ("number", "word")):
        return first - 1
    opens = tokens[first - 2].text in "([=~∼≈<>:,;$€£"
    follows_space = before.spaced and tokens[first - 2].kind == "word"
    return first - 1 if opens or follows_space else first


def negated(number: Number, first: int) -> Number:
    """Return the number with a minus that begins at tokens[first]."""
    return replace(number, value=-number.value, first=first)


def _after_digits(
    tokens: Sequence[Token], at: int, *, is_money: bool, no_and: bool
) -> Number | None:
    text, end = spaced_groups(tokens, at)
    value = parse_digits(text)
    if value is None:
        return None
    step = Decimal(0)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < 0:
        step = Decimal(1).scaleb(exponent)
    number = Number(value, at, end, step=step)
    number = (
        scientific_at(tokens, number)
        or slash_fraction_at(tokens, number)
        or mixed_fraction_at(tokens, number)
        or number
    )
    if number.end == end == at + 1 and _word_scale_at(tokens, number.end):
        return _in_words(tokens, at, no_and)
    return with_scale(tokens, number, is_money)


def _word_scale_at(tokens: Sequence[Token], at: int) -> bool:
    at = skip_hyphen(tokens, at)
    return at < len(tokens) and (tokens[at].low in SCALES or tokens[at].low in DOZENS)


def _in_words(tokens: Sequence[Token], at: int, no_and: bool) -> Number | None:
    """Read number words, with digits among them ("3 hundred and 21")."""
    return (
        plural_scale_at(tokens, at)
        or leading_fraction_at(tokens, at)
        or spoken_at(tokens, at, no_and)
    )
