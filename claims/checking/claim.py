"""A claim as the judge needs it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from claims.checking.context import counted_noun
from claims.checking.terms import Term, terms_in
from claims.quantities import NotAQuantity, read_statement
from claims.quantities.mention import Mention, Role
from claims.quantities.periods import Period
from claims.quantities.quantity import Kind, Quantity


@dataclass(frozen=True, slots=True)
class ClaimForCheck:
    """One claim to be judged: its verbatim statement, and what it says, field by field.

    The fields may differ from what reading the statement gives: an editor may have set them.
    `reading` is the quantity's place in the statement; by default the statement is read for it.
    """

    statement: str
    subject: str
    measure: str
    place: str
    quantity: Quantity
    as_of: Period | None
    role: Role
    reading: Mention | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.reading is None:
            object.__setattr__(self, "reading", _reading(self.statement))

    @property
    def names_time(self) -> bool:
        """Whether the statement itself says which time it is for ("In 2022 ...")."""
        return self.reading is not None and self.reading.period_stated

    @property
    def time(self) -> Period | None:
        """The time the statement names, else the claim's as_of."""
        if self.reading is not None and self.reading.period_stated:
            return self.reading.period
        return self.as_of

    @property
    def noun(self) -> tuple[Term, ...]:
        """The terms of what is counted ("foreign-funded enterprises"); none for other kinds."""
        return counted_noun(self.statement, self.reading) if self.reading else ()

    @property
    def content(self) -> tuple[Term, ...]:
        """The content terms of the statement, without the words of its unit."""
        reading = self.reading
        if reading is None or reading.quantity.kind == Kind.COUNT:
            return terms_in(self.statement)
        return tuple(
            term
            for term in terms_in(self.statement)
            if not reading.start <= term.start < reading.end
        )


def claim_from_statement(statement: str, as_of: Period | None = None) -> ClaimForCheck:
    """Return the claim that a statement makes; raise NotAQuantity when none can be read."""
    reading = read_statement(statement, as_of=as_of)
    return claim_from_reading(statement, reading, as_of)


def claim_from_reading(statement: str, reading: Mention, as_of: Period | None) -> ClaimForCheck:
    """Return the claim that one quantity of a statement makes."""
    return ClaimForCheck(
        statement=statement,
        subject=reading.subject,
        measure=reading.measure,
        place=reading.place,
        quantity=reading.quantity,
        as_of=as_of,
        role=reading.role,
        reading=reading,
    )


@lru_cache(maxsize=4096)
def _reading(statement: str) -> Mention | None:
    try:
        return read_statement(statement)
    except NotAQuantity:
        return None
