"""Cited sources that were looked at again: what became of each quote, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import F, QuerySet

from claims.checking.locator import CellLocator, LocatorError
from claims.checking.quoting import QuoteOutcome, difference, follow_cell, follow_quote
from claims.models import Citation, CitationCheck, Claim, Evidence, Snapshot, Source

_NUMBER_LENGTH = 100


def record_look(*, source: Source, before: Snapshot | None, after: Snapshot, now: datetime) -> None:
    """Leave a row for each citation of `source`, whose text was `before` and now is `after`."""
    citations = _citations(source)
    if not citations:
        return
    changed = before is not None and before.pk != after.pk
    told = difference(before.text, after.text) if before is not None and changed else ""
    rows = [_look(citation, before, after) for citation in citations]
    for row in rows:
        row.checked_at, row.difference = now, told
    _store(rows)


def record_no_look(*, source: Source, outcome: QuoteOutcome, error: str, now: datetime) -> None:
    """Leave a row for each citation of `source`, which is gone or could not be reached."""
    last = source.current
    _store(
        [
            CitationCheck(
                citation=citation,
                outcome=outcome.value,
                checked_at=now,
                before=last,
                quote=citation.quote,
                error=error,
            )
            for citation in _citations(source)
        ]
    )


Cells = dict[int, CellLocator]  # by the key of the claim that cites each


def cited_cells(snapshots: Iterable[Snapshot], claims: Iterable[int]) -> dict[int, Cells]:
    """Return, by the key of each of the texts' sources, the cells in it that these claims cite."""
    return _cells_in(snapshots, Citation.objects.filter(claim__in=claims))


def cells_cited_in(snapshot: Snapshot) -> Cells:
    """Return the cells of the text's table that any claim cites."""
    return _cells_in([snapshot], Citation.objects.all())[snapshot.source_id]


def _cells_in(snapshots: Iterable[Snapshot], citations: QuerySet[Citation]) -> dict[int, Cells]:
    sources = {snapshot.source_id for snapshot in snapshots}
    cells: dict[int, Cells] = {source: {} for source in sources}
    for row in citations.filter(source__in=sources, locator__icontains="cell ").order_by("claim"):
        cell = cell_of(row.locator)
        if cell:
            cells[row.source_id][row.claim_id] = cell
    return cells


def tables_cited_by(claims: Sequence[Claim]) -> list[tuple[Claim, int]]:
    """Return the claims that cite a cell, each with the text in which it is to be found."""
    rows = Citation.objects.filter(claim__in=claims, locator__icontains="cell ")
    by_key = {claim.pk: claim for claim in claims}
    return [
        (by_key[row.claim_id], row.source.current_id)
        for row in rows.select_related("source")
        if row.source.current_id and cell_of(row.locator)
    ]


def cell_of(locator: str) -> CellLocator | None:
    """Return the cell that a stored locator names, None for other places."""
    try:
        return CellLocator.parse(locator)
    except LocatorError:
        return None


def _look(citation: Citation, before: Snapshot | None, after: Snapshot) -> CitationCheck:
    cell = cell_of(citation.locator)
    old = before.text if before else None
    if cell:
        # Without a quote a change is told once: what the claim makes of it stays in its status.
        quote = citation.quote or (_words_in(cell, old) if old else None) or ""
        found = follow_cell(quote, _words_in(cell, after.text))
    else:
        quote = citation.quote or _quoted(citation, before)
        found = follow_quote(old, after.text, quote)
    return CitationCheck(
        citation=citation,
        outcome=found.outcome.value,
        before=before,
        after=after,
        quote=quote,
        passage=found.passage,
        old_number=found.old_number[:_NUMBER_LENGTH],
        new_number=found.new_number[:_NUMBER_LENGTH],
    )


def _words_in(cell: CellLocator, text: str) -> str | None:
    span = cell.find(text)
    return None if span is None else text[slice(*span)]


def _citations(source: Source) -> Sequence[Citation]:
    """Return the citations of `source`, and have whoever edits or removes their claims wait."""
    claims = Claim.objects.filter(pk__in=source.citations.values("claim")).order_by("pk")
    locked = list(claims.select_for_update(no_key=True).values_list("pk", flat=True))
    rows = source.citations.filter(claim__in=locked).select_related("claim")
    return list(rows.order_by("pk"))


def _quoted(citation: Citation, before: Snapshot | None) -> str:
    """Return the sentence that the claim's evidence rests on, for a citation without a quote."""
    if before is None:
        return ""
    rows = Evidence.objects.current().filter(claim=citation.claim_id, snapshot=before)
    evidence = rows.select_related("mention").order_by("-score", "pk").first()
    if evidence is None:
        return ""
    mention = evidence.mention
    return before.text[mention.sentence_start : mention.sentence_end]


def _store(rows: Sequence[CitationCheck]) -> None:
    CitationCheck.objects.bulk_create(rows)
    for row in rows:
        citation = row.citation
        if citation.outcome != row.outcome:
            # No edit, so no history; but what the claim's page shows is another.
            Citation.objects.filter(pk=citation.pk).update(outcome=row.outcome)
            Claim.objects.filter(pk=citation.claim_id).update(version=F("version") + 1)
