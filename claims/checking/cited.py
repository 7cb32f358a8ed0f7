"""Judge a statement by a text that somebody gave as evidence on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claims.checking import sentences
from claims.checking.compare import compare
from claims.checking.judge import Finding
from claims.checking.reasons import Reasons
from claims.checking.stance import Stance
from claims.checking.statement import claims_in, judge_statement
from claims.checking.wording import Wording, compare_wording
from claims.quantities import NotAQuantity
from claims.quantities.mention import Document, Mention, Role
from claims.quantities.periods import Period
from claims.quantities.quantity import Quantity

_WRONG = frozenset({Stance.CONTRADICTS, Stance.SUPERSEDES})
_RIGHT = frozenset({Stance.SUPPORTS})
_OPEN = frozenset({Stance.UNCLEAR, Stance.UNRELATED})

# (what the figures say, what the words say) -> what both say; where nothing stands, the figures do.
_OVERRULED: dict[tuple[frozenset[Stance], Wording], Stance] = {
    (_OPEN, Wording.RESTATES): Stance.SUPPORTS,
    (_OPEN, Wording.OTHER_YEAR): Stance.CONTRADICTS,
    (_OPEN, Wording.OTHER_RANK): Stance.CONTRADICTS,
    (_WRONG, Wording.RESTATES): Stance.SUPPORTS,
    (_OPEN, Wording.OTHER_NAME): Stance.CONTRADICTS,
    (_RIGHT, Wording.OTHER_RANK): Stance.UNCLEAR,
    (_RIGHT, Wording.OTHER_YEAR): Stance.UNCLEAR,
    (_RIGHT, Wording.OTHER_NAME): Stance.UNCLEAR,
    (_RIGHT, Wording.NAME_MISSING): Stance.UNCLEAR,
}


def judge_cited(
    statement: str, as_of: Period | None, document: Document, mentions: Sequence[Mention]
) -> Finding:
    """Return what the given text says about the statement, by its figures and by its words.

    A statement without a quantity is judged by its words, years and ranks alone.
    """
    finding = _by_figures(statement, as_of, document, mentions)
    told = compare_wording(statement, document)
    wording = told.wording
    if wording == Wording.RESTATES and not _repeats_figures(statement, as_of, mentions):
        return finding
    for (stances, kind), stance in _OVERRULED.items():
        if finding.stance in stances and kind == wording:
            return _overruled(finding, stance, wording, told.coverage)
    return finding


def _by_figures(
    statement: str, as_of: Period | None, document: Document, mentions: Sequence[Mention]
) -> Finding:
    try:
        return judge_statement(statement, as_of, document, mentions, cited=True)
    except NotAQuantity:
        rule = "no_quantity"
        return Finding(Stance.UNCLEAR, None, 0.0, Reasons(rule, sentences.SENTENCES[rule]))


def _repeats_figures(statement: str, as_of: Period | None, mentions: Sequence[Mention]) -> bool:
    """Whether the text has each figure of the statement as it is worded, whatever it says of it."""
    try:
        claims = claims_in(statement, as_of)
    except NotAQuantity:
        return True
    told = [mention.quantity for mention in mentions if mention.role != Role.DENIED]
    return all(any(_repeats(claim.quantity, found) for found in told) for claim in claims)


def _repeats(claimed: Quantity, found: Quantity) -> bool:
    return (
        compare(claimed, found).stance == Stance.SUPPORTS
        and compare(found, claimed).stance == Stance.SUPPORTS
    )


def _overruled(finding: Finding, stance: Stance, wording: Wording, coverage: float) -> Finding:
    reasons = replace(
        finding.reasons,
        rule=wording.value,
        sentence=sentences.SENTENCES[wording.value],
        features={**finding.reasons.features, "words_found": coverage},
    )
    return replace(finding, stance=stance, reasons=reasons)
