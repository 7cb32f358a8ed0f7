"""Read places in an order ("ranks third") and ordinals that count ("their eighth album")."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from claims.quantities import sentences
from claims.quantities.mention import RANKING, Document, Mention, Role
from claims.quantities.number_words import ORDINALS
from claims.quantities.periods import Period
from claims.quantities.quantity import Comparator, Interval, Kind, Quantity
from claims.quantities.units import COUNT
from claims.quantities.word_lists import words

_WORDS = "|".join(ORDINALS)
_ORDINAL = re.compile(rf"\b(?:(\d{{1,3}})(?:st|nd|rd|th)|({_WORDS}))\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(?:number|no\.)\s+(\d{1,3})(?=\s+(?:in|on|among|of)\b)", re.IGNORECASE)
_MAY_HOLD_RANK = re.compile(rf"\d(?:st|nd|rd|th)\b|\b(?:number|no\.)\s+\d|{_WORDS}", re.IGNORECASE)
_RANK_BEFORE = re.compile(
    r"\b(?:rank(?:s|ed|ing)?|came|comes|finish(?:es|ed)?|placed|rated)\s+(?:in\s+|at\s+|as\s+)?"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)
_OWNER_BEFORE = re.compile(r"(?:\b(?:its|their|his|her|my|our)|['’]s|s['’])\s+$", re.IGNORECASE)
_IT_IS_THE = re.compile(
    r"\b(?:is|was|becomes|became|marks|marked)\s+(?:now\s+|already\s+|also\s+)?the\s+$",
    re.IGNORECASE,
)
_ONE_OF_A_ROW = re.compile(r"\s+(?:of|on|in|for|by|at|since)\s|\s*[.,;]")
# "The 11th player of the Reds to be injured" counts the injured, and not the players.
_OF_SOME = re.compile(r"[^.;,]*\b(?:to|who|that|which|since)\b")
_THE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_TO_DO = re.compile(r"\s+to\s+(?!the\b|an?\b|its\b|their\b|\d)[a-z]+")
_FOR_THE = re.compile(r"\bfor\s+the\s+$", re.IGNORECASE)
_SUPERLATIVE = re.compile(r"[- ](?:\w+est\b|most\s+\w+|best\b|worst\b)")
_NOUN = re.compile(r"\s+((?:[A-Z][\w’'-]*\s+){0,3})([a-z][\w’'-]*(?:\s+[a-z][\w’'-]*)?)")
_NO_COUNT = words("ranks no count")
_IN_NAMES = frozenset(["world"])  # "her 21st World Cup race"
_REACH = 40  # characters before an ordinal that say what it is


@dataclass(frozen=True, slots=True)
class _Place:
    value: int
    number: tuple[int, int]
    end: int
    measure: str


def ranks(document: Document, published: Period | None, topic: str) -> Iterator[Mention]:
    """Yield the places in an order and the ordinals that count, in order of position.

    A place has the measure "rank"; an ordinal that counts has its noun: "eighth album" tells that
    there were eight by then.
    """
    text = document.text
    if not _MAY_HOLD_RANK.search(text):
        return
    bounds = list(sentences.split(text))
    starts = [start for start, _ in bounds]
    for place in _places(text):
        start, end = bounds[max(0, bisect_right(starts, place.number[0]) - 1)]
        if not (start <= place.number[0] and place.end <= end):
            continue
        value = Decimal(place.value)
        yield Mention(
            quantity=Quantity(value, COUNT, Kind.COUNT, Comparator.EXACT, Interval(value, value)),
            quote=text[place.number[0] : place.end],
            start=place.number[0],
            end=place.end,
            number_start=place.number[0],
            number_end=place.number[1],
            sentence_start=start,
            sentence_end=end,
            subject=topic,
            measure=place.measure,
            place="",
            role=Role.RANK,
            period=published,
            period_stated=False,
        )


def _places(text: str) -> list[_Place]:
    found = [
        _Place(int(match[1]), match.span(1), match.end(1), RANKING)
        for match in _NUMBERED.finditer(text)
        if match[1].isascii()
    ]
    for match in _ORDINAL.finditer(text):
        place = _ordinal(text, match)
        if place:
            found.append(place)
    return sorted(found, key=lambda place: place.number)


def _ordinal(text: str, match: re.Match[str]) -> _Place | None:
    digits = match[1]
    if digits and not digits.isascii():
        return None
    value = int(digits) if digits else ORDINALS[match[2].lower()]
    number, before = match.span(), text[max(0, match.start() - _REACH) : match.start()]
    superlative = _SUPERLATIVE.match(text, match.end())
    if superlative and value > 1:
        return _Place(value, number, superlative.end(), RANKING)
    noun = _NOUN.match(text, match.end())
    first = noun[2].split()[0] if noun else ""
    if noun and not (_NO_COUNT - _IN_NAMES).isdisjoint(noun[1].lower().split()):
        return None  # "his 18th Century furniture"
    if _RANK_BEFORE.search(before) and (not first or first in _NO_COUNT):
        return _Place(value, number, match.end(), RANKING)
    if value < 2 or noun is None:
        return None
    if first == "time" and _FOR_THE.search(before):
        return _Place(value, number, noun.start(2) + len(first), "times")
    if first in _NO_COUNT:
        return None
    if _OWNER_BEFORE.search(before) or _so_far(text, before, noun.start(2) + len(first)):
        return _Place(value, number, noun.start(2) + len(first), first)
    return None


def _so_far(text: str, before: str, at: int) -> bool:
    """Whether it tells of what came one after the other.

    So do "the 37th country to sign" and "It was the 23rd flight of the rocket".
    """
    if _IT_IS_THE.search(before) and _ONE_OF_A_ROW.match(text, at):
        return not _OF_SOME.match(text, at)
    return bool(_THE.search(before) and _TO_DO.match(text, at))
