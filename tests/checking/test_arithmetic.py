"""Sets of linked claims: consistent, inconsistent, or it cannot be told; always with both sides."""

from __future__ import annotations

import pytest

from claims.checking.arithmetic import Consistency, Operand, agreeing, reproduced, within
from claims.checking.formulas import Formula, UnitsDoNotFit, check_units
from claims.quantities import read_statement
from claims.quantities.periods import Period

FITS, BREAKS, OPEN = Consistency.CONSISTENT, Consistency.INCONSISTENT, Consistency.UNCLEAR


def said(statement: str, as_of: str | None = None) -> Operand:
    reading = read_statement(statement)
    time = Period.parse(as_of) if as_of else None
    return Operand(statement, reading.quantity, time, reading.role, statement)


DERIVED = [
    ("sum", ["Kalda has 120 ferries.", "Torvik has 80 ferries."],
     "Both ports have 200 ferries.", FITS, "[200, 200]"),
    ("sum", ["Kalda has 120 ferries.", "Torvik has 80 ferries."],
     "Both ports have 210 ferries.", BREAKS, "[200, 200]"),
    ("sum", ["Kalda has over 120 ferries.", "Torvik has at least 80 ferries."],
     "Both ports have over 190 ferries.", FITS, "(200, +inf)"),
    ("sum", ["Kalda has over 120 ferries.", "Torvik has at least 80 ferries."],
     "Both ports have 250 ferries.", OPEN, "(200, +inf)"),
    ("sum", ["Kalda has over 120 ferries.", "Torvik has at least 80 ferries."],
     "Both ports have 190 ferries.", BREAKS, "(200, +inf)"),
    ("sum", ["The north line is 2.5 km long.", "The south line is 500 metres long."],
     "The lines are 3.0 km long.", FITS, None),
    ("difference", ["Kalda has 120 ferries.", "Torvik has 80 ferries."],
     "Kalda has 40 more ferries than Torvik.", FITS, "[40, 40]"),
    ("difference", ["In Kalda 12.0 percent smoke.", "In Torvik 9.0 percent smoke."],
     "The gap is 3 percentage points.", FITS, "(2.9, 3.1)"),
    ("ratio", ["Kalda has 120 ferries.", "Torvik has 60 ferries."],
     "Kalda has 2 times as many ferries.", FITS, "[2, 2]"),
    ("ratio", ["The council spent 4,500,000 euros.", "Kalda has 9,000 inhabitants."],
     "The council spent 500 euros per inhabitant.", FITS, None),
    ("ratio", ["Kalda had 45 thefts.", "Kalda has 90,000 inhabitants."],
     "Kalda had 50 thefts per 100,000 people.", FITS, None),
    ("ratio", ["Kalda had 45 thefts.", "Kalda has 90,000 inhabitants."],
     "Kalda had 61 thefts per 100,000 people.", BREAKS, None),
    ("share", ["Of the ferries 30 run on methanol.", "Kalda has 120 ferries."],
     "25 percent of the ferries run on methanol.", FITS, "[25, 25]"),
    ("share", ["Of the ferries 30 run on methanol.", "Kalda has 120 ferries."],
     "30 percent of the ferries run on methanol.", BREAKS, "[25, 25]"),
    ("growth", ["Kalda had 80 ferries.", "Kalda has 100 ferries."],
     "The fleet grew 25 percent.", FITS, "[25, 25]"),
    ("growth", ["Kalda had 100 ferries.", "Kalda has 80 ferries."],
     "The fleet shrank 20 percent.", FITS, "[-20, -20]"),
    ("growth", ["Kalda had 100 ferries.", "Kalda has 80 ferries."],
     "The fleet grew 20 percent.", BREAKS, "[-20, -20]"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "inputs", "result", "expected", "interval"), DERIVED)
def test_derived_claim_is_recomputed(
    formula: str, inputs: list[str], result: str, expected: Consistency, interval: str | None
) -> None:
    verdict = reproduced(Formula(formula), [said(text) for text in inputs], said(result))
    assert verdict.consistency == expected, verdict
    reasons = verdict.as_json()
    assert reasons["claimed"] and reasons["computed"]
    assert reasons["computed"] in reasons["sentence"]
    if interval is not None:
        assert reasons["computed"] == interval


def test_formula_that_divides_by_zero_is_undefined() -> None:
    inputs = [said("Kalda had 0 ferries."), said("Kalda has 10 ferries.")]
    verdict = reproduced(Formula.GROWTH, inputs, said("The fleet grew 25 percent."))
    assert (verdict.consistency, verdict.rule) == (OPEN, "undefined")
    assert "may be zero" in verdict.sentence


TIMES = [
    ("share", "2020", "2021", "2021", "other_times"),
    ("share", "2021", "2021-06", "2021", "reproduced"),
    ("share", "2021", None, "2021", "reproduced"),
    ("share", "2021", "2021", "2023", "other_times"),
    ("growth", "2020", "2021", "2021", "reproduced"),
    ("growth", "2022", "2021", "2021", "other_times"),
    ("growth", "2020", "2021", "2023", "other_times"),
]


