"""Replayed statuses."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

from claims.api.examples.claims import CLAIM_ID, OUTDATED, REASONS

_OLD: dict[str, Any] = {
    "status": "outdated",
    "confidence": 0.483,
    "status_reasons": REASONS,
    "current_value": OUTDATED["current_value"],
}
_NEW: dict[str, Any] = {
    "status": "unverified",
    "confidence": 0,
    "status_reasons": {
        "rule": "then_silent_since_silent",
        "sentence": "No evidence speaks of the claim.",
        "groups": [],
        "set_aside": REASONS["groups"][0]["evidence"],
        "set_aside_because": dict.fromkeys(REASONS["groups"][0]["evidence"], "too_light"),
        "confidence": 0,
        "engine_version": "1.0",
    },
    "current_value": None,
}

STATUS_THEN = OpenApiExample(
    "In summer",
    value={
        "claim": CLAIM_ID,
        "as_of": "2024-07-01T00:00:00Z",
        "settled_at": "2024-06-30T12:00:01Z",
        "revision": 1,
        "recorded_status": "outdated",
        **_OLD,
        "policy": {
            "min_weight": 0.2,
            "clear_majority": 3,
            "same_time_days": 7,
            "min_reliability": 0,
            "min_score": 0,
            "min_score_against": 0,
        },
    },
)
RETRIED = OpenApiExample(
    "Too light by a stricter policy",
    value={
        "claim": CLAIM_ID,
        "statement": OUTDATED["statement"],
        "changes": True,
        "old": _OLD,
        "new": _NEW,
    },
)
