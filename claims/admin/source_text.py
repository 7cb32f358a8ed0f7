"""A source's text with every figure marked that was read in it, one stretch of it at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from claims.admin.figures import interval_words, quantity_words
from claims.admin.highlight import Mark, highlight
from claims.admin.labels import label, tone
from claims.models import Evidence, Mention, Snapshot, Source
from claims.services.sources import current_text

STRETCH = 50_000  # characters shown at once
SNAPSHOTS_SHOWN = 20
MENTIONS_LISTED = 200
EVIDENCE_MARKED = 1_000


@dataclass(frozen=True, slots=True)
class ListedMention:
    """A row of the table below the text."""

    mention: Mention
    figure: str


@dataclass(frozen=True, slots=True)
class TextView:
    """What the template of a source's text shows."""

    snapshot: Snapshot
    state: SafeString
    html: SafeString
    mentions: Sequence[ListedMention]
    all_evidence: bool  # whether every piece of evidence is marked
    begin: int
    end: int
    earlier: int | None  # where the stretch before this one begins
    later: int | None
    snapshots: Sequence[Snapshot]


def text_view(
    source: Source, *, snapshot_uuid: str = "", at: int = 0, with_claims: bool = True
) -> TextView | None:
    """Return the stretch around `at` of the text that is named, else of the newest, if any.

    Without claims, for who may not see them, evidence is marked like any other figure.
    """
    snapshot = _find(source, snapshot_uuid)
    if snapshot is None:
        return None
    begin = min(max(at, 0), snapshot.text_length - 1) // STRETCH * STRETCH
    end = min(begin + STRETCH, snapshot.text_length)
    evidence = list(_evidence(snapshot, begin, end)) if with_claims else []
    mentions = list(_mentions(snapshot, begin, end))
    said = {piece.mention_id for piece in evidence}
    marks = [_of_evidence(piece) for piece in evidence]
    marks += [_of_mention(mention) for mention in mentions if mention.pk not in said]
    return TextView(
        snapshot=snapshot,
        state=label(snapshot.state),
        html=highlight(snapshot.text[begin:end], marks, offset=begin),
        mentions=[
            ListedMention(mention, quantity_words(mention.quantity))
            for mention in mentions[:MENTIONS_LISTED]
        ],
        all_evidence=len(evidence) < EVIDENCE_MARKED,
        begin=begin,
        end=end,
        earlier=begin - STRETCH if begin else None,
        later=end if end < snapshot.text_length else None,
        snapshots=list(source.snapshots.defer("text")[:SNAPSHOTS_SHOWN]),
    )


def _find(source: Source, uuid: str) -> Snapshot | None:
    snapshots = source.snapshots.all()
    named = snapshots.filter(uuid=uuid).first() if uuid else None
    return named or current_text(source)


def _mentions(snapshot: Snapshot, begin: int, end: int) -> QuerySet[Mention]:
    rows = snapshot.mentions.filter(engine_version=snapshot.engine_version)
    return rows.filter(start__lt=end, end__gt=begin).order_by("start")


def _evidence(snapshot: Snapshot, begin: int, end: int) -> QuerySet[Evidence]:
    rows = snapshot.evidence.filter(superseded_at__isnull=True, start__lt=end, end__gt=begin)
    return rows.select_related("claim", "mention").order_by("start", "pk")[:EVIDENCE_MARKED]


def _of_mention(mention: Mention) -> Mark:
    return Mark(mention.start, mention.end, label=_label(mention), css_class="claims-plain")


def _of_evidence(evidence: Evidence) -> Mark:
    said = f"{evidence.counted_stance}: {evidence.claim.statement}"
    return Mark(
        evidence.start,
        evidence.end,
        label=f"{said}\n{_label(evidence.mention)}",
        css_class=f"claims-{tone(evidence.counted_stance)}",
        link=reverse("admin:claims_claim_change", args=[evidence.claim_id]),
        anchor=f"evidence-{evidence.pk}",
    )


def _label(mention: Mention) -> str:
    quantity = mention.quantity
    time = str(mention.period or "unknown") + " (from the date of publication)" * bool(
        mention.period and not mention.period_stated
    )
    rows = (
        ("value", f"{quantity_words(quantity)} ({interval_words(quantity.interval)})"),
        ("role", mention.role),
        ("time", time),
        ("subject", mention.subject),
        ("measure", mention.measure),
        ("place", mention.place),
    )
    return "\n".join(f"{name}: {words}" for name, words in rows if words)
