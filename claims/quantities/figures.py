"""Read the figures of one sentence: each number with its unit, comparator and interval.

A figure is what the digits and words say by themselves ("63 cents per share", "a third"). What it
speaks of, for which time and in which role, is decided by the callers of this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from claims.quantities import comparators, nouns, ranges
from claims.quantities.part import Part
from claims.quantities.parts import read_parts
from claims.quantities.quantity import Comparator, Interval, Kind
from claims.quantities.tokens import Token
from claims.quantities.unit_phrases import rate_after
from claims.quantities.units import COUNT, PERCENT, kind_of
from claims.quantities.word_lists import words


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a sentence words it. Token positions index the sentence's tokens.

    tokens[first:end] is the whole wording, tokens[number_first:number_end] the number (both numbers
    of a range), tokens[noun_first:noun_end] the counted noun phrase, empty where there is none.
    """

    value: Decimal
    unit: str
    kind: Kind
    comparator: Comparator
    interval: Interval
    first: int
    end: int
    number_first: int
    number_end: int
    noun_first: int
    noun_end: int
    is_fraction: bool
    is_vague: bool
    in_words: bool
    has_unit: bool  # the text names the unit; otherwise it is a bare count
    lead: int  # where the number or the sign of money before it begins


def read_figures(tokens: Sequence[Token], masked: bytearray) -> list[Figure]:
    """Return the figures of a sentence in order; `masked` marks the tokens that count nothing."""
    parts = ranges.share_units(tokens, read_parts(tokens, masked))
    figures: list[Figure] = []
    for part, limit in zip(parts, _limits(tokens, parts), strict=True):
        if not (figures and _is_denominator(figures[-1], part)):
            figures.append(_figure(tokens, part, limit))
    return figures


def _is_denominator(rate: Figure, part: Part) -> bool:
    """Whether the number is what the rate before it is told for: "3 beds per 1,000 people"."""
    return " per " in rate.unit and part.number.end <= rate.end


def _limits(tokens: Sequence[Token], parts: Sequence[Part]) -> list[int]:
    """Return for each part where the words that follow it must end: at the next part."""
    return [*(part.first for part in parts[1:]), len(tokens)][: len(parts)]


def _figure(tokens: Sequence[Token], part: Part, limit: int) -> Figure:
    comparator, first = _comparator_before(tokens, part)
    noun_first, noun_end = _noun(tokens, part, limit)
    unit, end = _rated_unit(tokens, part, noun_end)
    later, after_end = comparators.after(tokens, part.end)
    if not later:
        later, after_end = comparators.after(tokens, end)
    if later and after_end <= limit:
        comparator, end = _joined(comparator, later), max(end, after_end)
    if part.high is not None or part.number.is_vague:
        comparator = Comparator.BETWEEN
    comparator = comparator or Comparator.EXACT
    kind = Kind.AGE if part.is_age else kind_of(unit)
    return Figure(
        value=_value(part),
        unit=unit,
        kind=kind,
        comparator=comparator,
        interval=_interval(part, comparator, unit),
        first=first,
        end=end,
        number_first=part.number.first,
        number_end=part.high.end if part.high else part.number.end,
        noun_first=noun_first,
        noun_end=noun_end,
        is_fraction=part.number.is_fraction,
        is_vague=part.number.is_vague,
        in_words=part.number.in_words,
        has_unit=part.unit is not None,
        lead=part.first,
    )


def _joined(before: Comparator | None, after: Comparator) -> Comparator:
    if before in (None, Comparator.ABOUT, Comparator.EXACT) or after != Comparator.ABOUT:
        return after
    return before or after


def _comparator_before(tokens: Sequence[Token], part: Part) -> tuple[Comparator | None, int]:
    if part.comparator:
        return part.comparator, part.lead
    found, first = comparators.before(tokens, part.lead)
    if found and _is_duration_frame(tokens, part, found, first):
        return None, part.lead
    return found, first


