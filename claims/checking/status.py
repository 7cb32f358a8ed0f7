"""The status of a claim: one pure function over all its current evidence.

The rule, in the order it is applied:

1. Only evidence that supports, contradicts or supersedes speaks. `unclear` waits for review, and
   `unrelated` (which is also what an editor's rejection makes of a piece) says nothing.
2. Of the evidence for one time, what shares a cluster (or, without one, a source) is one voice:
   the editor-reviewed piece stands for it, else the newest, else the best match.
3. A voice weighs its source's reliability times the score of its match; a reviewed one weighs 1.
   Voices below MIN_WEIGHT are too weak to decide anything.
4. Two questions are answered apart. *Did the figure hold at the claim's own time?* is answered by
   what supports or contradicts it there. *Does it still hold?* is answered by the newest voices of
   a later time. In each group reviewed voices silence the others; then the heavier side wins if it
   weighs CLEAR_MAJORITY times the other, else the group is disputed.
5. The two answers make the status by the table _COMBINED: above all, a newer figure makes a claim
   outdated, and a claim that was wrong at its own time is contradicted.
6. The current value is that of the newest supporting or superseding voice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from claims.checking.stance import Stance, Status
from claims.quantities.periods import Period, Precision
from claims.quantities.quantity import Interval

MIN_WEIGHT = 0.2
CLEAR_MAJORITY = 3.0
# Reports of one event appear within days of each other.
SAME_TIME = timedelta(days=7)

_SPEAKING = frozenset({Stance.SUPPORTS, Stance.CONTRADICTS, Stance.SUPERSEDES})


@dataclass(frozen=True, slots=True)
class EvidenceForStatus:
    """One current piece of evidence, as plain values.

    `stance` is the one in force: the editor's where `reviewed` is set, else the machine's. A
    rejected piece comes as UNRELATED, or not at all. `reliability` and `score` lie in 0 to 1.
    `source` names the source; `cluster` names a group of sources that repeat one another.
    """

    id: str
    stance: Stance
    score: float
    reliability: float
    source: str
    cluster: str = ""
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
    def weight(self) -> float:
        """How much the piece counts, 0 to 1."""
        return 1.0 if self.reviewed else self.reliability * self.score


@dataclass(frozen=True, slots=True)
class CurrentValue:
    """The figure that the newest evidence gives for the claim's measure."""

    value: Decimal | None
    unit: str
    interval: Interval | None
    as_of: Period | None
    source: str
    evidence_id: str


