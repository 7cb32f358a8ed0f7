"""What a text tells otherwise than a statement: another date, rank, name, or the opposite."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from claims.checking import denials, ranks
from claims.checking.datings import Dated, Dating, compare_dates, dates_in
from claims.checking.details import Details
from claims.checking.peoples import other_people
from claims.checking.terms import Term
from claims.checking.verdict import SEVERAL


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing told otherwise: the code of the rule, the statement's words and the text's."""

    code: str
    ours: str
    theirs: str = ""


_DONE_BY = re.compile(r"\b([a-z]{3,}(?:ed|en|n|t)) by ([A-Z]\w+)")

Look = Callable[[Details], Conflict | None]


def first(details: Details) -> Conflict | None:
    """Return the weightiest thing that the text tells otherwise; None for nothing."""
    is_short = len(details.new) < SEVERAL
    return _first(details, (*_FIRM, _denial) if is_short else _FIRM)


def doubt(details: Details) -> Conflict | None:
    """Return what the text may tell otherwise, or only in other words; None for nothing."""
    return _first(details, _DOUBTFUL)


def other_time(details: Details) -> bool:
    """Whether the statement's figure is "as of" a date that the text does not speak of."""
    told = dates_in(details.text)
    return any(
        compare_dates(date, told) == Dating.OTHER_FIGURE for date in dates_in(details.statement)
    )


def dates_agree(details: Details) -> bool:
    """Whether the statement names dates, and the text has each of them."""
    claimed, told = dates_in(details.statement), dates_in(details.text)
    return bool(claimed) and all(compare_dates(date, told) == Dating.TOLD for date in claimed)


def _first(details: Details, looks: Sequence[Look]) -> Conflict | None:
    found = (look(details) for look in looks)
    return next((conflict for conflict in found if conflict), None)


def _date(details: Details) -> Conflict | None:
    told = dates_in(details.text)
    for date in dates_in(details.statement):
        if compare_dates(date, told) == Dating.OTHER:
            return Conflict("other_date", _shown(details.statement, date), _listed(details, told))
    return None


def _rank(details: Details) -> Conflict | None:
    claimed, told = ranks.ranks_in(details.statement), ranks.ranks_in(details.text)
    if not ranks.differ(claimed, told):
        return None
    return Conflict("other_rank", _numbers(claimed), _numbers(told))


def _people(details: Details) -> Conflict | None:
    words = other_people(details.statement, details.text)
    return Conflict("other_people", *words) if words else None


def _opposite(details: Details) -> Conflict | None:
    ours, theirs = _words(details)
    word = denials.opposed(ours, theirs)
    if not word or denials.denied(ours, theirs):
        return None
    return Conflict("opposite_told", word)


def _denial(details: Details) -> Conflict | None:
    ours, theirs = _words(details)
    if denials.denied(ours, theirs) and not denials.opposed(ours, theirs):
        return Conflict("denied", "")
    return None


def _reversal(details: Details) -> Conflict | None:
    """Find "beat Sand" where the text has "was beaten by Sand", or the other way round."""
    for ours, theirs in ((details.statement, details.text), (details.text, details.statement)):
        for verb, name in _DONE_BY.findall(ours):
            done = re.compile(rf"(?<!was )(?<!been ){verb} {re.escape(name)}\b")
            if done.search(theirs) and f"{verb} by {name}" not in theirs:
                return Conflict("reversed", f"{verb} {name}", f"{verb} by {name}")
    return None


def _name(details: Details) -> Conflict | None:
    swaps = ((one, other) for one, other in details.swaps() if one.is_name and other.is_name)
    return _swap("other_name", details, next(swaps, None))


def _word(details: Details) -> Conflict | None:
    swaps = ((one, other) for one, other in details.swaps() if not one.is_name)
    return _swap("other_word", details, next(swaps, None))


def _swap(code: str, details: Details, swap: tuple[Term, Term] | None) -> Conflict | None:
    if swap is None:
        return None
    ours, theirs = swap
    return Conflict(
        code, details.statement[ours.start : ours.end], details.text[theirs.start : theirs.end]
    )


def _words(details: Details) -> tuple[list[denials.Told], list[denials.Told]]:
    return denials.words_of(details.statement), denials.words_of(details.text)


def _shown(text: str, date: Dated) -> str:
    return text[date.start : date.end]


def _listed(details: Details, dates: Sequence[Dated]) -> str:
    return ", ".join(dict.fromkeys(_shown(details.text, date) for date in dates[:3]))


def _numbers(found: ranks.Ranks) -> str:
    return ", ".join(str(number) for number in sorted(found.get("", ())))


_FIRM: Sequence[Look] = (_date, _rank, _people, _opposite, _reversal, _name)
_DOUBTFUL: Sequence[Look] = (_denial, _word)
