"""Read the quantities of each text: {"id", "text"} in, {"id", "quantities"} out."""

from __future__ import annotations

from claims.jsonlines import Row, text_field
from claims.management.rows import RowsCommand
from claims.quantities.rows import quantity_rows


class Command(RowsCommand):
    """`manage.py read_quantities IN OUT`."""

    help = 'Read quantities: {"id", "text"} -> {"id", "quantities": [...]}, one row a line.'

    def answer(self, row: Row) -> Row:
        """Return the row's id and the quantities of its text."""
        return {"id": row.get("id"), "quantities": quantity_rows(text_field(row, "text"))}
