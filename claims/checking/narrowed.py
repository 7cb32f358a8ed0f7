"""Figures of a narrower measure, group or place: "youth unemployment", "among women", "in Marn"."""

from __future__ import annotations

import re

from claims.checking.claim import ClaimForCheck
from claims.checking.context import Surroundings
from claims.checking.stems import stem
from claims.checking.terms import stems_in, terms_between, terms_in
from claims.checking.weighing import is_distinctive_name
from claims.quantities.calendar_days import MONTH_NAMES
from claims.quantities.quantity import Kind

# Before what is measured they tell a part of it: youth unemployment, a season ticket, food prices.
_NARROWING = frozenset(
    ["youth", "child", "childhood", "infant", "teenage", "female", "male", "women's", "men's",
     "long-term", "rural", "urban", "core", "food", "energy", "season", "weekend", "student",
     "first-half", "half-year", "quarterly", "wholesale", "part-time", "temporary", "graduate"]
)  # fmt: skip
_WORD_BEFORE = re.compile(r"([\w’'-]+)\s+$")
_AMONG = re.compile(r"\s*(?:(?:and|but)\s+)?among\s+((?:[\w’'-]+\s*){1,2})", re.IGNORECASE)
_IN_NAME = re.compile(r"\s*(?:(?:and|but)\s+)?(?:In|in|At|at)\s+([A-Z][\w-]+)(?=[\s,])")


def is_narrowed(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether the clause names a narrower measure, group or place than the claim."""
    return (
        _has_narrowing_word(claim, around)
        or _is_among_others(claim, around)
        or _is_of_one_place(claim, around)
    )


def _has_narrowing_word(claim: ClaimForCheck, around: Surroundings) -> bool:
    if around.mention.quantity.kind == Kind.COUNT or around.cell is not None:
        return False
    text = around.document.text
    wanted = {term.key for term in claim.words}
    claimed = stems_in(claim.statement)
    for term in around.in_clause():
        before = _WORD_BEFORE.search(text, around.clause[0], term.start)
        if before is None or term.key not in wanted:
            continue
        word = before[1].lower().replace("’", "'")
        if word in _NARROWING and stem(word) not in claimed:
            return True
    return False


def _is_among_others(claim: ClaimForCheck, around: Surroundings) -> bool:
    found = _AMONG.match(around.document.text, around.clause[0], around.mention.start)
    if found is None:
        return False
    known = {key for term in claim.content for key in (term.key, term.stem)}
    told = terms_in(found[1])
    return bool(told) and not any(term.key in known or term.stem in known for term in told)


def _is_of_one_place(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether it opens with another place, and names the claim's subject only then."""
    text = around.document.text
    found = _IN_NAME.match(text, around.clause[0], around.mention.start)
    if found is None or found[1] in MONTH_NAMES:
        return False
    own = {term.key for term in claim.content}
    place = terms_between(text, *found.span(1))
    if not place or not is_distinctive_name(place[0]) or place[0].key in own:
        return False
    after = terms_between(text, found.end(), around.mention.start)
    return any(is_distinctive_name(term) and term.key in own for term in after)
