"""Split a sentence into words, numbers and signs, in one linear scan."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple


class TokenKind(StrEnum):
    """What a token looks like."""

    WORD = "word"
    NUMBER = "number"  # digits with their separators: "1,234.5", "1 234 567", "3.4e-5"
    FRACTION = "fraction"  # "½", "2½" is a number and a fraction
    ORDINAL = "ordinal"  # "10th"
    CLOCK = "clock"  # "10:27", "2019-09-01T10:38:07Z"
    DATE = "date"  # "2019-09-01", "1/5/2019"
    CODE = "code"  # a URL, an address, a version: holds digits, is no number
    SIGN = "sign"  # one character of any other kind


class Token(NamedTuple):
    """One token with its place in the text. `low` is the lower-case text."""

    text: str
    low: str
    start: int
    end: int
    kind: str
    spaced: bool  # a space, or nothing at all, stands before it


# Every repetition is bounded or consumes what it matched, so that no text makes the scan backtrack
# over what it has read: a run of any one token costs time in proportion to its length.
_TOKEN = re.compile(
    r"""
      (?P<code> (?:https?://|www\.)\S{1,2000}
              | [\w.+-]{1,64}@[\w-]{1,64}(?:\.\w{1,20}){1,4}
              | \d{1,4}(?:\.\d{1,4}){2,9}(?![\d,])(?<!\.\d{3}\.\d{3})(?<!\.\d{3}\.\d{3}\.\d{3})
              | [A-Za-z]{1,20}\d{1,9}[A-Za-z]{1,9}\d{0,9}(?!\w) )
    | (?P<clock> \d{4}-\d\d-\d\dT[\d:.]{4,15}Z? | \d{1,2}:\d\d(?::\d\d)?(?![\d:]) )
    | (?P<date> \d{4}-\d\d-\d\d(?!\d) | \d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\d/])
              | \d{1,2}\.\d{1,2}\.\d{4}(?!\d) )
    | (?P<ordinal> \d{1,3}(?:,\d{3}){0,3}(?:st|nd|rd|th|ST|ND|RD|TH)(?!\w) )
    | (?P<number> \d{1,3}(?:[\u00a0\u2009\u202f]\d{3}){1,6}(?:[.,]\d{1,9})?(?![\d,])
              | \d{1,3}(?:\ \d{3}){2,6}(?:\.\d{1,9})?(?![\d,])
              | \d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)(?!,\d)
              | \d{1,2}(?:,\d\d){1,6},\d{3}(?:\.\d+)?(?![\d,])
              | \d{1,3}(?:\.\d{3})+,\d{1,9}(?!\d) | \d{1,3}(?:\.\d{3}){2,6}(?!\d)
              | (?:\d+(?:\.\d+)?|(?<![\w.])\.\d+)(?:[eE][-+\u2212]?\d{1,2}(?!\w))?
    )
    | (?P<fraction> [\u00bc-\u00be\u2150-\u215e] )
    | (?P<word> (?:[A-Za-z]\.){2,6} | (?:sq|cu)?(?:[kcdm\u00b5\u03bc]?m|ft|mi|yd|in)\^?[23](?!\w)
              | [^\W\d_\u00bc-\u00be\u2150-\u215e]+(?:['\u2019][^\W\d_]{1,3}(?!\w))? )
    | (?P<sign> \S )
    """,
    re.VERBOSE,
)


def scan(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of `text[start:end]` with offsets in `text`."""
    tokens = []
    previous_end = -1
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        begin, finish = match.span()
        tokens.append(
            Token(word, word.lower(), begin, finish, match.lastgroup or "", begin != previous_end)
        )
        previous_end = finish
    return tokens
