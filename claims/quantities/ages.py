"""How old somebody is: "30 years old", "aged 60", "died at 63", "when she was 13", "in his 30s"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from claims.quantities.digits import Number
from claims.quantities.number_words import HYPHENS
from claims.quantities.part import Part
from claims.quantities.tokens import Token
from claims.quantities.word_lists import words

OLDEST = 130
_TURNING = words("ages turning")
_AFTER_AT = words("ages after at")
_CLAUSES = words("ages clauses")
_BEING = words("ages being")
_SOFTENERS = words("ages softeners")
_FOLLOWERS = words("ages followers")
_OWNERS = frozenset(["his", "her", "their", "my", "our"])
_THIRDS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
_DECADE_LEADS = _OWNERS | {"the", *_THIRDS}
_REACH = 4  # so many words before "at" or "was" may lie between it and what leads to it
_APOSTROPHES = frozenset("'’‘")


def aged(tokens: Sequence[Token], part: Part) -> Part:
    """Recognise "30 years old", "60 year-old", "6 weeks of age"."""
    at = part.end
    if part.unit not in ("year", "month", "week", "day"):
        return part
    if at < len(tokens) and tokens[at].text in HYPHENS:
        at += 1
    if at < len(tokens) and tokens[at].low in ("old", "olds"):
        return replace(part, end=at + 1, is_age=True)
    if at + 1 < len(tokens) and tokens[at].low == "of" and tokens[at + 1].low == "age":
        return replace(part, end=at + 2, is_age=True)
    return part


def aged_shortly(tokens: Sequence[Token], number: Number, lead: int, end: int) -> Part | None:
    """Read "87 yo" and "aged 87"."""
    if end < len(tokens) and tokens[end].low == "yo":
        return Part(number, lead, lead, end + 1, unit="year", is_age=True)
    before = tokens[lead - 1].low if lead else ""
    if before in ("age", "aged", "ages") and lead == number.first and number.value < OLDEST:
        return Part(number, lead, lead, end, unit="year", is_age=True)
    return None


def decade_end(tokens: Sequence[Token], number: Number) -> int:
    """Return where the "80's" or "the 30s" that begins with the number ends; 0 for none.

    "60s" by itself are seconds.
    """
    text, end = tokens[number.first].text, number.end
    if len(text) != 2 or not text.isdecimal() or text[1] != "0" or text[0] == "0":
        return 0
    before = tokens[number.first - 1] if number.first else None
    is_led = before is not None and (before.low in _DECADE_LEADS or before.text in HYPHENS)
    if end + 1 < len(tokens) and tokens[end].text in _APOSTROPHES and not tokens[end].spaced:
        end, is_led = end + 1, True
    is_plural = end < len(tokens) and tokens[end].low == "s" and not tokens[end].spaced
    return end + 1 if is_led and is_plural else 0


def decade_of_life(tokens: Sequence[Token], number: Number, end: int) -> Part | None:
    """Read "in his 30s" and "in her late 40's" as ages; those of a century are none."""
    owner, low, high = number.first - 1, Decimal(0), Decimal(9)
    if owner > 0 and tokens[owner].text in HYPHENS:
        owner -= 1
    if owner > 0 and tokens[owner].low in _THIRDS:
        low, high = map(Decimal, _THIRDS[tokens[owner].low])
        owner -= 1
    if owner < 0 or tokens[owner].low not in _OWNERS:
        return None
    youngest, oldest = (replace(number, value=number.value + years) for years in (low, high))
    first = number.first
    return Part(youngest, first, first, end, unit="year", high=oldest, is_age=True)


def is_told_age(tokens: Sequence[Token], first: int, end: int, value: Decimal) -> bool:
    """Whether a bare number is an age: "died at 63", "turned 70", "until she was 50"."""
    if value > OLDEST or value != value.to_integral_value() or not first:
        return False
    if not _ends_phrase(tokens, end):
        return False
    while first > 1 and tokens[first - 1].low in _SOFTENERS:
        first -= 1
    lead = tokens[first - 1].low
    earlier = [token.low for token in tokens[max(0, first - 1 - _REACH) : first - 1]]
    if lead in _TURNING:
        return bool(earlier)
    if lead == "at":
        return not _AFTER_AT.isdisjoint(earlier)
    return lead in _BEING and not _CLAUSES.isdisjoint(earlier[-3:-1])


def _ends_phrase(tokens: Sequence[Token], end: int) -> bool:
    """Whether no noun follows that the number could count."""
    if end >= len(tokens):
        return True
    follows = tokens[end]
    return follows.low in _FOLLOWERS or (follows.text in ",.;:)!?" and not _goes_on(tokens, end))


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether the sign only parts this number from another one."""
    return at + 1 < len(tokens) and tokens[at + 1].kind == "number"
