"""Claims: drafts, a claim just read, and one that a newer source has overtaken."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

CLAIM_ID = "01926a3e-7c1b-7d3a-9f52-6f1d2c3b4a59"
SOURCE_ID = "01926a3e-9a11-7b02-8c4d-0a1b2c3d4e5f"
SNAPSHOT_ID = "01926a3e-9a12-7c55-a1f0-1b2c3d4e5f60"
MENTION_ID = "01926a3e-9b40-7e21-b3c4-2c3d4e5f6071"
EVIDENCE_ID = "01926a3e-9b77-7f10-8d6e-3d4e5f607182"
CHECK_ID = "01926a3e-9b80-7a01-9e7f-4e5f60718293"

_ADDRESS = f"/api/v1/claims/{CLAIM_ID}/"

_NEW: dict[str, Any] = {
    "id": CLAIM_ID,
    "statement": "The port of Brenn handles 4,200 ships a year.",
    "subject": "port of Brenn",
    "measure": "ships handled",
    "place": "Brenn",
    "defined_measure": None,
    "role": "level",
    "value": "4200",
    "unit": "count per year",
    "kind": "count",
    "comparator": "exact",
    "low": "4200",
    "high": "4200",
    "low_open": False,
    "high_open": False,
    "as_of": "2022",
    "tolerance": None,
    "language": "en",
    "tags": ["ports"],
    "citations": [
        {
            "source": "01926a3e-7c05-7a40-8b21-5f6071829304",
            "url": "https://port.example/report-2022",
            "title": "",
            "quote": "4,200 ships called at Brenn",
            "locator": "page 3",
            "outcome": "unchanged",
        }
    ],
    "status": "unverified",
    "status_changed_at": None,
    "confidence": 0,
    "status_reasons": None,
    "current_value": None,
    "check_interval": 86400,
    "check_interval_is_own": False,
    "last_checked_at": None,
    "next_check_at": "2024-06-01T12:00:00Z",
    "version": 1,
    "created_at": "2024-06-01T12:00:00Z",
    "updated_at": "2024-06-01T12:00:00Z",
    "links": {
        "self": _ADDRESS,
        "evidence": f"{_ADDRESS}evidence/",
        "checks": f"{_ADDRESS}checks/",
        "history": f"{_ADDRESS}history/",
        "series": f"{_ADDRESS}series/",
        "recheck": f"{_ADDRESS}recheck/",
        "citation_checks": f"{_ADDRESS}citation-checks/",
        "status": f"{_ADDRESS}status/",
    },
}

REASONS: dict[str, Any] = {
    "rule": "then_silent_since_broken",
    "sentence": "Newer evidence gives another figure.",
    "groups": [
        {
            "question": "since",
            "sentence": "Independent sources: 1 against it, weighing 0.48.",
            "for": 0,
            "against": 0.483,
            "agreement": 1,
            "strength": 0.483,
            "reviewed": False,
            "evidence": [EVIDENCE_ID],
            "voices": [
                {
                    "evidence": EVIDENCE_ID,
                    "stance": "supersedes",
                    "source": SOURCE_ID,
                    "title": "A record year for the port",
                    "reliability": 0.5,
                    "score": 0.9659,
                    "weight": 0.483,
                    "reviewed": False,
                    "sources": 1,
                }
            ],
        }
    ],
    "set_aside": [],
    "set_aside_because": {},
    "confidence": 0.483,
    "engine_version": "1.0",
}

OUTDATED: dict[str, Any] = {
    **_NEW,
    "status": "outdated",
    "status_changed_at": "2024-06-01T12:00:03Z",
    "confidence": 0.483,
    "status_reasons": REASONS,
    "current_value": {
        "value": "4650",
        "unit": "count per year",
        "interval": "[4650, 4650]",
        "low": "4650",
        "high": "4650",
        "low_open": False,
        "high_open": False,
        "as_of": "2024-05-28",
        "evidence": EVIDENCE_ID,
        "quote": "4,650 ships a year",
        "prefix": "The port of Brenn now handles ",
        "suffix": ", its director said.",
        "source": {
            "id": SOURCE_ID,
            "url": "https://news.example/port-record",
            "title": "A record year for the port",
            "publisher": "Brenn Gazette",
            "published_at": "2024-05-28T00:00:00Z",
        },
    },
    "last_checked_at": "2024-06-01T12:00:01Z",
    "next_check_at": "2024-06-02T12:00:01Z",
    "version": 2,
}

DRAFTS = (
    OpenApiExample(
        "A statement alone",
        value={"statement": "The port of Brenn handles 4,200 ships a year.", "as_of": "2022"},
    ),
    OpenApiExample(
        "A statement with what is known of it",
        value={
            "statement": "About 70 percent of the fleet runs on methanol.",
            "subject": "fleet",
            "measure": "share running on methanol",
            "value": "70",
            "unit": "percent",
            "comparator": "about",
            "low": "67.5",
            "high": "72.5",
            "high_open": True,
            "tolerance": {"kind": "absolute", "amount": "1.5"},
            "as_of": "2023-Q4",
            "tags": ["ports", "fuel"],
            "citations": [
                {
                    "url": "https://port.example/report-2023",
                    "quote": "some 70 percent of our ships",
                    "locator": "page 12",
                }
            ],
            "check_interval": 3600,
        },
    ),
)
CHANGES = (
    OpenApiExample("Another time", value={"as_of": "2022-Q3"}),
    OpenApiExample(
        "Other tags, checked every hour", value={"tags": ["ports"], "check_interval": 3600}
    ),
)
NEW_CLAIM = OpenApiExample("Not checked yet", value=_NEW)
CLAIM = OpenApiExample("Overtaken by a newer source", value=OUTDATED)

CHECK = OpenApiExample(
    "A check that found something new",
    value={
        "id": CHECK_ID,
        "trigger": "new_source",
        "outcome": "changed",
        "started_at": "2024-06-01T12:00:03Z",
        "duration_ms": 41,
        "texts_judged": 1,
        "evidence_added": 1,
        "evidence_retired": 0,
        "status": "outdated",
        "error": "",
        "engine_version": "1.0",
    },
)
CITATION_CHECK = OpenApiExample(
    "A number that was altered",
    value={
        "id": "01926a40-1c22-7f10-b3d4-5e6f70819203",
        "source": "01926a3e-7c05-7a40-8b21-5f6071829304",
        "outcome": "number_altered",
        "checked_at": "2024-06-02T12:00:00Z",
        "before": "01926a3e-7d10-7b50-9c32-607182930415",
        "after": "01926a40-1c11-7e01-a2c3-4d5e6f708192",
        "quote": "4,200 ships called at Brenn",
        "passage": "4,300 ships called at Brenn in 2022.",
        "old_number": "4,200",
        "new_number": "4,300",
        "difference": "--- before\n+++ after\n@@ -1 +1 @@\n"
        "-4,200 ships called at Brenn in 2022.\n+4,300 ships called at Brenn in 2022.",
        "error": "",
    },
)
HISTORY_ENTRY = OpenApiExample(
    "The status changed",
    value={
        "at": "2024-06-01T12:00:03Z",
        "event": "status_changed",
        "by": None,
        "changes": [{"field": "status", "before": "unverified", "after": "outdated"}],
        "trigger": "new_source",
        "reasons": REASONS,
    },
)
EDIT = OpenApiExample(
    "Somebody edited it",
    value={
        "at": "2024-06-01T12:10:00Z",
        "event": "edited",
        "by": "ada",
        "changes": [{"field": "as_of", "before": "2022", "after": "2022-Q3"}],
        "trigger": None,
        "reasons": None,
    },
)
