"""Place the time of a figure against the time of a claim."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from claims.checking.claim import ClaimForCheck
from claims.checking.context import Surroundings
from claims.quantities.calendar_days import MONTH_NAMES
from claims.quantities.mention import Document, Role
from claims.quantities.periods import Period, Precision

_YEAR = re.compile(r"(?:\b(\w+)\s+)?\b((?:1[5-9]|20)\d\d)\b")
_FIGURE = re.compile(r"\b(?!(?:1[5-9]|20)\d\d\b)\d")
_DATES_NO_LEVEL = frozenset({"since", "until", "till", "before"})


_SOON = 75  # so many days after a month began a text that names it means no earlier year's
_MONTH = re.compile(rf"\b(?:{'|'.join(MONTH_NAMES)})\b")
_LAST_YEAR = re.compile(
    r"(?<!than )(?<!from )(?<!since )(?<!up on )(?<!down on )\blast\s+year\b", re.IGNORECASE
)
_PRESENT = re.compile(
    r"\b(?:is|are|has|have|this|now|today|currently|so\s+far|will|since)\b|\w+s\s+(?:some\s+)?\d",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"\bas\s+(?:many|much|high|large|big|long)\s+as\b", re.IGNORECASE)
_NOW = re.compile(r"\b(?:now|today|currently|at present|nowadays|these days)\b", re.IGNORECASE)
_RESTATED = re.compile(
    r"\b(?:correct(?:s|ed|ing|ion)|revis(?:es|ed|ing|ion)|restat(?:es|ed|ing|ement)|recount(?:s|ed)?"
    r"|mistaken(?:ly)?|in error|erroneous(?:ly)?)\b",
    re.IGNORECASE,
)
_WRONG_BEFORE = re.compile(
    r"\b(?:first|early|earlier|initial|previous|original|provisional)\s+(?:media\s+|official\s+)?"
    r"(?:reports?|estimates?|figures?|counts?|tolls?|tall(?:y|ies)|accounts?|statements?)\b[^.]{0,60}?"
    r"\b(?:too\s+(?:high|low)|wrong|mistaken|incorrect|false|exaggerated|overstated|understated"
    r"|in\s+error|inaccurate|corrected|revised|overcounted|double[- ]counted)\b",
    re.IGNORECASE,
)
_FUTURE_WORD = re.compile(
    r"\b(?:next|coming|tomorrow|will|would|should|due|by|until|till|plans?|expects?|expected|to\s+be"
    r"|later|(?:in|from|for)\s+20\d\d)\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\b(after|since|before|until|till|prior to)\s+(?:the\s+)?(?:\d{1,2}\s+)?"
    r"(?:[A-Z][a-z]+\s+)?(?:\d{1,2}\s*,?\s*)?(?:(?:1[5-9]|20)\d\d|\d{1,2})?\b",
    re.IGNORECASE,
)


class When(StrEnum):
    """The time a figure is for, seen from the claim's time."""

    EARLIER = "earlier"
    SAME = "same"
    LATER = "later"
    TIMELESS = "timeless"  # the claim does not age, or nothing is known of either time
    FUTURE = "future"  # a time that had not come when the text was published
    UNSURE = "unsure"  # the text does not say whether it means the time the claim names


# "After 10 April" is open towards later times, "before 18 April" towards earlier ones.
_OPEN_TO = {
    "after": When.LATER,
    "since": When.LATER,
    "before": When.EARLIER,
    "until": When.EARLIER,
    "till": When.EARLIER,
    "prior to": When.EARLIER,
}


def figure_time(around: Surroundings) -> Period | None:
    """Return the time the mention's figure is for, else the day of publication.

    None for an earlier value ("up from 189") whose time the text does not say.
    """
    if _is_stated(around):
        return around.cell.period if around.cell else around.mention.period
    if around.mention.role == Role.PREVIOUS:
        return None
    return published(around.document)


def published(document: Document) -> Period | None:
    """Return the day of a document's publication, if known."""
    day = document.published_at
    return Period(day, Precision.DAY) if day else None


def when(claim: ClaimForCheck, time: Period | None, around: Surroundings) -> When:
    """Return where the time of the mention's figure lies, seen from the claim's time."""
    if claim.is_plan:
        return _when_planned(claim, time, around)
    if _is_future(time, around):
        return When.FUTURE
    if time is None and around.mention.role == Role.PREVIOUS:
        return When.UNSURE
    placed = relation(claim.time, time)
    if claim.names_time and placed == _OPEN_TO.get(_word_before_time(claim)):
        return When.SAME
    if placed != When.LATER or _is_stated(around):
        return placed
    if not claim.names_time:
        return When.SAME if _corrects(around) else placed
    if _NOW.search(around.clause_text) and not _is_restated(around):
        return placed
    if _dates_only_others(claim.time, around):
        return When.UNSURE
    if _tells_of(claim.time, around.document) or _goes_on_about(claim.time, around):
        return When.SAME
    return When.UNSURE


