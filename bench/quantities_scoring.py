"""Score predicted quantities against gold rows: value, value and unit, span, comparator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from claims.quantities.units import UnknownUnit, canonical

Row = dict[str, Any]
NO_UNIT = ("", "count", "dimensionless", "none", "times")
OPEN_SIGNS = {">=": ">", "<=": "<"}


@dataclass
class Tally:
    """How many were found, found in vain, and missed."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.right / max(1, 2 * self.right + self.extra + self.missed)

    @property
    def accuracy(self) -> float:
        """Return the share of what was wanted that was right."""
        return self.right / max(1, self.right + self.missed)


def score(gold: Iterable[Row], predicted: dict[str, list[Row]]) -> dict[str, dict[str, Tally]]:
    """Return the tallies of each origin ("all" too) by metric.

    A gold range also counts as found when its two ends are predicted one by one. Where a row marks
    only some kinds of quantity, other kinds found in it are not held against the reader.
    """
    tallies: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for row in gold:
        found = joined_ends(row["quantities"], predicted.get(row["id"], []))
        for metric, matches in METRICS.items():
            if metric == "span" and not all(quantity.get("span") for quantity in row["quantities"]):
                continue  # what stands where is not known
            counted = tally(row, found, metric, matches)
            for origin in ("all", row.get("origin", "")):
                into = tallies[origin][metric]
                into.right += counted.right
                into.extra += counted.extra
                into.missed += counted.missed
    return tallies


def tally(row: Row, found: list[Row], metric: str, matches: Callable[[Row, Row], bool]) -> Tally:
    """Pair the quantities of one row one to one."""
    wanted = [quantity for quantity in row["quantities"] if metric == "span" or stated(quantity)]
    if metric == "comparator":
        wanted = [quantity for quantity in wanted if quantity.get("comparator")]
    open_found = list(found)
    right = 0
    for quantity in wanted:
        fits = [other for other in open_found if matches(quantity, other)]
        if fits:
            best = max(fits, key=lambda other, q=quantity: (same_unit(q, other), overlap(q, other)))
            open_found.remove(best)
            right += 1
    if metric == "comparator":
        paired = tally(row, found, "value", same_value).right if wanted else 0
        return Tally(right, 0, max(0, min(paired, len(wanted)) - right))
    extra = sum(counts_against(row, other) for other in open_found)
    return Tally(right, extra, len(wanted) - right)


def counts_against(row: Row, found: Row) -> bool:
    """Whether a quantity that no gold one was paired with is a mistake."""
    if any(not stated(quantity) and overlap(quantity, found) for quantity in row["quantities"]):
        return False
    kinds = row.get("annotated", "all")
    return (
        kinds == "all"
        or found.get("kind") in kinds
        or any(overlap(quantity, found) for quantity in row["quantities"])
    )


def stated(quantity: Row) -> bool:
    """Whether the gold gives the number."""
    return any(quantity.get(name) is not None for name in ("value", "low", "high"))


def ends(quantity: Row) -> tuple[float | None, float | None]:
    """Return the value twice, or the two ends of a range."""
    value, low, high = (quantity.get(name) for name in ("value", "low", "high"))
    if value is None and (low is None or high is None):
        value = low if low is not None else high
    return (low, high) if value is None else (value, value)


def same_value(gold: Row, found: Row) -> bool:
    """Whether the numbers agree to one part in ten thousand."""
    return all(close(a, b) for a, b in zip(ends(gold), ends(found), strict=True))


def close(left: float | None, right: float | None) -> bool:
    """Whether two numbers agree; a missing one agrees with none."""
    if left is None or right is None:
        return False
    return abs(left - right) <= 1e-4 * max(abs(left), abs(right), 1e-12)


def same_unit(gold: Row, found: Row) -> bool:
    """Whether both name the same unit of our vocabulary (or the same unknown word)."""
    return unit_of(gold) == unit_of(found)


def unit_of(quantity: Row) -> str:
    """Return the canonical unit, "count" for none."""
    name = str(quantity.get("unit") or "").strip()
    if name.lower() in NO_UNIT:
        return "count"
    try:
        return canonical(name)
    except UnknownUnit:
        return name.lower().removesuffix("s")


def same_comparator(gold: Row, found: Row) -> bool:
    """Whether value and comparator agree; strict and inclusive bounds are one class."""
    signs = [str(quantity.get("comparator") or "=") for quantity in (gold, found)]
    return same_value(gold, found) and len({OPEN_SIGNS.get(sign, sign) for sign in signs}) == 1


def overlap(gold: Row, found: Row) -> bool:
    """Whether the spans share a character."""
    a, b = gold.get("span"), found.get("span")
    return bool(a and b) and min(a[1], b[1]) > max(a[0], b[0])


def joined_ends(gold: list[Row], found: list[Row]) -> list[Row]:
    """Join two predicted numbers that are the ends of one gold range."""
    found = list(found)
    for quantity in gold:
        low, high = ends(quantity)
        if low == high or any(same_value(quantity, other) for other in found):
            continue
        first = next((other for other in found if close(ends(other)[0], low)), None)
        last = next((other for other in found if close(ends(other)[1], high)), None)
        if first is None or last is None or first is last:
            continue
        found = [other for other in found if other is not first and other is not last]
        unit = last.get("unit") or first.get("unit")
        found.append({**last, "value": None, "low": low, "high": high, "unit": unit,
                      "comparator": "range"})  # fmt: skip
    return found


METRICS: dict[str, Callable[[Row, Row], bool]] = {
    "value": same_value,
    "value+unit": lambda gold, found: same_value(gold, found) and same_unit(gold, found),
    "span": overlap,
    "comparator": same_comparator,
}
