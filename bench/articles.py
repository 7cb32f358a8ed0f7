"""Measure which figures of whole articles are chosen for tracking, and which traps are taken.

usage: python bench/articles.py --gold FILE.jsonl

A gold row is {"id", "title", "published_at", "text", "claims": [{"quote", "start", "value",
"comparator", "unit"}], "not_claims": [{"quote", "start", "reason"}]}.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.quantities_scoring import Tally
from claims.quantities import Document, trackable
from claims.quantities.rows import claim_row

Row = dict[str, Any]


def touches(gold: Row, found: Row) -> bool:
    """Whether the quotes share a character."""
    end, other_end = gold["start"] + len(gold["quote"]), found["start"] + len(found["quote"])
    return gold["start"] < other_end and found["start"] < end


def same_value(gold: Row, found: Row) -> bool:
    """Whether the quotes touch and the values agree within 0.2 percent."""
    reach = 0.002 * max(abs(gold["value"]), abs(found["value"]))
    return touches(gold, found) and abs(gold["value"] - found["value"]) <= reach


def same_unit(gold: Row, found: Row) -> bool:
    """Whether value and unit agree."""
    return same_value(gold, found) and gold["unit"].lower() == found["unit"].lower()


def pair(gold: list[Row], found: list[Row], fits: Any, into: Tally) -> list[Row]:
    """Add one article to the tally; return what was found and not paired."""
    left = list(found)
    for claim in gold:
        match = next((other for other in left if fits(claim, other)), None)
        into.missed += match is None
        if match is not None:
            left.remove(match)
            into.right += 1
    into.extra += len(left)
    return left


def main() -> None:
    """Print F1 by value and quote, by value and unit, and the traps taken by reason."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gold", type=Path, required=True)
    lines = parser.parse_args().gold.read_text("utf-8").splitlines()
    by_value, by_unit = Tally(), Tally()
    traps, taken = 0, []
    for row in (json.loads(line) for line in lines if line.strip()):
        published = date.fromisoformat(row["published_at"])
        document = Document(row["text"], row["title"], published)
        found = [claim_row(mention) for mention in trackable(document)]
        left = pair(row["claims"], found, same_value, by_value)
        pair(row["claims"], found, same_unit, by_unit)
        traps += len(row["not_claims"])
        for trap in row["not_claims"]:
            if any(touches(trap, other) for other in left):
                taken.append(f"{row['id']} {trap['quote']!r} ({trap['reason']})")
    print(f"value and quote F1 {by_value.f1:.3f}   value and unit F1 {by_unit.f1:.3f}")
    print("\n".join([f"traps taken {len(taken)} of {traps}", *taken]))


if __name__ == "__main__":
    main()
