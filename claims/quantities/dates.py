"""Find the times that a sentence names: dates, months, quarters, years, "last year".

They are read as times and not as counts; what they mean depends on when the text was published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from claims.quantities.calendar_days import MONTHS, WEEKDAYS, day_month_at, month_at, written_date
from claims.quantities.clock_times import ampm_end, clock_at
from claims.quantities.moments import Moment
from claims.quantities.periods import Period, Precision
from claims.quantities.relative_times import QUARTERS, RELATIVE_LEADS, quarter_at, relative_time_at
from claims.quantities.tokens import Token
from claims.quantities.word_lists import words
from claims.quantities.years import short_year_at, year_at

_YEAR_LEADS = words("dates year leads")


def find(tokens: Sequence[Token], published: date | None = None) -> list[Moment]:
    """Return the times that the sentence names, in order, none overlapping another."""
    return _counted_back(_found(tokens, published))


def _counted_back(moments: list[Moment]) -> list[Moment]:
    """Return the times with "the year before" counted from the one named before it."""
    placed: list[Moment] = []
    for moment in moments:
        anchor = next((other.period for other in reversed(placed) if other.period), None)
        if moment.years_back and anchor and anchor.start.year > moment.years_back:
            year = anchor.start.year - moment.years_back
            moment = replace(moment, period=Period(date(year, 1, 1), Precision.YEAR))
        placed.append(moment)
    return placed


def _found(tokens: Sequence[Token], published: date | None) -> list[Moment]:
    moments: list[Moment] = []
    at = 0
    while at < len(tokens):
        moment = _moment_at(tokens, at, published)
        if moment and (not moments or moment.first >= moments[-1].end):
            moments.append(moment)
            at = moment.end
        else:
            at += 1
    return moments


def _moment_at(tokens: Sequence[Token], at: int, published: date | None) -> Moment | None:
    token = tokens[at]
    if token.kind == "word":
        if token.low in MONTHS:
            return month_at(tokens, at, published)
        if token.low in WEEKDAYS:
            return Moment(at, at + 1, None)
        if token.low in RELATIVE_LEADS:
            return relative_time_at(tokens, at, published)
        return quarter_at(tokens, at, published) if token.low in QUARTERS else None
    if token.kind in ("number", "ordinal"):
        return (
            day_month_at(tokens, at, published)
            or clock_at(tokens, at)
            or year_at(tokens, at)
            or (quarter_at(tokens, at, published) if token.low in QUARTERS else None)
        )
    if token.kind == "date":
        return Moment(at, at + 1, written_date(token.text))
    if token.kind == "clock":
        return Moment(at, ampm_end(tokens, at + 1), None)
    if token.kind == "code" and token.low in QUARTERS:
        return quarter_at(tokens, at, published)
    return short_year_at(tokens, at)
