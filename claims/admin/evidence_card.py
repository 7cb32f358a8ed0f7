"""One piece of evidence as it is shown: the quote in its context, the figure, why it counts so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from claims.admin.explanation import StanceExplanation, explain_stance
from claims.admin.figures import interval_words, quantity_words
from claims.admin.highlight import Mark, highlight
from claims.admin.labels import stance_label, tone
from claims.models import Evidence


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """What the template of a piece of evidence shows."""

    evidence: Evidence
    quote: SafeString
    label: SafeString
    tone: str
    figure: str
    interval: str
    as_of: str
    score: int  # percent
    explanation: StanceExplanation
    text_url: str

    @property
    def reviewable(self) -> bool:
        """Whether an editor's word on it would count."""
        return self.evidence.superseded_at is None


def shown(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Return `rows` with what their cards need, in one query and without the texts."""
    return rows.select_related("snapshot__source", "reviewed_by").defer("snapshot__text")


def cards(rows: Iterable[Evidence]) -> list[EvidenceCard]:
    """Return a card for each row."""
    return [_card(evidence) for evidence in rows]


def quote_in_context(evidence: Evidence) -> SafeString:
    """Return the quote, marked by its stance, with the whole words around it."""
    before, after = evidence.prefix, evidence.suffix
    if evidence.start > len(before):
        before = f"… {before.partition(' ')[2]}"
    if evidence.end + len(after) < evidence.text_length:
        after = f"{after.rpartition(' ')[0]} …"
    start = len(before)
    text = f"{before}{evidence.quote}{after}"
    mark = Mark(
        start,
        start + len(evidence.quote),
        label=evidence.counted_stance,
        css_class=f"claims-{tone(evidence.counted_stance)}",
    )
    return highlight(text, [mark])


def text_url(evidence: Evidence) -> str:
    """Return the address of the quote in its source's text."""
    page = reverse("admin:claims_source_change", args=[evidence.snapshot.source_id])
    where = f"snapshot={evidence.snapshot.uuid}&at={evidence.start}"
    return f"{page}?{where}#evidence-{evidence.pk}"


def _card(evidence: Evidence) -> EvidenceCard:
    quantity = evidence.quantity
    return EvidenceCard(
        evidence=evidence,
        quote=quote_in_context(evidence),
        label=stance_label(evidence),
        tone=tone(evidence.counted_stance),
        figure=quantity_words(quantity),
        interval=interval_words(quantity.interval),
        as_of=str(evidence.period or ""),
        score=round(evidence.score * 100),
        explanation=explain_stance(evidence.reasons),
        text_url=text_url(evidence),
    )
