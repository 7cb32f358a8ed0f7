"""Count brothers, sisters and children: "the youngest of seven", "two sons and a daughter"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claims.checking.claim import ClaimForCheck
from claims.checking.counted import Counted
from claims.quantities import sentences
from claims.quantities.number_words import ORDINALS, SMALL
from claims.quantities.quantity import Kind

_NUMBER = rf"(?P<number>\d{{1,2}}|an?|{'|'.join(SMALL)})"
_SIBLING = r"(?:(?:half|step)[- ])?(?:brother|sister)"
_KIN = re.compile(
    rf"\b{_NUMBER}\s+(?:(?:older|younger|elder|little|twin|surviving|adult|adopted|known)\s+)?"
    rf"(?P<kin>{_SIBLING}|son|daughter|boy|girl)s?\b(?!\s+of\b|['’-])",
    re.IGNORECASE,
)
_ORDER = re.compile(
    rf"\b(?:one|1|youngest|eldest|oldest|middle|last|\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(ORDINALS)})"
    rf"(?:\s+child|\s+son|\s+daughter)?\s+(?:of|among|in a family of|from a family of)\s+"
    rf"(?:(?:the|their|his|her)\s+)?{_NUMBER}\s+(?:\w+\s+)?"
    r"(?P<kin>child(?:ren)?|kids|siblings|brothers and sisters|sons|daughters|boys|girls)\b",
    re.IGNORECASE,
)
_ALL_SIBLINGS = re.compile(
    r"\bsiblings?\b|\bbrothers?,? (?:and(?:/or)?|or) sisters?\b"
    r"|\bsisters?,? (?:and(?:/or)?|or) brothers?\b",
    re.IGNORECASE,
)
_HAS = re.compile(r"\b(?:has|have|had|with|by)\s+(?:\w+\s+)?$", re.IGNORECASE)
_BIRTH = {"sons": "brother", "boys": "brother", "daughters": "sister", "girls": "sister"}
_OFFSPRING = frozenset(["son", "daughter", "boy", "girl"])


@dataclass(frozen=True, slots=True)
class _Told:
    number: int
    kin: str  # "brother", "sister", "son", "daughter"
    start: int
    end: int


def kin_counted(claim: ClaimForCheck, text: str) -> Counted | None:
    """Return how many of the claim's brothers, sisters or children a text tells; or None."""
    if claim.quantity.kind != Kind.COUNT:
        return None
    claimed = _claimed(claim)
    if claimed == "sibling":
        return _by_order(text, "") or _sum(text, frozenset(["brother", "sister"]))
    if claimed == "child":
        return _sum(text, _OFFSPRING)
    return _by_order(text, claimed) if claimed in ("brother", "sister") else None


def _claimed(claim: ClaimForCheck) -> str:
    """Return what the claim counts: "sibling", "child", "brother", "sister"; "" for others."""
    reading = claim.reading
    if reading is None:
        return ""
    counted = claim.statement[reading.number_end :][:60]
    all_of_them = _ALL_SIBLINGS.search(counted)
    if all_of_them and all_of_them.start() < 20:
        return "sibling"
    found = re.match(r"\s+(?:\w+\s+)?(child(?:ren)?|kids|brothers|sisters)\b", counted, re.I)
    if not found:
        return ""
    word = found[1].casefold()
    return {"brothers": "brother", "sisters": "sister"}.get(word, "child")


def _by_order(text: str, kin: str) -> Counted | None:
    """Count those beside whom somebody was born: six beside "the youngest of seven children"."""
    for found in _ORDER.finditer(text):
        word = found["kin"].casefold()
        among = _BIRTH.get(word, "")
        if among == kin and (number := _value(found["number"])) > 1:
            others = number if word in ("siblings", "brothers and sisters") else number - 1
            return Counted(others, found[0])
    return None


def _sum(text: str, wanted: frozenset[str]) -> Counted | None:
    """Add up "two brothers and a half-sister" in the sentence that tells most of them."""
    best: Counted | None = None
    for start, end in sentences.split(text):
        told = [kin for kin in _told(text, start, end) if kin.kin in wanted]
        count = sum(kin.number for kin in told)
        if told and (best is None or count > best.count):
            is_all = len({kin.kin for kin in told}) > 1 and bool(
                _HAS.search(text, 0, told[0].start)
            )
            best = Counted(count, text[told[0].start : told[-1].end], is_all)
    return best


def _told(text: str, start: int, end: int) -> Iterator[_Told]:
    for found in _KIN.finditer(text, start, end):
        kin = re.split("[- ]", found["kin"].casefold())[-1]
        yield _Told(_value(found["number"]), kin, *found.span())


def _value(word: str) -> int:
    low = word.casefold()
    if low.isdecimal():
        return int(low)
    return 1 if low in ("a", "an") else int(SMALL[low])
