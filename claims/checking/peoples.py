"""The peoples that a text names: "Norwegian" and "Norway" tell the same, "Finnish" another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from claims.checking import lexicon

# Who is of one of these is of the other as well, or is called so.
_KIN = (frozenset({"british", "english", "scottish", "welsh"}), frozenset({"british", "irish"}))


def peoples_in(text: str) -> Mapping[str, str]:
    """Return the peoples that a plain text names, each with the first words that name it."""
    table = _by_word()
    found: dict[str, str] = {}
    for match in _named().finditer(text):
        found.setdefault(table[match[0].casefold()], match[0])
    return found


def other_people(statement: str, text: str) -> tuple[str, str] | None:
    """Return the words for a people of the statement and for another of the text; None for none.

    A text that names one of the statement's peoples as well may speak of both.
    """
    ours, theirs = peoples_in(statement), peoples_in(text)
    if not ours or not theirs or any(_are_kin(one, other) for one in ours for other in theirs):
        return None
    return next(iter(ours.values())), next(iter(theirs.values()))


def _are_kin(one: str, other: str) -> bool:
    return one == other or any({one, other} <= kin for kin in _KIN)


@cache
def _by_word() -> Mapping[str, str]:
    """Return the first name of each people by every word for it or for its country."""
    return {word: names[0] for names in lexicon.peoples() for word in names}


@cache
def _named() -> re.Pattern[str]:
    longest_first = sorted(_by_word(), key=len, reverse=True)
    return re.compile(rf"\b(?=[A-Z])(?i:{'|'.join(longest_first)})\b")