def _is_restated(around: Surroundings) -> bool:
    """Whether the text corrects a figure told before: what is "now" is the count, not the time."""
    text = around.document.text
    return bool(_RESTATED.search(text, around.before[0], around.sentence[1]))


def _corrects(around: Surroundings) -> bool:
    """Whether the sentence says that a figure told before was wrong: its own is for that time."""
    return bool(_WRONG_BEFORE.search(around.document.text, *around.sentence))


def _dates_only_others(time: Period | None, around: Surroundings) -> bool:
    """Whether the sentence gives the time to its other figures: "2.4 m, up from 1.6 m in 2019"."""
    if time is None:
        return False
    years = [
        match
        for match in _YEAR.finditer(around.document.text, *around.sentence)
        if match[2] == str(time.start.year)
    ]
    return bool(years) and all(_is_apart(match, around) for match in years)


def _when_planned(claim: ClaimForCheck, told: Period | None, around: Surroundings) -> When:
    """Place one plan against another: by when they were told, if they are for the same time."""
    if claim.names_time and _is_stated(around):
        due = relation(claim.time, around.mention.period)
        if due in (When.EARLIER, When.LATER):
            return When.FUTURE
    return relation(claim.as_of, told)


def _is_future(time: Period | None, around: Surroundings) -> bool:
    published = around.document.published_at
    return time is not None and published is not None and time.start > published


def _word_before_time(claim: ClaimForCheck) -> str:
    """Return the word that leads the first date of the statement: "after 10 April 2020"."""
    match = _DATED.search(claim.statement)
    return match[1].casefold() if match else ""


def _is_stated(around: Surroundings) -> bool:
    """Whether the text says which time the figure is for."""
    if around.cell is not None:
        return around.cell.period is not None
    return around.mention.period_stated and not _dates_another(around)


def _dates_another(around: Surroundings) -> bool:
    """Whether the sentence's only time dates another figure: "2,650, 40 fewer than in 2021"."""
    period, text = around.mention.period, around.document.text
    if _is_future(period, around) and not _FUTURE_WORD.search(around.clause_text):
        return True
    years = [
        match
        for match in _YEAR.finditer(text, *around.sentence)
        if period and match[2] == str(period.start.year)
    ]
    return bool(years) and all(_is_apart(match, around) for match in years)


def _is_apart(year: re.Match[str], around: Surroundings) -> bool:
    if year[1] and year[1].casefold() in _DATES_NO_LEVEL:
        return True
    if _is_of_comparison(year, around):
        return True
    if around.clause[0] <= year.start(2) < around.clause[1]:
        return False
    between = around.document.text[around.mention.end : year.start(2)]
    return bool(_FIGURE.search(between))


def _is_of_comparison(year: re.Match[str], around: Surroundings) -> bool:
    """Whether the year is that of what is compared: "three times as many as Alto had in 2015"."""
    between = around.document.text[around.mention.end : year.start(2)]
    return year.start(2) > around.mention.end and bool(_COMPARED.search(between))


def relation(claim: Period | None, figure: Period | None) -> When:
    """Return where the figure's period lies; TIMELESS when either is unknown."""
    if claim is None or figure is None:
        return When.TIMELESS
    if figure.is_before(claim):
        return When.EARLIER
    if claim.is_before(figure):
        return When.LATER
    return When.SAME


def _tells_of(period: Period | None, document: Document) -> bool:
    """Whether the text, or its title, names the year of the period and no later one."""
    if period is None:
        return False
    if period.precision == Precision.MONTH and _tells_only_month(period, document):
        return True
    years = _years_in(document.title) | _years_in(document.text)
    return str(period.start.year) in years and max(years) == str(period.start.year)


def _goes_on_about(period: Period | None, around: Surroundings) -> bool:
    """Whether the text calls the period "last year", and the sentence goes on in the past."""
    document = around.document
    if period is None or document.published_at is None or period.precision != Precision.YEAR:
        return False
    if period.start.year != document.published_at.year - 1:
        return False
    if _PRESENT.search(around.clause_text) or _years_in(document.text) - {str(period.start.year)}:
        return False
    return bool(_LAST_YEAR.search(document.text, around.before[0], around.sentence[1]))


def _tells_only_month(period: Period, document: Document) -> bool:
    """Whether a text that came out soon after a month names it, and no other month or year."""
    if document.published_at is None:
        return False
    since = (document.published_at - period.start).days
    if not 0 <= since <= _SOON or _years_in(document.text) - {str(period.start.year)}:
        return False
    months = {month for month in _MONTH.findall(f"{document.title}\n{document.text}")}
    return months == {_month_name(period)}


def _month_name(period: Period) -> str:
    return f"{period.start:%B}"


@lru_cache(maxsize=64)
def _years_in(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\b(?:1[5-9]|20)\d\d\b", text))
