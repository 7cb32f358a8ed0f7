"""Replaying status: as it was at some time, or as it would be by another policy. Nothing is stored.

A status moves only when a claim is settled, and everything it rests on is kept: which evidence was
current (`created_at`, `superseded_at`), how it was reviewed, which time the claim was for and how
far each source was believed (their histories). So the status of any moment is decided once more
from what stood in the rows when the claim was last settled before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from claims.checking.policy import Policy
from claims.checking.stance import Status
from claims.checking.status import IN_FORCE
from claims.models import Check, CheckOutcome, Claim, Evidence, Source, StatusChange
from claims.quantities.periods import Period, Precision
from claims.services.decisions import Decided, Heard, decide, decided, with_sources


class NotYet(Exception):
    """The claim was made after the time that is asked for."""


@dataclass(frozen=True, slots=True)
class StatusThen:
    """Where a claim stood at `at`, decided anew; `recorded` is what the ledger says of it.

    `settled_at` is when it was last settled until then, None before its first check; `revision`
    is that of the claim at that time.
    """

    claim: Claim
    at: datetime
    settled_at: datetime | None
    revision: int
    recorded: Status
    decided: Decided


@dataclass(frozen=True, slots=True)
class Retried:
    """A claim by another policy: its stored status, and what its evidence would make of it."""

    claim: Claim
    decided: Decided

    @property
    def changes(self) -> bool:
        """Whether the status would be another."""
        return self.claim.status != self.decided.decision.status.value


def status_at(claim: Claim, at: datetime, policy: Policy = IN_FORCE) -> StatusThen:
    """Return where the claim stood at `at`, from the evidence of that time; raise NotYet."""
    if at < claim.created_at:
        raise NotYet(f"the claim was made at {claim.created_at.isoformat()}")
    checks = Check.objects.filter(claim=claim, created_at__lte=at)
    settled = checks.exclude(outcome=CheckOutcome.FAILED).order_by("-created_at", "-pk").first()
    moment = settled.created_at if settled else at
    version = _version_at(claim, moment)
    return StatusThen(
        claim=claim,
        at=at,
        settled_at=settled.created_at if settled else None,
        revision=version.revision,
        recorded=_recorded_at(claim, at),
        decided=decided(_period(version), _heard_at(claim, moment), policy),
    )


def retry(claims: Sequence[Claim], policy: Policy) -> list[Retried]:
    """Return what the current evidence would make of each claim by `policy`; one query for all."""
    decisions = decide(claims, policy)
    return [Retried(claim, decisions[claim.pk]) for claim in claims]


def _recorded_at(claim: Claim, at: datetime) -> Status:
    moves = StatusChange.objects.filter(claim=claim, changed_at__lte=at)
    last = moves.order_by("-changed_at", "-pk").first()
    return Status(last.new_status) if last else Status.UNVERIFIED


def _version_at(claim: Claim, moment: datetime) -> Any:
    """Return the claim's version of that time; the oldest known where none reaches so far back."""
    versions = claim.history.order_by("history_date", "history_id")
    return versions.filter(history_date__lte=moment).last() or versions.first() or claim


def _period(version: Any) -> Period | None:
    if version.as_of is None:
        return None
    return Period(version.as_of, Precision(version.as_of_precision))


def _heard_at(claim: Claim, moment: datetime) -> list[Heard]:
    """Return the evidence that was current at `moment`, as it was reviewed and believed then."""
    replaced_later = Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment)
    rows = list(
        with_sources(Evidence.objects.filter(replaced_later, claim=claim, created_at__lte=moment))
    )
    reviews = _reviews_at(rows, moment)
    reliabilities = _reliabilities_at({row.snapshot.source_id for row in rows}, moment)
    heard = []
    for row in rows:
        source = row.snapshot.source
        reliability = reliabilities.get(source.pk, source.reliability)
        heard.append(Heard(row, *reviews.get(row.pk, ("", "")), float(reliability)))
    return heard


def _reviews_at(rows: Sequence[Evidence], moment: datetime) -> dict[int, tuple[str, str]]:
    """Return the review in force at `moment` for the evidence that had one, by its key."""
    reviewed = [row.pk for row in rows if row.reviewed_at is not None]
    versions = Evidence.history.filter(id__in=reviewed, history_date__lte=moment)
    ordered = versions.order_by("history_date", "history_id")
    return {v.id: (v.review, v.reviewed_stance) for v in ordered}


def _reliabilities_at(sources: set[int], moment: datetime) -> dict[int, Any]:
    """Return how far each source was believed at `moment`, by its key."""
    versions = Source.history.filter(id__in=sources).order_by("history_date", "history_id")
    believed: dict[int, Any] = {}
    for key, date, reliability in versions.values_list("id", "history_date", "reliability"):
        if date <= moment or key not in believed:
            believed[key] = reliability
    return believed
