"""A short way to say which claim is judged by which text."""

from __future__ import annotations

from datetime import date

from claims.checking.claim import claim_from_statement
from claims.checking.judge import Finding, judge_document
from claims.quantities import Document, Period, extract


def judged(statement: str, as_of: str | None, published: str, text: str) -> Finding:
    claim = claim_from_statement(statement, Period.parse(as_of) if as_of else None)
    document = Document(text, "", date.fromisoformat(published))
    return judge_document(claim, document, extract(document))


def quote_of(finding: Finding) -> str | None:
    return finding.mention.quote if finding.mention else None
