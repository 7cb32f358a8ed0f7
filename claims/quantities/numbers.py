"""Read one number, in digits or words, at a place in a sentence's tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from fractions import Fraction

from claims.quantities.word_lists import words
from claims.quantities import nouns
from claims.quantities.number_words import (
    DENOMINATORS,
    DOZENS,
    FRACTION_SIGNS,
    HYPHENS,
    MINUS_SIGNS,
    MONEY_SCALE_LETTERS,
    NEGATIVE_WORDS,
    PLURAL_SCALES,
    SCALE_LETTERS,
    SCALES,
    SMALL,
    TEENS,
    TENS,
    UNITS,
)
from claims.quantities.tokens import Token

_MAX_DIGITS = 27
_CONTEXT = Context(prec=34)
_ARTICLES = frozenset(["a", "an"])
_METRE_RACES = words("numbers metre races")
_MULTIPLIED = frozenset("x×*·")
_PARTIAL_OF = words("numbers partial of")


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
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def is_vague(self) -> bool:
        """Whether it is a plural scale word, which names an order of magnitude only."""
        return self.low is not None


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
        return _with_scale(tokens, _sign_fraction(tokens, at), is_money)
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


def parse_digits(text: str) -> Decimal | None:
    """Return the value of digits as written; None when they are too long to be a quantity."""
    if sum(character.isdigit() for character in text) > _MAX_DIGITS:
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


def _after_digits(
    tokens: Sequence[Token], at: int, *, is_money: bool, no_and: bool
) -> Number | None:
    text, end = _spaced_groups(tokens, at)
    value = parse_digits(text)
    if value is None:
        return None
    step = Decimal(0)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < 0:
        step = Decimal(1).scaleb(exponent)
    number = Number(value, at, end, step=step)
    number = (
        _scientific(tokens, number)
        or _slash_fraction(tokens, number)
        or _mixed_fraction(tokens, number)
        or number
    )
    if number.end == end == at + 1 and _word_scale_at(tokens, number.end):
        return _in_words(tokens, at, no_and)
    return _with_scale(tokens, number, is_money)


_GROUP = re.compile(r"\d{3}(?:\.\d+)?")


def _spaced_groups(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """Return the digits of tokenised text, "12 , 345" as "12,345", and where they end."""
    text, end = tokens[at].text, at + 1
    if len(text) > 3 or not text.isdigit():
        return text, end
    while end + 1 < len(tokens) and len(text) < _MAX_DIGITS:
        comma, group = tokens[end], tokens[end + 1]
        if comma.text != "," or not (comma.spaced and group.spaced):
            break
        if not _GROUP.fullmatch(group.text):
            break
        text, end = f"{text},{group.text}", end + 2
    return text, end


def _word_scale_at(tokens: Sequence[Token], at: int) -> bool:
    at = _skip_hyphen(tokens, at)
    return at < len(tokens) and (tokens[at].low in SCALES or tokens[at].low in DOZENS)


def _skip_hyphen(tokens: Sequence[Token], at: int) -> int:
    """Step over a hyphen that joins two words."""
    if at + 1 < len(tokens) and tokens[at].text in HYPHENS and not tokens[at + 1].spaced:
        return at + 1
    return at


def _scientific(tokens: Sequence[Token], number: Number) -> Number | None:
    """Read "2.48×10−5", "6.23 x 10^-4", "8x2^10", "1.1^23"."""
    at = number.end
    factor = number.value
    if at + 1 < len(tokens) and tokens[at].low in _MULTIPLIED and tokens[at + 1].kind == "number":
        power, end = _power(tokens, at + 1)
        if power is None:
            power, end = _flattened_power(tokens, at + 1)
        if power is None:
            return None
        return replace(number, value=_CONTEXT.multiply(factor, power), end=end, step=Decimal(0))
    power, end = _power(tokens, at - 1)
    return replace(number, value=power, end=end) if power is not None else None


def _flattened_power(tokens: Sequence[Token], at: int) -> tuple[Decimal | None, int]:
    """Read the "106" of "6 × 106 kg", a power of ten that lost its raised digits."""
    text = tokens[at].text
    if tokens[at - 1].text != "×" or not text.isdigit() or text[:2] != "10":
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
    if not tokens[end].text.isdigit() or len(tokens[end].text) > 2:
        return None, at
    base = parse_digits(tokens[at].text)
    if not base:
        return None, at
    value = _CONTEXT.power(base, sign * int(tokens[end].text))
    return (value, end + 1) if value and abs(value.adjusted()) < 60 else (None, at)


def _slash_fraction(tokens: Sequence[Token], number: Number) -> Number | None:
    """Read "2/3" and "1 1/2"."""
    top, bottom, end = _slash_parts(tokens, number.first)
    if end == 0:
        top, bottom, end = _slash_parts(tokens, number.end)
        if end == 0 or not number.value.as_tuple().exponent == 0 or top >= bottom:
            return None
        return _fraction(number.value + quotient(top, bottom), number.first, end, is_mixed=True)
    return _fraction(quotient(top, bottom), number.first, end)


def _slash_parts(tokens: Sequence[Token], at: int) -> tuple[int, int, int]:
    """Return (top, bottom, end) of "2/3" at tokens[at], or zeros."""
    if at + 2 >= len(tokens) or tokens[at + 1].text not in "/\u2044":
        return 0, 0, 0
    top, bottom = tokens[at].text, tokens[at + 2].text
    if not (top.isdigit() and bottom.isdigit() and len(top) < 4 and 0 < len(bottom) < 4):
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


def _mixed_fraction(tokens: Sequence[Token], number: Number) -> Number | None:
    """Read "2½"."""
    if number.end < len(tokens) and tokens[number.end].kind == "fraction":
        part = FRACTION_SIGNS.get(tokens[number.end].text)
        if part:
            value = number.value + quotient(part.numerator, part.denominator)
            return _fraction(value, number.first, number.end + 1, is_mixed=True)
    return None


def _sign_fraction(tokens: Sequence[Token], at: int) -> Number:
    part = FRACTION_SIGNS.get(tokens[at].text, Fraction(1, 9))
    return _fraction(quotient(part.numerator, part.denominator), at, at + 1)


def quotient(top: int, bottom: int) -> Decimal:
    return _CONTEXT.divide(Decimal(top), Decimal(bottom))


def _fraction(value: Decimal, first: int, end: int, *, is_mixed: bool = False) -> Number:
    return Number(value, first, end, is_fraction=not is_mixed)


def _with_scale(tokens: Sequence[Token], number: Number, is_money: bool) -> Number:
    """Add the scale word or letter that follows digits."""
    at = _skip_hyphen(tokens, number.end)
    if at >= len(tokens):
        return number
    token = tokens[at]
    scale = SCALES.get(token.low) or _scale_letter(tokens, at, number, is_money)
    if not scale:
        return number
    step = max(number.step, Decimal(1)) if not number.step else number.step
    return replace(
        number,
        value=_CONTEXT.multiply(number.value, Decimal(scale)),
        step=step * scale,
        end=at + 1,
        is_scaled=True,
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


# ---------------------------------------------------------------- words


def _in_words(tokens: Sequence[Token], at: int, no_and: bool) -> Number | None:
    """Read number words, with digits among them ("3 hundred and 21")."""
    return _plural_scale(tokens, at) or _leading_fraction(tokens, at) or _spoken(tokens, at, no_and)


def _plural_scale(tokens: Sequence[Token], at: int) -> Number | None:
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


def _leading_fraction(tokens: Sequence[Token], at: int) -> Number | None:
    """Read "half", "half a million", "a quarter of a million", "half of", "a third of"."""
    start = at
    has_article = tokens[at].low in _ARTICLES
    if has_article:
        at = _skip_hyphen(tokens, at + 1)
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
    at = _skip_hyphen(tokens, at)
    if at < len(tokens) and tokens[at].low == "of":
        at += 1
    if at < len(tokens) and tokens[at].low in _ARTICLES:
        at = _skip_hyphen(tokens, at + 1)
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
        return _fraction(value, start, at + 1)
    ends = follows is None or follows.kind != "word"
    if ends and follows is not None and follows.text in HYPHENS:
        return None
    if not ends and follows is not None and follows.low not in _SHARE_FOLLOWS:
        return None
    if tokens[at].low == "quarter" and before in ("in", "per", "for", "every", "of", "than once"):
        return None if follows is None or follows.low != "of" else _fraction(value, start, at + 1)
    return _fraction(value, start, at + 1)


_HALF_UNITS = words("numbers half units")


def _half_unit(tokens: Sequence[Token], start: int, at: int, value: Decimal) -> Number | None:
    """Read the half of "a half-mile run", not that of "half-hearted"."""
    if at + 2 < len(tokens) and tokens[at + 2].low in _HALF_UNITS:
        return _fraction(value, start, at + 1)
    return None


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
        if value >= self.scale:
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
        self.total += _CONTEXT.multiply(self.group, scale)
        self.step = self.step * scale if self.step else scale
        self.group, self.scale, self.last = None, scale, "scale"
        return True


def _spoken(tokens: Sequence[Token], at: int, no_and: bool) -> Number | None:
    """Read a run of number words and scales, then what may follow: a fraction, "point five"."""
    total = _Sum()
    start, position = at, at
    if tokens[at].low in _ARTICLES:
        after = _skip_hyphen(tokens, at + 1)
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
        joined = _skip_hyphen(tokens, end) if end > at else end
        after_and = (
            joined < len(tokens)
            and tokens[joined].low == "and"
            and not no_and
            and total.last in ("hundred", "scale")
        )
        if after_and:
            joined = _skip_hyphen(tokens, joined + 1)
            if _begins_anew(tokens, joined, total):
                break
        if joined >= len(tokens) or not total.add(tokens[joined], after_and):
            break
        end = joined + 1
    return end


def _begins_anew(tokens: Sequence[Token], at: int, total: _Sum) -> bool:
    """Whether "and" joins a fraction ("and two thirds") or another number ("and 2 hundred")."""
    after = _skip_hyphen(tokens, at + 1)
    if after >= len(tokens):
        return False
    follows = tokens[after].low
    return follows in DENOMINATORS or (total.last == "hundred" and follows in SCALES)


def _finish_spoken(
    tokens: Sequence[Token], start: int, end: int, total: _Sum, no_and: bool
) -> Number | None:
    value, step = total.value, total.step
    is_scaled = bool(total.total) or total.last == "hundred"
    if total.total and not value % max(total.scale, Decimal(1)) == 0 and total.group is not None:
        step = Decimal(0)
    in_words = all(token.kind != "number" for token in tokens[start:end])
    part = _part_after(tokens, end, total) if not no_and else None
    if part:
        value, end = part
        return _scaled_again(tokens, Number(value, start, end, in_words=in_words))
    if end + 1 < len(tokens) and tokens[end].low == "point" and tokens[end + 1].low in UNITS:
        return _point(tokens, start, end, value)
    denominated = _denominated(tokens, start, end, value) if in_words and not is_scaled else None
    if denominated:
        return denominated
    return Number(value, start, end, step=step, in_words=in_words, is_scaled=is_scaled)


def _part_after(tokens: Sequence[Token], end: int, total: _Sum) -> tuple[Decimal, int] | None:
    """Read "and a half", "and three quarters" after a number."""
    at = _skip_hyphen(tokens, end)
    if at >= len(tokens) or tokens[at].low != "and":
        return None
    at = _skip_hyphen(tokens, at + 1)
    if at + 1 >= len(tokens):
        return None
    top = 1 if tokens[at].low in _ARTICLES else UNITS.get(tokens[at].low, 0)
    bottom_at = _skip_hyphen(tokens, at + 1)
    bottom = DENOMINATORS.get(tokens[bottom_at].low) if bottom_at < len(tokens) else None
    if not top or not bottom or top >= bottom:
        return None
    unit = total.scale if total.last == "scale" else Decimal(1)
    return total.value + quotient(top, bottom) * unit, bottom_at + 1


def _scaled_again(tokens: Sequence[Token], number: Number) -> Number:
    """Read the scale in "two and a half million"."""
    at = _skip_hyphen(tokens, number.end)
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
    return _with_scale(
        tokens,
        Number(value, start, at, step=Decimal(1).scaleb(-len(digits)), in_words=True),
        is_money=False,
    )


def _denominated(tokens: Sequence[Token], start: int, end: int, top: Decimal) -> Number | None:
    """Read "two thirds", "three-quarters", "one fifth", and the scale in "three quarters billion"."""
    at = _skip_hyphen(tokens, end)
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
    value = _CONTEXT.divide(top, Decimal(DENOMINATORS[word]))
    scaled = _scale_after_part(tokens, at + 1)
    if scaled:
        return Number(value * scaled[0], start, scaled[1], in_words=True, is_scaled=True)
    return Number(value, start, at + 1, in_words=True, is_fraction=True)


def _speaks_of_part(tokens: Sequence[Token], at: int) -> bool:
    if at >= len(tokens):
        return True
    return tokens[at].low in _PARTIAL_OF or tokens[at].low in SCALES or tokens[at].kind == "sign"


__all__ = ["Number", "TENS", "negated", "parse_digits", "read_number", "sign_before"]
