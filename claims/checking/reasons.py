"""Why a mention got its stance: in words, and in the numbers that the words rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from claims.checking.tolerance import Tolerance
from claims.quantities.periods import Period
from claims.quantities.quantity import Interval

ENGINE_VERSION = "1.5"


@dataclass(frozen=True, slots=True)
class Reasons:
    """One judgement, explained so that it can be read by an editor and replayed by a program.

    `rule` is the code of the rule that decided and `sentence` says it in words. The intervals are
    in the claim's unit; `claimed` is widened by the claim's `tolerance`, where it has one.
    `features` holds each match feature's contribution to the score, in log-odds; `wording` is the
    synonym of the claim's measure by which the mention was matched.
    """

    rule: str
    sentence: str
    claimed: Interval | None = None
    tolerance: Tolerance | None = None
    found: Interval | None = None
    unit: str = ""
    claim_time: Period | None = None
    figure_time: Period | None = None
    when: str = ""
    score: float = 0.0
    features: Mapping[str, float] = field(default_factory=dict)
    wording: str = ""
    engine_version: str = ENGINE_VERSION

    def as_json(self) -> dict[str, Any]:
        """Return the reasons as plain JSON values."""
        wording = {"wording": self.wording} if self.wording else {}
        return wording | {
            "rule": self.rule,
            "sentence": self.sentence,
            "claimed": _text(self.claimed),
            "tolerance": _text(self.tolerance),
            "found": _text(self.found),
            "unit": self.unit,
            "claim_time": _text(self.claim_time),
            "figure_time": _text(self.figure_time),
            "when": self.when,
            "score": round(self.score, 4),
            # Adding zero turns -0.0 into 0.0: a feature that says nothing has no sign.
            "features": {name: round(value, 4) + 0.0 for name, value in self.features.items()},
            "engine_version": self.engine_version,
        }


def _text(value: Interval | Period | Tolerance | None) -> str | None:
    return None if value is None else str(value)
