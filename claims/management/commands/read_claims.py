"""Read the claims of each article: {"id", "title", "published_at", "text"} in, claims out."""

from __future__ import annotations

from datetime import date

from claims.jsonlines import BadRow, Row, text_field
from claims.management.rows import RowsCommand
from claims.quantities import Document, trackable
from claims.quantities.rows import claim_row


class Command(RowsCommand):
    """`manage.py read_claims IN OUT`."""

    help = 'Read claims: {"id", "title", "published_at", "text"} -> {"id", "claims": [...]}.'

    def answer(self, row: Row) -> Row:
        """Return the row's id and the figures of its text that are worth tracking."""
        document = Document(text_field(row, "text"), _title(row), _published(row))
        return {"id": row.get("id"), "claims": [claim_row(found) for found in trackable(document)]}


def _title(row: Row) -> str:
    return text_field(row, "title") if row.get("title") is not None else ""


def _published(row: Row) -> date | None:
    if row.get("published_at") is None:
        return None
    try:
        return date.fromisoformat(text_field(row, "published_at")[:10])
    except ValueError:
        raise BadRow("published_at: is no date (write YYYY-MM-DD)") from None
