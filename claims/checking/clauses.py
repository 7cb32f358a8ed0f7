"""Find the clause that a figure stands in, and of a list of figures only its own item."""

from __future__ import annotations

import re

Span = tuple[int, int]

_CLAUSE_BREAK = re.compile(
    r"""
    [;|\n] | \s[–—-]\s
    | ,\s+(?=(?:and|but|while|whereas|whilst|with|compared|against|up|down|after|though|although
              |which|who|where|followed|versus|or|yet|so|because|not)\b)
    | \s(?=(?:while|whereas|whilst|but|although|though|against(?!\s*[.,;])|compared|versus)\b)
    | [()]
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ITEM_BREAK = re.compile(r",\s+|\s+and\s+", re.IGNORECASE)
# A number that is no year.
NUMBER = re.compile(r"\b(?!(?:1[5-9]|20)\d\d\b)\d[\d.,]*")


def clause_around(text: str, inner: Span, sentence: Span) -> Span:
    """Return the clause around `inner`; in a list of figures, only its own item."""
    start, end = _between_breaks(_CLAUSE_BREAK, text, inner, sentence)
    item = _between_breaks(_ITEM_BREAK, text, inner, (start, end))
    before = NUMBER.search(text, start, item[0])
    after = NUMBER.search(text, item[1], end)
    return item[0] if before else start, item[1] if after else end


def _between_breaks(breaks: re.Pattern[str], text: str, inner: Span, outer: Span) -> Span:
    start, end = outer
    for match in breaks.finditer(text, start, end):
        if match.end() <= inner[0]:
            start = match.end()
        elif match.start() >= inner[1]:
            return start, match.start()
    return start, end
