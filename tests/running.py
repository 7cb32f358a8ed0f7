"""The whole service in real processes, with a database and a data folder of its own."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
import psycopg
from django.conf import settings

PROJECT_DIR = Path(__file__).resolve().parent.parent
T = TypeVar("T")
_ALONE = ("--without-gossip", "--without-mingle")
_SERVICES = count()
_SERVICES_AT_ONCE = 2  # that the tests of one core may run; 0 is left to the tests themselves

logging.getLogger("httpx").setLevel(logging.WARNING)  # one line a poll would drown the rest


class Service:
    """A running service: its processes by name, and a client that holds an admin key."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._environment = environment
        self._folder = folder
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self.port = _free_port()
        self.api = httpx.Client(base_url=f"http://127.0.0.1:{self.port}/api/v1", timeout=10)

    def start(self, name: str) -> None:
        """Start "web", "beat", "worker", "fetcher", or one of several workers: "worker-1"."""
        with (self._folder / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                [sys.executable, "-m", *self._arguments(name)],
                cwd=PROJECT_DIR,
                env=self._environment | {"PROCESS_NAME": name},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def started(self) -> list[str]:
        """Return the names of the processes that were started and not ended by us."""
        return list(self._processes)

    def ended(self, name: str) -> bool:
        """Whether a started process has ended by itself."""
        return self._processes[name].poll() is not None

    def pid(self, name: str) -> int:
        """Return the process id, which is that of its group as well."""
        return self._processes[name].pid

    def children(self, name: str) -> list[int]:
        """Return the process ids of the children of a process."""
        asked = ["pgrep", "-P", str(self.pid(name))]
        listed = subprocess.run(asked, capture_output=True, text=True, check=False)
        return [int(word) for word in listed.stdout.split()]

    def freeze(self, name: str) -> None:
        """Stop a process and its children where they are (SIGSTOP)."""
        self._signal(name, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        """Let a frozen process go on."""
        self._signal(name, signal.SIGCONT)

    def end(self, name: str, *, seconds: float = 20) -> None:
        """Ask a process to finish its work and end (SIGTERM); kill it when it takes longer."""
        process = self._processes.pop(name)
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=seconds)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _signal(self, name: str, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):  # it has ended by itself
            os.killpg(self.pid(name), number)

    def kill(self, name: str) -> None:
        """Kill a process and all its children as `kill -9` does."""
        process = self._processes.pop(name)
        with suppress(ProcessLookupError):  # it has ended by itself
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """Stop everything that runs."""
        self.api.close()
        for name in self.started():
            self._signal(name, signal.SIGCONT)
            self._signal(name, signal.SIGTERM)
        for name in self.started():
            self.end(name)

    def manage(self, *arguments: str) -> str:
        """Run a management command; return what it prints."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT_DIR,
            env=self._environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def logs(self) -> str:
        """Return the last of what each process has written."""
        return "\n".join(
            f"--- {path.name}\n{path.read_text(errors='replace')[-4000:]}"
            for path in sorted(self._folder.glob("*.log"))
        )

    def await_(self, question: Callable[[], T], *, seconds: float) -> T:
        """Return the first true answer to `question`; fail with the logs when there is none."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            answer = question()
            if answer:
                return answer
            time.sleep(0.1)
        raise AssertionError(f"nothing after {seconds} seconds\n{self.logs()}")

    def await_up(self) -> None:
        """Return when the web server answers."""
        self.await_(lambda: _is_up(self), seconds=120)

    def _arguments(self, name: str) -> list[str]:
        celery = ["celery", "-A", "claims_service"]
        return {
            "web": [
                "gunicorn",
                "-c",
                "python:claims_service.gunicorn_conf",
                "-b",
                f"127.0.0.1:{self.port}",
                "claims_service.wsgi",
            ],
            "worker": [
                *celery,
                "worker",
                *_ALONE,
                "-l",
                "info",
                "-n",
                f"{name}@%h",
                *self._queues(),
            ],
            "fetcher": [
                *celery,
                "worker",
                *_ALONE,
                "-l",
                "info",
                "-n",
                f"{name}@%h",
                "-Q",
                "fetch",
            ],
            "beat": [*celery, "beat", "--pidfile=", "-l", "info"],
        }[name.partition("-")[0]]

    def _queues(self) -> list[str]:
        """Beside a fetcher, workers leave the fetching to it."""
        beside = any(name.startswith("fetcher") for name in self._processes)
        return ["-Q", "celery"] if beside else []


@contextmanager
def running_service(folder: Path, *processes: str, **variables: str) -> Iterator[Service]:
    """Start the service on the kind of servers that the tests use; stop it at the end."""
    with _database(folder) as environment:
        service = Service(environment | {"SWEEP_SECONDS": "1"} | variables, folder)
        try:
            made_ready(service)
            for name in processes:
                service.start(name)
            if "web" in processes:
                service.await_up()
            yield service
        finally:
            service.stop()


def made_ready(service: Service) -> None:
    """Make the tables of a service and an admin key for its client."""
    service.manage("migrate", "--verbosity=0")
    service.api.headers["Authorization"] = f"Bearer {_make_key(service)}"


def _make_key(service: Service) -> str:
    program = (
        "from django.contrib.auth import get_user_model as m; from claims.models import ApiKey;"
        "u = m().objects.create_superuser('root', password='unlikely-words');"
        "print(ApiKey.objects.issue(user=u, name='test', scope='admin')[1])"
    )
    return service.manage("shell", "--verbosity=0", "-c", program).strip().splitlines()[-1]


def _is_up(service: Service) -> Any:
    try:
        return httpx.get(f"http://127.0.0.1:{service.port}/livez").is_success
    except httpx.TransportError:
        return None


@contextmanager
def _database(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the environment of a service with an empty database of its own."""
    environment = dict(os.environ) | {"CLAIMS_DATA_DIR": str(folder / "data")}
    if settings.EMBEDDED:
        yield environment
        return
    name = f"service_{uuid.uuid4().hex[:12]}"
    base, _, query = os.environ["DATABASE_URL"].partition("?")
    url = f"{base.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield environment | {"DATABASE_URL": url, "REDIS_URL": _redis_of_its_own()}
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _redis_of_its_own() -> str:
    """Return the address of a Redis database that no other service uses at the same time.

    Workers of two services that share one take each other's messages, and find no rows for them.
    """
    core = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    number = (core * _SERVICES_AT_ONCE + next(_SERVICES) % _SERVICES_AT_ONCE) % 15 + 1
    return urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
