"""The status of a claim: one pure function over all its current evidence.

The rule, in the order it is applied:

1. Only evidence that supports, contradicts or supersedes speaks. `unclear` waits for review, and
   `unrelated` (which is also what an editor's rejection makes of a piece) says nothing.
2. Of the evidence for one time, what shares a source or a cluster is one voice. It says what an
   editor reviewed, else what is newest, and weighs what the heaviest piece that says so weighs.
3. A voice weighs its source's reliability times the score of its match; a reviewed one weighs 1.
   Voices below `min_weight` are too light to decide anything.
4. Two questions are answered apart. *Did the figure hold at the claim's own time?* is answered by
   what supports or contradicts it there. *Does it still hold?* is answered by the newest voices of
   a later time. In each group reviewed voices silence the others; then the heavier side wins if it
   weighs `clear_majority` times the other, else the group is disputed.
5. The two answers make the status by the table _COMBINED: above all, a newer figure makes a claim
   outdated, and a claim that was wrong at its own time is contradicted.
6. The current value is that of the newest supporting or superseding voice.

The thresholds are those of a Policy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from claims.checking.policy import Policy
from claims.checking.stance import Stance, Status
from claims.checking.voices import EvidenceForStatus, Voice, independent, why_silent
from claims.quantities.periods import Period
from claims.quantities.quantity import Interval

__all__ = ["CurrentValue", "EvidenceForStatus", "StatusDecision", "decide_status"]

IN_FORCE = Policy()
MOST_VOICES = 20  # told one by one with each group; the others are counted


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
    """Why a claim has its status: the rule in words, and what each group of voices weighed.

    `set_aside` gives for each piece of evidence that did not decide a word for why.
    """

    rule: str
    sentence: str
    groups: tuple[dict[str, Any], ...] = ()
    set_aside: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the reasons as plain JSON values."""
        return {
            "rule": self.rule,
            "sentence": self.sentence,
            "groups": list(self.groups),
            "set_aside": list(self.set_aside),
            "set_aside_because": dict(self.set_aside),
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
    """What one group of voices says: True it holds, False it does not, None they disagree.

    How sure the answer is has two parts: how far the voices agree with one another, and how
    strong they are together. Their product is the confidence.
    """

    holds: bool | None
    voices: tuple[Voice, ...]
    in_favour: float
    against: float

    @property
    def agreement(self) -> float:
        return max(self.in_favour, self.against) / (self.in_favour + self.against)

    @property
    def strength(self) -> float:
        total = self.in_favour + self.against
        return total / (total + 1 - max(voice.piece.weight for voice in self.voices))

    def as_json(self, question: str) -> dict[str, Any]:
        return {
            "question": question,
            "sentence": self._sentence(),
            "for": round(self.in_favour, 4),
            "against": round(self.against, 4),
            "agreement": round(self.agreement, 4),
            "strength": round(self.strength, 4),
            "reviewed": any(voice.piece.reviewed for voice in self.voices),
            "evidence": [voice.piece.id for voice in self.voices],
            "voices": [voice.as_json() for voice in self.voices[:MOST_VOICES]],
        }

    def _sentence(self) -> str:
        who = "Editors" if self.voices[0].piece.reviewed else "Independent sources"
        sides = [
            f"{count} {verb}, weighing {weight:.2f}"
            for agrees, verb, weight in (
                (True, "for it", self.in_favour),
                (False, "against it", self.against),
            )
            if (count := sum(voice.piece.agrees == agrees for voice in self.voices))
        ]
        return f"{who}: {'; '.join(sides)}{_MAJORITY[self.holds] if len(sides) > 1 else ''}."


_MAJORITY = {
    True: ": a clear majority",
    False: ": a clear majority",
    None: ": no side has a clear majority",
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
    claim_as_of: Period | None,
    evidence: Sequence[EvidenceForStatus],
    policy: Policy = IN_FORCE,
) -> StatusDecision:
    """Return where the claim stands; the order of `evidence` does not matter."""
    silent = {piece.id: why for piece in evidence if (why := why_silent(piece, policy))}
    speaking = [piece for piece in evidence if piece.id not in silent]
    own_time = independent(
        [piece for piece in speaking if not _is_later(piece, claim_as_of)], policy
    )
    later = independent([piece for piece in speaking if _is_later(piece, claim_as_of)], policy)
    newest = _newest(later, policy)
    then, since = _answer(own_time, policy), _answer(newest, policy)
    status, sentence = _COMBINED[_word(then), _word(since)]
    reasons = StatusReasons(
        rule=f"then_{_word(then)}_since_{_word(since)}",
        sentence=sentence,
        groups=tuple(
            answer.as_json(question)
            for question, answer in (("own_time", then), ("since", since))
            if answer
        ),
        set_aside=_set_aside(evidence, silent, later, [*own_time, *newest], then, since),
    )
    return StatusDecision(
        status, _confidence(then, since), _current_value([*own_time, *later]), reasons
    )


def _set_aside(
    evidence: Sequence[EvidenceForStatus],
    silent: Mapping[str, str],
    later: Sequence[Voice],
    candidates: Sequence[Voice],
    *answers: _Answer | None,
) -> dict[str, str]:
    """Return why each piece that did not decide was left out, in the order of their ids.

    Of the voices, `candidates` could have decided, had no editor spoken; the other `later` ones
    are older than the newest.
    """
    why = {piece.id: silent.get(piece.id, "said_by_another") for piece in evidence}
    why |= {voice.piece.id: "older" for voice in later}
    why |= {voice.piece.id: "outranked" for voice in candidates}
    heard = {voice.piece.id for answer in answers if answer for voice in answer.voices}
    return {key: why[key] for key in sorted(why) if key not in heard}


def _is_later(piece: EvidenceForStatus, claim_as_of: Period | None) -> bool:
    if piece.stance == Stance.SUPERSEDES:
        return True
    if claim_as_of is None or piece.time is None or piece.stance == Stance.CONTRADICTS:
        return False
    return claim_as_of.is_before(piece.time)


def _newest(voices: Sequence[Voice], policy: Policy) -> list[Voice]:
    """Return the voices that speak of the newest time any of them speaks of."""
    if not voices:
        return []
    newest = max(voice.piece.end for voice in voices)
    return [voice for voice in voices if (newest - voice.piece.end).days <= policy.same_time_days]


def _answer(voices: Sequence[Voice], policy: Policy) -> _Answer | None:
    if not voices:
        return None
    reviewed = [voice for voice in voices if voice.piece.reviewed]
    heard = sorted(reviewed or voices, key=lambda voice: (-voice.piece.weight, voice.piece.id))
    in_favour = sum(voice.piece.weight for voice in heard if voice.piece.agrees)
    against = sum(voice.piece.weight for voice in heard if not voice.piece.agrees)
    holds = None
    if in_favour >= policy.clear_majority * against:
        holds = True
    elif against >= policy.clear_majority * in_favour:
        holds = False
    return _Answer(holds, tuple(heard), in_favour, against)


def _word(answer: _Answer | None) -> str:
    if answer is None:
        return _SILENT
    return {True: _HELD, False: _BROKEN, None: _DISPUTED}[answer.holds]


def _confidence(then: _Answer | None, since: _Answer | None) -> float:
    answers = [answer.agreement * answer.strength for answer in (then, since) if answer]
    return round(min(answers), 4) if answers else 0.0


def _current_value(voices: Sequence[Voice]) -> CurrentValue | None:
    stating = [
        voice.piece
        for voice in voices
        if voice.piece.stance in (Stance.SUPPORTS, Stance.SUPERSEDES)
    ]
    if not stating:
        return None
    newest = max(stating, key=lambda piece: (piece.end, piece.weight, piece.id))
    return CurrentValue(
        newest.value, newest.unit, newest.interval, newest.time, newest.source, newest.id
    )
