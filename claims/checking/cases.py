"""Reviews as cases: what the machine said, what an editor said, and all it takes to ask again.

A case is self-contained: it can be stored, exported, and judged by another engine years later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from claims.checking.claim import ClaimForCheck
from claims.checking.judge import Finding, judge, judge_document
from claims.checking.stance import Stance
from claims.checking.tolerance import NotATolerance, Tolerance, ToleranceKind
from claims.quantities import extract
from claims.quantities.mention import Document, Mention, Role
from claims.quantities.periods import Period
from claims.quantities.quantity import Comparator, Interval, Kind, Quantity

REJECTED = "rejected"
_SILENT = frozenset({Stance.UNRELATED, Stance.UNCLEAR})


class NotACase(ValueError):
    """A row is no case; the message names the field and says why."""


@dataclass(frozen=True, slots=True)
class Case:
    """One review: the claim as it was judged, the text, where the figure stands, and both stances.

    `decision` is "confirmed", "overruled" or "rejected". `start` and `end` span the number.
    """

    id: str
    claim: ClaimForCheck
    document: Document
    start: int
    end: int
    machine_stance: Stance
    editor_stance: Stance
    decision: str

    def agrees(self, stance: Stance) -> bool:
        """Whether a stance is what the editor said; rejected evidence should decide nothing."""
        return stance in _SILENT if self.decision == REJECTED else stance == self.editor_stance


def ask_again(case: Case) -> Stance:
    """Return what the engine, as it now is, says of the figure that was reviewed.

    Where the text now decides by another figure, it is what the reviewed one says by itself.
    """
    mentions = extract(case.document)
    finding = judge_document(case.claim, case.document, mentions)
    if _is_reviewed(case, finding.mention):
        return finding.stance
    reviewed = next((mention for mention in mentions if _is_reviewed(case, mention)), None)
    if reviewed is None:
        return Stance.UNRELATED
    alone: Finding = judge(case.claim, reviewed, case.document)
    return alone.stance


def claim_as_json(claim: ClaimForCheck, language: str = "en") -> dict[str, Any]:
    """Return a claim as plain JSON values; numbers are decimal strings."""
    quantity, interval, tolerance = claim.quantity, claim.quantity.interval, claim.tolerance
    return {
        "statement": claim.statement,
        "subject": claim.subject,
        "measure": claim.measure,
        "place": claim.place,
        "role": claim.role.value,
        "language": language,
        "value": f"{quantity.value:f}",
        "unit": quantity.unit,
        "kind": quantity.kind.value,
        "comparator": quantity.comparator.value,
        "low": None if interval.low is None else f"{interval.low:f}",
        "high": None if interval.high is None else f"{interval.high:f}",
        "low_open": interval.low_open,
        "high_open": interval.high_open,
        "tolerance": tolerance
        and {"kind": tolerance.kind.value, "amount": f"{tolerance.amount:f}"},
        "as_of": None if claim.as_of is None else str(claim.as_of),
        "synonyms": list(claim.synonyms),
    }


def case_from_json(row: Mapping[str, Any]) -> Case:
    """Return the case that a row of an export holds; raise NotACase."""
    claim, source, mention = (_object(row, name) for name in ("claim", "source", "mention"))
    return Case(
        id=str(row.get("id", "")),
        claim=_read("claim", _claim, claim),
        document=_read("source", _document, source),
        start=_read("mention", _number, mention.get("number_start")),
        end=_read("mention", _number, mention.get("number_end")),
        machine_stance=_read("machine_stance", Stance, row.get("machine_stance")),
        editor_stance=_read("editor_stance", Stance, row.get("editor_stance")),
        decision=_read("decision", _decision, row.get("decision")),
    )


def _is_reviewed(case: Case, mention: Mention | None) -> bool:
    return (
        mention is not None and case.start < mention.number_end and mention.number_start < case.end
    )


def _object(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = row.get(name)
    if not isinstance(value, dict):
        raise NotACase(f"{name}: {'is missing' if name not in row else 'must be an object'}")
    return value


def _read(name: str, parse: Any, value: Any) -> Any:
    """Return `parse(value)`; whatever does not fit becomes NotACase naming the field."""
    try:
        return parse(value)
    except KeyError as error:
        raise NotACase(f"{name}: {error.args[0]} is missing") from None
    except (ValueError, TypeError, AttributeError, InvalidOperation, NotATolerance) as error:
        raise NotACase(f"{name}: {error}") from None


def _claim(fields: dict[str, Any]) -> ClaimForCheck:
    tolerance = fields.get("tolerance")
    return ClaimForCheck(
        statement=fields["statement"],
        subject=fields["subject"],
        measure=fields["measure"],
        place=fields["place"],
        quantity=_quantity(fields),
        as_of=Period.parse(fields["as_of"]) if fields.get("as_of") else None,
        role=Role(fields["role"]),
        tolerance=Tolerance(ToleranceKind(tolerance["kind"]), Decimal(tolerance["amount"]))
        if tolerance
        else None,
        synonyms=tuple(fields.get("synonyms", ())),
    )


def _quantity(fields: dict[str, Any]) -> Quantity:
    low, high = (None if fields[end] is None else Decimal(fields[end]) for end in ("low", "high"))
    interval = Interval(low, high, bool(fields["low_open"]), bool(fields["high_open"]))
    return Quantity(
        Decimal(fields["value"]), fields["unit"], Kind(fields["kind"]),
        Comparator(fields["comparator"]), interval,
    )  # fmt: skip


def _document(fields: dict[str, Any]) -> Document:
    published = fields.get("published_at")
    return Document(
        text=fields["text"],
        title=fields.get("title", ""),
        published_at=date.fromisoformat(published[:10]) if published else None,
    )


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("number_start and number_end must be whole numbers")
    return value


def _decision(value: Any) -> str:
    if value not in ("confirmed", "overruled", REJECTED):
        raise ValueError(f"{value!r} is no decision")
    return str(value)
