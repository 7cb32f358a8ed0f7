#!/usr/bin/env python3
"""Fit the weights of the match model to pairs of claims and texts written for this project.

usage: fit_weights.py [--write]

A row of bench/matches.jsonl is a claim, a text, and the quote of the figure that measures the same
(null: none does); the rows of bench/own_scenarios.jsonl are used alike. Each figure that the claim
could be compared with is one example. The fit starts from a fixed prior (bench/weights_prior.json)
and is held near it, since the examples are few: the same rows give the same weights, however often
they are fitted. Without --write it only prints what would change.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from claims.checking.claim import claim_from_statement
from claims.checking.compare import Outcome, compare
from claims.checking.context import surroundings
from claims.checking.features import features
from claims.checking.kinds import same_kind_of_statement
from claims.checking.match import load_weights
from claims.checking.opposition import opposition
from claims.quantities import Document, NotAQuantity, Period, Role, extract

HERE = Path(__file__).resolve().parent
PRIOR = HERE / "weights_prior.json"
WEIGHTS = HERE.parent / "claims/checking/data/weights.json"
STEPS, RATE, PULL = 1500, 0.1, 0.02
# In such texts another figure than the deciding one measures the same, for another time.
TWICE_TOLD = {"historical_beside_current", "earlier_only", "correction", "denial", "list"}

Example = tuple[Mapping[str, float], bool]


def rows() -> Iterator[dict[str, Any]]:
    """Yield all rows in the form of bench/matches.jsonl, with whether other figures are none."""
    for line in (HERE / "matches.jsonl").read_text(encoding="utf-8").splitlines():
        yield {**json.loads(line), "others": True}
    for line in (HERE / "own_scenarios.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield {
            "claim": row["claim"]["statement"],
            "as_of": row["claim"]["as_of"],
            **row["source"],
            "quote": row["expect"]["quote"],
            "others": TWICE_TOLD.isdisjoint(row["phenomena"]),
        }


def examples() -> Iterator[Example]:
    """Yield the features of each figure that could be meant, and whether it is."""
    for row in rows():
        published = date.fromisoformat(row["published_at"])
        document = Document(row["text"], row["title"], published)
        as_of = Period.parse(row["as_of"]) if row["as_of"] else None
        try:
            claim = claim_from_statement(row["claim"], as_of)
        except NotAQuantity as error:
            print(f"left out: {row['claim']!r}: {error}", file=sys.stderr)
            continue
        for mention in extract(document):
            compared = compare(claim.quantity, mention.quantity)
            if compared.outcome == Outcome.OTHER_DIMENSION:
                continue
            if mention.role == Role.PREVIOUS or not same_kind_of_statement(
                claim.role, mention.role
            ):
                continue
            is_meant = bool(row["quote"]) and (
                row["quote"] in mention.quote or mention.quote in row["quote"]
            )
            if is_meant or row["others"]:
                around = surroundings(mention, document)
                yield features(claim, around, opposition(claim, around)), is_meant


def fit(found: list[Example], start: Mapping[str, float]) -> dict[str, float]:
    """Return the weights that make the examples likeliest, held near where they start."""
    weights = dict(start)
    for _ in range(STEPS):
        slope = {name: PULL * (start[name] - weight) for name, weight in weights.items()}
        for values, is_same in found:
            chance = _chance(weights, values)
            for name, value in {**values, "bias": 1.0}.items():
                slope[name] += (is_same - chance) * value / len(found)
        for name in weights:
            weights[name] += RATE * slope[name]
    return weights


def _chance(weights: Mapping[str, float], values: Mapping[str, float]) -> float:
    odds = weights["bias"] + sum(weights[name] * value for name, value in values.items())
    return 1 / (1 + math.exp(-odds))


def report(found: list[Example], weights: Mapping[str, float]) -> str:
    """Return how well the weights tell the examples apart."""
    chances = [(_chance(weights, values), is_same) for values, is_same in found]
    right = sum((chance >= 0.5) == is_same for chance, is_same in chances)
    loss = -sum(math.log(chance if is_same else 1 - chance) for chance, is_same in chances)
    return f"{right} of {len(found)} right, mean log loss {loss / len(found):.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="store the fitted weights")
    options = parser.parse_args()
    found, used = list(examples()), load_weights()
    fitted = fit(found, json.loads(PRIOR.read_text(encoding="utf-8")))
    print(f"in use: {report(found, used)}\nfitted: {report(found, fitted)}\n")
    for name, weight in fitted.items():
        print(f"{name:12} {used[name]:7.2f} -> {weight:7.2f}")
    if options.write:
        stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
        stored["weights"] = {name: round(weight, 3) for name, weight in fitted.items()}
        WEIGHTS.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
