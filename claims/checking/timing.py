"""Place the time of a figure against the time of a claim."""

from __future__ import annotations

import re
from enum import StrEnum

from claims.checking.claim import ClaimForCheck
from claims.checking.context import Surroundings
from claims.quantities.mention import Document
from claims.quantities.periods import Period, Precision


class When(StrEnum):
    """The time a figure is for, seen from the claim's time."""

    EARLIER = "earlier"
    SAME = "same"
    LATER = "later"
    TIMELESS = "timeless"  # the claim does not age, or nothing is known of either time
    UNSURE = "unsure"  # the text does not say whether it means the time the claim names


def figure_time(around: Surroundings) -> Period | None:
    """Return the time the mention's figure is for: that of its table cell, else its own."""
    if around.cell is None:
        return around.mention.period
    published = around.document.published_at
    return around.cell.period or (Period(published, Precision.DAY) if published else None)


def when(claim: ClaimForCheck, time: Period | None, around: Surroundings) -> When:
    """Return where the time of the mention's figure lies, seen from the claim's time."""
    placed = relation(claim.time, time)
    if placed != When.LATER or _is_stated(around) or not claim.names_time:
        return placed
    return When.SAME if _tells_of(claim.time, around.document) else When.UNSURE


def _is_stated(around: Surroundings) -> bool:
    if around.cell is not None:
        return around.cell.period is not None
    return around.mention.period_stated


def relation(claim: Period | None, figure: Period | None) -> When:
    """Return where the figure's period lies; TIMELESS when either is unknown."""
    if claim is None or figure is None:
        return When.TIMELESS
    if figure.is_before(claim):
        return When.EARLIER
    if claim.is_before(figure):
        return When.LATER
    return When.SAME


def _tells_of(period: Period | None, document: Document) -> bool:
    """Whether the text, or its title, names the year of the period and no later one."""
    if period is None:
        return False
    years = re.findall(r"\b(?:1[5-9]|20)\d\d\b", f"{document.title}\n{document.text}")
    return str(period.start.year) in years and max(years) == str(period.start.year)
