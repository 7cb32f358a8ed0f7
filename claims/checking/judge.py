"""Judge a claim by the figures of one document."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from claims.checking import lexicon, sentences
from claims.checking.claim import ClaimForCheck
from claims.checking.compare import Comparison, Outcome, can_be_compared, compare
from claims.checking.context import surroundings
from claims.checking.direction import is_opposite
from claims.checking.match import Match, match, may_match, may_reach
from claims.checking.opposition import complement, opposition
from claims.checking.ratios import shares_told
from claims.checking.reasons import ENGINE_VERSION, Reasons
from claims.checking.stance import Stance
from claims.checking.stems import stem
from claims.checking.terms import stems_in, terms
from claims.checking.timing import When, figure_time, published, when
from claims.quantities.mention import RANKING, Document, Mention, Role
from claims.quantities.quantity import Kind
from claims.quantities.units import COUNT, PERCENT

__all__ = ["ENGINE_VERSION", "Finding", "findings", "judge", "judge_document"]

# Below PERHAPS a mention speaks of something else; from SURE on it may say that a claim is wrong.
PERHAPS, LIKELY, SURE = 0.35, 0.5, 0.55
# Mentions whose log-odds lie this close to the best may decide; those within EQUAL match equally.
CLOSE, EQUAL = 1.0, 0.5

_NEVER_DECIDES = frozenset({Role.DENIED, Role.HYPOTHETICAL})
_FIGURES = frozenset({Role.LEVEL, Role.SHARE, Role.PREVIOUS})
_MOVES = frozenset({Role.CHANGE, Role.GROWTH})
_DECIDED = frozenset({Stance.SUPPORTS, Stance.CONTRADICTS, Stance.SUPERSEDES})
_RATE_AND_RISE = {Role.LEVEL, Role.GROWTH}
_AGE = stem("age")
_INFLATION = stem("inflation")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one document, or one of its mentions, says about a claim."""

    stance: Stance
    mention: Mention | None
    score: float
    reasons: Reasons
    of_the_rest: bool = False


def judge(
    claim: ClaimForCheck, mention: Mention, document: Document, *, cited: bool = False
) -> Finding:
    """Return what one mention says about the claim. The same inputs give the same finding.

    `cited` says that the document was given as evidence on this very claim.
    """
    at_sight = _unrelated_at_sight(claim, mention)
    if at_sight:
        return _set_aside(claim, mention, at_sight)
    around = surroundings(mention, document)
    opposed = opposition(claim, around)
    found = complement(mention.quantity) if opposed else mention.quantity
    compared = compare(claim.quantity, found, claim.tolerance)
    if is_opposite(claim, around):
        compared = compared._replace(stance=Stance.CONTRADICTS, outcome=Outcome.OTHER_DIRECTION)
    matched = match(claim, around, opposed, cited=cited)
    time = published(document) if claim.is_plan else figure_time(around)
    placed = when(claim, time, around)
    stance, rule = decide(claim, compared, matched, placed)
    return Finding(
        stance=stance,
        mention=mention,
        score=matched.score,
        of_the_rest=bool(opposed),
        reasons=Reasons(
            rule=rule,
            sentence=sentences.explain(rule, claim, mention, time, bool(opposed)),
            claimed=compared.claimed,
            tolerance=claim.tolerance,
            found=compared.found,
            unit=claim.quantity.unit,
            claim_time=claim.time,
            figure_time=time,
            when=placed,
            score=matched.score,
            features=matched.contributions,
            wording=matched.wording,
        ),
    )


def findings(
    claim: ClaimForCheck, document: Document, mentions: Iterable[Mention], *, cited: bool = False
) -> list[Finding]:
    """Return what the mentions say about the claim, the deciding finding first.

    Mentions that are unrelated to the claim are left out.
    """
    told = mentions = list(mentions)
    if not cited:
        mentions = _worth_judging(claim, document, mentions)
    judged = (judge(claim, mention, document, cited=cited) for mention in mentions)
    related = [finding for finding in judged if finding.stance != Stance.UNRELATED]
    if not related and not cited and claim.quantity.unit == PERCENT:
        related = list(_by_shares(claim, document, told))
    return sorted(related, key=lambda finding: _standing(finding, _best(related)), reverse=True)


def judge_document(
    claim: ClaimForCheck, document: Document, mentions: Iterable[Mention], *, cited: bool = False
) -> Finding:
    """Return the finding that decides for this document; UNRELATED when no mention speaks of it."""
    related = findings(claim, document, mentions, cited=cited)
    if related:
        return related[0]
    rule = "no_mention"
    reasons = Reasons(rule, sentences.explain(rule, claim, None), claimed=claim.quantity.interval)
    return Finding(Stance.UNRELATED, None, 0.0, reasons)


