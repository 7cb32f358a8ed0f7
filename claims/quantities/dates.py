"""Find the times that a sentence names: dates, months, quarters, years, "last year".

They are read as times and not as counts; what they mean depends on when the text was published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from claims.quantities.word_lists import words
from claims.quantities.periods import Period, Precision
from claims.quantities.tokens import Token

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
         "august aug", "september sep sept", "october oct", "november nov", "december dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    )
}
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "q1": 1, "q2": 2,
             "q3": 3, "q4": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}  # fmt: skip
_YEAR_LEADS = words("dates year leads")
_STRONG_YEAR_LEADS = words("dates strong year leads")
_ERAS = frozenset(["ad", "bc", "bce", "ce", "a.d.", "b.c."])
_AMPM = words("dates ampm")
_DASHES = frozenset("-–—/")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time named by tokens[first:end]; `period` is None when it is one but cannot be placed."""

    first: int
    end: int
    period: Period | None


def find(tokens: Sequence[Token], published: date | None = None) -> list[Moment]:
    """Return the times that the sentence names, in order, none overlapping another."""
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
            return _month(tokens, at, published)
        if token.low in WEEKDAYS:
            return Moment(at, at + 1, None)
        if token.low in _RELATIVE_LEADS:
            return _relative(tokens, at, published)
        return _quarter(tokens, at, published) if token.low in _QUARTERS else None
    if token.kind in ("number", "ordinal"):
        return (
            _day_month(tokens, at, published)
            or _clock(tokens, at)
            or _year(tokens, at)
            or (_quarter(tokens, at, published) if token.low in _QUARTERS else None)
        )
    if token.kind == "date":
        return Moment(at, at + 1, _written_date(token.text))
    if token.kind == "clock":
        return Moment(at, _ampm_end(tokens, at + 1), None)
    if token.kind == "code" and token.low in _QUARTERS:
        return _quarter(tokens, at, published)
    return _short_year(tokens, at)


# ---------------------------------------------------------------- days and months


def _written_date(text: str) -> Period | None:
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
    try:
        return Period(date(year, month, day), Precision.DAY)
    except ValueError:
        return None


def _is_month(tokens: Sequence[Token], at: int) -> bool:
    if at >= len(tokens) or tokens[at].low not in MONTHS or tokens[at].kind != "word":
        return False
    # "may", "march" and the three-letter forms are also other words.
    return tokens[at].text[0].isupper() or tokens[at].low not in ("may", "march", "mar", "dec")


def _day_number(tokens: Sequence[Token], at: int) -> int:
    """Return the day of the month at tokens[at], or 0."""
    if not 0 <= at < len(tokens) or tokens[at].kind not in ("number", "ordinal"):
        return 0
    digits = tokens[at].text.rstrip("stndrhSTNDRH")
    return int(digits) if digits.isdigit() and len(digits) < 3 and 0 < int(digits) < 32 else 0


def year_number(tokens: Sequence[Token], at: int) -> int:
    """Return the year that tokens[at] could be, or 0."""
    if not 0 <= at < len(tokens) or tokens[at].kind != "number":
        return 0
    text = tokens[at].text
    return int(text) if len(text) == 4 and text.isdigit() and 1000 <= int(text) < 2200 else 0


def _month(tokens: Sequence[Token], at: int, published: date | None) -> Moment | None:
    """Read "June", "June 2019", "July 4", "July 4, 2016", "September 2019"."""
    if not _is_month(tokens, at):
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
        return Moment(first, end + comma + 1, Period(date(year, month, 1), Precision.MONTH))
    if tokens[first].low in ("may", "march") and not _follows_time_word(tokens, first):
        return None
    if not published:
        return Moment(first, end, None)
    return Moment(first, end, _recent_month(month, published))


def _follows_time_word(tokens: Sequence[Token], at: int) -> bool:
    return bool(at) and tokens[at - 1].low in (
        *_STRONG_YEAR_LEADS, "last", "next", "this", "to", "and", "mid", "-", "for"
    )  # fmt: skip


def _recent_month(month: int, published: date) -> Period:
    """The latest such month that had begun when the text was published."""
    year = published.year if month <= published.month else published.year - 1
    return Period(date(year, month, 1), Precision.MONTH)


def _recent_day(month: int, day: int, published: date | None) -> Period | None:
    if not published:
        return None
    years = (published.year + 1, published.year, published.year - 1)
    days = [found for year in years if (found := _day(year, month, day))]
    near = [found for found in days if (found.start - published).days < 120]
    return near[0] if near else None


def _day_range_end(tokens: Sequence[Token], at: int) -> int:
    """Step over the second day of "July 4-6"."""
    if at + 1 < len(tokens) and tokens[at].text in _DASHES and _day_number(tokens, at + 1):
        return at + 2
    return at


