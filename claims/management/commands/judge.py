"""Judge claims by source texts, one pair a row."""

from __future__ import annotations

from datetime import date
from typing import Any

from claims.checking.cited import judge_cited
from claims.checking.judge import Finding
from claims.checking.stance import Stance
from claims.checking.statement import judge_statement
from claims.jsonlines import BadRow, Row, text_field
from claims.management.rows import RowsCommand
from claims.quantities import NotAQuantity, extract
from claims.quantities.mention import Document
from claims.quantities.periods import Period
from claims.quantities.rows import plain

LABELS = {
    Stance.SUPPORTS: "supports",
    Stance.CONTRADICTS: "refutes",
    Stance.SUPERSEDES: "refutes",
    Stance.UNCLEAR: "nei",
    Stance.UNRELATED: "nei",
}


class Command(RowsCommand):
    """`manage.py judge IN OUT`: a claim and its source a row -> stance, quote, value, reasons."""

    help = "Say for each row whether the source supports, contradicts or supersedes the claim."

    def answer(self, row: Row) -> Row:
        return judge_row(row)


def judge_row(row: Row) -> Row:
    """Return the answer to one row; raise BadRow naming the field that cannot be used."""
    if "id" not in row:
        raise BadRow("id: is missing")
    statement, as_of = _claim(row)
    document = _document(row)
    cited = "evidence" in row
    answer = {"id": row["id"], **_judged(statement, as_of, document, cited)}
    if cited:
        answer["label"] = LABELS[answer["stance"]]
    return answer


def _judged(statement: str, as_of: Period | None, document: Document, cited: bool) -> Row:
    mentions = extract(document)
    if cited:
        finding = judge_cited(statement, as_of, document, mentions)
        return _answer(finding.stance, finding, finding.reasons.as_json())
    try:
        finding = judge_statement(statement, as_of, document, mentions)
    except NotAQuantity as problem:
        return _answer(Stance.UNCLEAR, None, {"rule": "no_quantity", "sentence": str(problem)})
    return _answer(finding.stance, finding, finding.reasons.as_json())


def _answer(stance: Stance, finding: Finding | None, reasons: Row) -> Row:
    mention = finding.mention if finding else None
    return {
        "stance": stance,
        "quote": mention.quote if mention else None,
        "value": plain(mention.quantity.value) if mention else None,
        "unit": mention.quantity.unit if mention else None,
        "reasons": reasons,
    }


def _claim(row: Row) -> tuple[str, Period | None]:
    claim = row.get("claim")
    if isinstance(claim, str):
        return claim, None
    fields = _object(row, "claim")
    return text_field_of(fields, "claim", "statement"), _as_of(fields)


def _as_of(claim: Row) -> Period | None:
    if claim.get("as_of") is None:
        return None
    try:
        return Period.parse(text_field_of(claim, "claim", "as_of"))
    except ValueError as problem:
        raise BadRow(f"claim.as_of: {problem}") from None


def _document(row: Row) -> Document:
    if "evidence" in row:
        if "source" in row:
            raise BadRow("evidence: a row has either a source or an evidence, not both")
        return Document(text_field(row, "evidence"))
    source = _object(row, "source")
    title = text_field_of(source, "source", "title") if source.get("title") is not None else ""
    return Document(text_field_of(source, "source", "text"), title, _published(source))


def _published(source: Row) -> date | None:
    if source.get("published_at") is None:
        return None
    text = text_field_of(source, "source", "published_at")
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise BadRow(f"source.published_at: {text!r} is no date: write YYYY-MM-DD") from None


def _object(row: Row, name: str) -> dict[str, Any]:
    value = row.get(name)
    if not isinstance(value, dict):
        raise BadRow(f"{name}: {'is missing' if name not in row else 'must be an object'}")
    return value


def text_field_of(fields: Row, owner: str, name: str) -> str:
    """Return a required text of a nested object; BadRow naming "owner.name" otherwise."""
    try:
        return text_field(fields, name)
    except BadRow as problem:
        raise BadRow(f"{owner}.{problem}") from None
