"""Numbers in words: "twenty-one hundred", "three and a half million", "tens of thousands"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from claims.quantities.digits import (
    CONTEXT,
    Number,
    parse_digits,
    quotient,
    skip_hyphen,
    with_scale,
)
from claims.quantities.number_fractions import ARTICLES, denominated_at
from claims.quantities.number_words import (
    DENOMINATORS,
    DOZENS,
    PLURAL_SCALES,
    SCALES,
    SMALL,
    TEENS,
    UNITS,
)
from claims.quantities.tokens import Token


def plural_scale_at(tokens: Sequence[Token], at: int) -> Number | None:
    """Read "thousands", "tens of thousands", "hundreds of millions"."""
    low = tokens[at].low
    if low not in PLURAL_SCALES:
        return None
    base = Decimal(PLURAL_SCALES[low])
    end = at + 1
    if end + 1 < len(tokens) and tokens[end].low == "of" and tokens[end + 1].low in PLURAL_SCALES:
        base *= PLURAL_SCALES[tokens[end + 1].low]
        end += 2
    elif low == "tens":
        return None
    follows = tokens[end].low if end < len(tokens) else ""
    if follows != "of" and end == at + 1:
        return None
    return Number(base, at, end, in_words=True, low=base, high=base * 10, is_scaled=True)


class _Sum:
    """A number in words while it is being read: whole groups, and the group in hand."""

    __slots__ = ("group", "last", "scale", "step", "total")

    def __init__(self) -> None:
        self.total = Decimal(0)
        self.group: Decimal | None = None
        self.last = ""  # the kind of the last word: digits, unit, teen, tens, hundred, scale
        self.scale = Decimal(10) ** 20  # the smallest scale so far
        self.step = Decimal(0)

    @property
    def value(self) -> Decimal:
        return self.total + (self.group or 0)

    @property
    def _is_complete(self) -> bool:
        """Whether it told a fraction of its scale: nothing follows the million of "2.2 million"."""
        return bool(self.total) and self.step < self.scale

    def add(self, token: Token, after_and: bool) -> bool:
        """Take one more word; False when it cannot belong to this number."""
        low = token.low
        if token.kind == "number":
            return self._add_digits(token, after_and)
        if low in SMALL:
            return self._add_small(low)
        if low in DOZENS:
            return self._add_dozens(DOZENS[low]) if not after_and else False
        return self._add_scale(low) if low in SCALES and not after_and else False

    def _add_digits(self, token: Token, after_and: bool) -> bool:
        value = parse_digits(token.text)
        if value is not None and self.last == "hundred" and after_and and value < 100:
            self.group, self.last = (self.group or Decimal(0)) + value, "digits"
            return True
        if value is None or self.group is not None or value >= self.scale:
            return False
        if self.total and not after_and:
            return False
        exponent = value.as_tuple().exponent
        if isinstance(exponent, int) and exponent < 0:
            self.step = Decimal(1).scaleb(exponent)
        self.group, self.last = value, "digits"
        return True

    def _add_small(self, low: str) -> bool:
        kind = "unit" if low in UNITS else "teen" if low in TEENS else "tens"
        value = SMALL[low]
        if value >= self.scale or self._is_complete:
            return False
        if self.group is None:
            self.group = Decimal(value)
        elif self.last == "hundred" or (self.last == "tens" and kind == "unit" and value):
            self.group += value
        else:
            return False
        self.last = kind
        return True

    def _add_dozens(self, dozen: int) -> bool:
        if self.group is None or self.last in ("dozen",):
            return False
        self.group, self.last = self.group * dozen if self.group else Decimal(dozen), "dozen"
        return True

    def _add_scale(self, low: str) -> bool:
        scale = Decimal(SCALES[low])
        if low == "hundred":
            if self.group is None or self.last in ("hundred", "dozen") or self.group >= 1000:
                return False
            self.group, self.last = self.group * 100, "hundred"
            self.step *= 100
            return True
        if scale >= self.scale or self.group is None:
            return False
        self.total += CONTEXT.multiply(self.group, scale)
        self.step = self.step * scale if self.step else scale
        self.group, self.scale, self.last = None, scale, "scale"
        return True


def spoken_at(tokens: Sequence[Token], at: int, no_and: bool) -> Number | None:
    """Read a run of number words and scales, then what may follow: a fraction, "point five"."""
    total = _Sum()
    start, position = at, at
    if tokens[at].low in ARTICLES:
        after = skip_hyphen(tokens, at + 1)
        if after >= len(tokens) or not _may_follow_article(tokens, after):
            return None
        total.group, total.last = Decimal(1), "unit"
        position = after
    elif tokens[at].low not in SMALL and tokens[at].kind != "number":
        return None
    end = _take_words(tokens, position, total, no_and)
    if end == position:
        return None
    return _finish_spoken(tokens, start, end, total, no_and)


def _may_follow_article(tokens: Sequence[Token], at: int) -> bool:
    low = tokens[at].low
    return low in SCALES or (low in DOZENS and low != "score")


def _take_words(tokens: Sequence[Token], at: int, total: _Sum, no_and: bool) -> int:
    end = at
    while end < len(tokens):
        joined = skip_hyphen(tokens, end) if end > at else end
        after_and = (
            joined < len(tokens)
            and tokens[joined].low == "and"
            and not no_and
            and total.last in ("hundred", "scale")
        )
        if after_and:
            joined = skip_hyphen(tokens, joined + 1)
            if _begins_anew(tokens, joined, total):
                break
        if joined >= len(tokens) or not total.add(tokens[joined], after_and):
            break
        end = joined + 1
    return end


def _begins_anew(tokens: Sequence[Token], at: int, total: _Sum) -> bool:
    """Whether "and" joins a fraction ("and two thirds") or another number ("and 2 hundred")."""
    after = skip_hyphen(tokens, at + 1)
    if after >= len(tokens):
        return False
    follows = tokens[after].low
    return follows in DENOMINATORS or (total.last == "hundred" and follows in SCALES)


def _finish_spoken(
    tokens: Sequence[Token], start: int, end: int, total: _Sum, no_and: bool
) -> Number | None:
    value, step = total.value, total.step
    is_scaled = bool(total.total) or total.last == "hundred"
    if total.total and value % max(total.scale, Decimal(1)) != 0 and total.group is not None:
        step = Decimal(0)
    in_words = all(token.kind != "number" for token in tokens[start:end])
    part = _part_after(tokens, end, total) if not no_and else None
    if part:
        value, end = part
        return _scaled_again(tokens, Number(value, start, end, in_words=in_words))
    if end + 1 < len(tokens) and tokens[end].low == "point" and tokens[end + 1].low in UNITS:
        return _point(tokens, start, end, value)
    denominated = denominated_at(tokens, start, end, value) if in_words and not is_scaled else None
    if denominated:
        return denominated
    scale = total.scale if total.total else Decimal(1)
    return Number(value, start, end, step=step, in_words=in_words, is_scaled=is_scaled, scale=scale)


def _part_after(tokens: Sequence[Token], end: int, total: _Sum) -> tuple[Decimal, int] | None:
    """Read "and a half", "and three quarters" after a number."""
    at = skip_hyphen(tokens, end)
    if at >= len(tokens) or tokens[at].low != "and":
        return None
    at = skip_hyphen(tokens, at + 1)
    if at + 1 >= len(tokens):
        return None
    top = 1 if tokens[at].low in ARTICLES else UNITS.get(tokens[at].low, 0)
    bottom_at = skip_hyphen(tokens, at + 1)
    bottom = DENOMINATORS.get(tokens[bottom_at].low) if bottom_at < len(tokens) else None
    if not top or not bottom or top >= bottom:
        return None
    unit = total.scale if total.last == "scale" else Decimal(1)
    return total.value + quotient(top, bottom) * unit, bottom_at + 1


def _scaled_again(tokens: Sequence[Token], number: Number) -> Number:
    """Read the scale in "two and a half million"."""
    at = skip_hyphen(tokens, number.end)
    scale = SCALES.get(tokens[at].low) if at < len(tokens) else None
    if not scale:
        return number
    return replace(
        number, value=number.value * scale, end=at + 1, is_scaled=True, step=Decimal(scale) / 10
    )


def _point(tokens: Sequence[Token], start: int, end: int, whole: Decimal) -> Number:
    """Read "five point two five"."""
    digits = ""
    at = end + 1
    while at < len(tokens) and tokens[at].low in UNITS and len(digits) < 9:
        digits += str(UNITS[tokens[at].low])
        at += 1
    value = whole + Decimal(f"0.{digits}")
    return with_scale(
        tokens,
        Number(value, start, at, step=Decimal(1).scaleb(-len(digits)), in_words=True),
        is_money=False,
    )