def _counts_something(tokens: Sequence[Token], at: int) -> bool:
    """Whether a percent sign or a scale follows, so that the number is no day ("In June 12%")."""
    if at >= len(tokens):
        return False
    return tokens[at].low in ("%", "percent", "per", "million", "billion", "thousand", "pc", "bn")


def _day_month(tokens: Sequence[Token], at: int, published: date | None) -> Moment | None:
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
    if not (_is_month(tokens, end) or lower_may):
        return None
    month = MONTHS[tokens[end].low]
    end += 1
    comma = end < len(tokens) and tokens[end].text == ","
    year = year_number(tokens, end + comma)
    if year:
        return Moment(at, end + comma + 1, _day(year, month, day))
    return Moment(at, end, _recent_day(month, day, published))


# ---------------------------------------------------------------- times of day


def _ampm_end(tokens: Sequence[Token], at: int) -> int:
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


def _clock(tokens: Sequence[Token], at: int) -> Moment | None:
    """Read "2pm", "10.38 p.m.", "2 and 6 p.m.", "9 to 5 p.m.", "2 o'clock", "20h30"."""
    if tokens[at].kind != "number" or not _is_hour(tokens[at].text):
        return None
    end = _ampm_end(tokens, at + 1)
    if end > at + 1:
        return Moment(at, end, None)
    if _is_pointed_clock(tokens, at):
        return Moment(at, at + 1, None)
    if at + 2 < len(tokens) and tokens[at + 1].low in ("and", "to", "or", "-", "–", "until"):
        if tokens[at + 2].kind == "clock":
            return Moment(at, _ampm_end(tokens, at + 3), None)
        if tokens[at + 2].kind == "number" and _is_hour(tokens[at + 2].text):
            end = _ampm_end(tokens, at + 3)
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
    return hour.isdigit() and int(hour[:3]) <= 24 and (not minute or len(minute) == 2)


# ---------------------------------------------------------------- years


def _year(tokens: Sequence[Token], at: int) -> Moment | None:
    """Read "2019", "the 1990s", "2014-15", "1600 and 1900", "1260" after "between A.D."."""
    year = year_number(tokens, at)
    if not year or _is_signed(tokens, at):
        return None
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if follows and not follows.spaced and follows.low == "s":
        return Moment(at, at + 2, None)
    end = _year_range_end(tokens, at)
    if end > at + 1:
        return Moment(at, end, None)
    if follows is not None and follows.low in _ERAS:
        return Moment(at, at + 2, None)
    if not _reads_as_year(tokens, at, year):
        return None
    return Moment(at, at + 1, Period(date(year, 1, 1), Precision.YEAR))


def _is_signed(tokens: Sequence[Token], at: int) -> bool:
    """Whether money, a percent sign or a unit claims the number."""
    if at and tokens[at - 1].text in "$€£¥₹#" and tokens[at - 1].text:
        return True
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if follows is None:
        return False
    return follows.low in _NOT_AFTER_YEAR or (not follows.spaced and follows.kind == "word"
                                              and follows.low != "s")  # fmt: skip


_NOT_AFTER_YEAR = words("dates not after year")


def _year_range_end(tokens: Sequence[Token], at: int) -> int:
    """Return where "2014-15", "1914–1918" ends, or at + 1."""
    if at + 2 >= len(tokens) or tokens[at + 1].text not in _DASHES or tokens[at + 2].spaced:
        return at + 1
    second = tokens[at + 2].text
    year = int(tokens[at].text)
    if tokens[at + 2].kind != "number" or not second.isdigit() or not 1500 <= year < 2100:
        return at + 1
    if len(second) == 2 and int(second) == (year + 1) % 100:
        return at + 3
    if len(second) == 4 and year < int(second) < 2100 and year >= 1800:
        return at + 3
    return at + 3 if len(second) == 2 and year % 100 < int(second) and year >= 1800 else at + 1


def _reads_as_year(tokens: Sequence[Token], at: int, year: int) -> bool:
    before = tokens[at - 1].low if at else ""
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if follows is not None and follows.kind == "word" and _is_counted(follows, before):
        return False
    if before in ("and", "to", "or", "through", ",") and at > 1:
        earlier = year_number(tokens, at - 2)
        if earlier and tokens[at - 3 if at > 2 else 0].low in ("between", "from", "in", "a.d."):
            return True
    if before in ("between", "from") and _other_end_is_year(tokens, at):
        return year >= 1000
    if follows is not None and follows.kind == "word" and _is_counted(follows, before):
        return False
    if before in _STRONG_YEAR_LEADS:
        return year >= 1400 or before in ("in", "since", "until", "ad", "bc", "a.d.")
    return 1800 <= year < 2100 and (before not in _QUANTIFIERS)


_AMOUNT_NOUNS = words("dates amount nouns")


