"""Re-check due claims: judge the mentions recorded since the last check, and settle."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from claims.checking.reasons import ENGINE_VERSION
from claims.models import Claim, Evidence, Mention, Snapshot
from claims.services.checks import record_check_failure, record_checks
from claims.services.index import mentions_for
from claims.services.recording import Judgement
from worker.read import judge_claims

log = logging.getLogger(__name__)


def check_claims(keys: Sequence[int]) -> None:
    """Check those of the claims that are due."""
    claims = Claim.objects.take(keys, now=timezone.now(), lease=settings.LEASE)
    if not claims:
        log.info("none of %d claims is due any more", len(keys))
        return
    try:
        _check(claims)
    # One claim that cannot be judged must not keep the others of its chunk from being checked.
    except Exception:
        for claim in claims:
            _check_alone(claim)


def _check_alone(claim: Claim) -> None:
    try:
        _check([claim])
    except Exception as error:  # kept in the claim's ledger, and tried again at its next check
        log.exception("checking claim %s failed", claim.uuid)
        reason = f"{type(error).__name__}: {error}"
        record_check_failure(claim=claim, error=reason, now=timezone.now())


def _check(claims: Sequence[Claim]) -> None:
    started_at = timezone.now()
    judgements = [
        judgement
        for snapshot, concerned in _snapshots_to_judge(claims)
        for judgement in _judge_stored(snapshot, concerned)
    ]
    record_checks(claims=claims, judgements=judgements, started_at=started_at, now=timezone.now())
    log.info("%d claims checked, %d judgements", len(claims), len(judgements))


def _judge_stored(snapshot: Snapshot, claims: Sequence[Claim]) -> list[Judgement]:
    rows = snapshot.mentions.filter(engine_version=snapshot.engine_version)
    mentions = [row.as_read() for row in rows.order_by("start")]
    return judge_claims(snapshot, claims, snapshot.as_document(), mentions)


def _snapshots_to_judge(claims: Sequence[Claim]) -> Iterator[tuple[Snapshot, list[Claim]]]:
    """Yield each snapshot that may have something new to say, with the claims it may concern."""
    concerned: dict[int, set[Claim]] = defaultdict(set)
    settled = [claim for claim in claims if _was_judged_as_it_is(claim)]
    changed = [claim for claim in claims if claim not in settled]
    for claim, snapshot_key in [
        *_concerned(settled, _newest_look(settled)),
        *_concerned(changed, None),
        *_with_evidence(changed),
    ]:
        concerned[snapshot_key].add(claim)
    for snapshot in Snapshot.objects.filter(pk__in=concerned).order_by("pk").iterator(100):
        yield snapshot, sorted(concerned[snapshot.pk], key=lambda claim: claim.pk)


def _was_judged_as_it_is(claim: Claim) -> bool:
    return claim.last_checked_at is not None and claim.engine_version == ENGINE_VERSION


def _newest_look(claims: Sequence[Claim]) -> datetime | None:
    """Return the time since which mentions are new to some of `claims`.

    A reader that ran during the last check may have recorded its mentions after it, with candidates
    chosen before it: so a lease's length is looked back further.
    """
    looks = [claim.last_checked_at for claim in claims if claim.last_checked_at]
    return min(looks) - settings.LEASE if looks else None


def _concerned(claims: Sequence[Claim], since: datetime | None) -> Iterator[tuple[Claim, int]]:
    """Yield the claims with the snapshots whose mentions, recorded since then, they may concern."""
    recent = Mention.objects.filter(created_at__gte=since) if since else Mention.objects.all()
    if not claims or not recent.exists():
        return
    keys_by_claim = mentions_for(claims)
    wanted = set().union(*keys_by_claim.values())
    snapshots = dict(recent.filter(pk__in=wanted).values_list("pk", "snapshot_id"))
    for claim in claims:
        for key in keys_by_claim[claim.pk]:
            if key in snapshots:
                yield claim, snapshots[key]


def _with_evidence(claims: Sequence[Claim]) -> Iterator[tuple[Claim, int]]:
    """Yield changed claims with the snapshots that spoke of them before: they may do so no more."""
    by_key = {claim.pk: claim for claim in claims}
    rows = Evidence.objects.current().filter(claim__in=by_key)
    for claim_key, snapshot_key in rows.values_list("claim_id", "snapshot_id"):
        yield by_key[claim_key], snapshot_key
