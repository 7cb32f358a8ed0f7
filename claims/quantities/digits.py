"""Numbers in digits: separators, powers of ten, fractions such as 2/3, scales such as "bn"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from fractions import Fraction

from claims.quantities import nouns
from claims.quantities.number_words import (
    FRACTION_SIGNS,
    HYPHENS,
    MINUS_SIGNS,
    MONEY_SCALE_LETTERS,
    SCALE_LETTERS,
    SCALES,
)
from claims.quantities.tokens import Token
from claims.quantities.word_lists import words

_MAX_DIGITS = 27
CONTEXT = Context(prec=34)
_METRE_RACES = words("numbers metre races")
_MULTIPLIED = frozenset("x×*·")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in tokens[first:end].

    `step` is the worth of its last written digit ("5.4 million" has 100,000), zero where the
    number was counted or is exact. A vague plural ("tens of thousands") has `low` and `high`.
    """

    value: Decimal
    first: int
    end: int
    step: Decimal = Decimal(0)
    in_words: bool = False
    is_fraction: bool = False
    is_scaled: bool = False
    scale: Decimal = Decimal(1)  # the last scale word or letter: a million for "5.4 million"
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def is_vague(self) -> bool:
        """Whether it is a plural scale word, which names an order of magnitude only."""
        return self.low is not None


def parse_digits(text: str) -> Decimal | None:
    """Return the value of digits as written; None when they are too long to be a quantity."""
    if sum(character.isdecimal() for character in text) > _MAX_DIGITS:
        return None
    plain = text.replace("\u00a0", "").replace("\u2009", "").replace("\u202f", "")
    plain = plain.replace(" ", "").replace("\u2212", "-")
    if _is_european(plain):
        plain = plain.replace(".", "").replace(",", ".")
    value = Decimal(plain.replace(",", ""))
    return value if abs(value.adjusted()) < 60 else None


_EUROPEAN = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}")


def _is_european(digits: str) -> bool:
    return bool(_EUROPEAN.fullmatch(digits))


_GROUP = re.compile(r"\d{3}(?:\.\d+)?")


