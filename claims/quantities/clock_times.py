"""Times of day: "2 p.m.", "from 9.30 to 17.00"."""

from __future__ import annotations

from collections.abc import Sequence

from claims.quantities.moments import Moment
from claims.quantities.tokens import Token
from claims.quantities.word_lists import words

_AMPM = words("dates ampm")


def ampm_end(tokens: Sequence[Token], at: int) -> int:
    """Step over "p.m." with the point that its tokens may be split at."""
    if at >= len(tokens):
        return at
    if tokens[at].low in _AMPM:
        return at + 1
    if tokens[at].low in ("a", "p") and _spells(tokens, at, (".", "m")):
        return at + 4 if at + 3 < len(tokens) and tokens[at + 3].text == "." else at + 3
    return at


def _spells(tokens: Sequence[Token], at: int, texts: tuple[str, ...]) -> bool:
    found = tokens[at + 1 : at + 1 + len(texts)]
    return len(found) == len(texts) and all(
        token.low == text for token, text in zip(found, texts, strict=True)
    )


def clock_at(tokens: Sequence[Token], at: int) -> Moment | None:
    """Read "2pm", "10.38 p.m.", "2 and 6 p.m.", "9 to 5 p.m.", "2 o'clock", "20h30"."""
    if tokens[at].kind != "number" or not _is_hour(tokens[at].text):
        return None
    end = ampm_end(tokens, at + 1)
    if end > at + 1:
        return Moment(at, end, None)
    if _is_pointed_clock(tokens, at):
        return Moment(at, at + 1, None)
    if at + 2 < len(tokens) and tokens[at + 1].low in ("and", "to", "or", "-", "–", "until"):
        if tokens[at + 2].kind == "clock":
            return Moment(at, ampm_end(tokens, at + 3), None)
        if tokens[at + 2].kind == "number" and _is_hour(tokens[at + 2].text):
            end = ampm_end(tokens, at + 3)
            return Moment(at, end, None) if end > at + 3 else None
    return None


_CLOCK_LEADS = frozenset(["at", "from", "until", "by", "after", "before", "till", "and", "to"])


def _is_pointed_clock(tokens: Sequence[Token], at: int) -> bool:
    """Judge the "9.30" of "opens at 9.30" and "from 9.30 to 17.00"."""
    hour, point, minute = tokens[at].text.partition(".")
    if not point or len(minute) != 2 or int(minute) % 5 or int(minute) > 55:
        return False
    if not at or tokens[at - 1].low not in _CLOCK_LEADS:
        return False
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if follows is not None and not (
        follows.kind == "sign"
        and follows.text in ".,;)"
        or follows.low
        in ("on", "and", "to", "until", "in", "every", "each", "tomorrow", "today", "sharp")
    ):
        return False
    return tokens[at - 1].low not in ("and", "to") or _has_clock_before(tokens, at - 2)


def _has_clock_before(tokens: Sequence[Token], at: int) -> bool:
    if at < 1 or tokens[at].kind != "number" or tokens[at - 1].low not in _CLOCK_LEADS:
        return False
    hour, point, minute = tokens[at].text.partition(".")
    return bool(point) and len(hour) < 3 and len(minute) == 2


def _is_hour(text: str) -> bool:
    hour, _, minute = text.partition(".")
    return hour.isdecimal() and int(hour[:3]) <= 24 and (not minute or len(minute) == 2)
