"""Recording the re-checks of claims."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper, F, Value

from claims.checking.reasons import ENGINE_VERSION
from claims.checking.stance import Stance
from claims.models import Check, CheckOutcome, CheckTrigger, Claim, Mention, Snapshot
from claims.services.rebuilding import under_way
from claims.services.recording import (
    Judgement,
    lock_claims,
    record_evidence,
    tallies,
)
from claims.services.status import leave_unmoved, settle, settling_moment

_RETRY_AFTER_FAILURE = timedelta(minutes=10)


def record_checks(
    *,
    claims: Sequence[Claim],
    unsettled: Collection[int],
    judgements: Sequence[Judgement],
    started_at: datetime,
    now: datetime,
) -> None:
    """Store what checking the leased `claims` found, settle them, and set their next check.

    Settled are those whose keys are in `unsettled`, and those that were judged: the status of the
    others stands. Claims whose lease was lost are left alone. A claim that became due again
    meanwhile (it was edited, or a check was asked for) only gives its lease back.
    """
    with transaction.atomic():
        _lock_texts(judgements)
        held = set(Claim.objects.hold(claims))
        as_taken = _as_taken([claim for claim in claims if claim.pk in held])
        judged = {judgement.claim.pk for judgement in judgements}
        quiet = [c for c in as_taken if c.pk not in unsettled and c.pk not in judged]
        _settle_judged(
            [c for c in as_taken if c.pk in unsettled or c.pk in judged],
            judgements,
            started_at,
            now,
        )
        leave_unmoved(claims=quiet, started_at=started_at, now=now)
        _set_next_check([claim.pk for claim in as_taken], now)
        again = held - {claim.pk for claim in as_taken}
        if again:
            Claim.objects.filter(pk__in=again).update(lease_until=None)


def _lock_texts(judgements: Iterable[Judgement]) -> None:
    """Lock the texts that speak of claims, as their readers do, before the claims are locked.

    A source that takes one of them back waits meanwhile: whoever then reads it finds this evidence.
    """
    telling = {j.snapshot.pk for j in judgements if j.finding.stance != Stance.UNRELATED}
    if telling:
        texts = Snapshot.objects.filter(pk__in=telling).order_by("pk")
        list(texts.select_for_update(no_key=True).values_list("pk"))


def _as_taken(held: Sequence[Claim]) -> list[Claim]:
    """Return those of the held claims that nobody has edited or made due again."""
    rows = Claim.objects.filter(pk__in=[claim.pk for claim in held])
    stored = set(rows.values_list("pk", "revision", "next_check_at"))
    return [c for c in held if (c.pk, c.revision, c.next_check_at) in stored]


def _settle_judged(
    claims: Sequence[Claim], judgements: Sequence[Judgement], started_at: datetime, now: datetime
) -> None:
    if not claims:
        return
    locked = lock_claims(claims)
    now = settling_moment(locked.values(), now)
    recorded = record_evidence(judgements, locked, _mention_rows(judgements), now)
    settle(
        claims=list(locked.values()),
        trigger={key: row.check_trigger for key, row in locked.items()},
        tallies=tallies(judgements, recorded),
        started_at=started_at,
        now=now,
    )


def record_check_failure(*, claim: Claim, error: str, now: datetime) -> None:
    """Leave a failed check in the ledger of a leased claim; it is tried again before long."""
    with transaction.atomic():
        if not Claim.objects.hold([claim]):
            return
        Check.objects.create(
            claim=claim,
            created_at=now,
            trigger=claim.check_trigger,
            outcome=CheckOutcome.FAILED,
            started_at=now,
            status=claim.status,
            error=error,
            engine_version=ENGINE_VERSION,
        )
        Claim.objects.filter(pk=claim.pk).update(
            lease_until=None, next_check_at=now + min(claim.check_interval, _RETRY_AFTER_FAILURE)
        )


def _set_next_check(keys: Sequence[int], now: datetime) -> None:
    due = ExpressionWrapper(Value(now) + F("check_interval"), output_field=DateTimeField())
    Claim.objects.filter(pk__in=keys).update(
        last_checked_at=now,
        next_check_at=due,
        check_trigger=CheckTrigger.SCHEDULE,
        # While stored texts are found by older keys, some are missed: then it is judged once more.
        engine_version="" if under_way() else ENGINE_VERSION,
        lease_until=None,
    )


def _mention_rows(judgements: Iterable[Judgement]) -> dict[tuple[int, int, int], Mention]:
    snapshots = {judgement.snapshot.pk for judgement in judgements if judgement.finding.mention}
    rows = Mention.objects.filter(snapshot__in=snapshots)
    return {(row.snapshot_id, row.number_start, row.number_end): row for row in rows}
