"""Measures, and the points of their series."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

from claims.api.examples.claims import CLAIM_ID, EVIDENCE_ID, MENTION_ID, SOURCE_ID

MEASURE_ID = "01926a3d-4410-7e02-8a51-708192a3b4c5"

_ADDRESS = f"/api/v1/measures/{MEASURE_ID}/"
_DRAFT: dict[str, Any] = {
    "name": "ships handled",
    "definition": "Sea-going ships that called at the port in a year, ferries left out.",
    "unit": "count per year",
    "synonyms": ["port calls", "vessel arrivals"],
    "ages_in": 31536000,
}
_MEASURE: dict[str, Any] = {
    "id": MEASURE_ID,
    **_DRAFT,
    "kind": "count",
    "check_interval": 2592000,
    "applied": True,
    "version": 1,
    "created_at": "2024-06-01T11:00:00Z",
    "updated_at": "2024-06-01T11:00:00Z",
    "links": {
        "self": _ADDRESS,
        "series": f"{_ADDRESS}series/",
        "claims": f"/api/v1/claims/?defined_measure={MEASURE_ID}",
    },
}

DRAFT = OpenApiExample("A measure with its wordings", value=_DRAFT)
CHANGE = OpenApiExample(
    "One more wording", value={"synonyms": ["port calls", "vessel arrivals", "ship calls"]}
)
MEASURE = OpenApiExample("A yearly figure", value=_MEASURE)
CHANGED = OpenApiExample(
    "Its claims are being judged afresh", value={**_MEASURE, "applied": False, "version": 2}
)
POINTS = (
    OpenApiExample(
        "The claim's own figure",
        value={
            "claim": CLAIM_ID,
            "subject": "port of Brenn",
            "evidence": None,
            "mention": None,
            "stance": None,
            "as_of": "2022",
            "value": "4200",
            "unit": "count per year",
            "comparator": "exact",
            "low": "4200",
            "high": "4200",
            "low_open": False,
            "high_open": False,
            "quote": "The port of Brenn handles 4,200 ships a year.",
            "source": None,
        },
    ),
    OpenApiExample(
        "A figure that evidence gives",
        value={
            "claim": CLAIM_ID,
            "subject": "port of Brenn",
            "evidence": EVIDENCE_ID,
            "mention": MENTION_ID,
            "stance": "supersedes",
            "as_of": "2024-05-28",
            "value": "4650",
            "unit": "count per year",
            "comparator": "exact",
            "low": "4650",
            "high": "4650",
            "low_open": False,
            "high_open": False,
            "quote": "4,650 ships a year",
            "source": {
                "id": SOURCE_ID,
                "url": "https://news.example/port-record",
                "title": "A record year for the port",
                "publisher": "Brenn Gazette",
            },
        },
    ),
)
