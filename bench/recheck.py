#!/usr/bin/env python3
"""Measure the re-check: claims a second that are due, and that nothing new was said about.

usage: recheck.py [--claims 100000] [--quiet-mentions 2000] [--keep FOLDER]

A PostgreSQL and a Redis of its own are started, and filled with made-up claims, all of them due; a
text that speaks of none of them was read a moment ago (`--quiet-mentions` figures), so that the
mentions recorded since the last check must be looked up. Then a sweep is sent, as beat does, to one
Celery worker with two processes. Timed: from the sweep to the moment when every claim has a new row
in the ledger and its next check set.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import corpus
import loading
from databases import PROJECT_DIR, database_url, databases, throwaway

PROCESSES = 2
GIVE_UP_SECONDS = 540


def make_due() -> None:
    """Make every claim due, with a last check that is a day old, and empty the ledger."""
    from django.db import connection
    from django.utils import timezone

    from claims.models import Claim, Mention

    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE claims_check CASCADE")
    Claim.objects.update(
        next_check_at=now, last_checked_at=now - timedelta(days=1), queued_until=None,
        lease_until=None,
    )  # fmt: skip
    Mention.objects.update(created_at=now)


def read_something_else(mentions: int) -> None:
    """Have a text read that speaks of nothing that is stored."""
    from django.utils import timezone

    from claims.services.sources import push_source
    from worker.read import read_snapshots

    places = corpus.made_up_words(mentions, "holm")
    for begin in range(0, mentions, 100):
        text = " ".join(
            f"{place.capitalize()} counted {number:,} {place}flies."
            for number, place in enumerate(places[begin : begin + 100], begin + 3)
        )
        pushed = push_source(fields={"title": f"Flies {begin}"}, text=text, now=timezone.now())
        assert pushed.snapshot
        read_snapshots([pushed.snapshot.pk])


@contextmanager
def workers(name: str, redis: str, log: Path) -> Iterator[None]:
    """Run one Celery worker with two processes on the database; yield when it is ready."""
    environment = os.environ | {"DATABASE_URL": database_url(name), "LOG_LEVEL": "WARNING"}
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "--app=claims_service", "worker", "--loglevel=INFO"]
            + [f"--concurrency={PROCESSES}", "--without-gossip", "--without-mingle"],
            cwd=PROJECT_DIR, env=environment, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    try:
        _wait_for_answer(60)
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)


def _wait_for_answer(seconds: float) -> None:
    from claims_service.celery import app

    end = time.monotonic() + seconds
    while not app.control.ping(timeout=0.5):
        if time.monotonic() > end:
            sys.exit("the worker does not start")


def measure(claims: int) -> float:
    """Send a sweep, as beat does every few seconds, until every claim was checked."""
    from django.conf import settings
    from django.utils import timezone

    from claims.models import Check, Claim
    from claims_service.celery import app

    begun, started, sweeps = timezone.now(), time.perf_counter(), 0
    while Claim.objects.filter(next_check_at__lt=begun).exists():
        seconds = time.perf_counter() - started
        if seconds > GIVE_UP_SECONDS:
            sys.exit(f"not done after {seconds:.0f} seconds")
        if seconds >= sweeps * settings.SWEEP_SECONDS:
            app.send_task("worker.tasks.sweep_claims")
            sweeps += 1
        time.sleep(0.05)
    seconds = time.perf_counter() - started
    if Check.objects.count() != claims:
        sys.exit(f"{Check.objects.count()} ledger rows for {claims} claims")
    return seconds


def main() -> None:
    """Load, start, measure, print."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--quiet-mentions", type=int, default=2_000)
    parser.add_argument("--keep", type=Path, help="a folder to keep the database in")
    options = parser.parse_args()
    program = throwaway.redis_server()
    if program is None:
        sys.exit("Redis is not installed")
    with ExitStack() as stack:
        folder = stack.enter_context(throwaway.temporary_folder())
        redis = stack.enter_context(throwaway.redis(program, folder))
        store = stack.enter_context(databases("postgres", options.keep, redis))
        name = f"recheck_{options.claims}"
        store.use(name)
        if not loading.is_loaded(options.claims):
            loading.load_claims(corpus.Corpus(options.claims))
            read_something_else(options.quiet_mentions)
        make_due()
        stack.enter_context(workers(name, redis, folder / "worker.log"))
        seconds = measure(options.claims)
    print(
        f"{options.claims:,} due claims checked by {PROCESSES} processes in {seconds:.1f} s: "
        f"{options.claims / seconds:,.0f} claims/s"
    )


if __name__ == "__main__":
    main()
