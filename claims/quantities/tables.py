"""Find the row and the column of a number in a table that was flattened into text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from claims.quantities.periods import Period, Precision

_ROW_END = re.compile(r"\.\s+|\s*\n+\s*|\.?\s*$")
_DELIMITERS = (
    re.compile(r"\s*\|\s*"),
    re.compile(r"\t+"),
    re.compile(r"\s+/\s+"),
    re.compile(r"\s*;\s+"),
)
_LABELLED = re.compile(
    r"(?:^|(?<=[.;,:\n])[ ]*|(?<=\n))(\w[\w'’&/ -]{0,40}):[ ]*"
    r"((?:about |some |over |under |nearly |almost )?[$€£]?\d[\d.,]*(?:[ ]?[\w%€$£°/]+){0,4})"
    r"(?=[.;,\n]|$)"
)
_FEWEST_CELLS = 3
_LONGEST_HEADING = 200
_FEWEST_ROWS = 2
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its own span, that of its row's label, its column's header, and of the table."""

    span: Span
    label: Span
    header: Span
    corner: Span  # the header of the labels' column
    table: Span
    period: Period | None


def cell_at(text: str, offset: int) -> Cell | None:
    """Return the cell that holds this offset; None outside of tables, labels and headers."""
    cells = _cells(text)
    at = bisect_right(cells, offset, key=lambda cell: cell.span[0]) - 1
    return cells[at] if at >= 0 and offset < cells[at].span[1] else None


@lru_cache(maxsize=512)
def _cells(text: str) -> tuple[Cell, ...]:
    found = _labelled(text)
    for table in _tables(text):
        header, *rows = table
        extent = (header[0][0], rows[-1][-1][1])
        for row in rows:
            for column, span in enumerate(row[1:], start=1):
                period = _year(text, header[column]) or _year(text, row[0])
                found.append(Cell(span, row[0], header[column], header[0], extent, period))
    return tuple(found)


def _labelled(text: str) -> list[Cell]:
    """Return the cells of lists like "Population by city. Marn: 240,000. Obrey: 88,000."."""
    lists: list[list[re.Match[str]]] = []
    for item in _LABELLED.finditer(text):
        if lists and not text[lists[-1][-1].end() : item.start()].strip(" .;,\n"):
            lists[-1].append(item)
        else:
            lists.append([item])
    return [
        cell for items in lists if len(items) >= _FEWEST_ROWS for cell in _list_cells(text, items)
    ]


def _list_cells(text: str, items: list[re.Match[str]]) -> list[Cell]:
    header = _heading(text, items[0].start())
    table = (items[0].start(), items[-1].end())
    return [
        Cell(item.span(2), item.span(1), header, header, table, _year(text, item.span(1)))
        for item in items
    ]


def _heading(text: str, at: int) -> Span:
    """Return the sentence or line before a list, which says what its figures are."""
    begin = max(0, at - _LONGEST_HEADING)
    before = text[begin:at].rstrip(" .:;\n")
    breaks = (match.end() for match in _ROW_END.finditer(before))
    start = max((end for end in breaks if end < len(before)), default=0)
    return begin + start, begin + len(before)


def _tables(text: str) -> list[list[list[Span]]]:
    """Return runs of rows that have the same number of cells; each row is a list of spans."""
    tables: list[list[list[Span]]] = []
    for row in _rows(text):
        if tables and tables[-1] and len(row) == len(tables[-1][0]) >= _FEWEST_CELLS:
            tables[-1].append(row)
        else:
            tables.append([row])
    return [table for table in tables if len(table) >= _FEWEST_ROWS]


def _rows(text: str) -> list[list[Span]]:
    rows, start = [], 0
    for match in _ROW_END.finditer(text):
        if match.start() > start:
            rows.append(_row(text, start, match.start()))
        start = match.end()
    return rows


def _row(text: str, start: int, end: int) -> list[Span]:
    """Return the cells of a row, cut by the delimiter that makes the most of it."""
    cuts = [_cut(delimiter, text, start, end) for delimiter in _DELIMITERS]
    return max(cuts, key=len)


def _cut(delimiter: re.Pattern[str], text: str, start: int, end: int) -> list[Span]:
    cells = []
    for match in delimiter.finditer(text, start, end):
        cells.append((start, match.start()))
        start = match.end()
    return [*cells, (start, end)]


def _year(text: str, span: Span) -> Period | None:
    """Return the one year that a header or a label names."""
    years = set(_YEAR.findall(text[slice(*span)]))
    if len(years) != 1:
        return None
    parsed = Period.parse(years.pop())
    return parsed if parsed.precision == Precision.YEAR else None
