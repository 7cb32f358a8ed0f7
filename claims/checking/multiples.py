"""Earlier figures that a text tells by a multiple: "24 million, twice as many as in 2019"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from claims.checking.compare import BOUNDS
from claims.quantities.mention import Document, Mention, Role
from claims.quantities.number_words import SMALL
from claims.quantities.periods import Period, Precision
from claims.quantities.quantity import Comparator, Interval, Kind, Quantity
from claims.quantities.units import PERCENT

_FACTORS = {
    "half": Decimal("0.5"), "halved": Decimal("0.5"), "twice": Decimal(2), "double": Decimal(2),
    "doubled": Decimal(2), "thrice": Decimal(3), "triple": Decimal(3), "tripled": Decimal(3),
    "trebled": Decimal(3), "three times": Decimal(3), "four times": Decimal(4),
    "quadrupled": Decimal(4), "five times": Decimal(5), "ten times": Decimal(10),
}  # fmt: skip
_NUMBER = rf"(?:an?|\d{{1,3}}|{'|'.join(SMALL)})"
_YEAR = r"(?:1[5-9]|20)\d\d"
_TIMES_AS = re.compile(
    r"[^.;:]{0,40}?(?:,|\s[–—-]|\()\s*(?:(?:or|which\s+(?:is|was)|that\s+is)\s+)?"
    r"(half|twice|double|thrice|triple|(?:three|four|five|ten)\s+times)\s+"
    r"(?:as\s+\w+(?:\s+as)?|what\s+(?:it|they)\s+(?:had\s+been|was|were)"
    r"|the\s+(?:number|figure|level|total|amount|sum|rate)(?:\s+of)?)\s+"
    rf"(?:(?:in\s+)?({_YEAR})\b|({_NUMBER})\s+years?\s+(?:before|earlier|ago|previously)"
    r"|(?:in\s+)?(the\s+year\s+before|the\s+(?:previous|preceding)\s+year|last\s+year))",
    re.IGNORECASE,
)
_MOVED_TO = re.compile(
    r"(?<!more than )(?<!almost )(?<!nearly )\b(doubled|trebled|tripled|quadrupled|halved)\b"
    r"([^.;]*?)\bto\s+$",
    re.IGNORECASE,
)
_SINCE = re.compile(
    rf"\b(?:since|from|between)\s+({_YEAR})\b|\b(?:in|within|over)\s+(?:the\s+(?:past|last)\s+)?"
    rf"({_NUMBER})\s+years?\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"(?<![\d,.])(?!(?:1[5-9]|20)\d\d\b)\d")
_TELLS = re.compile(
    r"\b(?:half|twice|double|thrice|triple|times)\s+(?:as|what|the)\b"
    r"|\b(?:doubled|trebled|tripled|quadrupled|halved)\b",
    re.IGNORECASE,
)
# "Twice as many" is seldom exact.
_MARGIN = Decimal("0.08")

Told = tuple[Decimal, Period]  # by which factor a figure exceeds its earlier value, and when


def earlier_told(
    document: Document, mentions: Sequence[Mention]
) -> Iterator[tuple[Mention, Mention]]:
    """Yield each figure that a text gives as a multiple of an earlier one, and the earlier one."""
    for mention in mentions:
        told = _told_of(document, mention)
        if told is not None:
            factor, then = told
            earlier = _divided(mention.quantity, factor)
            yield (
                mention,
                replace(
                    mention,
                    quantity=earlier,
                    role=Role.PREVIOUS,
                    period=then,
                    period_stated=True,
                ),
            )


@lru_cache(maxsize=1024)
def _told_of(document: Document, mention: Mention) -> Told | None:
    """Read the multiple beside a figure; many claims ask for it, and few figures have one."""
    if mention.role != Role.LEVEL or not _is_plain(mention.quantity):
        return None
    return _as_many(document, mention) or _moved(document, mention)


@lru_cache(maxsize=64)
def may_tell(text: str) -> bool:
    """Whether a text tells something by a multiple; most do not."""
    return bool(_TELLS.search(text))


def _is_plain(quantity: Quantity) -> bool:
    kinds = (Kind.COUNT, Kind.CURRENCY, Kind.DIMENSION)
    is_amount = quantity.kind in kinds or quantity.unit == PERCENT
    return is_amount and quantity.unit != "times" and quantity.comparator not in BOUNDS


def _as_many(document: Document, mention: Mention) -> Told | None:
    """Read "24 million in 2023, twice as many as in 2019"."""
    found = _TIMES_AS.match(document.text, mention.end, mention.sentence_end)
    if found is None or _FIGURE.search(document.text, mention.end, found.start(1)):
        return None
    then = _before(document, mention, found[2], "a" if found[4] else found[3])
    return (_FACTORS[" ".join(found[1].lower().split())], then) if then else None


def _moved(document: Document, mention: Mention) -> Told | None:
    """Read "has tripled since 2015 to 9,000"; where both ends are told, nothing is worked out."""
    text = document.text
    found = _MOVED_TO.search(text, mention.sentence_start, mention.start)
    if found is None or _FIGURE.search(re.sub(rf"{_NUMBER}\s+years?", "", found[2])):
        return None
    since = _SINCE.search(text, found.end(1), mention.sentence_end)
    then = _before(document, mention, since[1], since[2]) if since else None
    return (_FACTORS[found[1].lower()], then) if then else None


def _before(
    document: Document, mention: Mention, year: str | None, years: str | None
) -> Period | None:
    """Return the year that is named, or that lies so many years before the figure's."""
    if year:
        return Period(date(int(year), 1, 1), Precision.YEAR)
    own = mention.period.start if mention.period else document.published_at
    if own is None or years is None:
        return None
    word = years.lower()
    count = int(word) if word.isdecimal() else SMALL.get(word, 1)
    return Period(date(own.year - count, 1, 1), Precision.YEAR) if count < own.year else None


def _divided(quantity: Quantity, factor: Decimal) -> Quantity:
    ends = quantity.interval
    return replace(
        quantity,
        value=quantity.value / factor,
        comparator=Comparator.ABOUT,
        interval=Interval(
            low=None if ends.low is None else ends.low / factor * (1 - _MARGIN),
            high=None if ends.high is None else ends.high / factor * (1 + _MARGIN),
        ),
    )