@pytest.mark.parametrize(("formula", "first", "second", "result", "rule"), TIMES)
def test_figures_for_other_times_tell_nothing(
    formula: str, first: str, second: str | None, result: str, rule: str
) -> None:
    one, other = (40, 50) if formula == "growth" else (10, 40)
    inputs = [said(f"Kalda has {one} ferries.", first), said(f"Kalda has {other} ferries.", second)]
    claimed = said("The rate of ferries is 25 percent.", result)
    assert reproduced(Formula(formula), inputs, claimed).rule == rule


def test_formula_without_its_inputs_tells_nothing() -> None:
    alone = [said("Kalda has 120 ferries.")]
    for formula in Formula:
        verdict = reproduced(formula, alone, said("There are 120 ferries."))
        assert (verdict.consistency, verdict.rule) == (OPEN, "input_missing")


AGREEING = [
    ("Kalda has 120 ferries.", "2021", "Kalda has about 120 ferries.", "2021", FITS),
    ("Kalda has 120 ferries.", "2021", "Kalda has 130 ferries.", "2021", BREAKS),
    ("Kalda has 120 ferries.", "2021", "Kalda has 130 ferries.", "2022", OPEN),
    ("Kalda has 120 ferries.", "2021", "Kalda has over 100 ferries.", "2021", FITS),
    ("Kalda has 120 ferries.", "2021", "Kalda plans to have 130 ferries.", "2021", OPEN),
    ("The line is 2.5 km long.", None, "The line is 2,500 metres long.", None, FITS),
]


@pytest.mark.parametrize(("one", "at", "other", "then", "expected"), AGREEING)
def test_claims_of_one_measure_agree_at_one_time(
    one: str, at: str | None, other: str, then: str | None, expected: Consistency
) -> None:
    verdict = agreeing(said(one, at), [said(other, then)])
    assert verdict.consistency == expected, verdict
    assert (verdict.computed is not None) == (expected == BREAKS)
    assert agreeing(said(other, then), [said(one, at)]).consistency == expected


WITHIN = [
    (100, [60, 30], FITS, "parts_fit"),
    (100, [60, 40], FITS, "parts_fit"),
    (100, [60, 50], BREAKS, "parts_exceed_whole"),
    (100, [120], BREAKS, "part_exceeds_whole"),
]


@pytest.mark.parametrize(("whole", "parts", "expected", "rule"), WITHIN)
def test_parts_stay_within_their_whole(
    whole: int, parts: list[int], expected: Consistency, rule: str
) -> None:
    members = [said(f"Kalda has {count} ferries.", "2021") for count in parts]
    verdict = within(said(f"All ports have {whole} ferries.", "2021"), members)
    assert (verdict.consistency, verdict.rule) == (expected, rule)


def test_parts_that_are_open_or_for_another_time_exceed_nothing() -> None:
    whole = said("All ports have 100 ferries.", "2021")
    open_part = within(whole, [said("Kalda has over 80 ferries.", "2021")])
    assert (open_part.consistency, open_part.rule) == (OPEN, "too_coarse")
    other_time = within(whole, [said("Kalda has 120 ferries.", "2019")])
    assert (other_time.consistency, other_time.rule) == (OPEN, "other_times")
    negative = within(whole, [said("Kalda has fewer than 20 ferries.", "2021")])
    assert negative.rule == "negative_part"


UNITS = [
    ("sum", ["count", "count"], "count", None),
    ("sum", ["count", "count per year"], "count", None),
    ("sum", ["count", "EUR"], "count", 1),
    ("sum", ["EUR", "USD"], "EUR", 1),
    ("sum", ["km", "m"], "percent", "result"),
    ("sum", ["EUR per month", "EUR per year"], "EUR per year", None),
    ("difference", ["percent", "percent"], "percentage point", None),
    ("difference", ["EUR", "EUR"], "percent", "result"),
    ("share", ["count", "count"], "percent", None),
    ("share", ["count", "count"], "count", "result"),
    ("growth", ["EUR", "count"], "percent", 1),
    ("ratio", ["count", "count"], "times", None),
    ("ratio", ["EUR", "count"], "EUR per person", None),
    ("ratio", ["km", "hour"], "km per hour", None),
    ("ratio", ["EUR", "count"], "km", "result"),
]


@pytest.mark.parametrize(("formula", "inputs", "result", "at"), UNITS)
def test_units_that_make_no_such_figure_are_refused(
    formula: str, inputs: list[str], result: str, at: int | str | None
) -> None:
    if at is None:
        check_units(Formula(formula), inputs, result)
        return
    with pytest.raises(UnitsDoNotFit) as refused:
        check_units(Formula(formula), inputs, result)
    assert refused.value.position == (None if at == "result" else at)
