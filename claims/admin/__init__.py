"""The editors' pages."""

from claims.admin import (
    access,
    check,
    claim,
    evidence,
    feed,
    measure,
    review_case,
    schedule,
    site,
    source,
)

__all__ = [
    "access",
    "check",
    "claim",
    "evidence",
    "feed",
    "measure",
    "review_case",
    "schedule",
    "site",
    "source",
]
