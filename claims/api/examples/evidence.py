"""Evidence, and an editor's word on it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

from claims.api.examples.claims import (
    CLAIM_ID,
    EVIDENCE_ID,
    MENTION_ID,
    SNAPSHOT_ID,
    SOURCE_ID,
)

_SOURCE = f"/api/v1/sources/{SOURCE_ID}/"

_EVIDENCE: dict[str, Any] = {
    "id": EVIDENCE_ID,
    "claim": CLAIM_ID,
    "source": {
        "id": SOURCE_ID,
        "url": "https://news.example/port-record",
        "title": "A record year for the port",
        "publisher": "Brenn Gazette",
    },
    "snapshot": SNAPSHOT_ID,
    "mention": MENTION_ID,
    "stance": "supersedes",
    "machine_stance": "supersedes",
    "score": 0.9659,
    "quote": "4,650 ships a year",
    "prefix": "The port of Brenn now handles ",
    "suffix": ", its director said.",
    "value": "4650",
    "unit": "count per year",
    "kind": "count",
    "comparator": "exact",
    "low": "4650",
    "high": "4650",
    "low_open": False,
    "high_open": False,
    "as_of": "2024-05-28",
    "start": 30,
    "end": 48,
    "reasons": {
        "rule": "newer_figure_differs",
        "sentence": "'4,650 ships a year' is for 2024-05-28, after 2022, and differs.",
        "claimed": "[4200, 4200]",
        "tolerance": None,
        "found": "[4650, 4650]",
        "unit": "count per year",
        "claim_time": "2022",
        "figure_time": "2024-05-28",
        "when": "later",
        "score": 0.9659,
        "features": {"names": 3.272, "measure": 3.19, "head": 1.41, "bias": -4.505},
        "engine_version": "1.0",
    },
    "review": None,
    "claim_revision": 1,
    "engine_version": "1.0",
    "created_at": "2024-06-01T12:00:03Z",
    "superseded_at": None,
    "superseded_by": None,
    "links": {
        "self": f"/api/v1/evidence/{EVIDENCE_ID}/",
        "claim": f"/api/v1/claims/{CLAIM_ID}/",
        "source": _SOURCE,
        "snapshot": f"{_SOURCE}snapshots/{SNAPSHOT_ID}/",
        "review": f"/api/v1/evidence/{EVIDENCE_ID}/review/",
    },
}

EVIDENCE = OpenApiExample("A newer figure", value=_EVIDENCE)
REVIEWED = OpenApiExample(
    "Confirmed by an editor",
    value={
        **_EVIDENCE,
        "review": {
            "decision": "confirmed",
            "stance": None,
            "reason": "The port authority publishes the same figure.",
            "by": "ada",
            "at": "2024-06-01T14:00:00Z",
        },
    },
)
REVIEWS = (
    OpenApiExample(
        "The machine is right",
        value={
            "decision": "confirm",
            "reason": "The port authority publishes the same figure.",
        },
    ),
    OpenApiExample(
        "The evidence says something else",
        value={
            "decision": "set_stance",
            "stance": "supports",
            "reason": "The article counts ferries too; without them it is the same figure.",
        },
    ),
)
