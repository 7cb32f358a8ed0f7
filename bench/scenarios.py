#!/usr/bin/env python3
"""Measure the judge on gold scenarios: one claim against one new source text a row.

usage: scenarios.py --gold GOLD.jsonl [--errors]

A gold row is {"id", "claim": {"statement", "as_of"}, "source": {"title", "published_at", "text"},
"expect": {"stance", "quote", "value", "unit", "low"?, "high"?}}. Printed: accuracy, precision and
recall of each stance, the precision of "contradicts" and "supersedes" together, and how often value
and quote are right; beside them what two simple judges get on the same rows.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from claims.management.commands.judge import judge_row

Row = dict[str, Any]
STANCES = ("supports", "contradicts", "supersedes", "unrelated")
ALARMS = ("contradicts", "supersedes")
VALUE_TOLERANCE = 0.005
NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def ours(row: Row) -> Row:
    """Answer as the service does."""
    return judge_row({name: row[name] for name in ("id", "claim", "source")})


def always_supports(row: Row) -> Row:
    """Answer that every text supports every claim."""
    return {"stance": "supports", "quote": None, "value": None}


def number_overlap(row: Row) -> Row:
    """Answer by numbers alone: a shared one supports; another one is newer or differs."""
    claimed = set(NUMBER.findall(row["claim"]["statement"]))
    told = NUMBER.findall(row["source"]["text"])
    shared = [number for number in told if number in claimed]
    if shared:
        return {"stance": "supports", "quote": shared[0], "value": shared[0]}
    if not told:
        return {"stance": "unrelated", "quote": None, "value": None}
    as_of = row["claim"]["as_of"]
    newer = bool(as_of) and row["source"]["published_at"][:4] > as_of[:4]
    stance = "supersedes" if newer else "contradicts"
    return {"stance": stance, "quote": told[0], "value": told[0]}


JUDGES: dict[str, Callable[[Row], Row]] = {
    "always supports": always_supports,
    "number overlap": number_overlap,
    "ours": ours,
}


def value_is_right(expect: Row, value: Any) -> bool:
    """Whether a value agrees with the gold value, or with either end of a gold range."""
    try:
        found = float(str(value).replace(",", ""))
    except ValueError:
        return False
    ends = (expect["value"], expect.get("low"), expect.get("high"))
    return any(_close(found, end) for end in ends if end is not None)


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= VALUE_TOLERANCE * max(abs(one), abs(other))


def quote_is_right(text: str, gold: str, quote: str | None) -> bool:
    """Whether the two quotes share a character of the text."""
    if not quote or quote not in text:
        return False
    start, at = text.index(gold), text.index(quote)
    return start < at + len(quote) and at < start + len(gold)


def figures(rows: list[Row], answers: list[Row]) -> dict[str, float]:
    """Return the figures of one judge over the gold rows."""
    pairs = [
        (row["expect"]["stance"], str(answer["stance"]))
        for row, answer in zip(rows, answers, strict=True)
    ]
    valued = [
        (row, answer)
        for row, answer in zip(rows, answers, strict=True)
        if row["expect"]["value"] is not None
    ]
    alarms = [pair for pair in pairs if pair[1] in ALARMS]
    return {
        "accuracy": _share(gold == said for gold, said in pairs),
        "alarm precision": _share(gold == said for gold, said in alarms),
        "alarm recall": _share(gold == said for gold, said in pairs if gold in ALARMS),
        "value right": _share(
            value_is_right(row["expect"], answer["value"]) for row, answer in valued
        ),
        "quote right": _share(
            quote_is_right(row["source"]["text"], row["expect"]["quote"], answer["quote"])
            for row, answer in valued
        ),
    }


def _share(hits: Iterable[bool]) -> float:
    counted = list(hits)
    return sum(counted) / len(counted) if counted else 0.0


def confusion(rows: list[Row], answers: list[Row]) -> str:
    """Return the table of gold stances against those said."""
    said_columns = (*STANCES, "unclear")
    counts = Counter(
        (row["expect"]["stance"], str(answer["stance"]))
        for row, answer in zip(rows, answers, strict=True)
    )
    lines = ["gold \\ said".ljust(14) + "".join(said.rjust(13) for said in said_columns)]
    for gold in STANCES:
        lines.append(
            gold.ljust(14) + "".join(str(counts[gold, said]).rjust(13) for said in said_columns)
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True, help="gold rows, JSON Lines")
    parser.add_argument("--errors", action="store_true", help="list the rows we get wrong")
    options = parser.parse_args()
    lines = options.gold.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    answers = {name: [judge(row) for row in rows] for name, judge in JUDGES.items()}
    if options.errors:
        for row, answer in zip(rows, answers["ours"], strict=True):
            if row["expect"]["stance"] != answer["stance"]:
                print(row["id"], row["expect"]["stance"], "->", answer["stance"],
                      answer["quote"], answer["reasons"]["rule"])  # fmt: skip
        print()
    print(f"{len(rows)} rows\n\n{confusion(rows, answers['ours'])}\n")
    for name, said in answers.items():
        numbers = "  ".join(f"{key} {value:.3f}" for key, value in figures(rows, said).items())
        print(f"{name:16} {numbers}")


if __name__ == "__main__":
    main()
