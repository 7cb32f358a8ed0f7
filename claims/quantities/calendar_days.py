"""Days and months: "4 July", "Oct. 31, 2019", "June 2020"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from claims.quantities.moments import Moment, period
from claims.quantities.periods import Period, Precision
from claims.quantities.tokens import Token
from claims.quantities.years import DASHES, STRONG_YEAR_LEADS, year_number

_MONTHS = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
    "august aug", "september sep sept", "october oct", "november nov", "december dec",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
MONTH_NAMES = tuple(names.split()[0].capitalize() for names in _MONTHS)
WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    )
}


def written_date(text: str) -> Period | None:
    parts = text.replace("/", "-").replace(".", "-").split("-")
    numbers = [int(part) for part in parts]
    if len(parts[0]) == 4:
        return _day(numbers[0], numbers[1], numbers[2])
    if len(parts[2]) != 4:
        return None
    if numbers[1] > 12:
        return _day(numbers[2], numbers[0], numbers[1])
    return _day(numbers[2], numbers[1], numbers[0]) if numbers[0] > 12 else None


def _day(year: int, month: int, day: int) -> Period | None:
    return period(year, month, Precision.DAY, day)


def is_month(tokens: Sequence[Token], at: int) -> bool:
    if at >= len(tokens) or tokens[at].low not in MONTHS or tokens[at].kind != "word":
        return False
    # "may", "march" and the three-letter forms are also other words.
    return tokens[at].text[0].isupper() or tokens[at].low not in ("may", "march", "mar", "dec")


def _day_number(tokens: Sequence[Token], at: int) -> int:
    """Return the day of the month at tokens[at], or 0."""
    if not 0 <= at < len(tokens) or tokens[at].kind not in ("number", "ordinal"):
        return 0
    digits = tokens[at].text.rstrip("stndrhSTNDRH")
    return int(digits) if digits.isdecimal() and len(digits) < 3 and 0 < int(digits) < 32 else 0


def month_at(tokens: Sequence[Token], at: int, published: date | None) -> Moment | None:
    """Read "June", "June 2019", "July 4", "July 4, 2016", "September 2019"."""
    if not is_month(tokens, at):
        return None
    month = MONTHS[tokens[at].low]
    end = at + 1
    if end < len(tokens) and tokens[end].text == "." and tokens[at].low != "may":
        end += 1
    day = _day_number(tokens, end)
    if day and not _counts_something(tokens, end + 1):
        end = _day_range_end(tokens, end + 1)
        comma = end < len(tokens) and tokens[end].text == ","
        year = year_number(tokens, end + comma)
        if year:
            return Moment(at, end + comma + 1, _day(year, month, day))
        return Moment(at, end, _recent_day(month, day, published))
    return _month_year(tokens, at, end, month, published)


def _month_year(
    tokens: Sequence[Token], first: int, end: int, month: int, published: date | None
) -> Moment | None:
    comma = end < len(tokens) and tokens[end].text == ","
    year = year_number(tokens, end + comma)
    if not year and end < len(tokens) and tokens[end].low == "of":
        year, comma = year_number(tokens, end + 1), True
    if year and year > 1500:
        return Moment(first, end + comma + 1, period(year, month, Precision.MONTH))
    if tokens[first].low in ("may", "march") and not _follows_time_word(tokens, first):
        return None
    if not published:
        return Moment(first, end, None)
    if _is_ahead(tokens, first):
        year = published.year + (month < published.month)
        return Moment(first, end, period(year, month, Precision.MONTH))
    return Moment(first, end, _recent_month(month, published))


def _is_ahead(tokens: Sequence[Token], at: int) -> bool:
    """Whether the month at tokens[at] follows a "will": it is the coming one."""
    return any(token.low in ("will", "'ll", "’ll") for token in tokens[max(0, at - 12) : at])


def _follows_time_word(tokens: Sequence[Token], at: int) -> bool:
    return bool(at) and tokens[at - 1].low in (
        *STRONG_YEAR_LEADS, "last", "next", "this", "to", "and", "mid", "-", "for"
    )  # fmt: skip


def _recent_month(month: int, published: date) -> Period | None:
    """The latest such month that had begun when the text was published."""
    year = published.year if month <= published.month else published.year - 1
    return period(year, month, Precision.MONTH)


def _recent_day(month: int, day: int, published: date | None) -> Period | None:
    if not published:
        return None
    years = (published.year + 1, published.year, published.year - 1)
    days = [found for year in years if (found := _day(year, month, day))]
    near = [found for found in days if (found.start - published).days < 120]
    return near[0] if near else None


def _day_range_end(tokens: Sequence[Token], at: int) -> int:
    """Step over the second day of "July 4-6"."""
    if at + 1 < len(tokens) and tokens[at].text in DASHES and _day_number(tokens, at + 1):
        return at + 2
    return at


def _counts_something(tokens: Sequence[Token], at: int) -> bool:
    """Whether a percent sign or a scale follows, so that the number is no day ("In June 12%")."""
    if at >= len(tokens):
        return False
    return tokens[at].low in ("%", "percent", "per", "million", "billion", "thousand", "pc", "bn")


def day_month_at(tokens: Sequence[Token], at: int, published: date | None) -> Moment | None:
    """Read "4 July", "4th of July 2016", "2-4 July"."""
    day = _day_number(tokens, at)
    if not day:
        return None
    end = _day_range_end(tokens, at + 1)
    if end < len(tokens) and tokens[end].low in ("and", "to") and _day_number(tokens, end + 1):
        end += 2
    if end < len(tokens) and tokens[end].low == "of":
        end += 1
    lower_may = end < len(tokens) and tokens[end].low == "may" and at and tokens[at - 1].low == "on"
    if not (is_month(tokens, end) or lower_may):
        return None
    month = MONTHS[tokens[end].low]
    end += 1
    comma = end < len(tokens) and tokens[end].text == ","
    year = year_number(tokens, end + comma)
    if year:
        return Moment(at, end + comma + 1, _day(year, month, day))
    return Moment(at, end, _recent_day(month, day, published))
