"""Read how often a side won and lost: "an 8-1 record", "finished the season 2-10"."""

from __future__ import annotations

import re

from claims.checking.claim import ClaimForCheck
from claims.checking.counted import Counted
from claims.quantities.quantity import Kind

_SCORE = r"(?P<won{mark}>\d{{1,3}})-(?P<lost{mark}>\d{{1,3}})(?:-(?P<drawn{mark}>\d{{1,2}}))?"
_MARKS = ("", "2", "3")
_BEFORE, _AFTER, _ENDED = (_SCORE.format(mark=mark) for mark in _MARKS)
_RECORD = re.compile(
    rf"\b{_BEFORE}\s+(?:(?!in\b|to\b)[\w-]+\s+){{0,2}}record\b|\brecord\s+of\s+{_AFTER}"
    r"|\b(?:finish(?:ed|ing)?|ended|went|compiled|posted|season|undefeated)"
    rf"(?:\s+(?:at|the|season|year|with|an?))*\s+{_ENDED}\b",
    re.IGNORECASE,
)
_WON = re.compile(r"\b(?:win|wins|won|winning|victor(?:y|ies))\b", re.IGNORECASE)
_LOST = re.compile(r"\b(?:loss|losses|lost|lose|losing|defeats?)\b", re.IGNORECASE)
_PLAYED = re.compile(r"^\s+(?:\w+\s+)?(?:games|matches|fights|bouts|contests)\b", re.IGNORECASE)
_OF_ALL = re.compile(r"\bof\s+(?:\w+\s+)?$")
_SEASON = re.compile(r"\bseasons?\b|\b(?:1[89]|20)\d\d\b", re.IGNORECASE)
_NEAR = 24  # characters around a figure that say what it counts


def record_counted(claim: ClaimForCheck, text: str) -> Counted | None:
    """Return how many the claim's side won, lost or played by the record that the text gives."""
    reading = claim.reading
    if reading is None or claim.quantity.kind != Kind.COUNT:
        return None
    found = [_numbers(match) for match in _RECORD.finditer(text.replace("–", "-"))]
    if not found:
        return None
    won, lost, drawn, words = found[0]
    counts = (won, lost, won + lost + drawn)
    asked = _asked(claim.statement, reading.number_start, reading.number_end)
    if asked is None:
        return None
    is_same = len({each[:3] for each in found}) == 1 and bool(_SEASON.search(claim.statement))
    return Counted(counts[asked], words, is_all=is_same)


def _asked(statement: str, start: int, end: int) -> int | None:
    """Return 0 for a number of wins, 1 for losses, 2 for games; None for anything else."""
    before, after = statement[max(0, start - _NEAR) : start], statement[end : end + _NEAR]
    after = re.split(r"[,.;]| and | but ", after)[0]
    nearby = re.split(r"[,.;]| and | but ", before)[-1] + " " + after
    if _OF_ALL.search(before):
        return 2 if _PLAYED.search(after) else None
    won, lost = bool(_WON.search(nearby)), bool(_LOST.search(nearby))
    if won != lost:
        return 0 if won else 1
    return 2 if _PLAYED.search(after) and not won else None


def _numbers(match: re.Match[str]) -> tuple[int, int, int, str]:
    parts = match.groupdict()
    mark = next(mark for mark in _MARKS if parts[f"won{mark}"])
    drawn = parts[f"drawn{mark}"] or 0
    return int(parts[f"won{mark}"]), int(parts[f"lost{mark}"]), int(drawn), match[0]
