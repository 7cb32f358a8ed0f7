"""Judge a statement by a text that somebody gave as evidence on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from claims.checking import conflicts, sentences, verdict
from claims.checking.details import Details
from claims.checking.figures_told import (
    deciding,
    figures_claimed,
    figures_judged,
    figures_told,
    repeats,
)
from claims.checking.judge import Finding
from claims.checking.reasons import Reasons
from claims.checking.stance import Stance
from claims.quantities.mention import Document, Mention
from claims.quantities.periods import Period

_NAMED = 6  # so many missing details an explanation names


def judge_cited(
    statement: str, as_of: Period | None, document: Document, mentions: Sequence[Mention]
) -> Finding:
    """Return what the given text says about the statement, by its figures and by its details.

    A statement without a quantity is judged by its words, dates and ranks alone.
    """
    text = f"{document.title}: {document.text}" if document.title else document.text
    details = Details.of(statement, text)
    claims = figures_claimed(statement, as_of, text)
    mentions = figures_told(document, mentions)
    judged = figures_judged(claims, document, mentions)
    figures = deciding(judged) if judged else None
    conflict, doubt = conflicts.first(details), conflicts.doubt(details)
    case = verdict.Case(
        figures=figures.stance if figures else None,
        held=details.share_held(details.new),
        details=len(details.new),
        conflict=conflict.code if conflict else "",
        doubt=doubt is not None,
        other_time=conflicts.other_time(details),
        lopsided=details.lopsided,
        names_in_part=details.names_in_part,
        all_names=details.all_names_held,
        named_otherwise=details.named_otherwise,
        page=details.is_page,
        dated=conflicts.dates_agree(details),
        repeated=all(repeats(claim.quantity, mentions) for claim in claims),
    )
    stance, code = verdict.decide(case)
    finding = figures or _without_figures()
    if not code and figures and _agrees(stance, figures.stance):
        return _with_features(finding, case)
    rule = conflict.code if code == "conflict" and conflict else code
    return _decided(finding, case, stance, rule or _open(finding), _words(details, conflict))


def _agrees(stance: Stance, figures: Stance) -> bool:
    """Whether the verdict is the figures' own, or leaves open what they leave open."""
    wrong = (Stance.CONTRADICTS, Stance.SUPERSEDES)
    if stance == Stance.UNCLEAR:
        return figures in (Stance.UNCLEAR, Stance.UNRELATED)
    return stance == figures or (stance in wrong and figures in wrong)


def _without_figures() -> Finding:
    rule = "no_quantity"
    return Finding(Stance.UNCLEAR, None, 0.0, Reasons(rule, sentences.SENTENCES[rule]))


def _open(finding: Finding) -> str:
    return finding.reasons.rule


def _words(details: Details, conflict: conflicts.Conflict | None) -> Mapping[str, str]:
    """Return the words that the sentences of the rules speak of."""
    missing = [details.statement[term.start : term.end] for term in details.missing]
    named = ", ".join(repr(word) for word in missing[:_NAMED])
    return {
        "missing": named + (" …" if len(missing) > _NAMED else "") or "nothing",
        "ours": conflict.ours if conflict else "",
        "theirs": conflict.theirs if conflict else "",
    }


def _decided(
    finding: Finding, case: verdict.Case, stance: Stance, rule: str, words: Mapping[str, str]
) -> Finding:
    sentence = finding.reasons.sentence
    if rule != finding.reasons.rule:
        sentence = sentences.SENTENCES[rule].format(**words)
    reasons = replace(finding.reasons, rule=rule, sentence=sentence)
    return _with_features(replace(finding, stance=stance, reasons=reasons), case)


def _with_features(finding: Finding, case: verdict.Case) -> Finding:
    features = {
        **finding.reasons.features,
        "details": float(case.details),
        "details_held": case.held,
    }
    return replace(finding, reasons=replace(finding.reasons, features=features))
