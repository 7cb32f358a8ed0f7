"""The servers that the service runs on, in a folder of our own, and what can befall them."""

from __future__ import annotations

import secrets
import sqlite3
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import redis
from kombu import Connection

from tests.running import PROJECT_DIR

sys.path.insert(0, str(PROJECT_DIR / "scripts"))

import throwaway as throwaway
import throwaway_rabbitmq as throwaway_rabbitmq


class CannotRun(Exception):
    """This target cannot be run on this machine; the message says why."""


class Server(Protocol):
    """A server that is started and stopped at will."""

    def start(self) -> None:
        """Start it and wait until it answers."""

    def stop(self) -> None:
        """Stop it at once."""


class Servers:
    """One database and one broker, and the environment of a service that uses them."""

    broker: Server | None = None  # None: it is no process
    environment: dict[str, str]

    def start(self) -> None:
        """Start them."""

    def close(self) -> None:
        """Stop them for good."""

    def forget_messages(self) -> None:
        """Lose all messages that lie in the broker."""
        raise NotImplementedError

    def disturb_database(self, *, hard: bool) -> str:
        """Make the database fail for a moment; return what was done."""
        raise NotImplementedError


class Production(Servers):
    """PostgreSQL, and a broker."""

    def __init__(self, folder: Path) -> None:
        bin = throwaway.postgres_folder()
        if bin is None:
            raise CannotRun("PostgreSQL is not installed")
        # What was committed must be there after a crash of the server.
        self._postgres = throwaway.Postgres(bin, folder, synchronous_commit="on")
        self.environment = {
            "CLAIMS_MODE": "production",
            "DATABASE_URL": self._postgres.url,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "CLAIMS_BEHIND_TLS": "no",
        }

    def start(self) -> None:
        """Start them."""
        self._postgres.create()
        self._postgres.start()
        if self.broker:
            self.broker.start()

    def close(self) -> None:
        """Stop them for good."""
        if self.broker:
            self.broker.stop()
        with suppress(throwaway.CannotStart):  # it does not run
            self._postgres.stop()

    def disturb_database(self, *, hard: bool) -> str:
        """Restart PostgreSQL; `hard` as after a crash."""
        self._postgres.stop("immediate" if hard else "fast")
        self._postgres.start()
        return "crashed and restarted" if hard else "restarted"


class OnRedis(Production):
    """PostgreSQL and Redis."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        server = throwaway.redis_server()
        if server is None:
            raise CannotRun("Redis is not installed")
        self.broker = self._redis = throwaway.Redis(server, folder)
        self.environment["REDIS_URL"] = self._redis.url

    def forget_messages(self) -> None:
        """FLUSHALL."""
        with suppress(redis.ConnectionError):
            redis.from_url(self._redis.url).flushall()


class OnRabbitMQ(Production):
    """PostgreSQL and RabbitMQ."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        server = throwaway_rabbitmq.rabbitmq_server()
        if server is None:
            raise CannotRun("RabbitMQ is not installed")
        self.broker = self._rabbitmq = throwaway_rabbitmq.RabbitMQ(server, folder)
        self.environment["BROKER_URL"] = self._rabbitmq.url

    def close(self) -> None:
        """Stop them for good."""
        super().close()
        self._rabbitmq.close()

    def forget_messages(self) -> None:
        """Purge the queues."""
        with suppress(OSError), Connection(self._rabbitmq.url, connect_timeout=2) as broker:
            for queue in ("celery", "fetch"):
                broker.SimpleQueue(queue).clear()


class Embedded(Servers):
    """SQLite, and a broker made of files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "data"
        self.environment = {"CLAIMS_MODE": "embedded", "CLAIMS_DATA_DIR": str(self._folder)}

    def forget_messages(self) -> None:
        """Remove the files."""
        for path in (self._folder / "broker" / "messages").glob("*"):
            path.unlink(missing_ok=True)

    def disturb_database(self, *, hard: bool) -> str:
        """Hold the lock of all writers for some seconds."""
        seconds = 8 if hard else 2
        threading.Thread(target=self._hold_lock, args=(seconds,), daemon=True).start()
        return f"locked for {seconds} seconds"

    def _hold_lock(self, seconds: float) -> None:
        connection = sqlite3.connect(self._folder / "claims.sqlite3", timeout=30)
        with suppress(sqlite3.OperationalError):
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
        connection.close()


TARGETS: dict[str, type[Production] | type[Embedded]] = {
    "postgres": OnRedis,
    "rabbitmq": OnRabbitMQ,
    "embedded": Embedded,
}
