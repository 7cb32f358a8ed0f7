"""Storing the keys of claims and texts anew: after an upgrade by itself, or when asked to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from claims.checking.reading import VERSION
from claims.models import Claim, IndexProgress, Mention, MentionSignature, Snapshot
from claims.services.index import index_claims, index_mentions
from claims.services.reprints import recognise

# A fraction of a second each: on SQLite all other writers wait.
CLAIMS_AT_ONCE = 200
TEXTS_AT_ONCE = 10
# After an upgrade began, processes of the old release may go on storing their keys for so long.
OLD_RELEASE_RUNS_ON = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """The claims and texts up to these keys are done; the others are found by their old keys."""

    last_claim: int
    last_text: int


def under_way() -> Rebuilding | None:
    """Return how far the index is rebuilt; None where it is all as this release makes it.

    While it is to be rebuilt once more, that is not known.
    """
    progress = IndexProgress.objects.filter(pk=1).first()
    if progress is None:  # no other release has stored any
        return None
    if progress.version != VERSION:
        return Rebuilding(0, 0)
    if progress.is_finished and progress.repeat_at is None:
        return None
    return Rebuilding(progress.last_claim, progress.last_text)


def start_again() -> None:
    """Have all keys stored anew, those of this release too."""
    begin = {"last_claim": 0, "last_text": 0, "is_finished": False}
    IndexProgress.objects.update_or_create(
        pk=1, defaults=begin, create_defaults={**begin, "version": VERSION}
    )


@transaction.atomic
def rebuild_some(*, now: datetime) -> bool:
    """Store the keys of the next claims or texts anew; return whether there were any.

    One worker at a time does so. Who writes a claim or reads a text meanwhile stores its keys. Who
    does it for the old release stores old ones, also where all is done: hence it is done twice.
    """
    made_here = {"version": VERSION, "is_finished": True}
    IndexProgress.objects.get_or_create(pk=1, defaults=made_here)
    progress = IndexProgress.objects.select_for_update(skip_locked=True).filter(pk=1).first()
    if progress is None:
        return False
    if progress.version != VERSION:
        progress = IndexProgress(pk=1, version=VERSION, repeat_at=now + OLD_RELEASE_RUNS_ON)
    elif progress.is_finished and progress.repeat_at and progress.repeat_at <= now:
        progress = IndexProgress(pk=1, version=VERSION)
    if progress.is_finished:
        return False
    _take_a_step(progress)
    progress.save()
    return not progress.is_finished


def _take_a_step(progress: IndexProgress) -> None:
    if claims := _claims_after(progress.last_claim):
        index_claims(claims)
        progress.last_claim = claims[-1].pk
    elif texts := _texts_after(progress.last_text):
        for text in texts:
            _index_text(text)
        progress.last_text = texts[-1].pk
    else:
        progress.is_finished = True


def _claims_after(key: int) -> list[Claim]:
    rows = Claim.objects.select_related("defined_measure").select_for_update(of=("self",))
    return list(rows.filter(pk__gt=key).order_by("pk")[:CLAIMS_AT_ONCE])


def _texts_after(key: int) -> list[Snapshot]:
    # Who reads one of the texts again waits: it stores keys of the same mentions.
    rows = Snapshot.objects.select_for_update(no_key=True)
    return list(rows.filter(pk__gt=key).order_by("pk")[:TEXTS_AT_ONCE])


def _index_text(snapshot: Snapshot) -> None:
    mentions = list(Mention.objects.filter(snapshot=snapshot))
    MentionSignature.objects.filter(mention__in=mentions).delete()
    index_mentions(mentions, snapshot.as_document())
    if mentions:
        recognise(snapshot)
