"""The stored reasons of a status or a stance in words; the JSON itself is kept for who wants it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from claims.admin.figures import number_words, unit_words
from claims.models import Claim, Evidence, Source

VOICES_SHOWN = 5
_TELLING = 0.005  # what is written as 0.00 tells nothing
_QUESTIONS = {"own_time": "At the claim's own time", "since": "Since then"}
_COMPARED = (
    ("claimed", "The claim allows"),
    ("tolerance", "With a tolerance of"),
    ("found", "The quote gives"),
    ("claim_time", "Time of the claim"),
    ("figure_time", "Time of the figure"),
    ("when", "The figure's time is"),
    ("rule", "Rule"),
    ("engine_version", "Engine"),
)


@dataclass(frozen=True, slots=True)
class CurrentFigure:
    """The figure that the newest evidence gives."""

    words: str
    as_of: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class Group:
    """What the evidence for one of the two times weighs."""

    question: str
    in_favour: float
    against: float
    reviewed: bool
    voices: Sequence[Evidence]
    unseen: int


@dataclass(frozen=True, slots=True)
class StatusExplanation:
    """Why a claim has its status."""

    sentence: str
    confidence: int | None  # percent
    groups: Sequence[Group]
    current: CurrentFigure | None
    set_aside: int
    raw: str


@dataclass(frozen=True, slots=True)
class StanceExplanation:
    """Why a piece of evidence has its stance."""

    sentence: str
    compared: Sequence[tuple[str, str]]
    features: Sequence[tuple[str, float]]
    raw: str


def explain_status(claim: Claim) -> StatusExplanation | None:
    """Return the reasons of the claim's status; None for a claim that was never settled."""
    reasons = claim.status_reasons
    if not reasons:
        return None
    groups = reasons.get("groups", [])
    shown = [uuid for group in groups for uuid in group["evidence"][:VOICES_SHOWN]]
    voices = _voices(claim, shown)
    confidence = reasons.get("confidence")
    return StatusExplanation(
        sentence=reasons.get("sentence", ""),
        confidence=None if confidence is None else round(confidence * 100),
        groups=[_group(group, voices) for group in groups],
        current=_current(reasons.get("current_value")),
        set_aside=len(reasons.get("set_aside", [])),
        raw=as_json(reasons),
    )


def explain_stance(reasons: Mapping[str, Any]) -> StanceExplanation:
    """Return the reasons of one piece of evidence, the weightiest feature first."""
    features = reasons.get("features") or {}
    return StanceExplanation(
        sentence=reasons.get("sentence", ""),
        compared=[(words, str(reasons[name])) for name, words in _COMPARED if reasons.get(name)],
        features=sorted(
            (
                (name.replace("_", " "), weight)
                for name, weight in features.items()
                if abs(weight) >= _TELLING
            ),
            key=lambda feature: -abs(feature[1]),
        ),
        raw=as_json(reasons),
    )


def as_json(value: Any) -> str:
    """Return `value` as JSON to look at."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def _voices(claim: Claim, uuids: Sequence[str]) -> dict[str, Evidence]:
    rows = claim.evidence.filter(uuid__in=uuids).select_related("snapshot__source")
    return {str(row.uuid): row for row in rows.defer("snapshot__text")}


def _group(group: Mapping[str, Any], voices: Mapping[str, Evidence]) -> Group:
    found = [voices[uuid] for uuid in group["evidence"] if uuid in voices]
    return Group(
        question=_QUESTIONS.get(group["question"], group["question"]),
        in_favour=group["for"],
        against=group["against"],
        reviewed=group["reviewed"],
        voices=found,
        unseen=len(group["evidence"]) - len(found),
    )


def _current(current: Mapping[str, Any] | None) -> CurrentFigure | None:
    if not current:
        return None
    return CurrentFigure(
        words=f"{_number(current['value'])} {unit_words(current['unit'])}",
        as_of=current["as_of"] or "",
        source=Source.objects.filter(uuid=current["source"]).first(),
    )


def _number(text: str | None) -> str:
    try:
        return number_words(Decimal(text or ""))
    except InvalidOperation:
        return text or "?"
