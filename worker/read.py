"""Read one snapshot: find its mentions, judge the claims they may concern, record in one go."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence

from django.conf import settings
from django.utils import timezone

from claims.checking.cell import judge_cell
from claims.checking.judge import judge_document
from claims.models import Claim, Evidence, Snapshot
from claims.models.figures import can_be_kept
from claims.quantities.extract import Extract, extract_first
from claims.quantities.mention import Document, Mention
from claims.services.citations import Cells, cells_cited_in
from claims.services.index import claims_for, mentions_to_judge
from claims.services.recording import Judgement, record_reading, record_reading_failure
from worker.counting import note
from worker.outage import is_outage
from worker.told import told

log = logging.getLogger(__name__)

MOST_FIGURES = 10_000  # read of one text, the first of them


def read_snapshots(keys: Sequence[int]) -> None:
    """Read those of the snapshots that are due; one that fails is marked and the others go on."""
    for key in keys:
        for snapshot in Snapshot.objects.take([key], now=timezone.now(), lease=settings.LEASE):
            _read(snapshot)


def _read(snapshot: Snapshot) -> None:
    try:
        _read_and_record(snapshot)
    # Whatever a text provokes is that text's outcome: stored with it, retried with backoff.
    except Exception as error:
        log.exception("reading snapshot %s failed", snapshot.uuid)
        if is_outage(error):
            Snapshot.objects.give_back([snapshot])
            note("given back")
            return
        reason = told(error)
        record_reading_failure(snapshot=snapshot, error=reason, now=timezone.now())
        note("failed")


def _read_and_record(snapshot: Snapshot) -> None:
    started_at = timezone.now()
    document = snapshot.as_document()
    cells = cells_cited_in(snapshot)
    places = [place for cell in set(cells.values()) if (place := cell.find(document.text))]
    found = extract_first(document, MOST_FIGURES, places)
    # A number that no column holds must not keep the rest of the text from being recorded.
    mentions = [each for each in found.mentions if can_be_kept(each.quantity)]
    candidates = claims_for(mentions, document)
    cut = "; ".join(filter(None, [_unread(found, document), candidates.cut]))
    if cut:
        log.warning("snapshot %s: %s", snapshot.uuid, cut)
    known = {*cells, *_spoken_of_before(snapshot)}
    claims = {claim.pk: claim for claim in [*_by_key(known), *candidates.claims]}
    judgements = judge_claims(snapshot, list(claims.values()), document, mentions, cells)
    recorded = record_reading(
        snapshot=snapshot,
        mentions=mentions,
        judgements=judgements,
        cut=cut,
        started_at=started_at,
        now=timezone.now(),
    )
    note("read" if recorded else "lease lost")
    log.info(
        "snapshot %s: %d mentions, %d candidate claims, %s",
        snapshot.uuid, len(mentions), len(judgements), "recorded" if recorded else "lease lost",
    )  # fmt: skip


def _unread(found: Extract, document: Document) -> str:
    length = len(document.text)
    if found.read_to == length:
        return ""
    return (
        f"only the first {MOST_FIGURES:,} figures are read, up to character {found.read_to:,}"
        f" of {length:,}, and the cells that claims cite"
    )


def _spoken_of_before(snapshot: Snapshot) -> set[int]:
    """Return the claims that have evidence from an earlier reading of the text.

    They may be candidates no more; what the text no longer says of them must still be retired.
    """
    if snapshot.read_at is None:
        return set()
    evidence = Evidence.objects.current().filter(snapshot=snapshot)
    return set(evidence.values_list("claim_id", flat=True))


def _by_key(keys: Collection[int]) -> list[Claim]:
    if not keys:
        return []
    return list(Claim.objects.filter(pk__in=keys).to_judge())


def judge_claims(
    snapshot: Snapshot,
    claims: Sequence[Claim],
    document: Document,
    mentions: Sequence[Mention],
    cells: Cells,
) -> list[Judgement]:
    """Return what the document says of each of `claims`.

    A claim that cites a cell of this table, one of `cells`, is judged by that cell alone.
    """
    others = [claim for claim in claims if claim.pk not in cells]
    findings = [
        (claim, judge_cell(claim.for_check(), cells[claim.pk], document, mentions))
        for claim in claims
        if claim.pk in cells
    ]
    findings += [
        (claim, judge_document(claim.for_check(), document, nearest))
        for claim, nearest in mentions_to_judge(others, mentions, document)
    ]
    return [Judgement(claim, snapshot, finding) for claim, finding in findings]
