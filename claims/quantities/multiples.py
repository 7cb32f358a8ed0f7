"""Multiples: "twice as much", "four times the number", "4-fold", "twice a week"."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from claims.quantities.digits import Number
from claims.quantities.number_words import (
    HYPHENS,
    MULTIPLIERS,
)
from claims.quantities.part import Part
from claims.quantities.tokens import Token
from claims.quantities.unit_phrases import rate_after
from claims.quantities.word_lists import words


def fold_at(
    tokens: Sequence[Token], number: Number, lead: int, end: int, margin: Decimal | None
) -> Part | None:
    """Read "4-fold", "four times as", "2.5x", "four times the number"."""
    at = end
    if at < len(tokens) and tokens[at].text in HYPHENS:
        at += 1
    if at >= len(tokens):
        return None
    low = tokens[at].low
    if low == "fold" or (low in ("x", "×") and not tokens[at].spaced):
        follows = tokens[at + 1] if at + 1 < len(tokens) else None
        if low != "fold" and follows is not None and follows.kind == "number":
            return None
        return Part(number, lead, lead, at + 1, unit="times", margin=margin)
    if low in ("times", "time") and _compares(tokens, at + 1):
        return Part(number, lead, lead, at + 1, unit="times", margin=margin)
    return None


_COMPARING = words("parts comparing")


def _compares(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].low in _COMPARING


def multiplier_at(tokens: Sequence[Token], at: int) -> Part | None:
    """Read "twice as much", "double the sum", "twice a week"."""
    low = tokens[at].low
    number = Number(MULTIPLIERS[low], at, at + 1, in_words=True)
    if _compares(tokens, at + 1) and tokens[at + 1].low != "her":
        return Part(number, at, at, at + 1, unit="times")
    rate = rate_after(tokens, at + 1)
    if rate and low in ("twice", "thrice"):
        return Part(number, at, at, rate[1], unit=f"count per {rate[0]}")
    return None
