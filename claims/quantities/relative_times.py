"""Quarters, and times told from the day of publication: "last year", "the third quarter"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from claims.quantities.calendar_days import MONTHS, WEEKDAYS, is_month
from claims.quantities.moments import Moment, period
from claims.quantities.periods import Period, Precision
from claims.quantities.tokens import Token
from claims.quantities.years import year_number

QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "q1": 1, "q2": 2,
             "q3": 3, "q4": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}  # fmt: skip


def quarter_at(tokens: Sequence[Token], at: int, published: date | None) -> Moment | None:
    """Read "the first quarter", "Q3 2022", "the third quarter of 2022"."""
    number = QUARTERS[tokens[at].low]
    end = at + 1
    if tokens[at].low[0] != "q":
        end = _skip_dash(tokens, end)
        if end >= len(tokens) or tokens[end].low != "quarter":
            return None
        end += 1
    year = year_number(tokens, end)
    if not year and end < len(tokens) and tokens[end].low in ("of", "in"):
        year = year_number(tokens, end + 1)
        end += 1 if year else 0
    if year:
        return Moment(at, end + 1, _quarter_of(year, number))
    if not published:
        return Moment(at, end, None)
    late = number * 3 - 2 > published.month
    return Moment(at, end, _quarter_of(published.year - late, number))


def _quarter_of(year: int, number: int) -> Period | None:
    return period(year, number * 3 - 2, Precision.QUARTER)


def _skip_dash(tokens: Sequence[Token], at: int) -> int:
    return at + 1 if at < len(tokens) and tokens[at].text == "-" else at


RELATIVE_LEADS = {"last": -1, "previous": -1, "past": -1, "this": 0, "current": 0, "next": 1,
                   "coming": 1, "today": 0, "yesterday": -1, "tomorrow": 1, "now": 0,
                   "currently": 0, "prior": -1, "preceding": -1, "a": -1, "the": -1}  # fmt: skip
# These count back from the time that the sentence names, where it names one.
BACKWARD = frozenset(["previous", "prior", "preceding"])
_DAY_WORDS = frozenset(["today", "yesterday", "tomorrow"])


def relative_time_at(tokens: Sequence[Token], at: int, published: date | None) -> Moment | None:
    """Read "last year", "this month", "next quarter", "yesterday", "a year earlier"."""
    lead = tokens[at].low
    step = RELATIVE_LEADS[lead]
    if lead in _DAY_WORDS:
        return Moment(at, at + 1, _days_away(published, step, Precision.DAY))
    if lead in ("now", "currently"):
        return None
    if at + 1 >= len(tokens):
        return None
    unit = tokens[at + 1].low
    if lead in ("a", "the"):
        return _a_year_earlier(tokens, at, published)
    if lead in BACKWARD and unit == "year":
        moved = _moved(published, "year", -1) if published else None
        return Moment(at, at + 2, moved, years_back=1)
    if unit in MONTHS and is_month(tokens, at + 1):
        return _relative_month(tokens, at, step, published)
    if unit in WEEKDAYS or unit == "week":
        return Moment(at, at + 2, _days_away(published, step * 7, Precision.MONTH))
    if unit not in ("year", "month", "quarter", "season", "summer", "winter", "spring", "autumn"):
        return None
    return Moment(at, at + 2, _moved(published, unit, step) if published else None)


def _days_away(published: date | None, days: int, precision: Precision) -> Period | None:
    if published is None:
        return None
    try:
        return Period(published + timedelta(days=days), precision)
    except OverflowError:
        return None


def _moved(published: date, unit: str, step: int) -> Period | None:
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        return period(months // 12, months % 12 + 1, Precision.MONTH)
    if unit == "quarter":
        quarters = published.year * 4 + (published.month - 1) // 3 + step
        return _quarter_of(quarters // 4, quarters % 4 + 1)
    return period(published.year + step, 1, Precision.YEAR)


def _relative_month(tokens: Sequence[Token], at: int, step: int, published: date | None) -> Moment:
    month = MONTHS[tokens[at + 1].low]
    if not published:
        return Moment(at, at + 2, None)
    year = published.year
    if step < 0 and month >= published.month:
        year -= 1
    if step > 0 and month <= published.month:
        year += 1
    return Moment(at, at + 2, period(year, month, Precision.MONTH))


def _a_year_earlier(tokens: Sequence[Token], at: int, published: date | None) -> Moment | None:
    if at + 2 >= len(tokens) or tokens[at + 1].low != "year":
        return None
    word = tokens[at + 2].low
    if word not in ("earlier", "ago", "before") or (tokens[at].low == "the" and word == "ago"):
        return None
    moved = _moved(published, "year", -1) if published else None
    return Moment(at, at + 3, moved, years_back=0 if word == "ago" else 1)
