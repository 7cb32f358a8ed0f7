"""Read and write JSON Lines row by row: one bad line costs that line, not the run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import orjson

Row = dict[str, Any]

STANDARD = "-"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Reports(Protocol):
    """What bad lines are reported on: a stream, or a management command's wrapper of one."""

    def write(self, text: str, /) -> object:
        """Write the text."""


class BadRow(Exception):
    """One row cannot be used; the message names the field and the reason ("text: is missing")."""


class CannotOpen(Exception):
    """A file cannot be opened; the message names it and says why."""


def run_rows(in_path: str, out_path: str, handle: Callable[[Row], Row], stderr: Reports) -> int:
    """Write `handle(row)` to `out_path` for each row of `in_path`; return the number of bad lines.

    "-" is standard input or output. A line that holds no JSON object, or for which `handle` raises
    BadRow, is reported with its number on `stderr` and left out; blank lines are skipped. Raises
    CannotOpen when either file cannot be opened.
    """
    bad_lines = 0
    with _reading(in_path) as lines, _writing(out_path, in_path) as out:
        for number, line in _numbered(lines):
            try:
                answer = handle(_parse(line))
            except BadRow as problem:
                bad_lines += 1
                stderr.write(f"line {number}: {problem}\n")
                continue
            out.write(orjson.dumps(answer, option=orjson.OPT_APPEND_NEWLINE))
            if out_path == STANDARD:
                out.flush()
    return bad_lines


def write_rows(out_path: str, rows: Iterable[Row]) -> int:
    """Write `rows` to `out_path` as they come; return how many. Raises CannotOpen."""
    written = 0
    with _writing(out_path, STANDARD) as out:
        for row in rows:
            out.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
            written += 1
    return written


def text_field(row: Row, name: str) -> str:
    """Return the text of a required field; BadRow when it is missing or no text."""
    value = row.get(name)
    if not isinstance(value, str):
        raise BadRow(f"{name}: {'is missing' if name not in row else 'must be text'}")
    return value


def _numbered(lines: BinaryIO) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(lines, start=1):
        if number == 1:
            line = line.removeprefix(_BYTE_ORDER_MARK)
        if line.strip():
            yield number, line


def _parse(line: bytes) -> Row:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as problem:
        raise BadRow(f"not JSON: {problem}") from None
    if not isinstance(row, dict):
        raise BadRow("not a JSON object")
    return row


@contextmanager
def _reading(path: str) -> Iterator[BinaryIO]:
    if path == STANDARD:
        yield sys.stdin.buffer
        return
    try:
        file = open(path, "rb")  # noqa: SIM115 - closed below; only the opening is guarded
    except OSError as problem:
        raise CannotOpen(f"cannot read {path}: {problem.strerror}") from None
    with file:
        yield file


@contextmanager
def _writing(path: str, in_path: str) -> Iterator[BinaryIO]:
    if path == STANDARD:
        yield sys.stdout.buffer
        return
    if in_path != STANDARD and Path(path).exists() and Path(path).samefile(in_path):
        raise CannotOpen(f"cannot write {path}: it is the file that is being read")
    try:
        file = open(path, "wb")  # noqa: SIM115 - closed below; only the opening is guarded
    except OSError as problem:
        raise CannotOpen(f"cannot write {path}: {problem.strerror}") from None
    with file:
        yield file
