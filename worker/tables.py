"""CSV and JSON tables as text: one row a line, the cells parted by bars, the header first.

In this form the reader knows which row and column a number stands in, and a citation can name a
cell (`claims.checking.locator`).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

from worker.charset import cleaned

MOST_CELLS = 200_000
_DELIMITERS = ",;\t|"
_LINE_END = re.compile(r"\r\n?|\n")
_LIST_KEYS = ("data", "value", "values", "rows", "records", "results", "items")


class NoTable(ValueError):
    """The document holds no table that can be read; the message says why."""


def read_csv(text: str) -> str:
    """Return the rows of a CSV (or tab-separated, or semicolon-separated) file as text."""
    csv.field_size_limit(1_000_000)
    try:
        rows = list(_bounded(csv.reader(_lines(text), delimiter=_delimiter(text), strict=False)))
    except csv.Error as error:
        raise NoTable(f"the CSV is broken: {error}") from None
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if len(rows) < 2 or max(map(len, rows)) < 2:
        raise NoTable("the CSV has no rows below a header")
    return _as_text(rows)


def read_json(text: str) -> str:
    """Return the rows of a JSON list of objects, or of the first such list inside, as text."""
    try:
        # Numbers stay as they are written: 64.0 is not 64.
        document = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise NoTable(f"the JSON is broken: {str(error)[:200]}") from None
    records = _records(document)
    if not records:
        raise NoTable("the JSON holds no list of objects")
    columns = list(dict.fromkeys(name for record in records for name in record))
    return _as_text(
        [columns, *_bounded([record.get(c, "") for c in columns] for record in records)]
    )


def _records(document: Any) -> list[dict[str, str]]:
    candidates = [document]
    if isinstance(document, dict):
        candidates = [document[key] for key in _LIST_KEYS if key in document]
        candidates += list(document.values())
    for candidate in candidates:
        if (
            isinstance(candidate, list)
            and candidate
            and all(isinstance(x, dict) for x in candidate)
        ):
            return [_flat(record) for record in candidate]
    return []


def _flat(record: Mapping[str, Any]) -> dict[str, str]:
    """Return the record's plain values; those of an object inside have its name before theirs."""
    flat: dict[str, str] = {}
    for name, value in record.items():
        inner = value if isinstance(value, dict) else {None: value}
        for part, cell in inner.items():
            if isinstance(cell, dict | list):
                continue
            flat[name if part is None else f"{name} {part}"] = _word(cell)
    return flat


def _word(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _lines(text: str) -> Iterable[str]:
    """Return the lines of a CSV file, which may all end with a carriage return alone.

    Where the first one ends otherwise, such a character stands inside a row, and would tear it.
    """
    first = _LINE_END.search(text)
    return StringIO(text, newline=None if first and first.group() == "\r" else "\n")


def _delimiter(text: str) -> str:
    """Return the delimiter that cuts the first lines into the most cells, alike in all of them."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:10]
    counts = {each: min((line.count(each) for line in lines), default=0) for each in _DELIMITERS}
    return max(_DELIMITERS, key=lambda each: counts[each])


def _bounded(rows: Iterable[Sequence[str]]) -> Iterable[Sequence[str]]:
    cells = 0
    for row in rows:
        cells += len(row)
        if cells > MOST_CELLS:
            raise NoTable(f"the table has more than {MOST_CELLS:,} cells")
        yield row


def _as_text(rows: Sequence[Sequence[str]]) -> str:
    width = max(map(len, rows))
    padded = ([*row, *[""] * (width - len(row))] for row in rows)
    return "\n".join(map(_line, padded))


def _line(row: Sequence[str]) -> str:
    line = " | ".join(map(_cell, row))
    if line.isprintable():
        return line
    # JSON writes as an escape what no column of the database takes.
    return " | ".join(_cell(cleaned(cell)) for cell in row)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())
