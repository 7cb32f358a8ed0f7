"""Cut a text into words that know where they stand and whether they look like part of a name."""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*|\d[\d.,:/]*(?:[^\W\d_]+)?")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$", re.IGNORECASE)
_NUMERIC = re.compile(r"\d")


class Word(NamedTuple):
    """One word of a text; `start` and `end` count characters of that text."""

    text: str
    start: int
    end: int

    @property
    def plain(self) -> str:
        """The word in lower case without a possessive ending."""
        text = self.text
        if "'" in text or "’" in text:
            text = _POSSESSIVE.sub("", text).replace("’", "'")
        return text.casefold()

    @property
    def is_number(self) -> bool:
        """Whether it is written with digits."""
        return bool(_NUMERIC.search(self.text))

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


def words_in(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Return the words of `text[start:end]`, with offsets of the whole text."""
    stop = len(text) if end is None else end
    return [Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(text, start, stop)]
