"""Re-check due claims: judge the mentions recorded since the last check, and settle."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from claims.checking.reasons import ENGINE_VERSION
from claims.models import Claim, Evidence, Mention, Snapshot
from claims.quantities.mention import Mention as ReadMention
from claims.services.checks import record_check_failure, record_checks
from claims.services.citations import Cells, cited_cells, tables_cited_by
from claims.services.index import mentions_for, recent_mentions_of
from claims.services.recording import Judgement
from claims.services.sources import read_anew
from worker.counting import note
from worker.outage import is_outage
from worker.read import judge_claims
from worker.told import told

log = logging.getLogger(__name__)

# Changed claims meet all stored mentions: they are recorded a few at a time, and those that are not
# reached in a quarter of the lease are given back, to be taken by other workers too. The first goes
# alone and each chunk is at most twice the one before, so that none outlasts the lease on a slow
# machine where the last did not.
_CHANGED_AT_ONCE = 10
_SHARE_OF_LEASE = 4
_TEXTS_AT_ONCE = 20

# What a check of a claim looks at when nothing new was said about it: most checks.
_LOOKED_AT = (
    "status", "revision", "check_trigger", "check_interval", "next_check_at", "last_checked_at",
    "lease_until", "updated_at", "engine_version",
)  # fmt: skip


def check_claims(keys: Sequence[int]) -> None:
    """Check those of the claims that are due."""
    due = Claim.objects.only(*_LOOKED_AT)
    claims = due.take(keys, now=timezone.now(), lease=settings.LEASE)
    if not claims:
        log.info("none of %d claims is due any more", len(keys))
        return
    settled = [claim for claim in claims if _was_judged_as_it_is(claim)]
    changed = [claim for claim in claims if not _was_judged_as_it_is(claim)]
    until = timezone.now() + settings.LEASE / _SHARE_OF_LEASE
    for chunk in (settled, *_growing_chunks(changed, _CHANGED_AT_ONCE)):
        if timezone.now() < until:
            _check_chunk(chunk)
        else:
            Claim.objects.give_back(chunk)
            note("put off", len(chunk))


def _check_chunk(claims: Sequence[Claim]) -> None:
    if not claims:
        return
    try:
        _check(claims)
    # One claim that cannot be judged must not keep the others of its chunk from being checked.
    except Exception as error:
        if is_outage(error):
            log.exception("%d claims are given back unchecked", len(claims))
            Claim.objects.give_back(claims)
            note("given back", len(claims))
            return
        for claim in claims:
            _check_alone(claim)


def _check_alone(claim: Claim) -> None:
    try:
        _check([claim])
    except Exception as error:  # kept in the claim's ledger, and tried again at its next check
        log.exception("checking claim %s failed", claim.uuid)
        if is_outage(error):
            Claim.objects.give_back([claim])
            note("given back")
            return
        reason = told(error)
        record_check_failure(claim=claim, error=reason, now=timezone.now())
        note("failed")


def _check(claims: Sequence[Claim]) -> None:
    started_at = timezone.now()
    settled = [claim for claim in claims if _was_judged_as_it_is(claim)]
    changed = _whole([claim for claim in claims if not _was_judged_as_it_is(claim)])
    judgements = [
        judgement
        for concerned in _snapshots_to_judge(settled, changed)
        for judgement in _judge_stored(concerned)
    ]
    record_checks(
        claims=claims,
        unsettled={claim.pk for claim in changed},
        judgements=judgements,
        started_at=started_at,
        now=timezone.now(),
    )
    note("checked", len(claims))
    log.info("%d claims checked, %d judgements", len(claims), len(judgements))


def _whole(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims with all their columns."""
    rows = Claim.objects.select_related("defined_measure")
    return list(rows.filter(pk__in=[claim.pk for claim in claims]).order_by("pk"))


def _judge_stored(concerned: Mapping[Snapshot, Sequence[Claim]]) -> Iterator[Judgement]:
    """Yield what each of these texts says of its claims, by the mentions that are stored."""
    mentions = _stored_mentions(concerned)
    cells = cited_cells(concerned, {claim.pk for claims in concerned.values() for claim in claims})
    for snapshot, claims in concerned.items():
        document, told = snapshot.as_document(), mentions[snapshot.pk]
        if _left_a_cell_out(snapshot, told, cells[snapshot.source_id]):
            read_anew(snapshot.source, [snapshot.pk], timezone.now())
            note("read again for a cell")
        yield from judge_claims(snapshot, claims, document, told, cells[snapshot.source_id])


def _left_a_cell_out(snapshot: Snapshot, told: Iterable[ReadMention], cells: Cells) -> bool:
    """Whether a text was read in part, before a claim came to cite a cell of its other part."""
    if not snapshot.cut:
        return False
    spans = filter(None, (cell.find(snapshot.text) for cell in set(cells.values())))
    known = {mention.number_start for mention in told}
    return any(
        known.isdisjoint(range(*span)) and any(map(str.isdigit, snapshot.text[slice(*span)]))
        for span in spans
    )


