"""The purge: remove in batches what the operator does not want to keep for ever."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from claims.services.purging import (
    purge_checks,
    purge_citation_checks,
    purge_feed_events,
    purge_polls,
    purge_texts,
)
from worker.counting import note

log = logging.getLogger(__name__)

BATCH = 500  # rows of one transaction
MAX_BATCHES = 200  # of one purge; the next one goes on

# What is removed: its name, the setting that says after how long, and how.
_PURGES: tuple[tuple[str, str, Callable[..., int]], ...] = (
    ("texts", "KEEP_TEXTS", purge_texts),
    ("checks", "KEEP_CHECKS", purge_checks),
    ("polls", "KEEP_CHECKS", purge_polls),
    ("events of feeds", "KEEP_CHECKS", purge_feed_events),
    ("looks at cited sources", "KEEP_CHECKS", purge_citation_checks),
)


def purge() -> None:
    """Remove what is older than the settings allow; without a setting it is kept for ever."""
    for name, setting, remove in _PURGES:
        kept: timedelta | None = getattr(settings, setting)
        if kept is not None:
            removed = _in_batches(remove, kept)
            note(f"{name} purged", removed)
            log.info("%d %s purged", removed, name)


def _in_batches(remove: Callable[..., int], kept: timedelta) -> int:
    removed = 0
    for _ in range(MAX_BATCHES):
        count = remove(before=timezone.now() - kept, limit=BATCH)
        removed += count
        if count < BATCH:
            break
    return removed
