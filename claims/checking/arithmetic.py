"""Do linked claims fit together? Figures are recomputed as intervals, and held against the claims.

Three kinds of sets: claims of one measure must agree at one time, parts must not exceed their
whole, and a derived claim must be what its formula makes of its inputs. What the wordings leave
open is `unclear`, never an error: "over 80" and "at least 20" add up to something above 100.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from claims.checking import lexicon
from claims.checking.compare import compare
from claims.checking.formulas import Formula, UnitsDoNotFit, computed, like
from claims.checking.intervals import HoldsZero, negative, total
from claims.checking.stance import Stance
from claims.checking.stems import stem
from claims.checking.words import words_in
from claims.quantities.mention import Role
from claims.quantities.periods import Period
from claims.quantities.quantity import Interval, Quantity

SHOWN = 20  # members that the reasons list
_MOVES = frozenset({Role.CHANGE, Role.GROWTH, Role.DIFFERENCE})


class Consistency(StrEnum):
    """Whether the figures of a set can all be true."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    UNCLEAR = "unclear"  # it cannot be told


@dataclass(frozen=True, slots=True)
class Operand:
    """One claim of a set: its figure, the time it is for, and a name by which reasons call it."""

    name: str
    quantity: Quantity
    as_of: Period | None
    role: Role = Role.LEVEL
    statement: str = ""

    @property
    def interval(self) -> Interval:
        """What it claims; "fell 5 percent" and "5 fewer" are told without their minus sign."""
        interval = self.quantity.interval
        if self.role not in _MOVES or interval.low is None or interval.low < 0:
            return interval
        words = {stem(word.plain) for word in words_in(self.statement)}
        return negative(interval) if words & lexicon.falls() else interval


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the set is consistent, and why: in words, and as both intervals in one unit."""

    consistency: Consistency
    rule: str
    sentence: str
    claimed: Interval | None = None
    computed: Interval | None = None
    unit: str = ""
    members: tuple[str, ...] = field(default=())  # the names of those that it is about

    def as_json(self) -> dict[str, Any]:
        """Return the reasons as plain JSON values."""
        return {
            "rule": self.rule,
            "sentence": self.sentence,
            "claimed": _text(self.claimed),
            "computed": _text(self.computed),
            "unit": self.unit,
            "members": list(self.members),
        }


def reproduced(formula: Formula, inputs: Sequence[Operand], result: Operand) -> Verdict:
    """Say whether the formula makes of `inputs`, in their order, what `result` claims."""
    claimed, unit = result.interval, result.quantity.unit
    if not formula.takes(len(inputs)):
        return _unclear("input_missing", f"A {formula} needs {formula.wanted}.", claimed, unit)
    if not _at_fitting_times(formula, inputs, result):
        return _unclear("other_times", "The figures are for different times.", claimed, unit)
    try:
        interval = computed(formula, [each.quantity for each in inputs], unit)
    except HoldsZero as error:
        return _unclear("undefined", f"There is no {formula}: {error}.", claimed, unit)
    except UnitsDoNotFit as error:
        return _unclear("other_dimension", f"{error}.", claimed, unit)
    consistency, rule = _compared(interval, claimed)
    words = {
        Consistency.CONSISTENT: "which fits",
        Consistency.INCONSISTENT: "which does not meet",
        Consistency.UNCLEAR: "which is too coarse to be held against",
    }
    given = f"is {_rounded(interval)}, {words[consistency]} {claimed} {unit}"
    sentence = f"The {formula} of the inputs {given}."
    names = tuple(each.name for each in inputs[:SHOWN])
    return Verdict(consistency, rule, sentence, claimed, interval, unit, names)


def agreeing(first: Operand, others: Sequence[Operand]) -> Verdict:
    """Say whether claims of one measure agree with the first wherever their times meet."""
    claimed, unit = first.quantity.interval, first.quantity.unit
    fitting, coarse = 0, 0
    for other in others:
        if other.role != first.role or not _meet(first.as_of, other.as_of):
            continue
        stance = _both_ways(first.quantity, other.quantity)
        if stance == Stance.CONTRADICTS:
            found = like(other.quantity, unit).interval
            sentence = f"One gives {claimed} and the other {found} {unit} for the same time."
            names = (first.name, other.name)
            return Verdict(
                Consistency.INCONSISTENT, "disagrees", sentence, claimed, found, unit, names
            )
        fitting += stance == Stance.SUPPORTS
        coarse += stance == Stance.UNCLEAR
    if coarse:
        sentence = "Some figures are too coarse to be held against the others."
        return _unclear("too_coarse", sentence, claimed, unit)
    if not fitting:
        sentence = "No other claim is for the same time and of the same kind."
        return _unclear("other_times", sentence, claimed, unit)
    return Verdict(
        Consistency.CONSISTENT, "agrees", "All figures for one time agree.", claimed, None, unit
    )


def within(whole: Operand, parts: Sequence[Operand]) -> Verdict:
    """Say whether the parts, which do not overlap, exceed their whole: one of them, or together."""
    claimed, unit = whole.quantity.interval, whole.quantity.unit
    counted = [part for part in parts if _meet(whole.as_of, part.as_of) and part.role == whole.role]
    if not counted:
        sentence = "No part is for the same time and of the same kind as the whole."
        return _unclear("other_times", sentence, claimed, unit)
    found = [like(part.quantity, unit).interval for part in counted]
    if any(interval.low is None or interval.low < 0 for interval in found):
        sentence = "A part may be negative, so the others may exceed the whole."
        return _unclear("negative_part", sentence, claimed, unit)
    for part, interval in zip(counted, found, strict=True):
        if claimed.is_below(interval):
            sentence = f"A part of {interval} exceeds the whole, {claimed} {unit}."
            return _exceeding("part_exceeds_whole", sentence, claimed, interval, unit, [part])
    summed = total(found)
    if claimed.is_below(summed):
        sentence = f"The parts add up to {summed}, more than the whole, {claimed} {unit}."
        return _exceeding("parts_exceed_whole", sentence, claimed, summed, unit, counted)
    if summed.high is None or claimed.high is None:
        sentence = f"The parts add up to {summed}: too coarse to be held against {claimed} {unit}."
        return _unclear("too_coarse", sentence, claimed, unit, summed)
    sentence = f"The parts add up to {summed}, within the whole, {claimed} {unit}."
    return Verdict(Consistency.CONSISTENT, "parts_fit", sentence, claimed, summed, unit)


def _exceeding(
    rule: str, sentence: str, claimed: Interval, found: Interval, unit: str, of: Sequence[Operand]
) -> Verdict:
    names = tuple(each.name for each in of[:SHOWN])
    return Verdict(Consistency.INCONSISTENT, rule, sentence, claimed, found, unit, names)


def _unclear(
    rule: str, sentence: str, claimed: Interval, unit: str, found: Interval | None = None
) -> Verdict:
    return Verdict(Consistency.UNCLEAR, rule, sentence, claimed, found, unit)


def _compared(found: Interval, claimed: Interval) -> tuple[Consistency, str]:
    if not claimed.overlaps(found):
        return Consistency.INCONSISTENT, "not_reproduced"
    if claimed.contains(found) or (_is_bounded(found) and _is_bounded(claimed)):
        return Consistency.CONSISTENT, "reproduced"
    return Consistency.UNCLEAR, "too_coarse"


def _both_ways(one: Quantity, other: Quantity) -> Stance:
    """Compare in both directions: either wording may be the coarser one that the other fits."""
    stances = {compare(one, other).stance, compare(other, one).stance}
    for stance in (Stance.SUPPORTS, Stance.UNCLEAR):
        if stance in stances:
            return stance
    return Stance.CONTRADICTS


def _at_fitting_times(formula: Formula, inputs: Sequence[Operand], result: Operand) -> bool:
    times = [each.as_of for each in inputs]
    if formula != Formula.GROWTH:
        return all(_meet(one, other) for one in times for other in (*times, result.as_of))
    earlier, later = times
    in_order = earlier is None or later is None or earlier.start <= later.start
    return in_order and _meet(later, result.as_of)


def _meet(one: Period | None, other: Period | None) -> bool:
    """Whether two times have a day in common, as far as they are known."""
    return one is None or other is None or one.overlaps(other)


def _is_bounded(interval: Interval) -> bool:
    return interval.low is not None and interval.high is not None


def _text(value: Interval | None) -> str | None:
    return None if value is None else str(_rounded(value))


def _rounded(interval: Interval) -> Interval:
    """Return the interval with ends that can be read; rounding never closes it."""
    low, high = (None if end is None else _short(end) for end in (interval.low, interval.high))
    is_point = low is not None and low == high
    return Interval(
        low, high, interval.low_open and not is_point, interval.high_open and not is_point
    )


def _short(number: Decimal) -> Decimal:
    return Decimal(format(number, ".15g")) if number else Decimal(0)
