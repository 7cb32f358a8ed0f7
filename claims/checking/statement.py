"""Judge everything a statement says in figures, and sum it up in one finding."""

from __future__ import annotations

from collections.abc import Sequence

from claims.checking.claim import ClaimForCheck, claim_from_reading, claim_from_statement
from claims.checking.compare import compare
from claims.checking.judge import Finding, judge_document
from claims.checking.stance import Stance
from claims.quantities import extract
from claims.quantities.mention import Document, Mention, Role
from claims.quantities.periods import Period
from claims.quantities.quantity import Kind, Quantity

_NOT_CLAIMED = frozenset({Role.DENIED, Role.HYPOTHETICAL, Role.LIMIT})

# What the parts of a statement say, the weightiest first: one wrong part makes it wrong.
_WEIGHTIEST = (
    Stance.CONTRADICTS,
    Stance.SUPERSEDES,
    Stance.SUPPORTS,
    Stance.UNCLEAR,
    Stance.UNRELATED,
)


def judge_statement(
    statement: str,
    as_of: Period | None,
    document: Document,
    mentions: Sequence[Mention],
    *,
    cited: bool = False,
) -> Finding:
    """Return the finding that decides over all quantities of the statement.

    Raises NotAQuantity when the statement holds none.
    """
    judged = judge_claims(claims_in(statement, as_of), document, mentions, cited=cited)
    return weightiest(judged)


def judge_claims(
    claims: Sequence[ClaimForCheck],
    document: Document,
    mentions: Sequence[Mention],
    *,
    cited: bool = False,
) -> list[Finding]:
    """Return for each claim of one statement the finding that decides it."""
    return [
        judge_document(claim, document, _left_for(claim, claims, mentions), cited=cited)
        for claim in claims
    ]


def weightiest(judged: Sequence[Finding]) -> Finding:
    """Return the finding that decides over a statement: one wrong part makes it wrong."""
    return min(judged, key=lambda finding: _WEIGHTIEST.index(finding.stance))


def _left_for(
    claim: ClaimForCheck, claims: Sequence[ClaimForCheck], mentions: Sequence[Mention]
) -> list[Mention]:
    """Return the mentions without those that repeat another figure of the statement.

    "27 seats out of 60" is not contradicted by the 60 of a text that has both.
    """
    others = [other.quantity for other in claims if other is not claim]
    return [
        mention
        for mention in mentions
        if _fits(claim.quantity, mention) or not any(_fits(other, mention) for other in others)
    ]


def _fits(quantity: Quantity, mention: Mention) -> bool:
    return compare(quantity, mention.quantity).stance == Stance.SUPPORTS


def claims_in(statement: str, as_of: Period | None) -> list[ClaimForCheck]:
    """Return a claim for each quantity the statement asserts, the main one first."""
    main = claim_from_statement(statement, as_of)
    claims = [main]
    for reading in extract(Document(statement)):
        if reading.role in _NOT_CLAIMED or reading.quantity == main.quantity:
            continue
        if not reading.measure and reading.quantity.kind == Kind.COUNT:
            continue  # a bare number that no word explains
        claims.append(claim_from_reading(statement, reading, as_of))
    return claims
