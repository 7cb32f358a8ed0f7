"""One poll on its way into the rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from claims.feeds.poll import Polled
from claims.models import Feed, FeedEventKind
from claims.services.feed_entries import Tally


@dataclass(slots=True)
class PollRecord:
    """A leased feed, what its poll found, the columns to change, and what happened to it."""

    feed: Feed
    polled: Polled
    started_at: datetime
    now: datetime
    jitter: float
    changes: dict[str, Any]
    events: list[tuple[FeedEventKind, str]]
    tally: Tally = Tally()
