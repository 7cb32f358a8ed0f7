"""Count the terms of all claims afresh, store the keys of claims and mentions, find reprints."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Model, QuerySet

from claims.models import Claim, Mention, Snapshot
from claims.services.index import index_claims, index_mentions
from claims.services.rarity import count_new_claims, forget_counts
from claims.services.reprints import recognise

CHUNK = 1_000


class Command(BaseCommand):
    """`manage.py rebuild_index`: the service goes on while it runs."""

    help = "Count terms afresh and store the keys of the reverse search anew, chunk by chunk."

    def handle(self, *_: Any, **__: Any) -> None:
        """Rebuild, one transaction a chunk."""
        forget_counts()
        while count_new_claims(CHUNK) == CHUNK:
            pass
        claims = sum(self._index_chunk(keys) for keys in _chunks(Claim.objects.all()))
        mentions = sum(self._index_texts(keys) for keys in _chunks(Snapshot.objects.all()))
        self.stdout.write(f"indexed {claims} claims and {mentions} mentions")

    @transaction.atomic
    def _index_chunk(self, keys: list[int]) -> int:
        claims = Claim.objects.select_related("defined_measure")
        rows = list(claims.select_for_update(of=("self",)).filter(pk__in=keys))
        index_claims(rows)
        return len(rows)

    def _index_texts(self, keys: list[int]) -> int:
        return sum(self._index_text(snapshot) for snapshot in Snapshot.objects.filter(pk__in=keys))

    @transaction.atomic
    def _index_text(self, snapshot: Snapshot) -> int:
        rows = list(Mention.objects.filter(snapshot=snapshot))
        index_mentions(rows, snapshot.as_document())
        if rows:
            recognise(snapshot)
        return len(rows)


def _chunks(rows: QuerySet[Model]) -> list[list[int]]:
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    return [keys[begin : begin + CHUNK] for begin in range(0, len(keys), CHUNK)]
