"""Fractions in words: "half a million", "two thirds of", "a quarter"."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from claims.quantities.digits import CONTEXT, Number, as_fraction, quotient, skip_hyphen
from claims.quantities.number_words import (
    DENOMINATORS,
    DOZENS,
    HYPHENS,
    SCALES,
)
from claims.quantities.tokens import Token
from claims.quantities.word_lists import words

ARTICLES = frozenset(["a", "an"])
_PARTIAL_OF = words("numbers partial of")


def leading_fraction_at(tokens: Sequence[Token], at: int) -> Number | None:
    """Read "half", "half a million", "a quarter of a million", "half of", "a third of"."""
    start = at
    has_article = tokens[at].low in ARTICLES
    if has_article:
        at = skip_hyphen(tokens, at + 1)
    if at >= len(tokens) or tokens[at].low not in ("half", "quarter", *_SINGULAR_PARTS):
        return None
    part = tokens[at].low
    if part not in ("half", "quarter") and not has_article:
        return None
    value = quotient(1, DENOMINATORS[part])
    scaled = _scale_after_part(tokens, at + 1)
    if scaled:
        scale, end = scaled
        return Number(value * scale, start, end, in_words=True, is_scaled=True)
    if part == "half" or has_article:
        return _fraction_if_apt(tokens, start, at, value, has_article)
    return None


_SINGULAR_PARTS = tuple(
    word for word in DENOMINATORS if not word.endswith(("s", "half", "quarter"))
)


def _scale_after_part(tokens: Sequence[Token], at: int) -> tuple[Decimal, int] | None:
    """Read "a million", "of a million", "million", "a dozen" after a fraction word."""
    at = skip_hyphen(tokens, at)
    if at < len(tokens) and tokens[at].low == "of":
        at += 1
    if at < len(tokens) and tokens[at].low in ARTICLES:
        at = skip_hyphen(tokens, at + 1)
    if at >= len(tokens):
        return None
    scale = SCALES.get(tokens[at].low) or DOZENS.get(tokens[at].low)
    return (Decimal(scale), at + 1) if scale else None


# A fraction word that one of these follows speaks of a share; before another noun it is an ordinal
# ("a third party") or part of a word ("a half marathon").
_SHARE_FOLLOWS = words("numbers share follows")
_NO_HALF_BEFORE = words("numbers no half before")


def _fraction_if_apt(
    tokens: Sequence[Token], start: int, at: int, value: Decimal, has_article: bool
) -> Number | None:
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    before = tokens[start - 1].low if start else ""
    if tokens[at].low == "half":
        if before in _NO_HALF_BEFORE and not (before == "in" and has_article):
            return None
        if follows is not None and follows.text in HYPHENS and not follows.spaced:
            return _half_unit(tokens, start, at, value)
        return as_fraction(value, start, at + 1)
    ends = follows is None or follows.kind != "word"
    if ends and follows is not None and follows.text in HYPHENS:
        return None
    if not ends and follows is not None and follows.low not in _SHARE_FOLLOWS:
        return None
    if tokens[at].low == "quarter" and before in ("in", "per", "for", "every", "of", "than once"):
        return None if follows is None or follows.low != "of" else as_fraction(value, start, at + 1)
    return as_fraction(value, start, at + 1)


_HALF_UNITS = words("numbers half units")


def _half_unit(tokens: Sequence[Token], start: int, at: int, value: Decimal) -> Number | None:
    """Read the half of "a half-mile run", not that of "half-hearted"."""
    if at + 2 < len(tokens) and tokens[at + 2].low in _HALF_UNITS:
        return as_fraction(value, start, at + 1)
    return None


def denominated_at(tokens: Sequence[Token], start: int, end: int, top: Decimal) -> Number | None:
    """Read "two thirds", "three-quarters", "one fifth", "three quarters billion"."""
    at = skip_hyphen(tokens, end)
    if at >= len(tokens) or tokens[at].low not in DENOMINATORS:
        return None
    word = tokens[at].low
    hyphenated = at != end
    is_plural = word.endswith("s")
    if (top == 1) == is_plural or (word == "half" and top != 1):
        return None
    if word in ("quarter", "quarters") and not hyphenated and not _speaks_of_part(tokens, at + 1):
        return None
    if not is_plural and not hyphenated and top != 1:
        return None
    value = CONTEXT.divide(top, Decimal(DENOMINATORS[word]))
    scaled = _scale_after_part(tokens, at + 1)
    if scaled:
        return Number(value * scaled[0], start, scaled[1], in_words=True, is_scaled=True)
    return Number(value, start, at + 1, in_words=True, is_fraction=True)


def _speaks_of_part(tokens: Sequence[Token], at: int) -> bool:
    if at >= len(tokens):
        return True
    return tokens[at].low in _PARTIAL_OF or tokens[at].low in SCALES or tokens[at].kind == "sign"
