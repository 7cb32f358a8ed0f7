"""What evidence says of claims: from rows to the plain values of the status rule, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from claims.checking.policy import Policy
from claims.checking.reasons import ENGINE_VERSION
from claims.checking.stance import Stance
from claims.checking.status import IN_FORCE, EvidenceForStatus, StatusDecision, decide_status
from claims.models import Claim, Evidence, ReviewDecision
from claims.models.figures import plain
from claims.quantities.periods import Period

_NO_VALUE: dict[str, Any] = {
    "current_value": None,
    "current_unit": "",
    "current_low": None,
    "current_high": None,
    "current_low_open": False,
    "current_high_open": False,
    "current_as_of": None,
    "current_as_of_precision": "",
    "current_evidence_id": None,
}


@dataclass(frozen=True)
class Decided:
    """Where a claim stands, and the evidence that gives its current value."""

    decision: StatusDecision
    current: Evidence | None = None

    @cached_property
    def columns(self) -> dict[str, Any]:
        """Return the columns of the verdict, all but the status itself."""
        return {
            "status_reasons": decision_as_json(self.decision),
            "confidence": self.decision.confidence,
            **self._current_columns(),
        }

    def _current_columns(self) -> dict[str, Any]:
        current, row = self.decision.current_value, self.current
        if current is None or row is None:
            return _NO_VALUE
        period = Claim.period_columns(current.as_of)
        return {
            "current_value": row.value,
            "current_unit": row.unit,
            "current_low": row.low,
            "current_high": row.high,
            "current_low_open": row.low_open,
            "current_high_open": row.high_open,
            **{f"current_{name}": value for name, value in period.items()},
            "current_evidence_id": row.pk,
        }


@dataclass(frozen=True, slots=True)
class Heard:
    """A piece of evidence as it counted at some time: how reviewed, and how far to be believed."""

    row: Evidence
    review: str
    reviewed_stance: str
    reliability: float

    @classmethod
    def as_it_is(cls, row: Evidence) -> Heard:
        """Return the piece as it counts now."""
        reliability = float(row.snapshot.source.reliability)
        return cls(row, row.review, row.reviewed_stance, reliability)


def decide(claims: Sequence[Claim], policy: Policy = IN_FORCE) -> dict[int, Decided]:
    """Return what the current evidence says of each claim, by the claim's key; one query."""
    of_claim: dict[int, list[Heard]] = defaultdict(list)
    for row in with_sources(Evidence.objects.current().filter(claim__in=claims)):
        of_claim[row.claim_id].append(Heard.as_it_is(row))
    return {claim.pk: decided(claim.period, of_claim[claim.pk], policy) for claim in claims}


def decided(period: Period | None, heard: Iterable[Heard], policy: Policy = IN_FORCE) -> Decided:
    """Return what pieces of evidence say of a claim for this period."""
    counting = [piece for piece in heard if piece.review != ReviewDecision.REJECTED]
    decision = decide_status(period, [_piece(each) for each in counting], policy)
    rows = {str(piece.row.uuid): piece.row for piece in counting}
    current = decision.current_value
    return Decided(decision, rows[current.evidence_id] if current else None)


def with_sources(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Return evidence with what deciding and showing it need, in one query, without the texts."""
    return rows.select_related("snapshot__source").defer("snapshot__text", "reasons")


def decision_as_json(decision: StatusDecision) -> dict[str, Any]:
    """Return a decision as it is stored with the claim and with the change."""
    current = decision.current_value
    return {
        **decision.reasons.as_json(),
        "confidence": decision.confidence,
        "engine_version": ENGINE_VERSION,
        "current_value": current
        and {
            "value": None if current.value is None else f"{plain(current.value):f}",
            "unit": current.unit,
            "interval": _text(current.interval),
            "as_of": _text(current.as_of),
            "source": current.source,
            "evidence": current.evidence_id,
        },
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _piece(heard: Heard) -> EvidenceForStatus:
    row, snapshot = heard.row, heard.row.snapshot
    return EvidenceForStatus(
        id=str(row.uuid),
        stance=Stance(heard.reviewed_stance or row.stance),
        score=row.score,
        reliability=heard.reliability,
        source=str(snapshot.source.uuid),
        title=str(snapshot.source),
        cluster=str(snapshot.voice),
        edition=snapshot.pk,
        as_of=row.period,
        published_at=snapshot.published_at and snapshot.published_at.date(),
        reviewed=bool(heard.review),
        value=plain(row.value),
        unit=row.unit,
        interval=row.quantity.interval,
    )