def _other_end_is_year(tokens: Sequence[Token], at: int) -> bool:
    joins = at + 2 < len(tokens) and tokens[at + 1].low in ("and", "to", "until", "through")
    return joins and year_number(tokens, at + 2) > 0 and not _is_counted_after(tokens, at + 3)


def _is_counted_after(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind == "word" and _is_counted(tokens[at], "")


_QUANTIFIERS = words("dates quantifiers")
_PLURAL_TIME = words("dates plural time")


def _is_counted(follows: Token, before: str) -> bool:
    """Whether a plural noun follows, so that "1000 hires" counts and "the 2018 sales" does not."""
    low = follows.low
    if before in ("the", "since", "its", "their", "during", "of", "in") and low.endswith("s"):
        return low not in _PLURAL_TIME and before not in ("the", "since", "its", "during", "in")
    is_plural = low.endswith("s") and not low.endswith(("ss", "us", "'s", "’s"))
    return (is_plural and low not in _PLURAL_TIME and not follows.text[0].isupper()) or low in (
        "people", "men", "women", "children"
    )  # fmt: skip


def _short_year(tokens: Sequence[Token], at: int) -> Moment | None:
    """Read "'89" and "’08"."""
    if tokens[at].text not in "'’‘" or at + 1 >= len(tokens):
        return None
    year = tokens[at + 1]
    glued = not year.spaced and tokens[at].spaced
    if glued and year.kind == "number" and len(year.text) == 2 and year.text.isdigit():
        return Moment(at, at + 2, None)
    return None


# ---------------------------------------------------------------- quarters and relative times


def _quarter(tokens: Sequence[Token], at: int, published: date | None) -> Moment | None:
    """Read "the first quarter", "Q3 2022", "the third quarter of 2022"."""
    number = _QUARTERS[tokens[at].low]
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


def _quarter_of(year: int, number: int) -> Period:
    return Period(date(year, number * 3 - 2, 1), Precision.QUARTER)


def _skip_dash(tokens: Sequence[Token], at: int) -> int:
    return at + 1 if at < len(tokens) and tokens[at].text == "-" else at


_RELATIVE_LEADS = {"last": -1, "previous": -1, "past": -1, "this": 0, "current": 0, "next": 1,
                   "coming": 1, "today": 0, "yesterday": -1, "tomorrow": 1, "now": 0,
                   "currently": 0, "prior": -1, "preceding": -1, "a": -1}  # fmt: skip
_DAY_WORDS = frozenset(["today", "yesterday", "tomorrow"])


def _relative(tokens: Sequence[Token], at: int, published: date | None) -> Moment | None:
    """Read "last year", "this month", "next quarter", "yesterday", "a year earlier"."""
    lead = tokens[at].low
    step = _RELATIVE_LEADS[lead]
    if lead in _DAY_WORDS:
        moved = published + timedelta(days=step) if published else None
        return Moment(at, at + 1, Period(moved, Precision.DAY) if moved else None)
    if lead in ("now", "currently"):
        return None
    if at + 1 >= len(tokens):
        return None
    unit = tokens[at + 1].low
    if lead == "a":
        return _a_year_earlier(tokens, at, published)
    if unit in MONTHS and _is_month(tokens, at + 1):
        return _relative_month(tokens, at, step, published)
    if unit in WEEKDAYS or unit == "week":
        return Moment(at, at + 2, _around(published, step * 7) if published else None)
    if unit not in ("year", "month", "quarter", "season", "summer", "winter", "spring", "autumn"):
        return None
    return Moment(at, at + 2, _moved(published, unit, step) if published else None)


def _around(published: date, days: int) -> Period:
    return Period(published + timedelta(days=days), Precision.MONTH)


def _moved(published: date, unit: str, step: int) -> Period | None:
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        return Period(date(months // 12, months % 12 + 1, 1), Precision.MONTH)
    if unit == "quarter":
        quarters = published.year * 4 + (published.month - 1) // 3 + step
        return _quarter_of(quarters // 4, quarters % 4 + 1)
    return Period(date(published.year + step, 1, 1), Precision.YEAR)


def _relative_month(tokens: Sequence[Token], at: int, step: int, published: date | None) -> Moment:
    month = MONTHS[tokens[at + 1].low]
    if not published:
        return Moment(at, at + 2, None)
    year = published.year
    if step < 0 and month >= published.month:
        year -= 1
    if step > 0 and month <= published.month:
        year += 1
    return Moment(at, at + 2, Period(date(year, month, 1), Precision.MONTH))


def _a_year_earlier(tokens: Sequence[Token], at: int, published: date | None) -> Moment | None:
    if at + 2 >= len(tokens) or tokens[at + 1].low != "year":
        return None
    if tokens[at + 2].low not in ("earlier", "ago", "before"):
        return None
    return Moment(at, at + 3, _moved(published, "year", -1) if published else None)
