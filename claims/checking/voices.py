"""Evidence as the status rule hears it: pieces, and the independent voices they make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from claims.checking.policy import Policy
from claims.checking.stance import Stance
from claims.quantities.periods import Period, Precision
from claims.quantities.quantity import Interval

_SPEAKING = frozenset({Stance.SUPPORTS, Stance.CONTRADICTS, Stance.SUPERSEDES})


@dataclass(frozen=True, slots=True)
class EvidenceForStatus:
    """One current piece of evidence, as plain values.

    `stance` is the one in force: the editor's where `reviewed` is set, else the machine's. A
    rejected piece comes as UNRELATED, or not at all. `reliability` and `score` lie in 0 to 1.
    `source` names the source; `cluster` names a group of sources that repeat one another. Of the
    texts that a source had, a later one has a higher `edition`.
    """

    id: str
    stance: Stance
    score: float
    reliability: float
    source: str
    title: str = ""
    cluster: str = ""
    edition: int = 0
    as_of: Period | None = None
    published_at: date | None = None
    reviewed: bool = False
    value: Decimal | None = None
    unit: str = ""
    interval: Interval | None = None

    @property
    def time(self) -> Period | None:
        """The time the figure is for, else the day it was published."""
        if self.as_of is None and self.published_at is not None:
            return Period(self.published_at, Precision.DAY)
        return self.as_of

    @property
    def end(self) -> date:
        """The last day the piece speaks of."""
        if self.time is None:
            return date.min
        # A year's figure published within the year speaks of the time up to its publication.
        if self.published_at is not None:
            return min(self.time.end, max(self.published_at, self.time.start))
        return self.time.end

    @property
    def weight(self) -> float:
        """How much the piece counts, 0 to 1."""
        return 1.0 if self.reviewed else self.reliability * self.score

    @property
    def agrees(self) -> bool:
        """Whether the piece is for the claim; what is not for it is against it."""
        return self.stance == Stance.SUPPORTS


@dataclass(frozen=True, slots=True)
class Voice:
    """What independent sources say once: the piece that stands for them, and how many they are."""

    piece: EvidenceForStatus
    sources: int = 1

    def as_json(self) -> dict[str, Any]:
        """Return who speaks, and what it weighs."""
        piece = self.piece
        return {
            "evidence": piece.id,
            "stance": piece.stance.value,
            "source": piece.source,
            "title": piece.title,
            "reliability": round(piece.reliability, 4),
            "score": round(piece.score, 4),
            "weight": round(piece.weight, 4),
            "reviewed": piece.reviewed,
            "sources": self.sources,
        }


def why_silent(piece: EvidenceForStatus, policy: Policy) -> str:
    """Return why a piece is not heard at all; "" when it is."""
    if piece.stance not in _SPEAKING:
        return piece.stance.value
    if piece.reviewed:
        return ""
    if piece.reliability < policy.min_reliability:
        return "unreliable_source"
    against = 0.0 if piece.agrees else policy.min_score_against
    if piece.score < max(policy.min_score, against):
        return "weak_match"
    return "" if piece.weight and piece.weight >= policy.min_weight else "too_light"


def independent(pieces: Iterable[EvidenceForStatus], policy: Policy) -> list[Voice]:
    """Return one voice for each group of pieces that share a source or a cluster.

    The newest piece that an editor reviewed says what the group says, else the newest of all; of
    the pieces that say it at that time the heaviest stands for the group, say the agency's and not
    a reprint's. What a source says of a time is what its latest text says. Where editors disagree
    within a group, both sides are heard.
    """
    voices: list[Voice] = []
    for group in _groups(sorted(_as_said_last(pieces), key=_standing, reverse=True)):
        first = group[0]
        opposed = [piece for piece in group if piece.reviewed and piece.agrees != first.agrees]
        sources = len({piece.source for piece in group})
        voices.append(Voice(_heaviest(group, first, policy), sources))
        if first.reviewed and opposed:
            voices.append(Voice(opposed[0], sources))
    return voices


def _as_said_last(pieces: Iterable[EvidenceForStatus]) -> list[EvidenceForStatus]:
    """Leave out what a source replaced in its text and no editor reviewed."""
    pieces = list(pieces)
    latest: dict[tuple[str, date], int] = {}
    for piece in pieces:
        said = (piece.source, piece.end)
        latest[said] = max(piece.edition, latest.get(said, piece.edition))
    return [
        piece
        for piece in pieces
        if piece.reviewed or piece.edition == latest[piece.source, piece.end]
    ]


def _heaviest(
    group: Iterable[EvidenceForStatus], first: EvidenceForStatus, policy: Policy
) -> EvidenceForStatus:
    """Return the heaviest of the pieces that say the same as `first` at the same time."""
    alike = (
        piece
        for piece in group
        if (piece.stance, piece.reviewed) == (first.stance, first.reviewed)
        and (first.end - piece.end).days <= policy.same_time_days
    )
    return max(alike, key=lambda piece: (piece.weight, *_standing(piece)))


def _groups(pieces: list[EvidenceForStatus]) -> list[list[EvidenceForStatus]]:
    """Return the pieces by who repeats whom; each group keeps their order."""
    leader: dict[str, str] = {}

    def led_by(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for piece in pieces:
        if piece.cluster:
            leader[led_by(f"cluster {piece.cluster}")] = led_by(f"source {piece.source}")
    groups: dict[str, list[EvidenceForStatus]] = {}
    for piece in pieces:
        groups.setdefault(led_by(f"source {piece.source}"), []).append(piece)
    return list(groups.values())


def _standing(piece: EvidenceForStatus) -> tuple[bool, date, float, str]:
    return piece.reviewed, piece.end, piece.score, piece.id
