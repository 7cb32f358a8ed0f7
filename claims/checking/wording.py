"""Does a text say a statement again, word for word, or say it of another year or another rank?

This looks at words and not at quantities. It is only sound for a text that was given as evidence
on the statement: then a year that differs is the year of the same event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from claims.checking.features import likeness
from claims.checking.stems import stem
from claims.checking.terms import Term, terms_in
from claims.checking.weighing import is_distinctive_name
from claims.checking.words import words_in
from claims.quantities.mention import Document

# The share of a statement's words that a text must hold to say it again (if each name is there,
# or though one is not), or to tell of its event.
RESTATED, RESTATED_BY_OTHER_NAMES, SAME_EVENT = 0.8, 0.75, 0.4

_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_DATE = re.compile(
    rf"(?:\b({'|'.join(_MONTHS)})\s+(?:\d{{1,2}}\s*,\s*)?)?\b((?:1\d|20)\d\d)\b", re.I
)
_BOUNDED = re.compile(
    rf"\b(before|prior to|after|since)\s+(?:\d{{1,2}}\s+)?({_DATE.pattern})", re.IGNORECASE
)
_DIGIT_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_ORDINAL_WORDS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_ORDINALS = {word: number for number, word in enumerate(_ORDINAL_WORDS, start=1)}


class Wording(StrEnum):
    """How a text's words stand to a statement's."""

    RESTATES = "restates"
    OTHER_YEAR = "other_year"
    OTHER_RANK = "other_rank"
    OTHER_NAME = "other_name"
    NAME_MISSING = "name_missing"
    TELLS_NOTHING = "tells_nothing"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the words compare, and the share of the statement's words that the text holds."""

    wording: Wording
    coverage: float


def compare_wording(statement: str, document: Document) -> Comparison:
    """Return how the words of a document given as evidence stand to those of the statement."""
    text = f"{document.title}\n{document.text}"
    claimed, told = terms_in(statement), terms_in(text)
    coverage = _coverage(claimed, told)
    bound = _BOUNDED.search(statement)
    if bound:
        return Comparison(_against_bound(bound, text, coverage), coverage)
    claimed_years, told_years = _years(statement), _years(text)
    if _ranks_differ(_ranks(statement), _ranks(text)) and coverage >= SAME_EVENT:
        return Comparison(Wording.OTHER_RANK, coverage)
    if not claimed_years <= told_years and told_years and coverage >= SAME_EVENT:
        return Comparison(Wording.OTHER_YEAR, coverage)
    if coverage >= SAME_EVENT and _name_is_swapped(claimed, told):
        return Comparison(Wording.OTHER_NAME, coverage)
    return Comparison(_by_coverage(claimed, told, coverage, claimed_years <= told_years), coverage)


def _by_coverage(
    claimed: Sequence[Term], told: Sequence[Term], coverage: float, has_years: bool
) -> Wording:
    if _is_partly_named(claimed, told) and coverage < RESTATED_BY_OTHER_NAMES:
        return Wording.NAME_MISSING
    return Wording.RESTATES if has_years and coverage >= RESTATED else Wording.TELLS_NOTHING


def _is_partly_named(claimed: Sequence[Term], told: Sequence[Term]) -> bool:
    """Whether the text holds some of the statement's names, and strange ones in place of others."""
    names = {term.key for term in claimed if term.is_name}
    missing = names - _keys(told)
    known = _keys(claimed)
    strange = (term.key not in known and is_distinctive_name(term) for term in told)
    return bool(missing) and missing != names and any(strange)


def _name_is_swapped(claimed: Sequence[Term], told: Sequence[Term]) -> bool:
    """Whether another name stands in the text between the words that surround one of ours."""
    ours, theirs = _keys(claimed), _keys(told)
    swaps = {
        (left.key, right.key)
        for left, name, right in zip(told, told[1:], told[2:], strict=False)
        if name.is_name and name.key not in ours and name.stem not in ours
    }
    return any(
        name.is_name and name.key not in theirs and (left.key, right.key) in swaps
        for left, name, right in zip(claimed, claimed[1:], claimed[2:], strict=False)
    )


def _keys(terms: Iterable[Term]) -> set[str]:
    return {key for term in terms for key in (term.key, term.stem)}


def _against_bound(bound: re.Match[str], text: str, coverage: float) -> Wording:
    """Return whether the dates of a text lie where "before January 2020" says; else nothing."""
    limit = _date(bound[3], bound[4])
    dates = [_date(*found.groups()) for found in _DATE.finditer(text)]
    if not dates or coverage < SAME_EVENT or any(_is_too_coarse(date, limit) for date in dates):
        return Wording.TELLS_NOTHING
    is_before = bound[1].casefold() in ("before", "prior to")
    fits = {date < limit if is_before else date > limit for date in dates}
    if len(fits) > 1:
        return Wording.TELLS_NOTHING
    return Wording.RESTATES if fits.pop() else Wording.OTHER_YEAR


def _is_too_coarse(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two dates of one year cannot be ordered, for want of a month."""
    return one[0] == other[0] and not (one[1] and other[1])


def _date(month: str | None, year: str) -> tuple[int, int]:
    """Return year and month, which is 0 where none is named."""
    return int(year), _MONTHS.index(month.casefold()) + 1 if month else 0


def _coverage(wanted: Iterable[Term], told: Iterable[Term]) -> float:
    distinct = {term.key: term for term in wanted}.values()
    others = list({term.key: term for term in told}.values())
    if not distinct:
        return 0.0
    best = (max((likeness(term, other) for other in others), default=0.0) for term in distinct)
    return sum(best) / len(distinct)


def _years(text: str) -> set[str]:
    return set(_YEAR.findall(text))


def _ranks(text: str) -> dict[str, set[int]]:
    """Return the ordinals of a text by the stem of the noun they stand before."""
    ranks: dict[str, set[int]] = {}
    words = words_in(text)
    for word, follower in zip(words, words[1:], strict=False):
        digits = _DIGIT_ORDINAL.fullmatch(word.plain)
        number = int(digits[1]) if digits else _ORDINALS.get(word.plain)
        if number is not None and not follower.is_number:
            ranks.setdefault(stem(follower.plain), set()).add(number)
    return ranks


def _ranks_differ(claimed: Mapping[str, set[int]], told: Mapping[str, set[int]]) -> bool:
    """Whether the text ranks something the statement ranks, and never as the statement does."""
    shared = claimed.keys() & told.keys()
    return any(claimed[noun].isdisjoint(told[noun]) for noun in shared)
