"""API keys."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

_KEY_ID = "01926a3f-0c10-7b60-9a44-607182930415"

_KEY: dict[str, Any] = {
    "id": _KEY_ID,
    "name": "newsroom",
    "scope": "write",
    "prefix": "clm_Jq3xT0Yb",
    "owner": "ada",
    "created_at": "2024-06-01T12:00:00Z",
    "expires_at": "2025-06-01T00:00:00Z",
    "revoked_at": None,
    "last_used_at": None,
    "links": {
        "self": f"/api/v1/api-keys/{_KEY_ID}/",
        "revoke": f"/api/v1/api-keys/{_KEY_ID}/revoke/",
    },
}

DRAFT = OpenApiExample(
    "For a newsroom",
    value={"name": "newsroom", "scope": "write", "expires_at": "2125-06-01T00:00:00Z"},
)
KEY = OpenApiExample("Valid", value={**_KEY, "last_used_at": "2024-06-01T12:30:00Z"})
NEW_KEY = OpenApiExample(
    "With its secret", value={**_KEY, "secret": "clm_Jq3xT0YbM1n5Zk8wR2vD6hF9pL4sC7gA0uE3iO5tX1y"}
)
REVOKED = OpenApiExample("Revoked", value={**_KEY, "revoked_at": "2024-06-02T09:00:00Z"})
