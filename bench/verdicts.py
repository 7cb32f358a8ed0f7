#!/usr/bin/env python3
"""Measure the judge on gold verdicts: one claim against one piece of evidence a row.

usage: verdicts.py --gold GOLD.jsonl [--errors]

A gold row is {"id", "claim", "evidence", "label", "origin", "focus"}; its label is
supports, refutes or nei. bench/verdicts.jsonl holds such rows, written for this project.
Printed for all rows, each origin and each focus: accuracy, macro-F1 and wrong flips (supports taken
for refutes, or the other way round); beside them what two simple judges get on the same rows.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from claims.management.commands.judge import judge_row

Row = dict[str, Any]
LABELS = ("supports", "refutes", "nei")
NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def ours(row: Row) -> str:
    """Label as the service does."""
    return str(judge_row({name: row[name] for name in ("id", "claim", "evidence")})["label"])


def always_supports(row: Row) -> str:
    """Label everything as supported."""
    return "supports"


def number_overlap(row: Row) -> str:
    """Label by numbers alone: all shared supports, none shared refutes, else nothing is known."""
    claimed, told = (set(NUMBER.findall(row[name])) for name in ("claim", "evidence"))
    if claimed and claimed <= told:
        return "supports"
    return "refutes" if claimed and told and claimed.isdisjoint(told) else "nei"


JUDGES: dict[str, Callable[[Row], str]] = {
    "always supports": always_supports,
    "number overlap": number_overlap,
    "ours": ours,
}


def figures(pairs: list[tuple[str, str]]) -> tuple[float, float, float]:
    """Return accuracy, macro-F1 over the labels that occur, and the share of wrong flips."""
    counts = Counter(pairs)
    right = sum(counts[label, label] for label in LABELS)
    flips = counts["supports", "refutes"] + counts["refutes", "supports"]
    scores = [_f1(counts, label) for label in LABELS if any(gold == label for gold, _ in pairs)]
    return right / len(pairs), sum(scores) / len(scores), flips / len(pairs)


def _f1(counts: Counter[tuple[str, str]], label: str) -> float:
    said = sum(number for (_, given), number in counts.items() if given == label)
    gold = sum(number for (truth, _), number in counts.items() if truth == label)
    return 2 * counts[label, label] / (said + gold) if said + gold else 0.0


def parts_of(rows: list[Row]) -> dict[str, list[int]]:
    """Return the row numbers of each part that is reported by itself."""
    parts: defaultdict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for part in ("all", f"focus {row['focus']}", row["origin"]):
            parts[part].append(number)
    return dict(sorted(parts.items(), key=lambda item: (item[0] != "all", item[0])))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True, help="gold rows, JSON Lines")
    parser.add_argument("--errors", action="store_true", help="list the rows we get wrong")
    options = parser.parse_args()
    lines = options.gold.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    said = {name: [judge(row) for row in rows] for name, judge in JUDGES.items()}
    if options.errors:
        for row, label in zip(rows, said["ours"], strict=True):
            if row["label"] != label:
                print(row["id"], row["label"], "->", label)
    print(f"{'part':30} {'rows':>5}  judge              accuracy  macro-F1  wrong flips")
    for part, chosen in parts_of(rows).items():
        for name, labels in said.items():
            pairs = [(rows[number]["label"], labels[number]) for number in chosen]
            accuracy, macro, flips = figures(pairs)
            print(
                f"{part:30} {len(pairs):5}  {name:16} {accuracy:10.3f} {macro:9.3f} {flips:12.3f}"
            )


if __name__ == "__main__":
    main()