def spaced_groups(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """Return the digits of tokenised text, "12 , 345" as "12,345", and where they end."""
    text, end = tokens[at].text, at + 1
    if len(text) > 3 or not text.isdecimal():
        return text, end
    while end + 1 < len(tokens) and len(text) < _MAX_DIGITS:
        comma, group = tokens[end], tokens[end + 1]
        if comma.text != "," or not (comma.spaced and group.spaced):
            break
        if not _GROUP.fullmatch(group.text):
            break
        text, end = f"{text},{group.text}", end + 2
    return text, end


def skip_hyphen(tokens: Sequence[Token], at: int) -> int:
    """Step over a hyphen that joins two words."""
    if at + 1 < len(tokens) and tokens[at].text in HYPHENS and not tokens[at + 1].spaced:
        return at + 1
    return at


def scientific_at(tokens: Sequence[Token], number: Number) -> Number | None:
    """Read "2.48×10−5", "6.23 x 10^-4", "8x2^10", "1.1^23"."""
    at = number.end
    factor = number.value
    if at + 1 < len(tokens) and tokens[at].low in _MULTIPLIED and tokens[at + 1].kind == "number":
        power, end = _power(tokens, at + 1)
        if power is None:
            power, end = _flattened_power(tokens, at + 1)
        if power is None:
            return None
        return replace(number, value=CONTEXT.multiply(factor, power), end=end, step=Decimal(0))
    power, end = _power(tokens, at - 1)
    return replace(number, value=power, end=end) if power is not None else None


def _flattened_power(tokens: Sequence[Token], at: int) -> tuple[Decimal | None, int]:
    """Read the "106" of "6 × 106 kg", a power of ten that lost its raised digits."""
    text = tokens[at].text
    if tokens[at - 1].text != "×" or not text.isdecimal() or text[:2] != "10":
        return None, at
    if len(text) == 3 and text[2] in "3456789" or len(text) == 4 and text[2] in "12":
        return Decimal(10) ** int(text[2:]), at + 1
    return None, at


def _power(tokens: Sequence[Token], at: int) -> tuple[Decimal | None, int]:
    """Read a number with its exponent ("10−5", "2^10") at tokens[at]."""
    end = at + 1
    if end < len(tokens) and tokens[end].text == "^":
        end += 1
    elif tokens[at].text != "10":
        return None, at
    elif (
        end < len(tokens) and tokens[end].text != "\u2212" and tokens[at - 1].low not in _MULTIPLIED
    ):
        return None, at  # "10-15" is a range
    sign = 1
    if end < len(tokens) and tokens[end].text in MINUS_SIGNS and not tokens[end].spaced:
        sign, end = -1, end + 1
    elif end == at + 1:
        return None, at
    if end >= len(tokens) or tokens[end].kind != "number" or tokens[end].spaced:
        return None, at
    if not tokens[end].text.isdecimal() or len(tokens[end].text) > 2:
        return None, at
    base = parse_digits(tokens[at].text)
    if not base:
        return None, at
    value = CONTEXT.power(base, sign * int(tokens[end].text))
    return (value, end + 1) if value and abs(value.adjusted()) < 60 else (None, at)


def slash_fraction_at(tokens: Sequence[Token], number: Number) -> Number | None:
    """Read "2/3" and "1 1/2"."""
    top, bottom, end = _slash_parts(tokens, number.first)
    if end == 0:
        top, bottom, end = _slash_parts(tokens, number.end)
        if end == 0 or number.value.as_tuple().exponent != 0 or top >= bottom:
            return None
        return as_fraction(number.value + quotient(top, bottom), number.first, end, is_mixed=True)
    return as_fraction(quotient(top, bottom), number.first, end)


def _slash_parts(tokens: Sequence[Token], at: int) -> tuple[int, int, int]:
    """Return (top, bottom, end) of "2/3" at tokens[at], or zeros."""
    if at + 2 >= len(tokens) or tokens[at + 1].text not in "/\u2044":
        return 0, 0, 0
    top, bottom = tokens[at].text, tokens[at + 2].text
    if not (top.isdecimal() and bottom.isdecimal() and len(top) < 4 and 0 < len(bottom) < 4):
        return 0, 0, 0
    glued = not tokens[at + 1].spaced and not tokens[at + 2].spaced
    nested = (
        at + 3 < len(tokens)
        and not tokens[at + 3].spaced
        and (tokens[at + 3].text == "/" or tokens[at + 3].kind == "word")
    )
    if not glued or nested or int(bottom) < 2 or int(top) == 0:
        return 0, 0, 0
    return int(top), int(bottom), at + 3


def mixed_fraction_at(tokens: Sequence[Token], number: Number) -> Number | None:
    """Read "2½"."""
    if number.end < len(tokens) and tokens[number.end].kind == "fraction":
        part = FRACTION_SIGNS.get(tokens[number.end].text)
        if part:
            value = number.value + quotient(part.numerator, part.denominator)
            return as_fraction(value, number.first, number.end + 1, is_mixed=True)
    return None


def sign_fraction_at(tokens: Sequence[Token], at: int) -> Number:
    part = FRACTION_SIGNS.get(tokens[at].text, Fraction(1, 9))
    return as_fraction(quotient(part.numerator, part.denominator), at, at + 1)


def quotient(top: Decimal | int, bottom: Decimal | int) -> Decimal:
    """Return top / bottom to 34 digits."""
    return CONTEXT.divide(Decimal(top), Decimal(bottom))


def as_fraction(value: Decimal, first: int, end: int, *, is_mixed: bool = False) -> Number:
    return Number(value, first, end, is_fraction=not is_mixed)


def with_scale(tokens: Sequence[Token], number: Number, is_money: bool) -> Number:
    """Add the scale word or letter that follows digits."""
    at = skip_hyphen(tokens, number.end)
    if at >= len(tokens):
        return number
    token = tokens[at]
    scale = SCALES.get(token.low) or _scale_letter(tokens, at, number, is_money)
    if not scale:
        return number
    step = max(number.step, Decimal(1)) if not number.step else number.step
    return replace(
        number,
        value=CONTEXT.multiply(number.value, Decimal(scale)),
        step=step * scale,
        end=at + 1,
        is_scaled=True,
        scale=Decimal(scale),
        is_fraction=False,
    )


def _scale_letter(tokens: Sequence[Token], at: int, number: Number, is_money: bool) -> int | None:
    token = tokens[at]
    if at != number.end or (token.spaced and len(token.text) == 1 and token.text not in "kBM"):
        return None
    if is_money:
        scale = MONEY_SCALE_LETTERS.get(token.low) or SCALE_LETTERS.get(token.low)
        return scale if scale and token.text not in ("mM",) else None
    if token.text in ("k", "K", "M", "B"):
        return _bare_scale_letter(tokens, at, number)
    if token.text == "m":
        return 10**6 if _counts_millions(tokens, at) else None
    if token.low in ("b", "mm", "mill", "cr"):
        return None
    return SCALE_LETTERS.get(token.low)


def _counts_millions(tokens: Sequence[Token], at: int) -> bool:
    """Judge the "m" of "11.3m paying users"; that of "a 37m long boat" is a metre."""
    if tokens[at].spaced:
        return False
    end = nouns.counted_end(tokens, at + 1, one=False)
    head = tokens[end - 1].low
    return end > at + 1 and nouns.is_plural(head) and head not in _METRE_RACES


def _bare_scale_letter(tokens: Sequence[Token], at: int, number: Number) -> int | None:
    """Judge "10k", "573.15K", "8 B people", "4.3M sales" without a sign of money."""
    letter = tokens[at].text
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if letter == "K":
        is_count = number.value < 1000 and follows is not None and follows.kind == "word"
        return 1000 if is_count and not number.step and not tokens[at].spaced else None
    if follows is not None and not follows.spaced and follows.text in "/^":
        return None
    return {"k": 10**3, "M": 10**6, "B": 10**9}[letter]
