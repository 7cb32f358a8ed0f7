"""A claim as the judge needs it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from claims.checking import lexicon
from claims.checking.clauses import clause_around
from claims.checking.context import counted_noun, head_of, is_unit_word
from claims.checking.terms import Term, terms_in
from claims.checking.tolerance import Tolerance
from claims.quantities import NotAQuantity, extract, read_statement
from claims.quantities.measures import AUXILIARIES
from claims.quantities.mention import Document, Mention, Role
from claims.quantities.nouns import VERBS
from claims.quantities.periods import Period
from claims.quantities.quantity import Quantity

_Worked = TypeVar("_Worked")

_NEXT_WORD = re.compile(r"\s+([A-Za-z]+)")
_AUXILIARY_BEFORE = re.compile(
    r"\b(?:has|have|had|to|will|would|did|does|is|was)\s$", re.IGNORECASE
)
_VERBS = VERBS | AUXILIARIES
_LEADS_TO_OBJECT = re.compile(r"\s+(?:an?|the|its|their|his|her|no|every|each)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ClaimForCheck:
    """One claim to be judged: its verbatim statement, and what it says, field by field.

    The fields may differ from what reading the statement gives: an editor may have set them.
    `tolerance` is what fits beyond the wording; without one the wording alone decides.
    `reading` is the quantity's place in the statement; by default the statement is read for it.
    `synonyms` are the wordings of the shared definition of its measure, where it is linked to one.
    """

    statement: str
    subject: str
    measure: str
    place: str
    quantity: Quantity
    as_of: Period | None
    role: Role
    tolerance: Tolerance | None = None
    reading: Mention | None = field(default=None, compare=False, repr=False)
    synonyms: tuple[str, ...] = ()
    # What follows from the fields, computed once: a claim is held against every mention of a text.
    _worked_out: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.reading is None:
            object.__setattr__(self, "reading", _reading(self.statement))

    @property
    def names_time(self) -> bool:
        """Whether the statement itself says which time it is for ("In 2022 ...")."""
        return self.reading is not None and self.reading.period_stated

    @property
    def is_plan(self) -> bool:
        """Whether the statement tells what is planned or expected."""
        return self.role in (Role.TARGET, Role.FORECAST)

    @property
    def time(self) -> Period | None:
        """The time the statement names, else the claim's as_of."""
        if self.reading is not None and self.reading.period_stated:
            return self.reading.period
        return self.as_of

    @property
    def noun(self) -> tuple[Term, ...]:
        """The terms of what is counted ("foreign-funded enterprises"); none for other kinds."""
        reading = self.reading
        if reading is None:
            return ()
        return self.once("noun", lambda: counted_noun(self.statement, reading))

    @property
    def head(self) -> Term | None:
        """The noun that is counted ("enterprises"); None for other kinds of quantity."""
        return self.once("head", lambda: head_of(self.statement, self.noun))

    @property
    def content(self) -> tuple[Term, ...]:
        """The content terms of the statement, without the words of its units and other figures."""
        return self.once("content", lambda: _content(self.statement, self.reading))

    @property
    def entity(self) -> tuple[Term, ...]:
        """The terms of what the statement speaks of: names, and the words beside them.

        "Tolmin ski area" is one entity; what stands elsewhere belongs to the measure.
        """
        return self.once(
            "entity", lambda: tuple(term for term in self.content if self._names_entity(term))
        )

    @property
    def words(self) -> tuple[Term, ...]:
        """The terms of the measure: the content that is not of the entity."""
        return self.once(
            "words", lambda: tuple(term for term in self.content if term not in self.entity)
        )

    def once(self, name: str, work_out: Callable[[], _Worked]) -> _Worked:
        """Return what follows from the fields, and is worked out when it is first asked for."""
        if name not in self._worked_out:
            self._worked_out[name] = work_out()
        worked_out: _Worked = self._worked_out[name]
        return worked_out

    def is_beside(self, term: Term) -> bool:
        """Whether a term stands in another clause of the statement than its quantity."""
        reading = self.reading
        if reading is None:
            return False
        whole = (0, len(self.statement))
        inner = (reading.start, reading.end)
        start, end = self.once("clause", lambda: clause_around(self.statement, inner, whole))
        return not start <= term.start < end

    def _names_entity(self, term: Term) -> bool:
        return term.is_name or (
            term not in self.noun
            and (term.stem not in lexicon.verbs() or self._is_noun(term))
            and not self.is_predicate(term)
            and any(_adjoin(self.statement, term, other) for other in self.content if other.is_name)
        )

    def _is_noun(self, term: Term) -> bool:
        """Whether a word that could be a verb is none: a name or a verb follows it."""
        if _AUXILIARY_BEFORE.search(self.statement, 0, term.start):
            return False
        follows = _NEXT_WORD.match(self.statement, term.end)
        return follows is not None and (follows[1][0].isupper() or follows[1] in _VERBS)

    def is_predicate(self, term: Term) -> bool:
        """Whether a word leads right to the quantity, or to what is said of it: a verb."""
        if self.reading is not None and self.statement[term.end : self.reading.start].isspace():
            return True
        return bool(_LEADS_TO_OBJECT.match(self.statement, term.end))


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


@lru_cache(maxsize=4096)
def _content(statement: str, reading: Mention | None) -> tuple[Term, ...]:
    kept = [
        term
        for term in terms_in(statement)
        if reading is None
        or not (_is_number_word(term, reading) or is_unit_word(statement, term, reading))
    ]
    if reading is None:
        return tuple(kept)
    others = [other for other in extract(Document(statement)) if other.start != reading.start]
    return tuple(
        term
        for term in kept
        if not any(other.number_end <= term.start < other.end for other in others)
    )


def _is_number_word(term: Term, reading: Mention) -> bool:
    return reading.start <= term.start < reading.number_end


def _adjoin(statement: str, one: Term, other: Term) -> bool:
    """Whether only words of one phrase stand between two terms: no grammar, no punctuation."""
    first, second = sorted((one, other), key=lambda term: term.start)
    phrase = [t for t in terms_in(statement) if first.start <= t.start <= second.start]
    gaps = zip(phrase, phrase[1:], strict=False)
    return all(_touch(statement, left, right) for left, right in gaps)


def _touch(statement: str, left: Term, right: Term) -> bool:
    owns = statement[left.start : left.end].endswith(("'s", "’s", "s'", "s’"))
    return not owns and not statement[left.end : right.start].strip()
