"""Sources, their texts, and the mentions found in them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

from claims.api.examples.claims import MENTION_ID, SNAPSHOT_ID, SOURCE_ID

_ADDRESS = f"/api/v1/sources/{SOURCE_ID}/"
_TEXT = "The port of Brenn now handles 4,650 ships a year, its director said."

_PENDING: dict[str, Any] = {
    "id": SOURCE_ID,
    "url": "https://news.example/port-record",
    "title": "A record year for the port",
    "publisher": "Brenn Gazette",
    "author": "Ada Berg",
    "published_at": "2024-05-28T00:00:00Z",
    "language": "en",
    "kind": "article",
    "reliability": "0.5",
    "state": "pending",
    "error": "",
    "latest_snapshot": SNAPSHOT_ID,
    "fetched_at": None,
    "next_fetch_at": None,
    "version": 1,
    "created_at": "2024-06-01T12:00:02Z",
    "updated_at": "2024-06-01T12:00:02Z",
    "links": {
        "self": _ADDRESS,
        "snapshots": f"{_ADDRESS}snapshots/",
        "mentions": f"{_ADDRESS}mentions/",
        "read": f"{_ADDRESS}read/",
        "retry": f"{_ADDRESS}retry/",
    },
}
_SNAPSHOT: dict[str, Any] = {
    "id": SNAPSHOT_ID,
    "source": SOURCE_ID,
    "title": "A record year for the port",
    "published_at": "2024-05-28T00:00:00Z",
    "fetched_at": "2024-06-01T12:00:02Z",
    "content_hash": "0d5b8d2c6f1a4e3b9c7d8e5f6a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
    "length": len(_TEXT),
    "repeats": None,
    "withdrawn_at": None,
    "state": "read",
    "attempts": 1,
    "error": "",
    "cut": "",
    "next_read_at": None,
    "read_at": "2024-06-01T12:00:03Z",
    "engine_version": "1.0",
}

PUSHED = (
    OpenApiExample(
        "A text",
        value={
            "url": "https://news.example/port-record?utm_source=feed",
            "title": "A record year for the port",
            "publisher": "Brenn Gazette",
            "author": "Ada Berg",
            "published_at": "2024-05-28",
            "text": _TEXT,
        },
    ),
    OpenApiExample(
        "A page",
        value={
            "url": "https://news.example/port-record",
            "html": f"<html><body><article><p>{_TEXT}</p></article></body></html>",
        },
    ),
    OpenApiExample(
        "An address to fetch",
        value={"url": "https://port.example/report-2022", "kind": "report", "reliability": 0.9},
    ),
    OpenApiExample(
        "An address to register only",
        value={"url": "https://port.example/archive/1974", "fetch": False},
    ),
)
PLAIN_TEXT = OpenApiExample("A text", value=_TEXT)
PAGE = OpenApiExample(
    "A page", value=f"<html><body><article><p>{_TEXT}</p></article></body></html>"
)
DRAFT = OpenApiExample(
    "All of it",
    value={
        "url": "https://news.example/port-record",
        "title": "A record year for the port",
        "publisher": "Brenn Gazette",
        "author": "Ada Berg",
        "published_at": "2024-05-28T06:30:00Z",
        "language": "en",
        "kind": "article",
        "reliability": "0.5",
    },
)
CHANGE = OpenApiExample("More trusted", value={"reliability": "0.8"})
PENDING = OpenApiExample("To be read", value=_PENDING)
SOURCE = OpenApiExample("Read", value={**_PENDING, "state": "read"})
REGISTERED = OpenApiExample(
    "Without a text", value={**_PENDING, "state": "registered", "latest_snapshot": None}
)
TO_FETCH = OpenApiExample(
    "To be fetched",
    value={**_PENDING, "latest_snapshot": None, "next_fetch_at": "2024-06-01T12:00:02Z"},
)
SNAPSHOT = OpenApiExample("A text that was read", value=_SNAPSHOT)
SNAPSHOT_TEXT = OpenApiExample("A text that was read", value={**_SNAPSHOT, "text": _TEXT})
MENTION = OpenApiExample(
    "A number of ships",
    value={
        "id": MENTION_ID,
        "snapshot": SNAPSHOT_ID,
        "quote": "4,650 ships a year",
        "start": 30,
        "end": 48,
        "number_start": 30,
        "number_end": 35,
        "sentence_start": 0,
        "sentence_end": len(_TEXT),
        "subject": "port of Brenn",
        "measure": "ships handled",
        "place": "Brenn",
        "role": "level",
        "value": "4650",
        "unit": "count per year",
        "kind": "count",
        "comparator": "exact",
        "low": "4650",
        "high": "4650",
        "low_open": False,
        "high_open": False,
        "as_of": "2024-05-28",
        "as_of_stated": False,
        "engine_version": "1.0",
        "created_at": "2024-06-01T12:00:03Z",
    },
)
