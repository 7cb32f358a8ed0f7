"""The answers the judge and the status rule can give."""

from __future__ import annotations

from enum import StrEnum


class Stance(StrEnum):
    """What one mention says about one claim."""

    SUPPORTS = "supports"  # the same measure, and the figure fits
    CONTRADICTS = "contradicts"  # the same measure at the same time, and it does not fit
    SUPERSEDES = "supersedes"  # it does not fit, and is for a later time
    UNCLEAR = "unclear"  # perhaps the same measure; for the review queue
    UNRELATED = "unrelated"  # another measure, another time, or no figure that counts


class Status(StrEnum):
    """Where a claim stands, given all its evidence."""

    UNVERIFIED = "unverified"
    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    OUTDATED = "outdated"
    DISPUTED = "disputed"
