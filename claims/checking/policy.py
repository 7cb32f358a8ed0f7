"""By which thresholds evidence makes a status: a plain value, so that another one can be tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple


class PolicyError(ValueError):
    """Some thresholds are unknown or out of range; `errors` gives the reason for each name."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {reason}" for name, reason in errors.items()))
        self.errors = errors


class Range(NamedTuple):
    """The values that a threshold can have, and what it says."""

    low: float
    high: float
    meaning: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The thresholds of `decide_status`; the defaults are those in force."""

    min_weight: float = 0.2
    clear_majority: float = 3.0
    # Reports of one event appear within days of each other.
    same_time_days: int = 7
    min_reliability: float = 0.0
    min_score: float = 0.0
    min_score_against: float = 0.0

    def __post_init__(self) -> None:
        errors = {
            name: f"must be a {'whole ' * (name in WHOLE)}number from {low:g} to {high:g}"
            for name, (low, high, _) in RANGES.items()
            if not _fits(name, getattr(self, name))
        }
        if errors:
            raise PolicyError(errors)

    @classmethod
    def of(cls, thresholds: Mapping[str, Any]) -> Policy:
        """Return the policy in force with these `thresholds` changed; raise PolicyError."""
        unknown = [name for name in thresholds if name not in RANGES]
        if unknown:
            known = ", ".join(RANGES)
            raise PolicyError(dict.fromkeys(unknown, f"is no threshold; there are {known}"))
        return cls(**thresholds)

    def as_json(self) -> dict[str, float]:
        """Return all thresholds by their names."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


RANGES = {
    "min_weight": Range(0, 1, "Voices that weigh less decide nothing."),
    "clear_majority": Range(1.001, 1000, "How many times the other a side must weigh to prevail."),
    "same_time_days": Range(0, 36_500, "Days within which the newest figures are of one time."),
    "min_reliability": Range(0, 1, "Sources less reliable than this are not heard."),
    "min_score": Range(0, 1, "Evidence whose words match less surely is not heard."),
    "min_score_against": Range(0, 1, "The same for evidence that differs from the claim."),
}
WHOLE = {"same_time_days"}


def _fits(name: str, value: Any) -> bool:
    kinds = int if name in WHOLE else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds):
        return False
    return RANGES[name].low <= value <= RANGES[name].high