def _by_shares(
    claim: ClaimForCheck, document: Document, mentions: Sequence[Mention]
) -> Iterator[Finding]:
    """Yield what the text says by a part and its whole, where all the claim's words are told."""
    for part, share in shares_told(claim, document, mentions):
        finding = judge(claim, share, document)
        is_sure = finding.stance in _DECIDED and not finding.reasons.features.get("lost")
        if is_sure:
            yield replace(finding, mention=part, reasons=sentences.of_a_whole(finding.reasons))


def _unrelated_at_sight(claim: ClaimForCheck, mention: Mention) -> str:
    """Return the rule by which a mention needs no look at its surroundings; "" when it does."""
    if mention.role in _NEVER_DECIDES:
        return "not_asserted"
    if _is_age_told_beside(claim, mention):
        return ""
    if not can_be_compared(claim.quantity.unit, mention.quantity.unit):
        return "other_unit"
    is_comparable = (
        same_kind_of_statement(claim.role, mention.role)
        or _is_inflation(claim, mention)
        or _counts_so_far(claim, mention)
        or _is_pace(claim, mention)
    )
    if not is_comparable:
        return "other_role"
    return ""


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


def _is_age_told_beside(claim: ClaimForCheck, mention: Mention) -> bool:
    """Whether the text tells the claim's age in passing: "at the age of 71" and "died, aged 71".

    Another age in passing may be anybody's.
    """
    if mention.role != Role.LIMIT or mention.quantity.kind != Kind.AGE:
        return False
    if claim.role != Role.LEVEL or _AGE not in stems_in(claim.statement):
        return False
    return compare(claim.quantity, mention.quantity).stance == Stance.SUPPORTS


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


def _worth_judging(
    claim: ClaimForCheck, document: Document, mentions: Iterable[Mention]
) -> list[Mention]:
    """Return the mentions that may turn out to be related: most are not, and it is cheap to see."""
    if not may_match(PERHAPS, claim, document):
        return []
    return [
        mention
        for mention in mentions
        if not _unrelated_at_sight(claim, mention)
        and may_reach(PERHAPS, claim, surroundings(mention, document))
    ]


def _set_aside(claim: ClaimForCheck, mention: Mention, rule: str) -> Finding:
    reasons = Reasons(
        rule=rule,
        sentence=sentences.explain(rule, claim, mention),
        claimed=claim.quantity.interval,
        unit=claim.quantity.unit,
        claim_time=claim.time,
        figure_time=mention.period,
    )
    return Finding(Stance.UNRELATED, mention, 0.0, reasons)


def decide(
    claim: ClaimForCheck, compared: Comparison, matched: Match, placed: When
) -> tuple[Stance, str]:
    """Return the stance and the code of the first rule that applies."""
    if matched.score < PERHAPS:
        return Stance.UNRELATED, "other_measure"
    if placed == When.FUTURE:
        return Stance.UNRELATED, "not_yet"
    if placed == When.EARLIER:
        return Stance.UNRELATED, "earlier_time"
    if placed == When.LATER and claim.names_time and not claim.is_plan:
        return Stance.UNRELATED, "later_than_named_time"
    return _stance(compared, matched.score, placed)


def same_kind_of_statement(claimed: Role, found: Role) -> bool:
    """Whether figures in these roles can be compared: a level with a share, but not a change."""
    if claimed == found:
        return True
    return any({claimed, found} <= kin for kin in (_FIGURES, _MOVES))


def _stance(compared: Comparison, score: float, placed: When) -> tuple[Stance, str]:
    if compared.stance == Stance.UNCLEAR:
        return Stance.UNCLEAR, compared.outcome.value
    supports = compared.stance == Stance.SUPPORTS
    if score < (LIKELY if supports else SURE):
        return Stance.UNCLEAR, "weak_match"
    if supports:
        return Stance.SUPPORTS, compared.outcome.value
    if placed == When.UNSURE:
        return Stance.UNCLEAR, "unsure_time"
    if placed == When.LATER:
        return Stance.SUPERSEDES, "newer_figure_differs"
    return Stance.CONTRADICTS, compared.outcome.value


_PREFERENCE = {
    Stance.SUPPORTS: 2,
    Stance.SUPERSEDES: 1,
    Stance.CONTRADICTS: 1,
    Stance.UNCLEAR: 0,
}


def _best(related: Sequence[Finding]) -> float:
    return max((_log_odds(finding) for finding in related), default=0.0)


def _standing(finding: Finding, best: float) -> tuple[bool, bool, bool, int, int, int, float, int]:
    """Return the sort key of a finding: among the best matches the newest figure decides."""
    mention = finding.mention
    time = finding.reasons.figure_time
    newest = time.end.toordinal() if time else 0
    return (
        _log_odds(finding) >= best - CLOSE,
        finding.stance != Stance.UNCLEAR,
        not finding.of_the_rest,
        newest,
        -int((best - _log_odds(finding)) / EQUAL),
        _PREFERENCE[finding.stance],
        round(_log_odds(finding), 3),
        -(mention.start if mention else 0),
    )


def _log_odds(finding: Finding) -> float:
    return math.log(finding.score / (1 - finding.score)) if 0 < finding.score < 1 else 0.0
