"""Judge a claim by the one cell of a table that the claim itself names as its source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from claims.checking import sentences
from claims.checking.claim import ClaimForCheck
from claims.checking.compare import compare
from claims.checking.context import surroundings
from claims.checking.judge import Finding, decide
from claims.checking.locator import CellLocator
from claims.checking.match import Match
from claims.checking.reasons import Reasons
from claims.checking.stance import Stance
from claims.checking.timing import figure_time, when
from claims.quantities.mention import Document, Mention
from claims.quantities.periods import Period
from claims.quantities.quantity import Quantity
from claims.quantities.units import COUNT

_TIME = re.compile(r"(?:1[5-9]|20)\d\d(?:-\d\d(?:-\d\d)?|-?Q[1-4])?")
# Who named the cell has matched it; only what the number is for is still to be read.
NAMED = Match(0.99, {"named_cell": 4.6})


def judge_cell(
    claim: ClaimForCheck, locator: CellLocator, document: Document, mentions: Iterable[Mention]
) -> Finding:
    """Return what the named cell says; UNRELATED when it is not there or holds no number."""
    found = locator.find_in_row(document.text)
    if found is not None:
        (start, end), row = found
        for mention in mentions:
            if start <= mention.number_start < end:
                return _judge(claim, mention, document, _time_of(row, document))
    rule = "no_mention"
    reasons = Reasons(rule, sentences.explain(rule, claim, None), claimed=claim.quantity.interval)
    return Finding(Stance.UNRELATED, None, 0.0, reasons)


def _time_of(row: Sequence[tuple[int, int]], document: Document) -> Period | None:
    """Return the one time that stands in a cell of the row by itself."""
    cells = [document.text[start:end] for start, end in row]
    times = {cell for cell in cells if _TIME.fullmatch(cell)}
    try:
        return Period.parse(times.pop()) if len(times) == 1 else None
    except ValueError:
        return None


def _judge(
    claim: ClaimForCheck, mention: Mention, document: Document, stated: Period | None
) -> Finding:
    around = surroundings(mention, document)
    compared = compare(claim.quantity, _in_unit_of(claim, mention.quantity), claim.tolerance)
    time = stated or figure_time(around)
    placed = when(claim, time, around)
    stance, rule = decide(claim, compared, NAMED, placed)
    reasons = Reasons(
        rule=rule,
        sentence=sentences.explain(rule, claim, mention, time, False),
        claimed=compared.claimed,
        tolerance=claim.tolerance,
        found=compared.found,
        unit=claim.quantity.unit,
        claim_time=claim.time,
        figure_time=time,
        when=placed,
        score=NAMED.score,
        features=NAMED.contributions,
    )
    return Finding(stance, mention, NAMED.score, reasons)


def _in_unit_of(claim: ClaimForCheck, found: Quantity) -> Quantity:
    """Return the cell's number in the claim's unit, unless the cell names a unit of its own."""
    if found.unit != COUNT:
        return found
    return replace(found, unit=claim.quantity.unit, kind=claim.quantity.kind)
