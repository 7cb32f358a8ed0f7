"""Years, and what tells them from counts: "in 2019", "2014-15", but "2000 people"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from claims.quantities.moments import Moment
from claims.quantities.periods import Period, Precision
from claims.quantities.tokens import Token
from claims.quantities.word_lists import words

DASHES = frozenset("-–—/")

STRONG_YEAR_LEADS = words("dates strong year leads")
_ERAS = frozenset(["AD", "BC", "BCE", "CE", "A.D.", "B.C.", "B.C.E.", "C.E."])
_LED_TO = words("dates led to")
_AFTER_YEAR = words("dates after year")


def year_number(tokens: Sequence[Token], at: int) -> int:
    """Return the year that tokens[at] could be, or 0."""
    if not 0 <= at < len(tokens) or tokens[at].kind != "number":
        return 0
    text = tokens[at].text
    return int(text) if len(text) == 4 and text.isdecimal() and 1000 <= int(text) < 2200 else 0


def year_at(tokens: Sequence[Token], at: int) -> Moment | None:
    """Read "2019", "the 1990s", "2014-15", "1600 and 1900", "508 BC", "in 645"."""
    end = _ancient_end(tokens, at)
    if end:
        return Moment(at, end, None)
    year = year_number(tokens, at)
    if not year or _is_signed(tokens, at):
        return None
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if follows and not follows.spaced and follows.low == "s":
        return Moment(at, at + 2, None)
    end = _year_range_end(tokens, at)
    if end > at + 1:
        return Moment(at, end, None)
    if follows is not None and follows.text in _ERAS:
        return Moment(at, at + 2, None)
    if not _reads_as_year(tokens, at, year):
        return None
    return Moment(at, at + 1, Period(date(year, 1, 1), Precision.YEAR))


def _ancient_end(tokens: Sequence[Token], at: int) -> int:
    """Return where "508 BC", "AD 79", "202 BC-220 AD", "27-14 BC", "in 645" ends; 0 for none."""
    if not 0 <= at < len(tokens) or not _is_plain(tokens[at]):
        return 0
    end = at + 1
    if end + 2 < len(tokens) and tokens[end].text in DASHES and _is_plain(tokens[end + 1]):
        is_range = tokens[end + 2].text in _ERAS and not tokens[end + 1].spaced
        return end + 3 if is_range else 0
    if end < len(tokens) and tokens[end].text in _ERAS:
        return end + 1
    leads = at and tokens[at - 1].text in ("AD", "A.D.")
    return end if leads or _is_early_year(tokens, at) else 0


def _is_plain(token: Token) -> bool:
    return token.kind == "number" and token.text.isdecimal() and len(token.text) < 5


def _is_early_year(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number of three digits is the year of "He came to Rome in 645"."""
    text = tokens[at].text
    if len(text) != 3 or text[0] == "0" or at < 2 or tokens[at - 1].low != "in":
        return False
    if tokens[at - 2].low in _LED_TO or tokens[at - 2].kind == "number":
        return False
    if at + 1 >= len(tokens):
        return True
    follows = tokens[at + 1]
    is_listed = at + 2 < len(tokens) and tokens[at + 2].kind == "number"
    return (follows.text in ",.;)" and not is_listed) or follows.low in _AFTER_YEAR


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
    if at + 2 >= len(tokens) or tokens[at + 1].text not in DASHES or tokens[at + 2].spaced:
        return at + 1
    second = tokens[at + 2].text
    year = int(tokens[at].text)
    if tokens[at + 2].kind != "number" or not second.isdecimal() or not 1500 <= year < 2100:
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
    if before in _HOLDERS and _is_counted_phrase(tokens, at + 1):
        return False
    if before in ("and", "to", "or", "through", ",") and at > 1:
        earlier = year_number(tokens, at - 2)
        if earlier and tokens[at - 3 if at > 2 else 0].low in ("between", "from", "in", "a.d."):
            return True
    if before in ("between", "from") and _other_end_is_year(tokens, at):
        return year >= 1000
    if before == "of" and at > 1 and tokens[at - 2].low in _AMOUNT_NOUNS:
        return False
    if before in STRONG_YEAR_LEADS:
        return year >= 1400 or before in ("in", "since", "until", "ad", "bc", "a.d.")
    return 1800 <= year < 2100 and (before not in _QUANTIFIERS)


_AMOUNT_NOUNS = words("dates amount nouns")


def _other_end_is_year(tokens: Sequence[Token], at: int) -> bool:
    joins = at + 2 < len(tokens) and tokens[at + 1].low in ("and", "to", "until", "through")
    return joins and year_number(tokens, at + 2) > 0 and not _is_counted_after(tokens, at + 3)


def _is_counted_after(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind == "word" and _is_counted(tokens[at], "")


_HOLDERS = words("dates holders")


def _is_counted_phrase(tokens: Sequence[Token], at: int) -> bool:
    """Whether a noun with one word before it follows: "has 1986 confirmed cases"."""
    if at + 1 >= len(tokens) or tokens[at].kind != "word" or tokens[at].text[0].isupper():
        return False
    return _is_counted_after(tokens, at + 1)


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


def short_year_at(tokens: Sequence[Token], at: int) -> Moment | None:
    """Read "'89" and "’08"."""
    if tokens[at].text not in "'’‘" or at + 1 >= len(tokens):
        return None
    year = tokens[at + 1]
    glued = not year.spaced and tokens[at].spaced
    if glued and year.kind == "number" and len(year.text) == 2 and year.text.isdecimal():
        return Moment(at, at + 2, None)
    return None
