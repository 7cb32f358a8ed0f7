"""The stored reasons of a status or a stance in words; the JSON itself is kept for who wants it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from claims.admin.figures import interval_words, number_words, unit_words
from claims.admin.labels import label
from claims.models import Claim, Evidence, Source
from claims.models.figures import plain

VOICES_SHOWN = 10
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
    interval: str
    as_of: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class VoiceShown:
    """One voice: a piece of evidence, how many sources say it, and what it weighs."""

    evidence: Evidence
    stance: SafeString
    weight: float | None  # None in reasons that were stored before voices were told
    reliability: float | None
    score: float | None
    reviewed: bool
    reprints: int


@dataclass(frozen=True, slots=True)
class Group:
    """What the evidence for one of the two times weighs."""

    question: str
    sentence: str
    in_favour: float
    against: float
    agreement: int | None  # percent
    strength: int | None  # percent
    reviewed: bool
    voices: Sequence[VoiceShown]
    unseen: int


@dataclass(frozen=True, slots=True)
class StatusExplanation:
    """Why a claim has its status."""

    sentence: str
    confidence: int | None  # percent
    groups: Sequence[Group]
    current: CurrentFigure | None
    set_aside: int
    set_aside_because: str
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
    return StatusExplanation(
        sentence=reasons.get("sentence", ""),
        confidence=_percent(reasons.get("confidence")),
        groups=[_group(group, voices) for group in groups],
        current=_current(claim),
        set_aside=len(reasons.get("set_aside", [])),
        set_aside_because=_counted(reasons.get("set_aside_because", {})),
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


def _group(group: Mapping[str, Any], rows: Mapping[str, Evidence]) -> Group:
    told = {voice["evidence"]: voice for voice in group.get("voices", ())}
    voices = [_voice(rows[uuid], told.get(uuid, {})) for uuid in group["evidence"] if uuid in rows]
    return Group(
        question=_QUESTIONS.get(group["question"], group["question"]),
        sentence=group.get("sentence", ""),
        in_favour=group["for"],
        against=group["against"],
        agreement=_percent(group.get("agreement")),
        strength=_percent(group.get("strength")),
        reviewed=group["reviewed"],
        voices=voices,
        unseen=len(group["evidence"]) - len(voices),
    )


def _voice(evidence: Evidence, told: Mapping[str, Any]) -> VoiceShown:
    return VoiceShown(
        evidence=evidence,
        stance=label(told.get("stance", evidence.counted_stance)),
        weight=told.get("weight"),
        reliability=told.get("reliability"),
        score=told.get("score"),
        reviewed=told.get("reviewed", False),
        reprints=told.get("sources", 1) - 1,
    )


def _percent(share: float | None) -> int | None:
    return None if share is None else round(share * 100)


def _counted(reasons: Mapping[str, str]) -> str:
    """Return how many pieces were set aside for each reason: "2 too light, 1 unclear"."""
    counts = Counter(reasons.values())
    return ", ".join(f"{n} {why.replace('_', ' ')}" for why, n in counts.most_common())


def _current(claim: Claim) -> CurrentFigure | None:
    value = plain(claim.current_value)
    if value is None:
        return None
    evidence, interval = claim.current_evidence, claim.current_interval
    return CurrentFigure(
        words=f"{number_words(value)} {unit_words(claim.current_unit)}",
        interval=interval_words(interval) if interval else "",
        as_of=str(claim.current_period or ""),
        source=evidence.snapshot.source if evidence else None,
    )
