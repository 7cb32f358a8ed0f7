#!/usr/bin/env python3
"""Measure a 500-word article against a million stored claims: read, find, judge, record.

usage: article_at_scale.py [--claims 1000000] [--database sqlite|postgres] [--keep FOLDER]

Made-up articles give new figures for a dozen stored claims each, among other prose. Three things
take turns, each with articles of its own: the engine reads one (`extract`); one goes the whole way
of a pushed text, leased, read, claims found and judged, mentions, evidence and status recorded; and
one goes the same way in a database that holds no claim, so that nothing is found and judged.
Printed: the medians, their ratios, and how many of the claims that an article speaks of got
evidence from it.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from pathlib import Path

import corpus
from databases import databases
from loading import is_loaded, load_claims

FIGURES = 12  # claims that one article speaks of
WARM_UP = 10


def made_claims(keys: list[int]) -> list[corpus.MadeClaim]:
    """Return stored claims as what they were made of."""
    from claims.models import Claim

    rows = Claim.objects.in_bulk(keys)
    return [
        corpus.MadeClaim(
            *(getattr(rows[key], name) for name in corpus.MadeClaim._fields[:5]),
            int(rows[key].value), rows[key].unit, rows[key].kind,
        )
        for key in keys
    ]  # fmt: skip


def read_only(text: str) -> float:
    """Return how long reading takes, in milliseconds."""
    from claims.quantities import extract
    from claims.quantities.mention import Document

    started = time.perf_counter()
    extract(Document(text, "Figures of the year"))
    return (time.perf_counter() - started) * 1000


def whole_way(text: str, number: int, keys: list[int]) -> tuple[float, float]:
    """Return how long a pushed text takes, in ms, and the share of `keys` that got evidence."""
    from django.utils import timezone

    from claims.models import Evidence, ReadState, Snapshot
    from claims.services.sources import push_source
    from worker.read import read_snapshots

    fields = {
        "url": f"https://news.example/{random.random()}/{number}",
        "title": "Figures of the year",
        "published_at": timezone.now(),
    }
    snapshot = push_source(fields=fields, text=text, now=timezone.now()).snapshot
    assert snapshot
    started = time.perf_counter()
    read_snapshots([snapshot.pk])
    seconds = time.perf_counter() - started
    assert Snapshot.objects.get(pk=snapshot.pk).state == ReadState.READ
    rows = Evidence.objects.filter(snapshot=snapshot, claim__in=keys)
    return seconds * 1000, rows.values("claim").distinct().count() / max(1, len(set(keys)))


def main() -> None:
    """Load, read articles in turns, print."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--keep", type=Path, help="a folder to keep the database in")
    options = parser.parse_args()
    with databases(options.database, options.keep) as store:
        from worker.warm import warm_up

        warm_up()  # as each worker does
        store.use(f"claims_{options.claims}")
        if not is_loaded(options.claims):
            load_claims(corpus.Corpus(options.claims))
        chance = random.Random()
        times: dict[str, list[float]] = {name: [] for name in ("alone", "empty", "whole")}
        found = []
        for number in range(options.articles + WARM_UP):
            keys = [chance.randrange(1, options.claims + 1) for _ in range(3 * FIGURES)]
            claims = made_claims(keys)
            texts = [
                corpus.article(claims[at : at + FIGURES], chance)
                for at in range(0, len(claims), FIGURES)
            ]
            store.use("claims_0")
            empty, _ = whole_way(texts[0], number, [])
            store.use(f"claims_{options.claims}")
            alone = read_only(texts[1])
            whole, share = whole_way(texts[2], number, keys[2 * FIGURES :])
            if number >= WARM_UP:
                times["alone"].append(alone), times["empty"].append(empty)
                times["whole"].append(whole), found.append(share)
    alone, empty, whole = (statistics.median(times[name]) for name in ("alone", "empty", "whole"))
    print(
        f"{options.database}, {options.claims:,} claims, 500-word article: read by the engine alone"
        f" {alone:.1f} ms; read and recorded, no claim stored {empty:.1f} ms;"
        f" all of it {whole:.1f} ms: x {whole / alone:.1f} and x {whole / empty:.1f};"
        f" {statistics.mean(found):.3f} of its claims got evidence"
    )


if __name__ == "__main__":
    main()
