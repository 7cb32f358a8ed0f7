"""The figures of a statement, and what a text given as evidence on it says of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from claims.checking import worked_out
from claims.checking.claim import ClaimForCheck, claim_from_reading
from claims.checking.compare import BOUNDS, Outcome, compare, in_unit
from claims.checking.counted import Counted
from claims.checking.excerpt import heading
from claims.checking.judge import Finding
from claims.checking.sentences import SENTENCES
from claims.checking.stance import Stance
from claims.checking.statement import judge_claims, weightiest
from claims.quantities import extract
from claims.quantities.mention import RANKING, Document, Mention, Role
from claims.quantities.periods import Period
from claims.quantities.quantity import Comparator, Interval, Kind, Quantity
from claims.quantities.units import COUNT, IncompatibleUnits, UnknownUnit

_WORD_BEFORE = re.compile(r"([\w']+) $")
_WORD_AFTER = re.compile(r"[ -](\w+)")
_NOT_CLAIMED = frozenset({Role.DENIED, Role.HYPOTHETICAL})
_OPEN = frozenset({Stance.UNRELATED, Stance.UNCLEAR})
_TOP = re.compile(r"\btop\s(?!of\b)", re.IGNORECASE)
_ONE_OF = re.compile(r"(?:one|1)\s+of\b", re.IGNORECASE)


def figures_claimed(statement: str, as_of: Period | None, text: str) -> list[ClaimForCheck]:
    """Return a claim for each figure that the statement asserts: none for what is part of a name.

    "One of the best" and the 5 of a band that the text is headed by say how many of nothing.
    """
    topic = heading(text).casefold()
    readings = [_as_level(reading) for reading in extract(Document(statement))]
    if not _TOP.search(text):
        readings = [_as_place(statement, reading) for reading in readings]
    return [
        claim_from_reading(statement, reading, as_of)
        for reading in readings
        if reading.role not in _NOT_CLAIMED and not _is_no_figure(statement, reading, topic)
    ]


def figures_told(document: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the figures of a text given as evidence, without the one of "one of the best"."""
    return [
        _as_level(mention)
        for mention in mentions
        if not _ONE_OF.match(document.text, mention.number_start)
    ]


def figures_judged(
    claims: Sequence[ClaimForCheck], document: Document, mentions: Sequence[Mention]
) -> list[Finding]:
    """Return what the document says of each claim, in so many words or by a sum or difference."""
    judged = judge_claims(claims, document, mentions, cited=True)
    return [
        _worked_out(claim, _softened(claim, found), document, mentions)
        for claim, found in zip(claims, judged, strict=True)
    ]


def deciding(judged: Sequence[Finding]) -> Finding:
    """Return the finding that decides over a statement: what is too coarse leaves it open."""
    first = weightiest(judged)
    if first.stance != Stance.SUPPORTS:
        return first
    coarse = (found for found in judged if found.reasons.rule == Outcome.TOO_COARSE)
    return next(coarse, first)


def _worked_out(
    claim: ClaimForCheck, finding: Finding, document: Document, mentions: Sequence[Mention]
) -> Finding:
    if finding.stance == Stance.SUPPORTS:
        return finding
    parts = worked_out.add_up(claim, document, mentions)
    if parts:
        words = document.text[parts[0].start : parts[-1].end]
        added = replace(finding, mention=parts[0])
        return _by_rule(added, Stance.SUPPORTS, "adds_up", words)
    span = worked_out.spans(claim, document.text) if finding.stance in _OPEN else ""
    if span:
        return _by_rule(finding, Stance.SUPPORTS, "years_apart", span)
    counted = worked_out.counted(claim, document.text) or worked_out.lifetime(claim, document.text)
    return _by_count(claim, finding, counted) if counted else finding


def _by_count(claim: ClaimForCheck, finding: Finding, counted: Counted) -> Finding:
    """Return the finding with what the text lets count, where that tells more."""
    if worked_out.fits(claim, counted.count):
        return _by_rule(finding, Stance.SUPPORTS, "counts_up", counted.words)
    if finding.stance not in _OPEN or not counted.is_all:
        return finding
    return _by_rule(finding, Stance.CONTRADICTS, "counted_otherwise", counted.words)


def _by_rule(finding: Finding, stance: Stance, rule: str, words: str) -> Finding:
    sentence = SENTENCES[rule].format(theirs=words)
    reasons = replace(finding.reasons, rule=rule, sentence=sentence)
    return replace(finding, stance=stance, reasons=reasons)


def _as_level(mention: Mention) -> Mention:
    """Take "aged 87" and "three years later" for figures of their own, not for limits."""
    return replace(mention, role=Role.LEVEL) if mention.role == Role.LIMIT else mention


def _as_place(statement: str, reading: Mention) -> Mention:
    """Take the ten of a "top ten" for a place from the first to the tenth."""
    if not statement[: reading.number_start].casefold().endswith("top "):
        return reading
    first, last = Decimal(1), reading.quantity.value
    within = Quantity(last, COUNT, Kind.COUNT, Comparator.BETWEEN, Interval(first, last))
    return replace(reading, quantity=within, role=Role.RANK, measure=RANKING)


def repeats(claimed: Quantity, mentions: Sequence[Mention]) -> bool:
    """Whether the text has the figure as it is worded, whatever it says of it."""
    told = (mention.quantity for mention in mentions if mention.role != Role.DENIED)
    return any(
        compare(claimed, found).stance == Stance.SUPPORTS
        and compare(found, claimed).stance == Stance.SUPPORTS
        for found in told
    )


def _is_no_figure(statement: str, reading: Mention, topic: str) -> bool:
    if _ONE_OF.match(statement, reading.number_start):
        return True
    number = statement[reading.number_start : reading.number_end]
    inside_name = number[:1].isupper() and reading.number_start > 0
    return inside_name or _is_within(statement, reading, topic)


def _is_within(statement: str, reading: Mention, topic: str) -> bool:
    """Whether the topic has the number beside the same word as the statement."""
    before = _WORD_BEFORE.search(statement, 0, reading.number_start)
    after = _WORD_AFTER.match(statement, reading.number_end)
    number = statement[reading.number_start : reading.number_end]
    beside = [f"{before[1]} {number}"] if before else []
    beside += [f"{number} {after[1]}"] if after else []
    return any(re.search(rf"\b{re.escape(words.casefold())}\b", topic) for words in beside)


def _softened(claim: ClaimForCheck, finding: Finding) -> Finding:
    """Leave it open whether "84 percent" is wrong where the text has "over 84 percent"."""
    if finding.mention is None or finding.stance not in (Stance.CONTRADICTS, Stance.SUPERSEDES):
        return finding
    claimed, told = claim.quantity, finding.mention.quantity
    if claimed.comparator in BOUNDS or told.comparator not in BOUNDS:
        return finding
    try:
        same = in_unit(told, claimed.unit).value == claimed.value
    except (IncompatibleUnits, UnknownUnit):
        return finding
    exact = claimed.comparator in (Comparator.EXACT, Comparator.ABOUT)
    return replace(finding, stance=Stance.UNCLEAR) if same and exact else finding