@dataclass(frozen=True, slots=True)
class StatusReasons:
    """Why a claim has its status: the rule in words, and what each group of voices weighed."""

    rule: str
    sentence: str
    groups: tuple[dict[str, Any], ...] = ()
    set_aside: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the reasons as plain JSON values."""
        return {
            "rule": self.rule,
            "sentence": self.sentence,
            "groups": list(self.groups),
            "set_aside": list(self.set_aside),
        }


@dataclass(frozen=True, slots=True)
class StatusDecision:
    """A claim's status, how sure it is (0 to 1), its current value, and the reasons."""

    status: Status
    confidence: float
    current_value: CurrentValue | None
    reasons: StatusReasons


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one group of voices says: True it holds, False it does not, None they disagree."""

    holds: bool | None
    confidence: float
    voices: tuple[EvidenceForStatus, ...]
    for_weight: float
    against_weight: float

    def as_json(self, question: str) -> dict[str, Any]:
        return {
            "question": question,
            "for": round(self.for_weight, 4),
            "against": round(self.against_weight, 4),
            "reviewed": any(voice.reviewed for voice in self.voices),
            "evidence": [voice.id for voice in self.voices],
        }


_HELD, _BROKEN, _DISPUTED, _SILENT = "held", "broken", "disputed", "silent"

# (at the claim's own time, later) -> status
_COMBINED: dict[tuple[str, str], tuple[Status, str]] = {
    (_SILENT, _SILENT): (Status.UNVERIFIED, "No evidence speaks of the claim."),
    (_HELD, _SILENT): (Status.SUPPORTED, "The evidence for the claim's own time agrees with it."),
    (_BROKEN, _SILENT): (Status.CONTRADICTED, "The evidence for the claim's own time differs."),
    (_DISPUTED, _SILENT): (Status.DISPUTED, "Independent sources disagree for the claim's time."),
    (_SILENT, _HELD): (Status.SUPPORTED, "The newest evidence still agrees with the claim."),
    (_HELD, _HELD): (Status.SUPPORTED, "The evidence agrees, at the claim's time and since."),
    (_DISPUTED, _HELD): (
        Status.DISPUTED,
        "The newest evidence agrees, but sources disagree for the claim's own time.",
    ),
    (_BROKEN, _HELD): (
        Status.DISPUTED,
        "The evidence for the claim's own time differs, newer evidence agrees.",
    ),
    (_SILENT, _BROKEN): (Status.OUTDATED, "Newer evidence gives another figure."),
    (_HELD, _BROKEN): (Status.OUTDATED, "It agreed at its time; newer evidence differs."),
    (_DISPUTED, _BROKEN): (Status.OUTDATED, "Whatever held then, newer evidence differs."),
    (_BROKEN, _BROKEN): (Status.CONTRADICTED, "It was already wrong at its own time."),
    (_SILENT, _DISPUTED): (Status.DISPUTED, "Independent sources disagree on the newest figure."),
    (_HELD, _DISPUTED): (Status.DISPUTED, "Independent sources disagree on the newest figure."),
    (_DISPUTED, _DISPUTED): (Status.DISPUTED, "Independent sources disagree."),
    (_BROKEN, _DISPUTED): (Status.CONTRADICTED, "It was already wrong at its own time."),
}


def decide_status(
    claim_as_of: Period | None, evidence: Sequence[EvidenceForStatus]
) -> StatusDecision:
    """Return where the claim stands; the order of `evidence` does not matter."""
    speaking = [piece for piece in evidence if piece.stance in _SPEAKING]
    strong = [piece for piece in speaking if piece.weight >= MIN_WEIGHT]
    own_time = _independent(piece for piece in strong if not _is_later(piece, claim_as_of))
    later = _independent(piece for piece in strong if _is_later(piece, claim_as_of))
    then, since = _answer(own_time), _answer(_newest(later))
    status, sentence = _COMBINED[_word(then), _word(since)]
    heard = {voice.id for answer in (then, since) if answer for voice in answer.voices}
    reasons = StatusReasons(
        rule=f"then_{_word(then)}_since_{_word(since)}",
        sentence=sentence,
        groups=tuple(
            answer.as_json(question)
            for question, answer in (("own_time", then), ("since", since))
            if answer
        ),
        set_aside=tuple(sorted(piece.id for piece in evidence if piece.id not in heard)),
    )
    return StatusDecision(
        status, _confidence(then, since), _current_value([*own_time, *later]), reasons
    )


def _independent(pieces: Iterable[EvidenceForStatus]) -> list[EvidenceForStatus]:
    """Return one voice for each cluster of sources."""
    voices: dict[str, EvidenceForStatus] = {}
    for piece in sorted(pieces, key=_standing, reverse=True):
        voices.setdefault(piece.cluster or piece.source, piece)
    return list(voices.values())


def _standing(piece: EvidenceForStatus) -> tuple[bool, date, float, str]:
    return piece.reviewed, _end(piece), piece.score, piece.id


def _is_later(voice: EvidenceForStatus, claim_as_of: Period | None) -> bool:
    if voice.stance == Stance.SUPERSEDES:
        return True
    if claim_as_of is None or voice.time is None or voice.stance == Stance.CONTRADICTS:
        return False
    return claim_as_of.is_before(voice.time)


def _newest(voices: Sequence[EvidenceForStatus]) -> list[EvidenceForStatus]:
    """Return the voices that speak of the newest time any of them speaks of."""
    if not voices:
        return []
    newest = max(_end(voice) for voice in voices)
    return [voice for voice in voices if newest - _end(voice) <= SAME_TIME]


def _end(voice: EvidenceForStatus) -> date:
    if voice.time is None:
        return date.min
    # A year's figure published within the year speaks of the time up to its publication.
    if voice.published_at is not None:
        return min(voice.time.end, max(voice.published_at, voice.time.start))
    return voice.time.end


def _answer(voices: Sequence[EvidenceForStatus]) -> _Answer | None:
    if not voices:
        return None
    heard = tuple(voice for voice in voices if voice.reviewed) or tuple(voices)
    in_favour = sum(voice.weight for voice in heard if voice.stance == Stance.SUPPORTS)
    against = sum(voice.weight for voice in heard if voice.stance != Stance.SUPPORTS)
    confidence = max(in_favour, against) / (in_favour + against + 1 - _best(heard))
    if in_favour >= CLEAR_MAJORITY * against:
        return _Answer(True, confidence, heard, in_favour, against)
    if against >= CLEAR_MAJORITY * in_favour:
        return _Answer(False, confidence, heard, in_favour, against)
    return _Answer(None, confidence, heard, in_favour, against)


def _best(voices: Sequence[EvidenceForStatus]) -> float:
    return max(voice.weight for voice in voices)


def _word(answer: _Answer | None) -> str:
    if answer is None:
        return _SILENT
    return {True: _HELD, False: _BROKEN, None: _DISPUTED}[answer.holds]


def _confidence(then: _Answer | None, since: _Answer | None) -> float:
    answers = [answer.confidence for answer in (then, since) if answer]
    return round(min(answers), 4) if answers else 0.0


def _current_value(voices: Sequence[EvidenceForStatus]) -> CurrentValue | None:
    stating = [voice for voice in voices if voice.stance in (Stance.SUPPORTS, Stance.SUPERSEDES)]
    if not stating:
        return None
    newest = max(stating, key=lambda voice: (_end(voice), voice.weight, voice.id))
    return CurrentValue(
        newest.value, newest.unit, newest.interval, newest.time, newest.source, newest.id
    )
