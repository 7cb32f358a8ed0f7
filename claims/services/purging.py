"""Removing what is old and carries nothing: texts that nobody cites, checks that found nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from claims.checking.quoting import QuoteOutcome
from claims.models import (
    Check,
    CheckOutcome,
    Citation,
    CitationCheck,
    Evidence,
    FeedEntry,
    FeedEvent,
    FeedKind,
    FeedPoll,
    PollOutcome,
    ReadState,
    Snapshot,
    Source,
    SourceState,
    StatusChange,
)

_BROUGHT_NOTHING = (PollOutcome.UNCHANGED, PollOutcome.NOT_MODIFIED, PollOutcome.FAILED)
_FOUND_NOTHING = (QuoteOutcome.UNCHANGED.value, QuoteOutcome.UNREACHABLE.value)


@transaction.atomic
def purge_texts(*, before: datetime, limit: int) -> int:
    """Remove up to `limit` texts fetched before then, with their mentions; return how many.

    Kept are all on which evidence rests, superseded evidence too, or which others repeat, and those
    of sources that claims cite; of a source that is fetched again and again its current text. The
    source itself stays: it is known, without a text.
    """
    idle = _idle_texts(before).order_by("pk").select_related("source").only("pk", "source__url")
    # With their sources: whoever has locked one of the two is not waited for.
    free = idle.select_for_update(of=("self", "source"), skip_locked=True)
    locked = [row.pk for row in free[:limit]]
    # Evidence that was recorded while we waited for the locks is seen now, and none comes later.
    keys = list(_idle_texts(before).filter(pk__in=locked).values_list("pk", flat=True))
    sources = set(Snapshot.objects.filter(pk__in=keys).values_list("source_id", flat=True))
    Snapshot.objects.filter(pk__in=keys).delete()
    bare = Source.objects.filter(pk__in=sources, snapshots=None)
    bare.update(state=SourceState.REGISTERED, etag="", last_modified="")
    return len(keys)


@transaction.atomic
def purge_checks(*, before: datetime, limit: int) -> int:
    """Remove up to `limit` checks from before then that changed nothing; return how many.

    Every claim keeps its newest check, and those that are the cause of a change.
    """
    newer = Check.objects.filter(claim=OuterRef("claim"), pk__gt=OuterRef("pk"))
    caused = StatusChange.objects.filter(claim_check=OuterRef("pk"))
    quiet = Check.objects.filter(~Q(outcome=CheckOutcome.CHANGED), created_at__lt=before)
    return _delete_some(quiet.filter(Exists(newer), ~Exists(caused)), limit)


@transaction.atomic
def purge_polls(*, before: datetime, limit: int) -> int:
    """Remove up to `limit` polls from before then that brought nothing; return how many.

    Every feed keeps its newest poll.
    """
    newer = FeedPoll.objects.filter(feed=OuterRef("feed"), pk__gt=OuterRef("pk"))
    idle = FeedPoll.objects.filter(outcome__in=_BROUGHT_NOTHING, started_at__lt=before)
    return _delete_some(idle.filter(Exists(newer)), limit)


@transaction.atomic
def purge_feed_events(*, before: datetime, limit: int) -> int:
    """Remove up to `limit` events of feeds from before then; return how many.

    Every feed keeps its newest event.
    """
    newer = FeedEvent.objects.filter(feed=OuterRef("feed"), pk__gt=OuterRef("pk"))
    return _delete_some(FeedEvent.objects.filter(Exists(newer), at__lt=before), limit)


@transaction.atomic
def purge_citation_checks(*, before: datetime, limit: int) -> int:
    """Remove up to `limit` looks at cited sources that found nothing changed; return how many.

    Every citation keeps its newest.
    """
    newer = CitationCheck.objects.filter(citation=OuterRef("citation"), pk__gt=OuterRef("pk"))
    idle = CitationCheck.objects.filter(outcome__in=_FOUND_NOTHING, checked_at__lt=before)
    return _delete_some(idle.filter(Exists(newer)), limit)


def _delete_some(rows: QuerySet[Any], limit: int) -> int:
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
    rows.model._default_manager.filter(pk__in=keys).delete()
    return len(keys)


def _idle_texts(before: datetime) -> QuerySet[Snapshot]:
    evidence = Evidence.objects.filter(snapshot=OuterRef("pk"))
    reprints = Snapshot.objects.filter(repeats=OuterRef("pk"))
    citations = Citation.objects.filter(source=OuterRef("source"))
    done = Snapshot.objects.filter(
        fetched_at__lt=before,
        state__in=[ReadState.READ, ReadState.FAILED],
        next_read_at__isnull=True,
        lease_until__isnull=True,
    )
    pages = FeedEntry.objects.filter(source=OuterRef("source"), feed__kind=FeedKind.PAGE)
    watched = Q(source__next_fetch_at__isnull=False) | Exists(pages)
    current = Q(source__current=F("pk"))
    return done.filter(
        ~Exists(evidence), ~Exists(reprints), ~Exists(citations), ~(watched & current)
    )