def _stored_mentions(snapshots: Iterable[Snapshot]) -> Mapping[int, Sequence[ReadMention]]:
    """Return the mentions of each text, by its key, as the engine that read it last found them."""
    engines = {snapshot.pk: snapshot.engine_version for snapshot in snapshots}
    found: dict[int, list[ReadMention]] = defaultdict(list)
    for row in Mention.objects.filter(snapshot__in=engines).order_by("start"):
        if row.engine_version == engines[row.snapshot_id]:
            found[row.snapshot_id].append(row.as_read())
    return found


def _snapshots_to_judge(
    settled: Sequence[Claim], changed: Sequence[Claim]
) -> Iterator[dict[Snapshot, list[Claim]]]:
    """Yield the snapshots that may have something new to say, with the claims they may concern.

    They come a few at a time: one query for all of them, and not too much text in memory.
    """
    concerned: dict[int, set[Claim]] = defaultdict(set)
    for claim, snapshot_key in [
        *_with_news(settled),
        *_with_mentions(changed),
        *_with_evidence(changed),
        *tables_cited_by(changed),
    ]:
        concerned[snapshot_key].add(claim)
    keys = sorted(concerned)
    for begin in range(0, len(keys), _TEXTS_AT_ONCE):
        chunk = Snapshot.objects.filter(pk__in=keys[begin : begin + _TEXTS_AT_ONCE]).order_by("pk")
        yield {row: sorted(concerned[row.pk], key=lambda claim: claim.pk) for row in chunk}


def _growing_chunks(claims: Sequence[Claim], largest: int) -> Iterator[Sequence[Claim]]:
    """Yield one claim, then two, four ... up to `largest` at a time."""
    begin, size = 0, 1
    while begin < len(claims):
        yield claims[begin : begin + size]
        begin, size = begin + size, min(2 * size, largest)


def _was_judged_as_it_is(claim: Claim) -> bool:
    return claim.last_checked_at is not None and claim.engine_version == ENGINE_VERSION


def _with_news(settled: Sequence[Claim]) -> Iterator[tuple[Claim, int]]:
    """Yield the claims with the snapshots recorded since their last check that may concern them.

    Who reads a text judges every claim that it may concern. Left for the check are claims that came
    while the text was being read, and those that were cut from its candidates.
    """
    recent = _recorded_since_the_last_look(settled)
    first = recent.order_by("created_at").values_list("pk", flat=True).first() if settled else None
    if first is None:
        return
    late = [claim for claim in settled if _may_have_been_missed(claim)]
    missed = _whole(late)
    yield from tables_cited_by(missed)
    found = recent_mentions_of(settled, since=first)
    for key, mentions in mentions_for(missed, since=first).items():
        found[key] |= mentions
    claims = {claim.pk: claim for claim in _whole(claim for claim in settled if found[claim.pk])}
    yield from _by_snapshot(claims, found, recent)


def _recorded_since_the_last_look(settled: Sequence[Claim]) -> QuerySet[Mention]:
    looks = [claim.last_checked_at for claim in settled if claim.last_checked_at]
    if not looks:
        return Mention.objects.none()
    # A reader that ran during the last check may have recorded its mentions after it, with
    # candidates chosen before it: so a lease's length is looked back further.
    return Mention.objects.filter(created_at__gte=min(looks) - settings.LEASE)


def _may_have_been_missed(claim: Claim) -> bool:
    """Whether a reader that chose its candidates before the claim was as it is may have recorded
    its mentions after the claim's last check."""
    assert claim.last_checked_at
    return claim.last_checked_at <= claim.updated_at + 2 * settings.LEASE


def _with_mentions(changed: Sequence[Claim]) -> Iterator[tuple[Claim, int]]:
    """Yield the claims with all snapshots whose mentions they may concern."""
    by_key = {claim.pk: claim for claim in changed}
    yield from _by_snapshot(by_key, mentions_for(changed), Mention.objects.all())


def _by_snapshot(
    claims: Mapping[int, Claim], found: Mapping[int, set[int]], mentions: QuerySet[Mention]
) -> Iterator[tuple[Claim, int]]:
    wanted = set().union(*(found[key] for key in claims))
    snapshots = dict(mentions.filter(pk__in=wanted).values_list("pk", "snapshot_id"))
    for key, claim in claims.items():
        for mention in found[key] & snapshots.keys():
            yield claim, snapshots[mention]


def _with_evidence(claims: Sequence[Claim]) -> Iterator[tuple[Claim, int]]:
    """Yield changed claims with the snapshots that spoke of them before: they may do so no more."""
    by_key = {claim.pk: claim for claim in claims}
    rows = Evidence.objects.current().filter(claim__in=by_key)
    for claim_key, snapshot_key in rows.values_list("claim_id", "snapshot_id"):
        yield by_key[claim_key], snapshot_key
