"""The dates that a statement and a text name, from a day to a century, and whether they agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from claims.quantities import extract
from claims.quantities.calendar_days import MONTHS
from claims.quantities.mention import Document

_NAMES = "|".join(sorted((re.escape(name) for name in MONTHS), key=len, reverse=True))
_YEAR = r"(?:1\d|20)\d\d"
_ERA = r"(?:BCE?|B\.C\.(?:E\.)?|AD|A\.D\.|CE|C\.E\.)"
_EARLY = r"[1-9]\d\d(?=[,.;)]|\s*$)"  # "24 November 978,": three digits are a year only there
_WRITTEN = re.compile(
    rf"\b(?P<ancient>\d{{1,4}})(?:\s?-\s?(?P<until>\d{{1,4}}))?\s?(?P<era>(?-i:{_ERA}))(?!\w)"
    rf"|(?-i:\b(?:AD|A\.D\.))\s?(?P<ad>\d{{1,4}})\b"
    rf"|\bin\s(?P<early>[1-9]\d\d)(?=[,.;)]|\s*$|\s+(?:when|by|after|under|at|until|to)\b)"
    rf"|\b(?P<month>{_NAMES})\b\.?(?:\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b)?(?:,?\s+(?:of\s+)?(?P<year>{_YEAR})\b)?"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month2>{_NAMES})\b\.?(?:,?\s+(?P<year2>{_YEAR}\b|{_EARLY}))?"
    rf"|\b(?P<part>early|mid|late)?[\s-]*(?:the\s+)?(?P<decade>(?:1\d|20)\d0)'?s\b"
    rf"|\b(?P<century>\d{{1,2}})(?:st|nd|rd|th)[\s-]centur(?:y|ies)\b(?P<bc>\s+(?-i:BCE?)\b)?"
    rf"|(?<![\d.,$£€-])(?P<first>{_YEAR})\s?[-/]\s?(?P<last>\d\d|{_YEAR})(?![\d,])"
    rf"|(?<![\d.,$£€])\b(?P<alone>{_YEAR})\b(?![.,]?\d|\s*(?:people|km|m|ft|feet|metres|meters|miles)\b)",
    re.IGNORECASE,
)  # fmt: skip
_BOUND = re.compile(
    r"\b(before|prior to|by|until|up to|after|since|from|following|later than|earlier than|as of)"
    r"\s+(?:the\s+)?(?:end of\s+)?$",
    re.IGNORECASE,
)
_AS_LOWER = frozenset({"after", "since", "from", "following", "later than"})
_STRICT = frozenset({"before", "prior to", "after", "later than", "earlier than", "following"})
_OF_FIGURE = frozenset({"as of"})
_DAYS_A_MONTH, _DAYS_A_YEAR = 31, 372  # as numbered here
_FIRST_MILLENNIUM = 1000 * _DAYS_A_YEAR
_THIRDS = {"early": (0, 4), "mid": (3, 7), "late": (5, 10)}


class Dating(StrEnum):
    """How a text stands to one date of a statement."""

    TOLD = "told"
    OTHER = "other"  # the text has dates as exact as this one, and none agrees
    OTHER_FIGURE = "other_figure"  # the statement's figure is for a time that the text has none for
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Dated:
    """A stretch of days as numbers year * 372 + month * 31 + day; year 0: in any year.

    `start` and `end` span it in the text; `bound` is the word before it that makes it the limit of
    a longer stretch ("before").
    """

    low: int
    high: int
    start: int
    end: int
    bound: str = ""

    @property
    def is_yearless(self) -> bool:
        """Whether only a month or a day of some year is named."""
        return self.low >= 372 and self.high < 372 * 2

    @property
    def is_ancient(self) -> bool:
        """Whether it lies before the year 1."""
        return self.high < 372

    @property
    def length(self) -> int:
        """The number of days, months counted as 31."""
        return self.high - self.low + 1


@lru_cache(maxsize=2048)
def dates_in(text: str) -> tuple[Dated, ...]:
    """Return the dates that a plain text names, in order; "2000" of "2000 cases" is none."""
    counted = {mention.number_start for mention in extract(Document(text))}
    return tuple(date for date in _dates(text) if date.start not in counted)


def compare_dates(claimed: Dated, told: Sequence[Dated]) -> Dating:
    """Return whether the dates of a text confirm one date of a statement."""
    alike = [date for date in told if date.is_yearless == claimed.is_yearless]
    if claimed.is_yearless:
        alike = [_of_any_year(date) for date in told]
    if claimed.is_ancient:
        alike = [date for date in alike if date.is_ancient]  # later dates are those of others
    elif claimed.high < _FIRST_MILLENNIUM and not claimed.is_yearless:
        alike = [*alike, *(_counted_on(date) for date in alike if date.is_ancient)]
    if not alike:
        return Dating.ABSENT
    if claimed.bound in _STRICT:
        return _against_bound(claimed, alike)
    if claimed.bound in _OF_FIGURE and not any(_agree(claimed, date) for date in alike):
        return Dating.OTHER_FIGURE
    finest = _finest(alike, claimed)
    if any(date.low <= claimed.high and claimed.low <= date.high for date in finest):
        return Dating.TOLD if any(_agree(claimed, date) for date in finest) else Dating.ABSENT
    return Dating.OTHER


def _counted_on(date: Dated) -> Dated:
    """Return the years BC as a text tells them that leaves the era out: "in the 6th century"."""
    first, last = 1 - date.high // _DAYS_A_YEAR, 1 - date.low // _DAYS_A_YEAR
    return replace(date, low=first * _DAYS_A_YEAR, high=last * _DAYS_A_YEAR + _DAYS_A_YEAR - 1)


def _finest(told: Sequence[Dated], claimed: Dated) -> Sequence[Dated]:
    """Return the dates as exact as ours in the years that have such dates, and all other dates.

    "1974" in a heading does not confirm 27 March 1974 when the text goes on with 17 March 1974.
    """
    exact = [date for date in told if date.length <= max(claimed.length, _DAYS_A_MONTH)]
    years = {date.low // _DAYS_A_YEAR for date in exact}
    return [
        date
        for date in told
        if date in exact or date.length > _DAYS_A_YEAR or date.low // _DAYS_A_YEAR not in years
    ]


def _agree(claimed: Dated, told: Dated) -> bool:
    """Whether one of two dates lies within the other, and the text's is not far coarser."""
    if claimed.low <= told.low and told.high <= claimed.high:
        return True
    return told.low <= claimed.low and claimed.high <= told.high and told.length <= 400


