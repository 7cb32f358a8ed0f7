"""Links between claims, and the sets they make."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

from claims.api.examples.claims import CLAIM_ID

LINK_ID = "01926a3f-1b20-7a11-8c02-8192a3b4c5d6"
SET_ID = "01926a3f-1b21-7b22-9d13-92a3b4c5d6e7"
SHARE_ID = "01926a3f-1a00-7c33-8e24-a3b4c5d6e7f8"
PART_ID = "01926a3e-7d22-7d44-9f35-b4c5d6e7f809"

_SET: dict[str, Any] = {
    "id": SET_ID,
    "kind": "derived_from",
    "claim": SHARE_ID,
    "statement": "A quarter of the ships at Brenn are ferries.",
    "formula": "share",
    "consistency": "inconsistent",
    "reasons": {
        "rule": "not_reproduced",
        "sentence": "The share of the inputs is [30, 30],"
        " which does not meet [24.5, 25.5) percent.",
        "claimed": "[24.5, 25.5)",
        "computed": "[30, 30]",
        "unit": "percent",
        "members": [PART_ID, CLAIM_ID],
    },
    "reckoned_at": "2024-06-01T12:10:02Z",
    "flag": {
        "at": "2024-06-01T12:10:00Z",
        "claim": PART_ID,
        "change": "edited",
        "before": {
            "interval": "[1050, 1050]",
            "unit": "count per year",
            "as_of": "2022",
            "role": "level",
        },
        "after": {
            "interval": "[1260, 1260]",
            "unit": "count per year",
            "as_of": "2022",
            "role": "level",
        },
    },
    "confirmed": None,
    "created_at": "2024-06-01T12:05:00Z",
    "links": {
        "self": f"/api/v1/claim-sets/{SET_ID}/",
        "claim": f"/api/v1/claims/{SHARE_ID}/",
        "confirm": f"/api/v1/claim-sets/{SET_ID}/confirm/",
    },
}
_WHOLE: dict[str, Any] = {
    **_SET,
    "members": [
        {
            "claim": PART_ID,
            "name": "part",
            "statement": "1,260 ferries a year call at Brenn.",
            "value": "1260",
            "unit": "count per year",
            "as_of": "2022",
            "status": "supported",
        },
        {
            "claim": CLAIM_ID,
            "name": "whole",
            "statement": "The port of Brenn handles 4,200 ships a year.",
            "value": "4200",
            "unit": "count per year",
            "as_of": "2022",
            "status": "supported",
        },
    ],
}

LINK_DRAFT = OpenApiExample(
    "A part of a whole", value={"kind": "part_of", "claim": PART_ID, "other": CLAIM_ID}
)
LINK = OpenApiExample(
    "A part of a whole",
    value={
        "id": LINK_ID,
        "kind": "part_of",
        "claim": PART_ID,
        "other": CLAIM_ID,
        "position": None,
        "created_at": "2024-06-01T12:05:00Z",
        "links": {
            "self": f"/api/v1/claim-links/{LINK_ID}/",
            "claim": f"/api/v1/claims/{PART_ID}/",
            "other": f"/api/v1/claims/{CLAIM_ID}/",
        },
    },
)
DERIVATION = OpenApiExample("A share", value={"formula": "share", "inputs": [PART_ID, CLAIM_ID]})
SET = OpenApiExample("An input was edited, and the share is right no more", value=_SET)
WHOLE_SET = OpenApiExample("An input was edited, and the share is right no more", value=_WHOLE)
CONFIRM = OpenApiExample("It stands", value={"reason": "The report rounds to a quarter."})
CONFIRMED = OpenApiExample(
    "Confirmed",
    value={
        **_WHOLE,
        "flag": None,
        "confirmed": {
            "by": "ada",
            "at": "2024-06-01T14:00:00Z",
            "reason": "The report rounds to a quarter.",
        },
    },
)
