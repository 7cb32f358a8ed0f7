"""Cited sources that were looked at again: what became of each quote, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from claims.checking.quoting import QuoteOutcome, difference, follow_quote
from claims.models import Citation, CitationCheck, Claim, Evidence, Snapshot, Source

_NUMBER_LENGTH = 100


def record_look(*, source: Source, before: Snapshot | None, after: Snapshot, now: datetime) -> None:
    """Leave a row for each citation of `source`, whose text was `before` and now is `after`."""
    citations = _citations(source)
    if not citations:
        return
    changed = before is not None and before.pk != after.pk
    old = before.text if before else None
    told = difference(before.text, after.text) if before is not None and changed else ""
    rows = []
    for citation in citations:
        quote = citation.quote or _quoted(citation, before)
        found = follow_quote(old, after.text, quote)
        rows.append(
            CitationCheck(
                citation=citation,
                outcome=found.outcome.value,
                checked_at=now,
                before=before,
                after=after,
                quote=quote,
                passage=found.passage,
                old_number=found.old_number[:_NUMBER_LENGTH],
                new_number=found.new_number[:_NUMBER_LENGTH],
                difference=told,
            )
        )
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


def _citations(source: Source) -> Sequence[Citation]:
    return list(source.citations.select_related("claim").order_by("pk"))


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
