"""Recognise figures of what has not happened: wanted, planned, expected, or to come."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from claims.quantities.figures import Figure
from claims.quantities.mention import Role
from claims.quantities.tokens import Token
from claims.quantities.units import COUNT
from claims.quantities.word_lists import words

_TARGETS = words("roles targets")
_TARGET_PHRASES = words("roles target phrases")
_FORECASTS = words("roles forecasts") | words("roles modals")
_OF_PHRASE = 7
_TO_BE = (["are", "to"], ["is", "to"], ["are", "planned"], ["is", "planned"], ["are", "due"])
_WITH_REACH = 8
_BECOMING = frozenset(["be", "become", "then", "rank", "have"])
_PLAN_REACH = 8
_HOPED = frozenset(
    ["planned", "hoped", "expected", "budgeted", "promised", "pledged", "wanted", "targeted",
     "intended", "forecast", "predicted", "envisaged"]
)  # fmt: skip


def coming(tokens: Sequence[Token], figure: Figure) -> Role | None:
    """Recognise what has not happened to those that are counted: "nine shops will be closed"."""
    if _is_of_what_will_be(tokens, figure):
        return Role.FORECAST
    if figure.unit != COUNT or figure.noun_end <= figure.noun_first:
        return None
    at = figure.noun_end
    if at < len(tokens) and tokens[at].low == "of":
        limit = min(len(tokens), at + _OF_PHRASE)
        at = next((end for end in range(at, limit) if tokens[end].low in ("will", "are")), at)
    follows = [token.low for token in tokens[at : at + 3]]
    if follows[:1] == ["will"]:
        return Role.FORECAST
    return Role.TARGET if follows[:2] in _TO_BE else None


def _is_of_what_will_be(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether it tells what a thing will have: "With 26 stops it will then be the longest line"."""
    at = figure.end
    if not figure.lead or tokens[figure.lead - 1].text != "With":
        return False
    after = [token.low for token in tokens[at : at + _WITH_REACH]]
    will = next((i for i, word in enumerate(after) if word in ("will", "would")), None)
    return will is not None and bool(_BECOMING.intersection(after[will : will + 3]))


def was_planned(tokens: Sequence[Token], figure: Figure) -> Role | None:
    """Recognise "8,200 had been planned" and "the 900 whom the firm had hoped to enrol"."""
    after = [token.low for token in tokens[figure.end : figure.end + _PLAN_REACH]]
    if after[:2] in (["had", "been"], ["were", "originally"], ["was", "originally"]):
        return Role.TARGET if _HOPED.intersection(after[2:3]) else None
    if after[:1] not in (["whom"], ["that"], ["which"]) or "had" not in after:
        return None
    verb = after.index("had") + 1
    return Role.TARGET if _HOPED.intersection(after[verb : verb + 1]) else None


def is_intended(before: list[str]) -> bool:
    """Whether a move is still to come: "plans to cut 120 jobs", not "the plan cut 120 jobs"."""
    return bool(_FORECASTS.intersection(before)) or any(
        one in _TARGETS and other == "to" for one, other in pairwise(before)
    )


def intention(before: list[str], is_money: bool) -> Role | None:
    """Recognise a target or a forecast by the words before a figure."""
    if "expect" in before and before[before.index("expect") :][:3] == ["expect", "to", "live"]:
        return None  # an expectancy of life is a level
    pairs = {f"{one}-{other}" for one, other in pairwise(before)}
    if _TARGETS.intersection(before) or _TARGET_PHRASES.intersection(pairs):
        return Role.TARGET
    if "built-for" in pairs and not is_money:
        return Role.TARGET  # what it was made for; "built for $5 million" tells its cost
    return Role.FORECAST if _FORECASTS.intersection(before) else None
