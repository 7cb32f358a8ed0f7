"""The editors' pages."""

from claims.admin import (
    access,
    check,
    citation_check,
    claim,
    evidence,
    feed,
    link,
    measure,
    review_case,
    schedule,
    site,
    source,
)

__all__ = [
    "access",
    "check",
    "citation_check",
    "claim",
    "evidence",
    "feed",
    "link",
    "measure",
    "review_case",
    "schedule",
    "site",
    "source",
]
