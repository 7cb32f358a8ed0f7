"""Rows for tests: each call makes a valid row, and takes what the test is about as arguments."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model

from claims.models import (
    ApiKey,
    Claim,
    Evidence,
    Feed,
    Measure,
    Mention,
    Snapshot,
    Source,
)
from claims.models.source import content_hash

NOW = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
TEXT = "The harbour of Brenn handled 4,200 ships last year, the port authority said on Monday."


def make_user(name: str = "ada", **fields: Any) -> Any:
    """Return a stored user."""
    return get_user_model().objects.create_user(username=name, password="unlikely-words", **fields)


def make_key(scope: str = "admin", user: Any = None, **fields: Any) -> tuple[ApiKey, str]:
    """Return a stored API key and its secret."""
    user = user or make_user(f"{scope} key owner")
    return ApiKey.objects.issue(user=user, name=f"{scope} key", scope=scope, **fields)


def _stored(model: Any, **fields: Any) -> Any:
    """Return a stored row whose history begins at NOW, as its tests' time does."""
    row = model(**fields)
    row._history_date = NOW
    row.save()
    del row._history_date
    return row


def make_claim(**fields: Any) -> Claim:
    """Return a stored claim, not indexed: use claims.services for the real thing."""
    claim: Claim = _stored(
        Claim,
        **{
            "statement": "The harbour of Brenn handles 4,200 ships a year.",
            "subject": "harbour of Brenn",
            "measure": "ships handled",
            "value": Decimal(4200),
            "unit": "count",
            "low": Decimal(4200),
            "high": Decimal(4200),
            "as_of": date(2022, 1, 1),
            "as_of_precision": "year",
            "next_check_at": NOW,
            **fields,
        },
    )
    return claim


def make_measure(**fields: Any) -> Measure:
    """Return a stored measure of ships handled."""
    return Measure.objects.create(**{"name": "ships handled", "kind": "count", **fields})


def make_source(**fields: Any) -> Source:
    """Return a stored source; with `url=None` it needs a `content_hash`."""
    number = Source.objects.count()
    return Source.objects.create(
        **{"url": f"https://news.example/{number}", "title": "Harbour report", **fields}
    )


def make_snapshot(source: Source | None = None, text: str = TEXT, **fields: Any) -> Snapshot:
    """Return a stored snapshot, due for reading at NOW."""
    return Snapshot.objects.create(
        **{
            "source": source or make_source(),
            "text": text,
            "text_length": len(text),
            "content_hash": content_hash(text),
            "published_at": NOW,
            "next_read_at": NOW,
            **fields,
        }
    )


def make_mention(snapshot: Snapshot | None = None, **fields: Any) -> Mention:
    """Return a stored mention of "4,200 ships"."""
    snapshot = snapshot or make_snapshot()
    start = snapshot.text.index("4,200 ships")
    return Mention.objects.create(
        **{
            "snapshot": snapshot,
            "quote": "4,200 ships",
            "start": start,
            "end": start + len("4,200 ships"),
            "number_start": start,
            "number_end": start + len("4,200"),
            "sentence_start": 0,
            "sentence_end": len(snapshot.text),
            "text_length": len(snapshot.text),
            "subject": "harbour of Brenn",
            "measure": "ships handled",
            "value": Decimal(4200),
            "unit": "count",
            "low": Decimal(4200),
            "high": Decimal(4200),
            "engine_version": "test",
            **fields,
        }
    )


def make_evidence(claim: Claim | None = None, mention: Mention | None = None, **fields: Any) -> Any:
    """Return stored evidence that supports the claim."""
    claim, mention = claim or make_claim(), mention or make_mention()
    return _stored(
        Evidence,
        **{
            "created_at": NOW,
            "claim": claim,
            "mention": mention,
            "snapshot": mention.snapshot,
            "claim_revision": claim.revision,
            "quote": mention.quote,
            "start": mention.start,
            "end": mention.end,
            "text_length": mention.text_length,
            "value": mention.value,
            "unit": mention.unit,
            "low": mention.low,
            "high": mention.high,
            "stance": "supports",
            "score": 0.9,
            "reasons": {"rule": "within_claim"},
            "engine_version": "test",
            **fields,
        },
    )


def make_feed(**fields: Any) -> Feed:
    """Return a stored feed, due at NOW."""
    number = Feed.objects.count()
    return Feed.objects.create(
        **{"url": f"https://gazette.example/feed/{number}", "next_poll_at": NOW, **fields}
    )
