"""A quantity found in a text: where it stands, what it speaks of, for which time, in which role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from claims.quantities.periods import Period
from claims.quantities.quantity import Quantity

# What a place in an order measures.
RANKING = "rank"


class Role(StrEnum):
    """What a number does in its sentence."""

    LEVEL = "level"  # the measure's value
    CHANGE = "change"  # by how much it moved ("fell by 30")
    GROWTH = "growth"  # by what rate it moved ("rose 5 percent")
    DIFFERENCE = "difference"  # how far two things lie apart ("8 percent less than men")
    PREVIOUS = "previous"  # its earlier value ("up from 189")
    SHARE = "share"  # a part of something, in percent
    TARGET = "target"  # a plan, a goal, a budget
    FORECAST = "forecast"  # an expectation
    LIMIT = "limit"  # a rule's limit ("children under 6")
    DENIED = "denied"  # a figure that the source rejects
    HYPOTHETICAL = "hypothetical"  # "if", "could", "would"
    RANK = "rank"  # a place in an order


@dataclass(frozen=True, slots=True)
class Document:
    """A text to read, with what is known of its publication."""

    text: str
    title: str = ""
    published_at: date | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One quantity in a document's text. All offsets count characters of `Document.text`.

    `start` and `end` span the quote: comparator, number, unit and counted noun ("more than 85,000
    parcels"). `number_start` and `number_end` span the number alone. `period` is the time the
    figure is for; `period_stated` says whether the text itself names it (otherwise it is the
    publication date; None when that is unknown, and for an earlier value without a time).
    """

    quantity: Quantity
    quote: str
    start: int
    end: int
    number_start: int
    number_end: int
    sentence_start: int
    sentence_end: int
    subject: str
    measure: str
    place: str
    role: Role
    period: Period | None
    period_stated: bool

    def __hash__(self) -> int:
        # Mentions are looked up for every claim: where they stand tells most of them apart.
        return hash((self.quote, self.number_start, self.end))
