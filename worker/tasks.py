"""The Celery tasks. Messages carry keys and may be lost, doubled or late: rows are the truth."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from worker import check, fetch, poll, purge, read, schedule


@shared_task
def sweep_snapshots(**_: Any) -> None:
    """Wake readers for the texts that are due."""
    schedule.sweep_snapshots(lambda keys: read_snapshots.delay(keys=keys))


@shared_task
def sweep_sources(**_: Any) -> None:
    """Wake fetchers for the sources that are due."""
    schedule.sweep_sources(lambda keys: fetch_sources.delay(keys=keys))


@shared_task
def sweep_feeds(**_: Any) -> None:
    """Wake pollers for the feeds that are due."""
    schedule.sweep_feeds(lambda keys: poll_feeds.delay(keys=keys))


@shared_task
def sweep_claims(**_: Any) -> None:
    """Wake checkers for the claims that are due."""
    schedule.sweep_claims(lambda keys: check_claims.delay(keys=keys))


@shared_task
def count_terms(**_: Any) -> None:
    """Keep what the index knows of the rarity of terms up to date."""
    schedule.count_terms()


@shared_task
def rebuild_index(**_: Any) -> None:
    """Store anew what another release stored of the index."""
    schedule.rebuild_index()


@shared_task
def apply_measures(**_: Any) -> None:
    """Carry edits of measures to the claims that are linked to them."""
    schedule.apply_measures()


@shared_task
def purge_rows(**_: Any) -> None:
    """Remove what is not to be kept for ever."""
    purge.purge()


@shared_task
def reckon_sets(**_: Any) -> None:
    """Reckon whether linked claims fit together."""
    schedule.reckon_sets()


@shared_task
def read_snapshots(*, keys: list[int], **_: Any) -> None:  # **_: old workers take newer messages
    """Read pushed or fetched texts."""
    read.read_snapshots(keys)


@shared_task
def fetch_sources(*, keys: list[int], **_: Any) -> None:
    """Fetch sources from the web."""
    fetch.fetch_sources(keys)


@shared_task
def poll_feeds(*, keys: list[int], **_: Any) -> None:
    """Ask feeds for what is new."""
    poll.poll_feeds(keys)


@shared_task
def check_claims(*, keys: list[int], **_: Any) -> None:
    """Re-check claims."""
    check.check_claims(keys)
