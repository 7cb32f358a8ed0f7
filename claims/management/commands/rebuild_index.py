"""Count the terms of all claims afresh, and store the keys of claims and mentions anew."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Model, QuerySet

from claims.models import Claim, Mention, Snapshot
from claims.services.index import index_claims, index_mentions
from claims.services.rarity import recount
from claims.services.reprints import recognise

CHUNK = 1_000


class Command(BaseCommand):
    """`manage.py rebuild_index`: the service goes on while it runs."""

    help = (
        "Count terms afresh and store the keys of the reverse search anew, chunk by chunk, while"
        " the service runs. Every chunk is told: what was broken off goes on from there."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare where to go on."""
        parser.add_argument(
            "--claims-after", type=int, default=0, metavar="KEY", help="claims done already"
        )
        parser.add_argument(
            "--texts-after", type=int, default=0, metavar="KEY", help="texts done already"
        )

    def handle(self, *_: Any, claims_after: int, texts_after: int, **__: Any) -> None:
        """Rebuild, one transaction a chunk."""
        self.stdout.write(f"counted the terms of {recount(CHUNK)} claims")
        claims = mentions = 0
        for keys in _chunks(Claim.objects.all(), claims_after):
            claims += self._index_chunk(keys)
            self._told("claims", keys[-1])
        for keys in _chunks(Snapshot.objects.all(), texts_after):
            mentions += sum(self._index_text(key) for key in keys)
            self._told("texts", keys[-1])
        self.stdout.write(f"indexed {claims} claims and {mentions} mentions")

    def _told(self, what: str, key: int) -> None:
        self.stderr.write(f"--{what}-after {key}")

    @transaction.atomic
    def _index_chunk(self, keys: list[int]) -> int:
        rows = Claim.objects.select_related("defined_measure").select_for_update(of=("self",))
        claims = list(rows.filter(pk__in=keys).order_by("pk"))
        index_claims(claims)
        return len(claims)

    @transaction.atomic
    def _index_text(self, key: int) -> int:
        # Who reads the text again waits: it stores keys of the same mentions.
        rows = Snapshot.objects.select_for_update(no_key=True).filter(pk=key)
        count = 0
        for snapshot in rows:
            mentions = list(Mention.objects.filter(snapshot=snapshot))
            index_mentions(mentions, snapshot.as_document())
            if mentions:
                recognise(snapshot)
            count += len(mentions)
        return count


def _chunks(rows: QuerySet[Model], after: int) -> Iterator[list[int]]:
    """Yield the keys of the rows, in order; each chunk is looked up when its turn comes."""
    keys = rows.order_by("pk").values_list("pk", flat=True)
    while chunk := list(keys.filter(pk__gt=after)[:CHUNK]):
        yield chunk
        after = chunk[-1]
