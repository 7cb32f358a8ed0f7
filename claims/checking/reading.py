"""What reading a claim's statement gives, in a form that can be kept beside the claim.

A text is judged by a hundred claims; reading each of their statements anew takes longer than
reading the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any
from zlib import crc32

from claims.checking.claim import ClaimForCheck, claim_from_statement
from claims.checking.reasons import ENGINE_VERSION
from claims.checking.terms import Term, terms_in
from claims.checking.weighing import is_distinctive_name
from claims.quantities import ENGINE_VERSION as READER_VERSION
from claims.quantities import NotAQuantity
from claims.quantities.mention import Mention, Role
from claims.quantities.periods import Period, Precision
from claims.quantities.quantity import Comparator, Interval, Kind, Quantity

VERSION = f"{READER_VERSION}/{ENGINE_VERSION}"


@dataclass(frozen=True, slots=True)
class Reading:
    """The figure of a statement, None where none can be read, and the terms that judging looks at.

    `names` are those by which a text speaks of the claim's entity; the other terms are those that
    `ClaimForCheck` has under the same words.
    """

    figure: Mention | None
    names: tuple[Term, ...]
    content: tuple[Term, ...] = ()
    entity: tuple[Term, ...] = ()
    noun: tuple[Term, ...] = ()

    def teach(self, claim: ClaimForCheck) -> None:
        """Spare a claim of this statement, made with this figure, to work its terms out."""
        for name in _WORKED_OUT:
            claim.once(name, partial(getattr, self, name))


_WORKED_OUT = ("content", "entity", "noun")
_TERMS = ("names", *_WORKED_OUT)


def read(statement: str) -> Reading:
    """Return what a statement says."""
    names = _names(statement)
    try:
        claim = claim_from_statement(statement)
    except NotAQuantity:
        return Reading(None, names)
    return Reading(claim.reading, names, claim.content, claim.entity, claim.noun)


def names_of(statement: str, kept: Mapping[str, Any] | None) -> tuple[Term, ...]:
    """Return the names in a statement, of which `kept` is kept, without reading it for more."""
    if kept is None or not is_current(kept, statement):
        return _names(statement)
    return tuple(_term(*kept["terms"][at]) for at in kept["names"])


def _names(statement: str) -> tuple[Term, ...]:
    return tuple(term for term in terms_in(statement) if is_distinctive_name(term))


def _term(key: str, stem: str, start: int, end: int, is_name: int) -> Term:
    return Term(key, stem, start, end, bool(is_name))


def as_json(statement: str) -> dict[str, Any]:
    """Return what a statement says as plain JSON values, with what tells when it is outdated."""
    reading = read(statement)
    lists = {name: getattr(reading, name) for name in _TERMS}
    terms = sorted({term for each in lists.values() for term in each}, key=lambda term: term.start)
    places = {term: at for at, term in enumerate(terms)}
    return {
        "version": VERSION,
        "of": crc32(statement.encode()),
        "figure": reading.figure and _figure_as_json(reading.figure),
        "terms": [[t.key, t.stem, t.start, t.end, int(t.is_name)] for t in terms],
        **{name: [places[term] for term in each] for name, each in lists.items()},
    }


def is_current(kept: Mapping[str, Any] | None, statement: str) -> bool:
    """Whether what is kept was read of this very statement, by the rules that now hold."""
    return (
        kept is not None
        and kept.get("version") == VERSION
        and kept.get("of") == crc32(statement.encode())
    )


def from_json(kept: Mapping[str, Any] | None, statement: str) -> Reading | None:
    """Return what is kept of a statement; None where nothing is, or where it is outdated."""
    if kept is None or not is_current(kept, statement):
        return None
    terms = [_term(*each) for each in kept["terms"]]
    figure = kept["figure"]
    return Reading(
        figure and _figure(figure, statement),
        *(tuple(terms[at] for at in kept[name]) for name in _TERMS),
    )


def _figure_as_json(figure: Mention) -> dict[str, Any]:
    quantity, period = figure.quantity, figure.period
    interval = quantity.interval
    return {
        "spans": [
            figure.start, figure.end, figure.number_start, figure.number_end,
            figure.sentence_start, figure.sentence_end,
        ],
        "words": [figure.subject, figure.measure, figure.place],
        "role": figure.role.value,
        "quantity": [
            str(quantity.value), quantity.unit, quantity.kind.value, quantity.comparator.value,
        ],
        "interval": [
            *(None if end is None else str(end) for end in (interval.low, interval.high)),
            interval.low_open, interval.high_open,
        ],
        "period": period and [period.start.isoformat(), period.precision.value],
        "period_stated": figure.period_stated,
    }  # fmt: skip


def _figure(kept: Mapping[str, Any], statement: str) -> Mention:
    value, unit, kind, comparator = kept["quantity"]
    start, end, number_start, number_end, sentence_start, sentence_end = kept["spans"]
    subject, measure, place = kept["words"]
    period = kept["period"]
    quantity = Quantity(
        Decimal(value), unit, Kind(kind), Comparator(comparator), _interval(*kept["interval"])
    )
    return Mention(
        quantity=quantity,
        quote=statement[start:end],
        start=start,
        end=end,
        number_start=number_start,
        number_end=number_end,
        sentence_start=sentence_start,
        sentence_end=sentence_end,
        subject=subject,
        measure=measure,
        place=place,
        role=Role(kept["role"]),
        period=period and Period(date.fromisoformat(period[0]), Precision(period[1])),
        period_stated=kept["period_stated"],
    )


def _interval(low: str | None, high: str | None, low_open: bool, high_open: bool) -> Interval:
    least, most = (None if end is None else Decimal(end) for end in (low, high))
    return Interval(least, most, low_open, high_open)
