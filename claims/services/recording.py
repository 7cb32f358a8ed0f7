"""Recording what reading and judging found: one transaction per snapshot, safe to repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from claims.checking.judge import Finding
from claims.checking.reasons import ENGINE_VERSION
from claims.checking.stance import Stance
from claims.models import (
    CheckTrigger,
    Claim,
    Evidence,
    Mention,
    ReadState,
    Snapshot,
    SourceState,
)
from claims.models.source import MAX_READ_ATTEMPTS
from claims.quantities import ENGINE_VERSION as READER_VERSION
from claims.quantities.mention import Mention as ReadMention
from claims.services.index import index_mentions
from claims.services.reprints import recognise
from claims.services.sources import lock_source, set_state
from claims.services.status import Tally, settle, settling_moment

CONTEXT = 100  # characters of text kept before and after a quote
_FIRST_RETRY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one snapshot says of one claim. `finding.mention` is among the snapshot's mentions."""

    claim: Claim
    snapshot: Snapshot
    finding: Finding


@dataclass(slots=True)
class Recorded:
    """What came of recording: pieces of evidence added and retired, for each claim's key."""

    added: Counter[int] = field(default_factory=Counter)
    retired: Counter[int] = field(default_factory=Counter)


def record_reading(
    *,
    snapshot: Snapshot,
    mentions: Sequence[ReadMention],
    judgements: Sequence[Judgement],
    cut: str = "",
    started_at: datetime,
    now: datetime,
) -> bool:
    """Store the mentions of a leased snapshot and what they say of claims, and settle the claims.

    `cut` says what was left out because there was too much of it.
    Returns False, with nothing stored, when the lease was lost to another worker meanwhile.
    """
    with transaction.atomic():
        lock_source(snapshot.source_id)
        if not Snapshot.objects.hold([snapshot]):
            return False
        rows = _store_mentions(snapshot, mentions)
        judgements = _of_consequence(judgements, snapshot)
        claims = lock_claims([judgement.claim for judgement in judgements])
        now = settling_moment(claims.values(), now)
        if mentions:
            recognise(snapshot)
        recorded = record_evidence(judgements, claims, rows, now)
        settle(
            claims=list(claims.values()),
            trigger=CheckTrigger.NEW_SOURCE,
            tallies=tallies(judgements, recorded),
            started_at=started_at,
            now=now,
        )
        _finish_reading(snapshot, cut, now)
    return True


def _of_consequence(judgements: Sequence[Judgement], snapshot: Snapshot) -> list[Judgement]:
    """Leave out the claims that the text says nothing of, and never did."""
    known = set(Evidence.objects.filter(snapshot=snapshot).values_list("claim_id", flat=True))
    return [
        judgement
        for judgement in judgements
        if judgement.finding.stance != Stance.UNRELATED or judgement.claim.pk in known
    ]


def record_reading_failure(*, snapshot: Snapshot, error: str, now: datetime) -> None:
    """Mark a leased snapshot as failed; it is retried with backoff, a limited number of times."""
    with transaction.atomic():
        lock_source(snapshot.source_id)
        if not Snapshot.objects.hold([snapshot]):
            return
        retry_at = None
        if snapshot.attempts < MAX_READ_ATTEMPTS:
            retry_at = now + _FIRST_RETRY * 4 ** (snapshot.attempts - 1)
        Snapshot.objects.filter(pk=snapshot.pk).update(
            state=ReadState.FAILED, error=error, next_read_at=retry_at, lease_until=None
        )
        set_state(snapshot.source, SourceState.FAILED)


def give_up_reading(*, snapshot: Snapshot, now: datetime) -> None:
    """Mark a text as failed for good: every attempt at it ended with the death of its reader."""
    with transaction.atomic():
        lock_source(snapshot.source_id)
        due = Snapshot.objects.due(now).exhausted().filter(pk=snapshot.pk)
        gave_up = due.update(
            state=ReadState.FAILED,
            error=f"the reader died {snapshot.attempts} times while it read this text",
            next_read_at=None,
            lease_until=None,
        )
        if gave_up:
            set_state(snapshot.source, SourceState.FAILED)


def lock_claims(claims: Iterable[Claim]) -> dict[int, Claim]:
    """Lock the claims, in the order of their keys so that no two workers wait for each other.

    Leaves out those edited or deleted since they were judged: an edit makes the claim due.
    """
    judged = {claim.pk: claim.revision for claim in claims}
    rows = Claim.objects.select_for_update(of=("self",)).filter(pk__in=judged).order_by("pk")
    rows = rows.defer("reading")  # what only judging asks for
    return {row.pk: row for row in rows if row.revision == judged[row.pk]}


def record_evidence(
    judgements: Iterable[Judgement],
    claims: dict[int, Claim],
    mention_rows: dict[tuple[int, int, int], Mention],
    now: datetime,
) -> Recorded:
    """Bring the stored evidence of the locked `claims` in line with `judgements`.

    A finding that is already stored stays as it is; another one supersedes it; a withdrawn text
    says nothing; evidence that an editor has reviewed is never touched. `mention_rows` is
    keyed by snapshot and number span.
    """
    recorded = Recorded()
    wanted = [j for j in judgements if j.claim.pk in claims]
    current = _current_evidence(wanted)
    withdrawn = _withdrawn(wanted)
    new: list[tuple[Evidence, list[Evidence]]] = []
    retired: list[Evidence] = []
    for judgement in wanted:
        stored = current.get((judgement.claim.pk, judgement.snapshot.pk), [])
        if any(evidence.review for evidence in stored):
            continue
        told = judgement.snapshot.pk not in withdrawn
        row = _told_by(judgement, mention_rows) if told else None
        same = [e for e in stored if row is not None and _is_same(e, row, judgement.claim)]
        outdated = [e for e in stored if e not in same]
        retired += outdated
        recorded.retired[judgement.claim.pk] += len(outdated)
        if row is not None and not same:
            new.append((_evidence(judgement, row, now), outdated))
            recorded.added[judgement.claim.pk] += 1
    _replace(retired, new, now)
    return recorded


