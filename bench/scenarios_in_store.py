#!/usr/bin/env python3
"""Measure whether texts find their claims among many: the scenarios, all claims stored at once.

usage: scenarios_in_store.py --gold GOLD.jsonl [--errors]

Every claim of the file is stored, as far as a quantity can be read from it, then every text is
pushed and read, as the service does it: claims found by the index, judged, evidence recorded.
Printed: how many texts said of their own claim what they say when they are judged with it alone,
and how many pieces of evidence were recorded on other claims of the file. Some of those are right,
since rows may speak of the same thing: look at them.
"""

from __future__ import annotations

import argparse
import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from databases import databases

Row = dict[str, Any]


def store_claim(row: Row) -> int | None:
    """Store a row's claim; return its key, or None when no quantity can be read from it."""
    from django.utils import timezone

    from claims.quantities.periods import Period
    from claims.services.claims import create_claim
    from claims.services.wording import WordingError, complete

    as_of = row["claim"]["as_of"]
    period = Period.parse(as_of) if as_of else None
    try:
        fields = complete({"statement": row["claim"]["statement"], "as_of": period})
    except WordingError:
        return None
    return create_claim(fields=fields, now=timezone.now()).pk


def read_text(row: Row) -> int:
    """Push and read a row's text; return its key."""
    from django.utils import timezone
    from django.utils.dateparse import parse_date

    from claims.services.sources import push_source
    from worker.read import read_snapshots

    source = row["source"]
    day = parse_date(source["published_at"][:10])
    fields = {
        "url": f"https://rows.example/{row['id']}",
        "title": source["title"],
        "published_at": day and datetime(day.year, day.month, day.day, tzinfo=UTC),
    }
    snapshot = push_source(fields=fields, text=source["text"], now=timezone.now()).snapshot
    assert snapshot
    read_snapshots([snapshot.pk])
    return snapshot.pk


def compare(row: Row, claim: int, snapshot: int) -> tuple[str, str, list[Any]]:
    """Return what the text says of its claim alone, what was recorded, and the other evidence."""
    from claims.management.commands.judge import judge_row
    from claims.models import Evidence

    alone = judge_row({name: row[name] for name in ("id", "claim", "source")})["stance"]
    evidence = Evidence.objects.filter(snapshot=snapshot).select_related("claim")
    own = [each for each in evidence if each.claim_id == claim]
    recorded = own[0].stance if own else "unrelated"
    return alone, recorded, [each for each in evidence if each.claim_id != claim]


def main() -> None:
    """Store all, read all, print."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--gold", type=Path, required=True, help="gold rows, JSON Lines")
    parser.add_argument("--errors", action="store_true", help="list the rows that differ")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
    with databases("sqlite") as store:
        store.use("scenarios")
        logging.disable(logging.CRITICAL)
        stored = [(row, key) for row in rows if (key := store_claim(row))]
        judged = [(row, *compare(row, key, read_text(row))) for row, key in stored]
    speaking = [each for each in judged if each[1] != "unrelated"]
    same = sum(alone == recorded for _, alone, recorded, _ in speaking)
    others = [evidence for *_, others in judged for evidence in others]
    print(
        f"{len(stored)} of {len(rows)} claims stored; of {len(speaking)} texts that speak of theirs"
        f" {same} do so in the store ({same / len(speaking):.3f});"
        f" {len(others)} pieces of evidence on other claims"
    )
    if options.errors:
        for row, alone, recorded, _ in judged:
            if alone != recorded:
                print(f"{row['id']}: alone {alone}, in the store {recorded}")
        for evidence in others:
            print(f"{evidence.stance}: {evidence.claim.statement} | {evidence.quote}")


if __name__ == "__main__":
    main()
