"""The ranks that a text gives: "the 4th mayor", "its third season", "placed 42nd"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from claims.checking import lexicon
from claims.checking.stems import stem
from claims.checking.words import words_in

Ranks = Mapping[str, set[int]]

_DIGITS = re.compile(r"(\d+)(?:st|nd|rd|th)")
_WORDS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth",
)  # fmt: skip
_TENS = {
    name: tens * 10
    for tens, name in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
_NUMBERS = {word: number for number, word in enumerate(_WORDS, start=1)} | {
    f"{name[:-1]}ieth": number for name, number in _TENS.items()
}
_NOUN_REACH = 2
_NO_NOUN = "-"  # the key of ranks that no noun follows
_CENTURY = "centuri"
# From here on an ordinal without a noun tells a place, and not what came first or second.
_PLACE = 4


def ranks_in(text: str) -> Ranks:
    """Return the ordinals of a text by the stems of the words after them; "" has them all."""
    ranks: dict[str, set[int]] = {}
    words = words_in(text)
    for at, word in enumerate(words):
        number = _number(word.plain, words[at - 1].plain if at else "")
        if not number:
            continue
        after = words[at + 1 : at + 1 + _NOUN_REACH]
        if any(stem(follower.plain) == _CENTURY for follower in after):
            continue
        ranks.setdefault("", set()).add(number)
        if not after or after[0].plain in lexicon.stop_words():
            ranks.setdefault(_NO_NOUN, set()).add(number)
        for follower in after:
            if not follower.is_number:
                ranks.setdefault(stem(follower.plain), set()).add(number)
    return ranks


def differ(claimed: Ranks, told: Ranks) -> bool:
    """Whether the text ranks something the statement ranks, and never as the statement does."""
    if any(number in told.get("", ()) for number in claimed.get("", ())):
        return False
    shared = (claimed.keys() & told.keys()) - {"", _NO_NOUN}
    if any(claimed[noun].isdisjoint(told[noun]) for noun in shared):
        return True
    places = claimed.get(_NO_NOUN, set())
    return any(number >= _PLACE for number in places) and any(
        number >= _PLACE for number in told.get("", ())
    )


def _number(word: str, before: str) -> int:
    """Return the number of "4th", "fourth", "thirty-seventh" and of "thirty seventh"; else 0."""
    digits = _DIGITS.fullmatch(word)
    if digits:
        return int(digits[1])
    tens, _, ones = word.rpartition("-")
    number = _NUMBERS.get(ones, 0)
    tens = tens or before
    return number + _TENS[tens] if number and number < 10 and tens in _TENS else number
