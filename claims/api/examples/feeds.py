"""Feeds, their entries, their polls, and what happened to them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

from claims.api.examples.claims import SOURCE_ID

FEED_ID = "01926a41-20aa-7c11-8b10-7f8091a2b3c4"
_ADDRESS = f"/api/v1/feeds/{FEED_ID}/"

_NEW: dict[str, Any] = {
    "id": FEED_ID,
    "url": "https://gazette.example/",
    "site_url": "",
    "kind": "auto",
    "title": "",
    "state": "active",
    "publisher": "Brenn Gazette",
    "source_kind": "article",
    "reliability": "0.7",
    "min_interval": 900,
    "max_interval": 86400,
    "expected_silence": 604800,
    "failure_limit": 5,
    "next_poll_at": "2024-06-01T12:00:00Z",
    "last_polled_at": None,
    "last_entry_at": None,
    "last_outcome": "",
    "error": "",
    "failures": 0,
    "alarm": "",
    "alarm_since": None,
    "found": [],
    "parent": None,
    "merged_into": None,
    "created_at": "2024-06-01T12:00:00Z",
    "updated_at": "2024-06-01T12:00:00Z",
    "links": {
        "self": _ADDRESS,
        **{part: f"{_ADDRESS}{part}/" for part in ("entries", "polls", "events", "poll")},
    },
}
_POLL: dict[str, Any] = {
    "id": "01926a42-31bb-7d22-9c21-8091a2b3c4d5",
    "outcome": "new",
    "started_at": "2024-06-01T12:30:00Z",
    "duration_ms": 240,
    "http_status": 200,
    "size": 48213,
    "entries_seen": 30,
    "entries_new": 2,
    "entries_changed": 0,
    "entries_left": 0,
    "note": "",
    "error": "",
}

DRAFTS = (
    OpenApiExample(
        "A site, whose feed is looked for",
        value={
            "url": "https://gazette.example/",
            "publisher": "Brenn Gazette",
            "reliability": "0.7",
            "expected_silence": 604800,
        },
    ),
    OpenApiExample(
        "A feed, polled at least every hour",
        value={"url": "https://gazette.example/rss.xml", "max_interval": 3600},
    ),
    OpenApiExample(
        "One page, watched for change",
        value={"url": "https://port.example/figures", "kind": "page", "source_kind": "reference"},
    ),
)
CHANGES = (
    OpenApiExample("Paused", value={"state": "paused"}),
    OpenApiExample("Polled less often", value={"min_interval": 3600, "max_interval": 172800}),
)
NEW_FEED = OpenApiExample("Before its first poll", value=_NEW)
FEED = OpenApiExample(
    "Discovered and polled",
    value={
        **_NEW,
        "url": "https://gazette.example/rss.xml",
        "site_url": "https://gazette.example/",
        "kind": "rss",
        "title": "Brenn Gazette: all news",
        "next_poll_at": "2024-06-01T13:04:00Z",
        "last_polled_at": "2024-06-01T12:30:00Z",
        "last_entry_at": "2024-06-01T12:30:00Z",
        "last_outcome": "new",
        "found": [
            {
                "url": "https://gazette.example/rss.xml",
                "title": "All news",
                "type": "application/rss+xml",
            }
        ],
    },
)
ENTRY = OpenApiExample(
    "An article",
    value={
        "id": "01926a42-42cc-7e33-8d32-91a2b3c4d5e6",
        "url": "https://news.example/port-record",
        "title": "A record year for the port",
        "published_at": "2024-05-28T06:30:00Z",
        "revisions": 1,
        "source": SOURCE_ID,
        "source_state": "read",
        "note": "",
        "changed_at": "2024-06-01T12:30:00Z",
        "created_at": "2024-06-01T12:30:00Z",
    },
)
POLL = OpenApiExample("Two new entries", value=_POLL)
FAILURE = OpenApiExample(
    "A failure",
    value={
        **_POLL,
        "outcome": "failed",
        "http_status": 503,
        "size": 0,
        "entries_seen": 0,
        "entries_new": 0,
        "error": "the server answered 503",
    },
)
EVENT = OpenApiExample(
    "A move",
    value={
        "id": "01926a43-53dd-7f44-9e43-a2b3c4d5e6f7",
        "kind": "moved",
        "detail": "http://gazette.example/rss.xml has moved to https://gazette.example/rss.xml",
        "at": "2024-06-01T12:30:00Z",
    },
)
