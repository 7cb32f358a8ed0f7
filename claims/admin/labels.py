"""Statuses and stances as coloured labels: the colour never says what the word does not."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims.checking.arithmetic import Consistency
from claims.checking.quoting import QuoteOutcome
from claims.checking.stance import Stance, Status
from claims.models import (
    CheckOutcome,
    Evidence,
    FeedAlarm,
    FeedState,
    PollOutcome,
    ReadState,
    ReviewDecision,
    SourceState,
)

_TONES: dict[str, str] = {
    Status.SUPPORTED: "good",
    Status.CONTRADICTED: "bad",
    Status.OUTDATED: "stale",
    Status.DISPUTED: "torn",
    Status.UNVERIFIED: "open",
    Stance.SUPPORTS: "good",
    Stance.CONTRADICTS: "bad",
    Stance.SUPERSEDES: "stale",
    Stance.UNCLEAR: "open",
    QuoteOutcome.NUMBER_ALTERED: "bad",
    QuoteOutcome.QUOTE_GONE: "stale",
    QuoteOutcome.PAGE_GONE: "stale",
    QuoteOutcome.QUOTE_REWORDED: "open",
    Consistency.CONSISTENT: "good",
    Consistency.INCONSISTENT: "bad",
    CheckOutcome.CHANGED: "stale",
    CheckOutcome.FAILED: "bad",
    SourceState.PENDING: "open",
    SourceState.FETCHING: "open",
    SourceState.GONE: "stale",
    ReadState.READ: "good",
    FeedState.ACTIVE: "good",
    FeedState.GONE: "bad",
    FeedAlarm.SILENT: "stale",
    FeedAlarm.FAILING: "bad",
    PollOutcome.NEW: "good",
    ReviewDecision.CONFIRMED: "good",
    ReviewDecision.REJECTED: "bad",
    ReviewDecision.OVERRULED: "torn",
}


def tone(word: str) -> str:
    """Return the name of the colour that goes with a status, stance, outcome or state."""
    return _TONES.get(word, "plain")


def label(word: str) -> SafeString:
    """Return a status, stance, outcome or state as a coloured label."""
    return format_html('<span class="claims-label claims-{}">{}</span>', tone(word), word)


def stance_label(evidence: Evidence) -> SafeString:
    """Return the stance that counts, and how it came about when an editor had a word in it."""
    if not evidence.review:
        return label(evidence.stance)
    machine = f", the machine said {evidence.stance}" * bool(evidence.reviewed_stance)
    return format_html(
        '{} <span class="claims-note">{}{}</span>',
        label(evidence.counted_stance),
        evidence.review,
        machine,
    )
