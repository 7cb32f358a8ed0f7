"""What an editor allows beside the wording of a claim."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from claims.checking.claim import claim_from_statement
from claims.checking.compare import Outcome, compare
from claims.checking.judge import judge_document
from claims.checking.stance import Stance
from claims.checking.tolerance import NotATolerance, Tolerance, ToleranceKind
from claims.quantities import extract
from claims.quantities.mention import Document
from claims.quantities.periods import Period
from claims.quantities.quantity import Interval
from tests.checking.test_compare import about, at_least, between, exact, over, under

SUPPORTS, CONTRADICTS, UNCLEAR = Stance.SUPPORTS, Stance.CONTRADICTS, Stance.UNCLEAR


def tolerance(kind, amount):
    return Tolerance(ToleranceKind(kind), Decimal(amount))


@pytest.mark.parametrize(
    ("kind", "amount", "claimed", "interval"),
    [
        ("absolute", "5", exact("100"), "[95, 105]"),
        ("absolute", "5", about("100"), "[90, 110]"),
        ("absolute", "0.5", over("80"), "(79.5, +inf)"),
        ("absolute", "2", under("10"), "(-inf, 12)"),
        ("relative", "0.05", exact("200"), "[190, 210]"),
        ("relative", "0.1", exact("-50"), "[-55, -45]"),
        ("relative", "0.1", exact("0"), "[0, 0]"),
        ("digits", "1", exact("189"), "[150, 250]"),
        ("digits", "2", exact("189"), "[185, 195]"),
        ("digits", "3", exact("189"), "[188.5, 189.5]"),
        ("digits", "15", exact("189"), "[188.9999999999995, 189.0000000000005]"),
        ("digits", "2", exact("-189"), "[-195, -185]"),
        ("digits", "2", exact("0.0125"), "[0.0125, 0.0135]"),
        ("digits", "1", exact("0"), "[0, 0]"),
        # what the wording already allows is never taken away
        ("digits", "3", about("300"), "[285, 315]"),
        ("digits", "1", over("80"), "[75, +inf)"),
        ("digits", "1", at_least("80"), "[75, +inf)"),
        ("digits", "1", between("30", "40"), "[25, 45]"),
    ],
)
def test_interval_is_widened(kind, amount, claimed, interval):
    assert str(tolerance(kind, amount).around(claimed)) == interval


@pytest.mark.parametrize(
    ("allowed", "claimed", "found", "stance", "outcome"),
    [
        (None, exact("100"), exact("105"), CONTRADICTS, Outcome.OUTSIDE_CLAIM),
        (("absolute", "4"), exact("100"), exact("105"), CONTRADICTS, Outcome.OUTSIDE_CLAIM),
        (("absolute", "5"), exact("100"), exact("105"), SUPPORTS, Outcome.WITHIN_TOLERANCE),
        (("absolute", "5"), exact("100"), exact("100"), SUPPORTS, Outcome.WITHIN_CLAIM),
        (("relative", "0.05"), exact("100"), exact("95"), SUPPORTS, Outcome.WITHIN_TOLERANCE),
        (("digits", "2"), exact("189"), exact("191"), SUPPORTS, Outcome.WITHIN_TOLERANCE),
        (("digits", "2"), exact("189"), exact("221"), CONTRADICTS, Outcome.OUTSIDE_CLAIM),
        (("absolute", "5"), exact("80"), over("80"), UNCLEAR, Outcome.TOO_COARSE),
        (("absolute", "5"), over("80"), exact("80"), SUPPORTS, Outcome.WITHIN_TOLERANCE),
        (("absolute", "1"), exact("2", "0", "km"), exact("2900", "0", "m"), SUPPORTS,
         Outcome.WITHIN_TOLERANCE),
        (("absolute", "9"), exact("5", unit="percent"), exact("5", unit="km"), UNCLEAR,
         Outcome.OTHER_DIMENSION),
    ],
)  # fmt: skip
def test_figures_are_compared_with_a_tolerance(allowed, claimed, found, stance, outcome):
    comparison = compare(claimed, found, allowed and tolerance(*allowed))
    assert (comparison.stance, comparison.outcome) == (stance, outcome)


@pytest.mark.parametrize(
    ("kind", "amount", "reason"),
    [
        ("absolute", "0", "greater than 0"),
        ("absolute", "-1", "greater than 0"),
        ("absolute", "NaN", "greater than 0"),
        ("relative", "Infinity", "greater than 0"),
        ("relative", "5", "at most 1"),
        ("digits", "1.5", "from 1 to 15"),
        ("digits", "16", "from 1 to 15"),
    ],
)
def test_amount_that_makes_no_sense_is_refused(kind, amount, reason):
    with pytest.raises(NotATolerance, match=reason):
        tolerance(kind, amount)


@pytest.mark.parametrize(
    ("kind", "amount", "words"),
    [
        ("absolute", "5.0", "±5"),
        ("relative", "0.05", "±5 percent"),
        ("digits", "1", "1 significant digit"),
        ("digits", "2", "2 significant digits"),
    ],
)
def test_tolerance_is_told_in_words(kind, amount, words):
    assert str(tolerance(kind, amount)) == words


def test_reasons_say_that_a_tolerance_decided():
    text = "Torvik has 64 lighthouses, the coast guard said on Monday."
    document = Document(text, "Lighthouses", date(2022, 3, 1))
    claim = claim_from_statement("Torvik has 61 lighthouses", Period.parse("2022"))
    strict = judge_document(claim, document, extract(document))
    assert strict.stance == CONTRADICTS
    assert strict.reasons.as_json()["tolerance"] is None

    lenient = judge_document(
        replace(claim, tolerance=tolerance("relative", "0.05")), document, extract(document)
    )
    assert lenient.stance == SUPPORTS
    assert lenient.reasons.rule == "within_tolerance"
    assert lenient.reasons.claimed == Interval(Decimal("57.95"), Decimal("64.05"))
    assert lenient.reasons.as_json()["tolerance"] == "±5 percent"
    assert "tolerance of ±5 percent" in lenient.reasons.sentence
