"""The rules of the judge in words."""

from __future__ import annotations

from dataclasses import replace

from claims.checking.claim import ClaimForCheck
from claims.checking.reasons import Reasons
from claims.quantities.mention import Mention
from claims.quantities.periods import Period

SENTENCES = {
    "no_quantity": "The statement holds no figure that could be compared.",
    "restates": "The text says nearly all of the statement again. Not in it: {missing}.",
    "tells_otherwise": "The text was given on the statement, and has few of its details. "
    "Not in it: {missing}.",
    "named_otherwise": "The text tells most of it of other names. Not in it: {missing}.",
    "adds_up": "The figures of {theirs!r} add up to the claim's.",
    "years_apart": "{theirs!r} spans as many years as the claim says.",
    "counts_up": "{theirs!r} makes as many as the claim says.",
    "counted_otherwise": "{theirs!r} makes another number than the claim's.",
    "only_figure_agrees": "A figure of the text agrees, but few other details do. "
    "Not in it: {missing}.",
    "figure_of_other_date": "The text's figures are for another date than the statement names.",
    "other_date": "The statement says {ours}, the text names {theirs}.",
    "other_rank": "The statement gives rank {ours}, the text {theirs}.",
    "other_people": "The statement says {ours!r}, the text only {theirs!r}.",
    "other_name": "The text has {theirs!r} where the statement has {ours!r}.",
    "other_word": "The text has {theirs!r} where the statement has {ours!r}.",
    "opposite_told": "The text tells the opposite of {ours!r}.",
    "reversed": "One says {ours!r}, the other {theirs!r}.",
    "denied": "One of the two denies what the other says.",
    "conflict_unsure": "The text agrees in part, and tells a detail otherwise.",
    "no_mention": "No figure of the text speaks of the claim.",
    "not_asserted": "The text does not stand behind {quote!r}: it is {role}.",
    "other_unit": "{quote!r} is measured in {unit}, the claim in {claim_unit}.",
    "other_role": "{quote!r} is a {role}, the claim states a {claim_role}.",
    "other_measure": "{quote!r} measures something else than the claim.",
    "not_yet": "{quote!r} is for {time}, which had not come when the text was published.",
    "earlier_time": "{quote!r} is for {time}, before the claim's {claim_time}.",
    "later_than_named_time": "{quote!r} is for {time}, and the claim names {claim_time}.",
    "weak_match": "{quote!r} may measure the same, but the words do not match well enough to tell.",
    "unsure_time": "{quote!r} differs, but may be for another time than {claim_time}.",
    "within_claim": "{quote!r} lies within what the claim allows.",
    "within_tolerance": "{quote!r} fits by the claim's tolerance of {tolerance}.",
    "agrees_when_rounded": "{quote!r} agrees with the claim when the finer figure is rounded.",
    "outside_claim": "{quote!r} lies outside what the claim allows.",
    "other_direction": "{quote!r} is a change the other way.",
    "bound_not_reached": "{quote!r} would have been worded otherwise if the claim were right.",
    "too_coarse": "{quote!r} is worded too coarsely to confirm or refute the claim.",
    "newer_figure_differs": "{quote!r} is for {time}, after {claim_time}, and differs.",
}


_OF_THE_REST = " It speaks of the rest of the whole, so 100 percent less the figure was compared."


_OF_A_WHOLE = " The text tells the whole as well, so the share of both was compared."


_OF_A_MULTIPLE = " The text gives it as a multiple of the earlier figure, which was compared."


def of_a_multiple(reasons: Reasons) -> Reasons:
    """Return the reasons with the word that the earlier figure was worked out."""
    return replace(reasons, sentence=reasons.sentence + _OF_A_MULTIPLE)


def of_a_whole(reasons: Reasons) -> Reasons:
    """Return the reasons with the word that a part was held against its whole."""
    return replace(reasons, sentence=reasons.sentence + _OF_A_WHOLE)


def explain(
    rule: str,
    claim: ClaimForCheck,
    mention: Mention | None,
    time: Period | None = None,
    of_the_rest: bool = False,
) -> str:
    """Return the sentence that tells an editor why this rule decided."""
    sentence = SENTENCES[rule]
    if mention is None:
        return sentence
    words = sentence.format(
        quote=mention.quote,
        role=mention.role.value,
        claim_role=claim.role.value,
        unit=mention.quantity.unit,
        claim_unit=claim.quantity.unit,
        tolerance=claim.tolerance,
        time=time or "an unknown time",
        claim_time=claim.time or "an unknown time",
    )
    return words + _OF_THE_REST if of_the_rest else words
