"""Do a claim and a mention speak of the same measure? A small logistic model, explained."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from claims.checking.claim import ClaimForCheck
from claims.checking.context import Surroundings
from claims.checking.features import Features, best_features, features, telling_features
from claims.checking.wordings import wordings
from claims.quantities.mention import Document

# An excerpt that was cited on a claim may call its subject "the state" or "he": half a name.
_HALF_NAMED = 0.5
# It may also name others first, and still speak of the claim: so much weighs another name there.
_CITED_RIVAL = 0.4
_WEIGHTS = Path(__file__).parent / "data" / "weights.json"


@dataclass(frozen=True, slots=True)
class Match:
    """The probability that both speak of the same measure, and what each feature added to it."""

    score: float
    contributions: Mapping[str, float]
    wording: str = ""  # the synonym of the measure by which it was found


def match(
    claim: ClaimForCheck,
    around: Surroundings,
    opposed: frozenset[str] = frozenset(),
    *,
    cited: bool = False,
) -> Match:
    """Return how surely the mention speaks of the claim's measure; roles and times aside.

    Of the claim's wordings by the synonyms of its measure the one that fits best counts. `opposed`
    holds the claim's words that the text tells by their opposite. `cited` says that somebody gave
    the text as evidence on this claim, which makes it likelier to speak of it.
    """
    if not claim.synonyms:
        return _match(claim, around, opposed, cited)
    told = (
        replace(_match(worded, around, opposed, cited), wording=phrase)
        for phrase, worded in wordings(claim)
    )
    return max(told, key=lambda each: each.score)


def _match(
    claim: ClaimForCheck, around: Surroundings, opposed: frozenset[str], cited: bool
) -> Match:
    values = dict(features(claim, around, opposed))
    if cited:
        values |= {
            "names": max(values["names"], _HALF_NAMED),
            "unnamed": 0.0,
            "rival": values["rival"] * _CITED_RIVAL,
        }
    return score({**values, "cited": float(cited)})


def may_match(least: float, claim: ClaimForCheck, document: Document) -> bool:
    """Whether `match` may give a score of at least `least` for a mention of this document."""
    return _may_reach(least, claim, [best_features(claim, document)])


def may_reach(least: float, claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether `match` may give a score of at least `least` for a text that nobody cited.

    The features that are cheapest and tell most are looked at, until they tell enough; of the
    others the best is assumed.
    """
    return _may_reach(least, claim, telling_features(claim, around))


def _may_reach(least: float, claim: ClaimForCheck, features_told: Iterable[Features]) -> bool:
    if claim.synonyms:
        return True
    weights, best = load_weights(), _best_log_odds()
    for told in features_told:
        for name, value in told.items():
            best += weights[name] * value - max(0.0, weights[name])
        if _probability(best) < least:
            return False
    return True


@cache
def _best_log_odds() -> float:
    """Return the log-odds of a match of which every feature speaks for it."""
    weights = load_weights()
    others = (weight for name, weight in weights.items() if name not in ("bias", "cited"))
    return weights["bias"] + sum(max(0.0, weight) for weight in others)


def score(values: Mapping[str, float]) -> Match:
    """Return the match that these feature values make under the model's weights."""
    weights = load_weights()
    contributions = {name: weights[name] * value for name, value in values.items()}
    contributions["bias"] = weights["bias"]
    return Match(_probability(sum(contributions.values())), contributions)


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


@cache
def load_weights() -> Mapping[str, float]:
    """Return the weight of each feature, and the bias."""
    weights: dict[str, float] = json.loads(_WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return weights