def _against_bound(limit: Dated, told: Sequence[Dated]) -> Dating:
    """Return whether the text's dates lie on the side of the limit that the statement names."""
    is_lower = limit.bound in _AS_LOWER
    fits = {date.low > limit.high if is_lower else date.high < limit.low for date in told}
    coarse = any(date.low <= limit.high and limit.low <= date.high for date in told)
    if len(fits) > 1 or (coarse and any(date.length > 31 for date in told)):
        return Dating.ABSENT
    return Dating.TOLD if fits.pop() else Dating.OTHER


def _of_any_year(date: Dated) -> Dated:
    """Return a day or month without its year; a longer stretch stands for nothing."""
    if date.is_yearless:
        return date
    if date.length > 31:
        return Dated(0, 0, date.start, date.end)
    return Dated(date.low % 372 + 372, date.high % 372 + 372, date.start, date.end)


def _dates(text: str) -> Iterator[Dated]:
    for found in _WRITTEN.finditer(text):
        parts = {name: value for name, value in found.groupdict().items() if value}
        stretch = _stretch(parts, found[0])
        if stretch:
            bound = _BOUND.search(text, max(0, found.start() - 24), found.start())
            word = bound[1].casefold() if bound else ""
            yield Dated(*stretch, found.start(), found.end(), word)


def _stretch(parts: dict[str, str], whole: str) -> tuple[int, int] | None:
    month = parts.get("month") or parts.get("month2")
    if month:
        return _in_month(parts, month, whole)
    if "ancient" in parts:
        return _of_era(parts)
    if "ad" in parts or "early" in parts:
        year = int(parts.get("ad") or parts["early"])
        return _years(year, year)
    if "century" in parts:
        first = (int(parts["century"]) - 1) * 100 + 1
        if "bc" in parts:
            return _years(-98 - first, 1 - first)
        return _years(first, first + 99) if first < 2100 else None
    if "decade" in parts:
        return _decade(int(parts["decade"]), (parts.get("part") or "").casefold())
    if "first" in parts:
        first, last = int(parts["first"]), parts["last"]
        end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
        return _years(first, end) if first <= end else _years(first, first)
    year = int(parts["alone"])
    return _years(year, year)


def _of_era(parts: dict[str, str]) -> tuple[int, int]:
    """Return the years of "978 AD" and "202-195 BC"; 1 BC is the year 0, 2 BC the year -1."""
    first = int(parts["ancient"])
    last = int(parts.get("until", first))
    is_before = parts["era"].upper().startswith("B")
    return _years(1 - first, 1 - last) if is_before else _years(first, max(first, last))


def _in_month(parts: dict[str, str], name: str, whole: str) -> tuple[int, int] | None:
    year = int(parts.get("year") or parts.get("year2") or 1)
    day = int(parts.get("day") or parts.get("day2") or 0)
    if year == 1 and not day and (whole.islower() or name.casefold() in ("may", "march", "mar")):
        return None
    if day > 31:
        return None
    base = year * 372 + (MONTHS[name.casefold()] - 1) * 31
    return (base + day - 1, base + day - 1) if day else (base, base + 30)


def _decade(year: int, part: str) -> tuple[int, int]:
    if year % 100 == 0 and not part:
        return _years(year, year + 99)
    low, high = _THIRDS.get(part, (0, 9))
    return _years(year + low, year + min(high, 9))


def _years(first: int, last: int) -> tuple[int, int]:
    return first * 372, last * 372 + 371
