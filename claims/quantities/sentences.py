"""Split a text into sentences, by punctuation and line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.quantities.word_lists import words

_END = re.compile(
    r"[.!?][\"'\u201d\u2019)\]]{0,3}\s+(?=[\"'\u201c\u2018(\[]?[A-Z0-9\u00c0-\u00de$\u20ac\u00a3])|\n\s*|\u2028"
)
_LONGEST = 4000
_INITIALS = re.compile(r"\w(?:\.\w){1,5}")
_LAST_WORD = re.compile(r"[\w.]{0,12}$")
_ABBREVIATIONS = words("sentences abbreviations")
# After these a capital letter or a digit may well begin a new sentence.
_MAY_END = words("sentences may end")


def split(text: str, begin: int = 0, until: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each sentence in `text`, or in this part, without outer space."""
    start, until = begin, len(text) if until is None else until
    for match in _END.finditer(text, start, until):
        if _is_abbreviation(text, match):
            continue
        yield from _pieces(text, start, match.end())
        start = match.end()
    yield from _pieces(text, start, until)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentence, in pieces where it is so long that it must be a table or no prose."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    if text[match.start()] != "." or "\n" in match.group():
        return False
    found = _LAST_WORD.search(text, max(0, match.start() - 12), match.start())
    word = found.group().lower() if found else ""
    if _INITIALS.fullmatch(word) and word not in _MAY_END:
        return True
    if len(word) == 1 and word.isalpha() and text[match.start() - 1].isupper():
        return True
    if word not in _ABBREVIATIONS:
        return False
    return word not in _MAY_END or text[match.end()].isdecimal()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + len(piece) - len(piece.lstrip())
        yield begin, begin + len(stripped)
