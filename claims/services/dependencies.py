"""Whether what the service needs is there: its database, its tables, its broker."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as WaitedTooLong

from celery import current_app
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from kombu.exceptions import KombuError

_BROKER_SECONDS = 2
# One thread: an unreachable broker holds it up for longer than a probe waits, and must not
# gather a thread for each probe.
_probe = ThreadPoolExecutor(max_workers=1, thread_name_prefix="readyz")


class NotReady(Exception):
    """A dependency does not answer; the message is for operators."""


def states_of_dependencies() -> dict[str, str]:
    """Return for each dependency "ok" or what is wrong with it, without addresses or secrets."""
    return {name: _state(check) for name, check in _CHECKS.items()}


def check_database() -> None:
    """Raise NotReady when the database answers no query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        raise NotReady(f"no answer ({type(error).__name__})") from error


def check_migrations() -> None:
    """Raise NotReady when the tables are older than the program."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise NotReady(f"unknown ({type(error).__name__})") from error
    if missing:
        raise NotReady(f"{len(missing)} not applied")


def check_broker() -> None:
    """Raise NotReady when the broker takes no connection within two seconds."""
    waiting: Future[None] = _probe.submit(_connect_to_broker)
    try:
        waiting.result(timeout=_BROKER_SECONDS)
    except WaitedTooLong:
        waiting.cancel()
        raise NotReady(f"no answer within {_BROKER_SECONDS} seconds") from None
    except (KombuError, OSError) as error:
        raise NotReady(f"no connection ({type(error).__name__})") from error


def _connect_to_broker() -> None:
    with current_app.connection_for_write(connect_timeout=_BROKER_SECONDS) as broker:
        broker.ensure_connection(max_retries=0, timeout=_BROKER_SECONDS)


def _state(check: Callable[[], None]) -> str:
    try:
        check()
    except NotReady as error:
        return str(error)
    return "ok"


_CHECKS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "migrations": check_migrations,
    "broker": check_broker,
}
