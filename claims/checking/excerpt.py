"""A text given as evidence, in plain spelling: brackets, quotation marks, accents and spaces."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ESCAPES = {
    "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": '"', "''": '"',
    "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "--": "-",
}  # fmt: skip
_ESCAPE = re.compile("|".join(sorted(map(re.escape, _ESCAPES), key=len, reverse=True)))
_LOOSE_END = re.compile(r"\s+(?=[,;:!?%)\]]|\.(?:\s|$)|'s\b)|(?<=[(\[])\s+")
_DATE = r"(?:\d{1,2} )?(?:[A-Z][a-z]+ )?(?:\d{1,2}, )?(?:c\. ?)?[12]\d{3}"
_LIFE = re.compile(
    rf"\((?P<birth>(?:[^()\d]{{0,40}}; ?)?{_DATE}) ?- ?(?P<death>{_DATE})[^()]{{0,20}}\)"
)
_HEADING = re.compile(r"([^.:!?\n]{2,80}): ")


@lru_cache(maxsize=2048)
def plain(text: str) -> str:
    """Return a text as it is usually typed: "Noël Coward -LRB- 1930 -RRB- ." loses all that."""
    typed = _LOOSE_END.sub("", _ESCAPE.sub(lambda found: _ESCAPES[found[0]], text))
    letters = unicodedata.normalize("NFKD", typed)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def with_lives(text: str) -> str:
    """Return a plain text that says born and died where it has a life's dates in brackets."""
    return _LIFE.sub(r"(born \g<birth> - died \g<death>)", text)


def lives_in(text: str) -> list[tuple[str, str]]:
    """Return the dates of birth and death of each life that a plain text has in brackets."""
    return [(found["birth"], found["death"]) for found in _LIFE.finditer(text)]


def heading(text: str) -> str:
    """Return what an excerpt is headed by ("Lake Ferro: It lies in ..."), "" for nothing."""
    found = _HEADING.match(text)
    return found[1] if found else ""
