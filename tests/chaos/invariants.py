"""What must hold once the faults have stopped and all due work is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from django.db.models import Count, F

from claims.checking.candidates import signature, unit_key
from claims.models import (
    Check,
    CheckOutcome,
    Claim,
    Evidence,
    FeedEntry,
    Mention,
    ReadState,
    Snapshot,
    Source,
    StatusChange,
)
from claims.models.figures import can_be_kept
from claims.models.leases import kinds_of_due_rows
from claims.models.source import content_hash
from claims.quantities import extract
from claims.services.decisions import decide
from claims.services.keys import claim_terms
from tests.chaos.load import Promised

# Each yields what is wrong.
Invariant = Callable[[Promised], Iterator[str]]


def acknowledged_texts_are_kept(promised: Promised) -> Iterator[str]:
    """Every text that the API took is there."""
    for source, texts in promised.texts.items():
        wanted = {content_hash(text) for text in texts}
        stored = Snapshot.objects.filter(source__uuid=source, content_hash__in=wanted).count()
        if stored != len(wanted):
            yield f"source {source}: {stored} of {len(wanted)} texts"


def pages_are_fetched_once(promised: Promised) -> Iterator[str]:
    """Every page that the API was pointed at has been fetched, and is kept once."""
    for source, text in promised.pages.items():
        stored = list(Snapshot.objects.filter(source__uuid=source))
        if [text in snapshot.text for snapshot in stored] != [True]:
            error = Source.objects.get(uuid=source).fetch_error
            yield f"source {source}: {len(stored)} texts of its page; {error or 'no error'}"


def announced_pages_are_fetched_once(promised: Promised) -> Iterator[str]:
    """Every page that a feed announced is one entry, and is kept once."""
    for address, text in promised.announced.items():
        entries = FeedEntry.objects.filter(url=address).count()
        stored = list(Snapshot.objects.filter(source__url=address))
        if entries != 1 or [text in snapshot.text for snapshot in stored] != [True]:
            yield f"{address}: {entries} entries, {len(stored)} texts of its page"
    unknown = FeedEntry.objects.exclude(url__in=promised.announced)
    for entry in unknown:
        yield f"entry {entry.url} was never announced"


def texts_are_read_once(promised: Promised) -> Iterator[str]:
    """Every text has exactly the mentions that reading it gives, once each."""
    rows = Snapshot.objects.exclude(text__in=promised.deadly)
    for snapshot in rows.order_by("pk").iterator():
        if snapshot.state != ReadState.READ or snapshot.next_read_at:
            yield f"{snapshot.uuid} is {snapshot.state}: {snapshot.error}"
        wanted = sorted(
            (each.number_start, each.number_end)
            for each in extract(snapshot.as_document())
            if can_be_kept(each.quantity)
        )
        spans = snapshot.mentions.values_list("number_start", "number_end")
        if sorted(spans) != wanted:
            yield f"{snapshot.uuid} has {len(spans)} mentions, not {len(wanted)}"


def deadly_texts_are_given_up(promised: Promised) -> Iterator[str]:
    """A text that kills its readers failed for good, and says why; nothing else failed."""
    for snapshot in Snapshot.objects.filter(text__in=promised.deadly):
        if snapshot.state != ReadState.FAILED or snapshot.next_read_at:
            yield f"deadly {snapshot.uuid} is {snapshot.state}"
        if "the reader died" not in snapshot.error:
            yield f"deadly {snapshot.uuid} failed because of {snapshot.error!r}"
    for check in Check.objects.filter(outcome=CheckOutcome.FAILED):
        yield f"check {check.uuid} failed: {check.error}"


def acknowledged_claims_are_kept(promised: Promised) -> Iterator[str]:
    """Every claim is there, with the words it was given last."""
    stored = {str(row.uuid): row.statement for row in Claim.objects.all()}
    for claim, statement in promised.statements.items():
        if stored.get(claim) != statement:
            yield f"claim {claim} says {stored.get(claim)!r}, not {statement!r}"


def claims_can_be_found(promised: Promised) -> Iterator[str]:
    """Every claim is stored under its terms: few enough for all pairs of them."""
    for claim in Claim.objects.prefetch_related("signatures"):
        pairs = combinations(claim_terms(claim), 2)
        wanted = {signature(unit_key(claim.unit), *pair) for pair in pairs}
        if not wanted <= {row.signature for row in claim.signatures.all()}:
            yield f"claim {claim.uuid} is not found by {claim.statement!r}"


def claims_are_checked(promised: Promised) -> Iterator[str]:
    """Every claim has been looked at, and its checks are in the ledger."""
    for claim in Claim.objects.filter(last_checked_at=None):
        yield f"claim {claim.uuid} was never checked as it is"
    for claim in Claim.objects.annotate(looks=Count("checks")).filter(looks=0):
        yield f"claim {claim.uuid} has no check in its ledger"


def statuses_follow_from_the_evidence(promised: Promised) -> Iterator[str]:
    """Every status, with its value and reasons, is what the stored evidence gives."""
    claims = list(Claim.objects.all())
    decisions = decide(claims)
    for claim in claims:
        decided = decisions[claim.pk]
        wanted = {"status": decided.decision.status.value, **decided.columns}
        for name, value in wanted.items():
            if getattr(claim, name) != value:
                yield f"claim {claim.uuid}: {name} is {getattr(claim, name)}, not {value}"


def status_changes_are_chained(promised: Promised) -> Iterator[str]:
    """Every change begins where the one before ended, and the last one leads to today's status."""
    status = dict.fromkeys(Claim.objects.values_list("pk", flat=True), "unverified")
    for change in StatusChange.objects.order_by("pk"):
        if change.old_status != status[change.claim_id]:
            yield f"change {change.uuid}: from {change.old_status}, was {status[change.claim_id]}"
        status[change.claim_id] = change.new_status
    for claim in Claim.objects.all():
        if claim.status != status[claim.pk]:
            yield f"claim {claim.uuid}: {claim.status}, last changed to {status[claim.pk]}"


def evidence_is_single(promised: Promised) -> Iterator[str]:
    """A text speaks once of a claim, at the claim's present revision."""
    current = Evidence.objects.current()
    for row in current.values("claim", "snapshot").annotate(n=Count("pk")).filter(n__gt=1):
        yield f"claim {row['claim']} has {row['n']} findings from snapshot {row['snapshot']}"
    for evidence in current.exclude(claim_revision=F("claim__revision")):
        yield f"evidence {evidence.uuid} is of revision {evidence.claim_revision}"
    for mention in Mention.objects.exclude(snapshot__state=ReadState.READ):
        yield f"mention {mention.uuid} is of a text that was not read"


def nothing_is_leased(promised: Promised) -> Iterator[str]:
    """No row is held by anybody."""
    for kind, rows in kinds_of_due_rows().items():
        for row in rows.filter(lease_until__isnull=False):
            yield f"{kind}: {row.pk} is leased until {row.lease_until}"


INVARIANTS: tuple[Invariant, ...] = (
    acknowledged_texts_are_kept,
    pages_are_fetched_once,
    announced_pages_are_fetched_once,
    texts_are_read_once,
    deadly_texts_are_given_up,
    acknowledged_claims_are_kept,
    claims_can_be_found,
    claims_are_checked,
    statuses_follow_from_the_evidence,
    status_changes_are_chained,
    evidence_is_single,
    nothing_is_leased,
)
