"""A place in a table, as a citation names it: a column, and the row by what stands in others.

    [first|last] cell COLUMN [where COLUMN = VALUE {and COLUMN = VALUE}]

Names and values with spaces or with one of these words in them stand in double quotes. Without
`first` or `last` exactly one row must fit. Tables are texts whose rows are lines and whose cells
are parted by " | ", the header above the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_CELL = re.compile(r"(?:(?:first|last)\s+)?cell\b", re.IGNORECASE)
_TOKEN = re.compile(r'\s*(?:"([^"]*)"|(=)|([^\s="]+))')
_BAR = " | "
_KEYWORDS = ("where", "and")

Span = tuple[int, int]


class LocatorError(ValueError):
    """The words are meant for a place in a table, and name none; the message says why."""


@dataclass(frozen=True, slots=True)
class CellLocator:
    """One cell: its column, what stands in the other columns of its row, and which such row."""

    column: str
    conditions: tuple[tuple[str, str], ...] = ()
    which: str = ""  # "first", "last", or "" for the only one

    @classmethod
    def parse(cls, text: str) -> CellLocator | None:
        """Return the cell that `text` names, None when it speaks of no cell ("page 3")."""
        match = _CELL.match(text.strip())
        if match is None:
            return None
        which = match.group().split()[0].lower()
        tokens = list(_tokens(text.strip()[match.end() :]))
        if not tokens or tokens[0] == ("=", False):
            raise LocatorError("name the column after “cell”")
        column, rest = tokens[0][0], tokens[1:]
        return cls(column, tuple(_conditions(rest)), "" if which == "cell" else which)

    def find(self, text: str) -> Span | None:
        """Return the span of the cell's words in `text`; None when there is no such cell."""
        found = self.find_in_row(text)
        return found and found[0]

    def find_in_row(self, text: str) -> tuple[Span, Sequence[Span]] | None:
        """Return the span of the cell's words with those of all cells of its row."""
        for table in _tables(text):
            column = table.column(self.column)
            if column is None:
                continue
            fitting = [row for row in table.rows_where(self.conditions) if len(row) > column]
            if len(fitting) == 1 or fitting and self.which:
                row = fitting[-1 if self.which == "last" else 0]
                return row[column], row
        return None


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the words, and whether they are quoted."""
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            raise LocatorError("a quotation mark is not closed")
        quoted, sign, word = match.groups()
        yield (quoted, True) if quoted is not None else (sign or word, False)
        at = match.end()


def _conditions(tokens: Sequence[tuple[str, bool]]) -> Iterator[tuple[str, str]]:
    for number, begin in enumerate(range(0, len(tokens), 4)):
        keyword = _KEYWORDS[min(number, 1)]
        part = tokens[begin : begin + 4]
        if part[0][1] or part[0][0].lower() != keyword:
            raise LocatorError(f"write “{keyword}” before the condition, or quotes around a name")
        if len(part) < 4 or part[2] != ("=", False):
            raise LocatorError("a condition reads: COLUMN = VALUE")
        yield part[1][0], part[3][0]


class _Table:
    """The spans of a table's cells in its text, and its rows by what stands in a column."""

    def __init__(self, text: str, header: Sequence[Span]) -> None:
        self.rows: list[Sequence[Span]] = []
        self._text = text
        self._columns = {self._words(span): at for at, span in reversed([*enumerate(header)])}
        self._rows_by_value: dict[int, dict[str, list[Sequence[Span]]]] = {}

    def column(self, name: str) -> int | None:
        """Return the position of the column of this name, None when there is none."""
        return self._columns.get(_plain(name))

    def rows_where(self, conditions: Sequence[tuple[str, str]]) -> Sequence[Sequence[Span]]:
        """Return the rows in which these columns have these values, in their order."""
        rows: Sequence[Sequence[Span]] = self.rows
        for number, (name, value) in enumerate(conditions):
            column = self.column(name)
            if column is None:
                return []
            if number == 0:
                rows = self._rows_with(column, _plain(value))
            else:
                rows = [row for row in rows if self._has(row, column, _plain(value))]
        return rows

    def _has(self, row: Sequence[Span], column: int, value: str) -> bool:
        return column < len(row) and self._words(row[column]) == value

    def _rows_with(self, column: int, value: str) -> list[Sequence[Span]]:
        if column not in self._rows_by_value:
            found: dict[str, list[Sequence[Span]]] = {}
            for row in self.rows:
                if column < len(row):
                    found.setdefault(self._words(row[column]), []).append(row)
            self._rows_by_value[column] = found
        return self._rows_by_value[column].get(value, [])

    def _words(self, span: Span) -> str:
        return _plain(self._text[slice(*span)])


@lru_cache(maxsize=1)  # many claims may cite cells of one large table
def _tables(text: str) -> Sequence[_Table]:
    """Return each run of lines with bars that has rows: its first line is its header."""
    tables: list[_Table] = []
    inside = False
    at = 0
    for line in text.split("\n"):
        if _BAR in line and inside:
            tables[-1].rows.append(_cells(line, at))
        elif _BAR in line:
            tables.append(_Table(text, _cells(line, at)))
        inside = _BAR in line
        at += len(line) + 1
    return [table for table in tables if table.rows]


def _cells(line: str, at: int) -> Sequence[Span]:
    spans = []
    for cell in line.split(_BAR):
        inner = cell.strip()
        begin = at + len(cell) - len(cell.lstrip())
        spans.append((begin, begin + len(inner)))
        at += len(cell) + len(_BAR)
    return spans


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()
