"""Measure the quantity reader on a gold file, beside other readers where asked.

usage: python bench/quantities.py --gold FILE.jsonl [--peers]

A gold row is {"id", "text", "quantities": [{"span", "value", "low", "high", "unit", "kind",
"comparator"}], "annotated": "all" or the kinds marked, "origin"}. Units are compared after both
sides are put in our vocabulary. A peer is installed once, under build/peers.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.quantities_peers import PEERS, PeerUnavailable, predictions
from bench.quantities_scoring import METRICS, Row, Tally, score
from claims.quantities.rows import quantity_rows

OURS = "claims"


def read(gold: list[Row]) -> tuple[dict[str, list[Row]], float]:
    """Return what we find in each row, and how many rows we read a second."""
    quantity_rows(gold[0]["text"])
    begun = time.perf_counter()
    found = {row["id"]: quantity_rows(row["text"]) for row in gold}
    return found, len(gold) / (time.perf_counter() - begun)


def table(scores: dict[str, dict[str, dict[str, Tally]]], rates: dict[str, float]) -> str:
    """Return F1 by origin and metric, one column a reader; "worse" marks where a peer leads.

    The comparator's figure is the share that is right of the quantities found by value.
    """
    readers = list(scores)
    lines = [f"{'origin':26}{'metric':12}" + "".join(f"{name:>13}" for name in readers)]
    for origin in sorted(scores[OURS], key=lambda name: (name != "all", name)):
        for metric in METRICS:
            tallies = [scores[name][origin][metric] for name in readers]
            is_rate = metric == "comparator"
            figures = [tally.accuracy if is_rate else tally.f1 for tally in tallies]
            if not any(figures):
                continue  # this part of the gold says nothing of it
            worse = "  worse" if figures[0] < max(figures) else ""
            cells = "".join(f"{figure:13.3f}" for figure in figures)
            lines.append(f"{origin:26}{metric:12}{cells}{worse}")
    lines.append(f"{'rows a second':38}" + "".join(f"{rates[name]:13,.0f}" for name in readers))
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--peers", action="store_true")
    options = parser.parse_args()
    lines = options.gold.read_text("utf-8").splitlines()
    gold = [json.loads(line) for line in lines if line.strip()]
    found, rate = read(gold)
    scores, rates = {OURS: score(gold, found)}, {OURS: rate}
    for peer in PEERS if options.peers else ():
        try:
            found, rates[peer.name] = predictions(peer, options.gold.resolve())
        except PeerUnavailable as problem:
            print(f"{peer.name} left out: {problem}", file=sys.stderr)
            continue
        scores[peer.name] = score(gold, found)
    print(table(scores, rates))


if __name__ == "__main__":
    main()