_FRAME_LEADS = words("figures frame leads")


def _is_duration_frame(tokens: Sequence[Token], part: Part, found: Comparator, first: int) -> bool:
    """Whether "over" spreads something over a time: "£610 million over five years"."""
    if found != Comparator.MORE_THAN or part.unit is None or not first:
        return False
    if tokens[part.lead - 1].low != "over" or kind_of(part.unit) != Kind.DURATION or part.is_age:
        return False
    return tokens[first - 1].low not in _FRAME_LEADS


def _noun(tokens: Sequence[Token], part: Part, limit: int) -> tuple[int, int]:
    """Return the counted noun phrase after a bare count, and after a share ("40 percent of")."""
    at = part.end
    if part.unit is not None or part.is_age:
        return at, at
    if at < limit and tokens[at].text in "-‐" and at + 1 < limit and not tokens[at + 1].spaced:
        at += 1
    value = part.number.value if part.high is None else Decimal(2)
    end = nouns.counted_end(tokens, at, one=value == 1, limit=limit)
    return (at, end) if end > at else (part.end, part.end)


def _rated_unit(tokens: Sequence[Token], part: Part, noun_end: int) -> tuple[str, int]:
    """Return the unit, with the "a day" that may follow the counted noun."""
    if part.unit is not None:
        return _rated_measure(tokens, part.unit, part.end)
    if part.number.is_fraction:
        return (PERCENT if part.is_share else COUNT), noun_end
    rate = rate_after(tokens, noun_end)
    if rate:
        return f"{COUNT} per {rate[0]}", rate[1]
    return COUNT, noun_end


def _rated_measure(tokens: Sequence[Token], unit: str, end: int) -> tuple[str, int]:
    """Return the unit with the "per litre" of "40 mg of dust per litre"."""
    if end >= len(tokens) or tokens[end].low != "of" or kind_of(unit) != Kind.DIMENSION:
        return unit, end
    for at in range(end + 1, min(len(tokens), end + _MAX_OF + 2)):
        if tokens[at].low == "per" or _is_a_head(tokens, at):
            rate = rate_after(tokens, at)
            return (
                (f"{unit} per {rate[0]}", rate[1]) if rate and " per " not in unit else (unit, end)
            )
        is_of_a_name = tokens[at].kind == "number" and not tokens[at].spaced  # the 2 of "CO2"
        if not is_of_a_name and (tokens[at].kind != "word" or tokens[at].low in nouns.STOPS):
            break
    return unit, end


_MAX_OF = 3


def _is_a_head(tokens: Sequence[Token], at: int) -> bool:
    """Whether it is the "a head" of "52 kilos of meat a head"."""
    return [token.low for token in tokens[at : at + 2]] in (["a", "head"], ["a", "person"])


def _value(part: Part) -> Decimal:
    if part.high is not None:
        return (part.number.value + part.high.value) / 2
    return part.number.value


def _interval(part: Part, comparator: Comparator, unit: str) -> Interval:
    number = part.number
    if part.high is not None:
        low, high = sorted((number.value, part.high.value))
        return Interval(low, high)
    if number.low is not None:
        return Interval(number.low, number.high)
    if part.margin is not None:
        return Interval(number.value - part.margin, number.value + part.margin)
    return comparators.interval_of(number.value, comparator, step=rounding_step(part, unit))


def rounding_step(part: Part, unit: str) -> Decimal:
    """Return the worth of the last written digit; 0 for what is counted one by one."""
    number = part.number
    if number.step:
        return number.step
    if unit.split(" per ")[0] in (COUNT, "times") or number.is_fraction or part.is_age:
        return Decimal(0) if not number.is_fraction else Decimal("0.01")
    if kind_of(unit) in (Kind.CURRENCY, Kind.DURATION):
        return Decimal(0)
    return Decimal(1) if number.value == number.value.to_integral_value() else Decimal(0)
