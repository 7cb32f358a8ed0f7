"""Judge a claim by the figures of one document."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from claims.checking import sentences
from claims.checking.claim import ClaimForCheck
from claims.checking.compare import Comparison, Outcome, can_be_compared, compare
from claims.checking.context import Surroundings, surroundings
from claims.checking.direction import is_opposite
from claims.checking.kinds import is_age_told_beside, is_same_kind
from claims.checking.match import Match, match, may_match, may_reach
from claims.checking.multiples import earlier_told, may_tell
from claims.checking.opposition import complement, opposition
from claims.checking.rates import rated
from claims.checking.ratios import shares_told
from claims.checking.reasons import ENGINE_VERSION, Reasons
from claims.checking.stance import Stance
from claims.checking.timing import When, figure_time, published, relation, when
from claims.quantities.mention import Document, Mention, Role
from claims.quantities.periods import Period
from claims.quantities.units import PERCENT

__all__ = ["ENGINE_VERSION", "Finding", "findings", "judge", "judge_document"]

# Below PERHAPS a mention speaks of something else; from SURE on it may say that a claim is wrong.
PERHAPS, LIKELY, SURE = 0.35, 0.5, 0.55
# Mentions whose log-odds lie this close to the best may decide; those within EQUAL match equally.
CLOSE, EQUAL = 1.0, 0.5

_NEVER_DECIDES = frozenset({Role.DENIED, Role.HYPOTHETICAL})
_DECIDED = frozenset({Stance.SUPPORTS, Stance.CONTRADICTS, Stance.SUPERSEDES})


@dataclass(frozen=True, slots=True)
class Finding:
    """What one document, or one of its mentions, says about a claim."""

    stance: Stance
    mention: Mention | None
    score: float
    reasons: Reasons
    of_the_rest: bool = False


def judge(
    claim: ClaimForCheck,
    mention: Mention,
    document: Document,
    *,
    cited: bool = False,
    told_for: Period | None = None,
) -> Finding:
    """Return what one mention says about the claim. The same inputs give the same finding.

    `cited` says that the document was given as evidence on this very claim. `told_for` is the time
    of a figure that was worked out from what the text says.
    """
    quantity = rated(claim.quantity.unit, mention, document)
    at_sight = _unrelated_at_sight(claim, mention, quantity.unit)
    if at_sight:
        return _set_aside(claim, mention, at_sight)
    around = surroundings(mention, document)
    opposed = opposition(claim, around)
    found = complement(quantity) if opposed else quantity
    compared = compare(claim.quantity, found, claim.tolerance)
    if is_opposite(claim, around):
        compared = compared._replace(stance=Stance.CONTRADICTS, outcome=Outcome.OTHER_DIRECTION)
    matched = match(claim, around, opposed, cited=cited)
    time, placed = _placed(claim, around, told_for)
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


def _placed(
    claim: ClaimForCheck, around: Surroundings, told_for: Period | None
) -> tuple[Period | None, When]:
    """Return the time of a figure, and where it lies seen from the claim's time."""
    if told_for is not None:
        return told_for, relation(claim.time, told_for)
    time = published(around.document) if claim.is_plan else figure_time(around)
    return time, when(claim, time, around)


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
    if not cited and not any(finding.stance in _DECIDED for finding in related):
        related = _by_multiples(claim, document, told) or related
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


def _by_multiples(
    claim: ClaimForCheck, document: Document, mentions: Sequence[Mention]
) -> list[Finding]:
    """Return what the text says of an earlier time by a multiple: "twice as many as in 2019"."""
    found: list[Finding] = []
    if claim.is_plan or not may_tell(document.text) or not may_match(PERHAPS, claim, document):
        return found
    for figure, earlier in earlier_told(document, mentions):
        if _unrelated_at_sight(claim, earlier, earlier.quantity.unit):
            continue
        finding = judge(claim, earlier, document, told_for=earlier.period)
        if finding.stance in _DECIDED and not finding.reasons.features.get("lost"):
            reasons = sentences.of_a_multiple(finding.reasons)
            found.append(replace(finding, mention=figure, reasons=reasons))
    return found


def _unrelated_at_sight(claim: ClaimForCheck, mention: Mention, unit: str) -> str:
    """Return the rule by which a mention needs no look at its surroundings; "" when it does."""
    if mention.role in _NEVER_DECIDES:
        return "not_asserted"
    if is_age_told_beside(claim, mention):
        return ""
    if not can_be_compared(claim.quantity.unit, unit):
        return "other_unit"
    return "" if is_same_kind(claim, mention) else "other_role"


def _worth_judging(
    claim: ClaimForCheck, document: Document, mentions: Iterable[Mention]
) -> list[Mention]:
    """Return the mentions that may turn out to be related: most are not, and it is cheap to see."""
    unit, is_rate = claim.quantity.unit, " per " in claim.quantity.unit
    comparable = [
        each
        for each in mentions
        if not _unrelated_at_sight(
            claim, each, (rated(unit, each, document) if is_rate else each.quantity).unit
        )
    ]
    if not comparable or not may_match(PERHAPS, claim, document):
        return []
    return [
        mention
        for mention in comparable
        if may_reach(PERHAPS, claim, surroundings(mention, document))
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
