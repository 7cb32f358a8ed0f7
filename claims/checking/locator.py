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
        for header, rows in _tables(text):
            wanted = [_index(header, text, name) for name, _ in self.conditions]
            column = _index(header, text, self.column)
            if column is None or None in wanted:
                continue
            fitting = [row for row in rows if len(row) > column and self._fits(row, wanted, text)]
            if len(fitting) == 1 or fitting and self.which:
                row = fitting[-1 if self.which == "last" else 0]
                return row[column], row
        return None

    def _fits(self, row: Sequence[Span], wanted: Sequence[int | None], text: str) -> bool:
        return all(
            at is not None and at < len(row) and _same(text[slice(*row[at])], value)
            for at, (_, value) in zip(wanted, self.conditions, strict=True)
        )


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


def _tables(text: str) -> Iterator[tuple[Sequence[Span], list[Sequence[Span]]]]:
    """Yield each run of lines with bars: the first is its header."""
    header: Sequence[Span] = ()
    rows: list[Sequence[Span]] = []
    at = 0
    for line in [*text.split("\n"), ""]:
        if _BAR not in line:
            if rows:
                yield header, rows
            header, rows = (), []
        elif header:
            rows.append(_cells(line, at))
        else:
            header = _cells(line, at)
        at += len(line) + 1


def _cells(line: str, at: int) -> Sequence[Span]:
    spans = []
    for cell in line.split(_BAR):
        inner = cell.strip()
        begin = at + len(cell) - len(cell.lstrip())
        spans.append((begin, begin + len(inner)))
        at += len(cell) + len(_BAR)
    return spans


def _index(header: Sequence[Span], text: str, name: str) -> int | None:
    found = (at for at, span in enumerate(header) if _same(text[slice(*span)], name))
    return next(found, None)


def _same(found: str, wanted: str) -> bool:
    return " ".join(found.split()).casefold() == " ".join(wanted.split()).casefold()