def tallies(judgements: Iterable[Judgement], recorded: Recorded) -> dict[int, Tally]:
    """Return what a check's ledger row says of each claim."""
    judged = Counter(judgement.claim.pk for judgement in judgements)
    return {
        key: Tally(count, recorded.added[key], recorded.retired[key])
        for key, count in judged.items()
    }


def mention_key(snapshot: Snapshot, mention: ReadMention) -> tuple[int, int, int]:
    """Return what tells a mention from every other of the same engine version."""
    return snapshot.pk, mention.number_start, mention.number_end


def _store_mentions(
    snapshot: Snapshot, mentions: Sequence[ReadMention]
) -> dict[tuple[int, int, int], Mention]:
    stored = Mention.objects.filter(snapshot=snapshot, engine_version=READER_VERSION)
    rows = {(row.snapshot_id, row.number_start, row.number_end): row for row in stored}
    new = [m for m in mentions if mention_key(snapshot, m) not in rows]
    created = Mention.objects.bulk_create(_mention_row(snapshot, mention) for mention in new)
    index_mentions(created, snapshot.as_document())
    rows.update({(row.snapshot_id, row.number_start, row.number_end): row for row in created})
    return rows


def _mention_row(snapshot: Snapshot, mention: ReadMention) -> Mention:
    return Mention(
        snapshot=snapshot,
        quote=mention.quote,
        start=mention.start,
        end=mention.end,
        number_start=mention.number_start,
        number_end=mention.number_end,
        sentence_start=mention.sentence_start,
        sentence_end=mention.sentence_end,
        text_length=snapshot.text_length,
        subject=mention.subject[:300],
        measure=mention.measure[:300],
        place=mention.place[:200],
        role=mention.role.value,
        period_stated=mention.period_stated,
        engine_version=READER_VERSION,
        **Mention.columns_of(mention.quantity),
        **Mention.period_columns(mention.period),
    )


def _current_evidence(judgements: Sequence[Judgement]) -> dict[tuple[int, int], list[Evidence]]:
    found: dict[tuple[int, int], list[Evidence]] = {}
    rows = Evidence.objects.current().filter(
        claim__in={j.claim.pk for j in judgements}, snapshot__in={j.snapshot.pk for j in judgements}
    )
    for evidence in rows:
        found.setdefault((evidence.claim_id, evidence.snapshot_id), []).append(evidence)
    return found


def _withdrawn(judgements: Sequence[Judgement]) -> set[int]:
    """Return which of the judged texts their sources no longer have.

    Asked with the claims locked: of a check that judged the text before and the reader that retires
    what it said, the second sees what the first has stored.
    """
    keys = {judgement.snapshot.pk for judgement in judgements}
    rows = Snapshot.objects.filter(pk__in=keys, withdrawn_at__isnull=False)
    return set(rows.values_list("pk", flat=True)) if keys else set()


def _told_by(
    judgement: Judgement, mention_rows: dict[tuple[int, int, int], Mention]
) -> Mention | None:
    """Return the stored mention that speaks of the claim; None where none does."""
    finding = judgement.finding
    if finding.stance == Stance.UNRELATED or finding.mention is None:
        return None
    return mention_rows[mention_key(judgement.snapshot, finding.mention)]


def _replace(
    retired: Sequence[Evidence], new: Sequence[tuple[Evidence, list[Evidence]]], now: datetime
) -> None:
    """Store new evidence, with its history, in place of the outdated evidence beside it."""
    if retired:
        Evidence.objects.filter(pk__in=[e.pk for e in retired]).update(superseded_at=now)
    if new:
        Evidence.objects.create_with_history([evidence for evidence, _ in new])
    for evidence, outdated in new:
        if outdated:
            rows = Evidence.objects.filter(pk__in=[e.pk for e in outdated])
            rows.update(superseded_by=evidence)


def _is_same(evidence: Evidence, row: Mention, claim: Claim) -> bool:
    return (evidence.mention_id, evidence.claim_revision, evidence.engine_version) == (
        row.pk,
        claim.revision,
        ENGINE_VERSION,
    )


def _evidence(judgement: Judgement, row: Mention, now: datetime) -> Evidence:
    text, finding = judgement.snapshot.text, judgement.finding
    figures: dict[str, Any] = Evidence.columns_of(row.quantity)
    return Evidence(
        created_at=now,
        claim=judgement.claim,
        mention=row,
        snapshot=judgement.snapshot,
        claim_revision=judgement.claim.revision,
        quote=row.quote,
        prefix=text[max(0, row.start - CONTEXT) : row.start],
        suffix=text[row.end : row.end + CONTEXT],
        start=row.start,
        end=row.end,
        text_length=row.text_length,
        stance=finding.stance.value,
        score=finding.score,
        reasons=finding.reasons.as_json(),
        engine_version=ENGINE_VERSION,
        **figures,
        **Evidence.period_columns(row.period),
    )


def _finish_reading(snapshot: Snapshot, cut: str, now: datetime) -> None:
    Snapshot.objects.filter(pk=snapshot.pk).update(
        state=ReadState.READ,
        read_at=now,
        next_read_at=None,
        lease_until=None,
        error="",
        cut=cut,
        engine_version=READER_VERSION,
    )
    set_state(snapshot.source, SourceState.READ)
