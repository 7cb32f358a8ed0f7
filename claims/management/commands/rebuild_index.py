"""Count the terms of all claims afresh, and store the keys of claims and mentions anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from claims.services.rarity import recount
from claims.services.rebuilding import rebuild_some, start_again, under_way

CHUNK = 1_000


class Command(BaseCommand):
    """`manage.py rebuild_index`: the service goes on while it runs."""

    help = (
        "Count terms afresh and store the keys of the reverse search anew, chunk by chunk, while"
        " the service runs. Where it is broken off the workers go on by themselves."
    )

    def handle(self, *_: Any, **__: Any) -> None:
        """Rebuild, one transaction a chunk."""
        self.stdout.write(f"counted the terms of {recount(CHUNK)} claims")
        start_again()
        while rebuild_some(now=timezone.now()):
            if now := under_way():
                self.stdout.write(f"claims up to {now.last_claim}, texts up to {now.last_text}")
        self.stdout.write(
            "the workers are rebuilding the index" if under_way() else "the index is rebuilt"
        )
