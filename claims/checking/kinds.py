"""Are a claim and a mention statements of one kind: two levels, two changes, a rate and a rise?"""

from __future__ import annotations

from claims.checking import lexicon
from claims.checking.claim import ClaimForCheck
from claims.checking.compare import compare
from claims.checking.stance import Stance
from claims.checking.stems import stem
from claims.checking.terms import stems_in, terms
from claims.quantities.mention import RANKING, Mention, Role
from claims.quantities.quantity import Kind
from claims.quantities.units import COUNT, PERCENT

_FIGURES = frozenset({Role.LEVEL, Role.SHARE, Role.PREVIOUS})
_MOVES = frozenset({Role.CHANGE, Role.GROWTH})
_RATE_AND_RISE = {Role.LEVEL, Role.GROWTH}
_AGE = stem("age")
_INFLATION = stem("inflation")


def is_same_kind(claim: ClaimForCheck, mention: Mention) -> bool:
    """Whether what a mention does in its sentence can be compared with what the claim does."""
    return (
        same_kind_of_statement(claim.role, mention.role)
        or _is_inflation(claim, mention)
        or _counts_so_far(claim, mention)
        or _is_pace(claim, mention)
    )


def same_kind_of_statement(claimed: Role, found: Role) -> bool:
    """Whether figures in these roles can be compared: a level with a share, but not a change."""
    if claimed == found:
        return True
    return any({claimed, found} <= kin for kin in (_FIGURES, _MOVES))


def is_age_told_beside(claim: ClaimForCheck, mention: Mention) -> bool:
    """Whether the text tells the claim's age in passing: "at the age of 71" and "died, aged 71".

    Another age in passing may be anybody's.
    """
    if mention.role != Role.LIMIT or mention.quantity.kind != Kind.AGE:
        return False
    if claim.role != Role.LEVEL or _AGE not in stems_in(claim.statement):
        return False
    return compare(claim.quantity, mention.quantity).stance == Stance.SUPPORTS


def _counts_so_far(claim: ClaimForCheck, mention: Mention) -> bool:
    """Whether an ordinal tells how many there are: "their eighth album" and "six albums".

    A lower ordinal than the claim's figure tells nothing: the second of six albums is no news.
    """
    return (
        mention.role == Role.RANK
        and mention.measure != RANKING
        and claim.role == Role.LEVEL
        and claim.quantity.unit == COUNT
        and mention.quantity.value >= claim.quantity.value
    )


def _is_pace(claim: ClaimForCheck, mention: Mention) -> bool:
    """Whether both tell how fast something goes: "loses 9 m a year", "retreats by 7 m a year"."""
    units = claim.quantity.unit, mention.quantity.unit
    if claim.role != Role.LEVEL or mention.role != Role.CHANGE or " per " not in units[1]:
        return False
    return units[0] == units[1] and not lexicon.falls().isdisjoint(stems_in(claim.statement))


def _is_inflation(claim: ClaimForCheck, mention: Mention) -> bool:
    """Whether one tells a rate of inflation and the other by how much consumer prices rose."""
    if mention.quantity.unit != PERCENT or {claim.role, mention.role} != _RATE_AND_RISE:
        return False
    return _INFLATION in terms(claim.statement) and _INFLATION in terms(mention.measure)
