"""Read the numbers of a sentence, each with what is written at it: sign, money, unit, age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from claims.quantities.ages import aged, aged_shortly, decade_end, decade_of_life
from claims.quantities.digits import Number
from claims.quantities.multiples import fold_at, multiplier_at
from claims.quantities.number_words import (
    DOZENS,
    FOLDS,
    HYPHENS,
    MULTIPLIERS,
    PLURAL_SCALES,
    SCALES,
    SMALL,
)
from claims.quantities.numerals import negated, read_number, sign_before
from claims.quantities.part import Part
from claims.quantities.quantity import Comparator
from claims.quantities.shares import every_third_at, is_share, one_in_five_at
from claims.quantities.tokens import Token
from claims.quantities.unit_phrases import (
    UnitPhrase,
    money_before,
    rate_after,
    unit_after,
    with_country,
)
from claims.quantities.units import COUNT, dimension
from claims.quantities.word_lists import words

_MILLION = Decimal(1_000_000)
_STARTS = frozenset(
    [*SMALL, *PLURAL_SCALES, *DOZENS, *MULTIPLIERS, *FOLDS, "half", "quarter", "a", "an", "every"]
)


def read_parts(tokens: Sequence[Token], masked: bytearray) -> list[Part]:
    """Return the numbers of a sentence in order, none overlapping another."""
    parts: list[Part] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        starts = token.kind in ("number", "fraction") or (
            token.kind == "word" and token.low in _STARTS
        )
        part = _part(tokens, at) if starts and not masked[at] else None
        if part and not any(masked[part.number.first : part.number.end]):
            parts.append(part)
            at = part.end
        else:
            at += 1
    return parts


def _part(tokens: Sequence[Token], at: int) -> Part | None:
    low = tokens[at].low
    if low in MULTIPLIERS:
        return multiplier_at(tokens, at)
    if low in FOLDS:
        folded = Number(Decimal(FOLDS[low]), at, at + 1, in_words=True)
        return Part(folded, at, at, at + 1, unit="times")
    if low == "every":
        return every_third_at(tokens, at)
    if low in ("a", "an"):
        return _article(tokens, at)
    money = money_before(tokens, at)
    no_and = bool(at) and _is_between(tokens, money.first if money else at)
    number = read_number(tokens, at, is_money=money is not None, no_and=no_and)
    if number is None:
        return None
    share = one_in_five_at(tokens, number)
    if share:
        return share
    return _measured(tokens, number, with_country(tokens, money) if money else None)


def _is_between(tokens: Sequence[Token], at: int) -> bool:
    return any(token.low == "between" for token in tokens[max(0, at - 3) : at])


def _measured(tokens: Sequence[Token], number: Number, money: UnitPhrase | None) -> Part | None:
    lead = money.first if money else number.first
    sign_at = sign_before(tokens, lead)
    if sign_at != lead:
        number = negated(number, number.first)
        lead = sign_at
    decade = decade_end(tokens, number)
    if decade:
        return decade_of_life(tokens, number, decade)
    margin, end = _margin(tokens, number.end)
    found = unit_after(
        tokens,
        end,
        scaled=number.is_scaled or number.value >= _MILLION,
        money_near=bool(money and money.unit == "GBP"),
    )
    if money:
        return _money_part(tokens, number, money, lead, end, margin, found)
    if found is None and number.is_vague and end < len(tokens) and tokens[end].low == "of":
        found = unit_after(tokens, end + 1, scaled=True)  # "tens of thousands of dollars"
    if found is None and number.is_fraction:
        found = _unit_of_fraction(tokens, end)
    if found is None:
        return fold_at(tokens, number, lead, end, margin) or _bare(
            tokens, number, lead, end, margin
        )
    if margin is None:
        margin, margin_end = _margin(tokens, found.end)  # "43.57% ± 4.35%"
        again = unit_after(tokens, margin_end) if margin is not None else None
        if margin is not None and again and again.unit == found.unit:
            found = again
        else:
            margin = None
    return aged(tokens, _later_scale(tokens, _part_of(number, lead, found, margin)))


def _unit_of_fraction(tokens: Sequence[Token], at: int) -> UnitPhrase | None:
    """Read the unit of "half a metre", "a quarter of an hour", "three-quarters of a mile"."""
    if at < len(tokens) and tokens[at].low == "of":
        at += 1
    if at + 1 >= len(tokens) or tokens[at].low not in ("a", "an", "one"):
        return None
    return unit_after(tokens, at + 1)


def _part_of(number: Number, lead: int, found: UnitPhrase, margin: Decimal | None) -> Part:
    """Return a number with its unit; a fortnight is two weeks."""
    unit = found.unit
    if unit == "fortnight":
        number, unit = replace(number, value=number.value * 2), "week"
    return Part(number, lead, lead, found.end, unit=unit, margin=margin)


def _bare(
    tokens: Sequence[Token], number: Number, lead: int, end: int, margin: Decimal | None
) -> Part | None:
    """Return a number without a unit; letters that are joined to it make it a code ("70S")."""
    if _is_joined(tokens, end) and not _is_glued_noun(tokens, number, end):
        return aged_shortly(tokens, number, lead, end)
    if end + 1 < len(tokens) and tokens[end].text in HYPHENS and _is_initial(tokens[end + 1]):
        return None
    rate = rate_after(tokens, end) if end < len(tokens) and tokens[end].low == "per" else None
    if rate:
        return Part(number, lead, lead, rate[1], unit=f"{COUNT} per {rate[0]}", margin=margin)
    part = Part(number, lead, lead, end, margin=margin, is_share=is_share(tokens, number))
    return aged_shortly(tokens, number, lead, end) or part


def _is_joined(tokens: Sequence[Token], end: int) -> bool:
    """Whether letters are joined to the number."""
    return end < len(tokens) and not tokens[end].spaced and tokens[end].kind in ("word", "code")


def _is_glued_noun(tokens: Sequence[Token], number: Number, end: int) -> bool:
    """Whether only the space was left out of "62,241 fans"."""
    noun = tokens[end].text
    return "," in tokens[number.first].text and noun.isalpha() and noun.islower() and len(noun) > 2


def _is_initial(token: Token) -> bool:
    """Whether it is the D of "3-D"."""
    return not token.spaced and len(token.text) == 1 and token.text.isupper()


def _later_scale(tokens: Sequence[Token], part: Part) -> Part:
    """Read the scale that stands after the currency: "75 USD million"."""
    at = part.end
    is_money = part.unit is not None and len(part.unit) == 3 and part.unit.isupper()
    scale = SCALES.get(tokens[at].low) if is_money and at < len(tokens) else None
    if not scale or part.number.is_scaled:
        return part
    number = part.number
    step = (number.step or Decimal(1)) * scale
    scaled = replace(number, value=number.value * scale, step=step, is_scaled=True)
    return replace(part, number=scaled, end=at + 1)


def _money_part(
    tokens: Sequence[Token],
    number: Number,
    money: UnitPhrase,
    lead: int,
    end: int,
    margin: Decimal | None,
    found: UnitPhrase | None,
) -> Part:
    """Join the sign of money with what follows the number: "$10 dollars", "€13 per m2"."""

    unit = money.unit
    if (
        found
        and dimension(found.unit).split("/")[0] in (unit, "cent")
        or (
            found
            and found.unit.split(" per ")[0] in ("USD", "AUD", "CAD", "NZD", "HKD", "SGD")
            and unit == "USD"
        )
    ):
        return Part(number, lead, lead, found.end, unit=found.unit, margin=margin)
    if end < len(tokens) and tokens[end].low in ("us", "u.s.", "usd") and unit == "USD":
        end += 1
    rate = rate_after(tokens, end)
    if rate:
        return Part(number, lead, lead, rate[1], unit=f"{unit} per {rate[0]}", margin=margin)
    return Part(number, lead, lead, end, unit=unit, margin=margin)


def _margin(tokens: Sequence[Token], at: int) -> tuple[Decimal | None, int]:
    """Read "± 0.5", "+/- 0.5" after a number."""
    end = at
    if end < len(tokens) and tokens[end].text == "±":
        end += 1
    elif [token.text for token in tokens[at : at + 3]] in (["+", "/", "-"], ["+", "/", "−"]):
        end += 3
    else:
        return None, at
    if end < len(tokens) and tokens[end].kind == "number":
        margin = read_number(tokens, end)
        if margin and margin.value >= 0:
            return margin.value, margin.end
    return None, at


_FULL_UNITS = words("parts full units")


def _article(tokens: Sequence[Token], at: int) -> Part | None:
    """Read "a dozen", "a third of", "a couple of weeks", "more than an hour"."""
    number = read_number(tokens, at)
    if number:
        return _measured(tokens, number, None)
    couple = _couple(tokens, at)
    return couple or _bounded_unit(tokens, at)


def _couple(tokens: Sequence[Token], at: int) -> Part | None:
    """Read "a couple of hundred people", "a couple of days"."""
    texts = [token.low for token in tokens[at : at + 4]]
    if len(texts) < 4 or texts[1] not in ("couple", "pair") or texts[2] != "of":
        return None
    if texts[1] == "pair":
        return None
    scale = read_number([_ONE, *tokens[at + 3 : at + 5]], 0)
    value = Decimal(2) * scale.value if scale and scale.is_scaled else Decimal(2)
    end = at + 2 + scale.end if scale and scale.is_scaled else at + 3
    number = Number(value, at, end, in_words=True, is_scaled=value > 2)
    part = _measured(tokens, number, None)
    if part is None or value == 2:
        return part
    return replace(part, comparator=part.comparator or Comparator.ABOUT)


_ONE = Token("one", "one", 0, 0, "word", True)
_BOUNDS = words("parts bounds")


def _bounded_unit(tokens: Sequence[Token], at: int) -> Part | None:
    """Read the one of "more than an hour", "less than a mile"."""
    is_bounded = bool(at) and tokens[at - 1].low in ("than", "least", "nearly", "almost")
    found = unit_after(tokens, at + 1)
    if not is_bounded and (found is None or tokens[at + 1].low != "fortnight"):
        return None
    if not found or found.unit not in _FULL_UNITS or found.first != at + 1:
        return None
    return _part_of(Number(Decimal(1), at, at + 1, in_words=True), at, found, None)
