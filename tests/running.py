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
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import psycopg
from django.conf import settings

PROJECT_DIR = Path(__file__).resolve().parent.parent
T = TypeVar("T")

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
        """Start "web", "worker" or "beat"."""
        with (self._folder / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                [sys.executable, "-m", *self._arguments(name)],
                cwd=PROJECT_DIR,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """Kill a process and all its children as `kill -9` does."""
        process = self._processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """Stop everything that runs."""
        self.api.close()
        for process in self._processes.values():
            os.killpg(process.pid, signal.SIGTERM)
        for process in self._processes.values():
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

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

    def _arguments(self, name: str) -> list[str]:
        celery = ["celery", "-A", "claims_service"]
        return {
            "web": ["gunicorn", "claims_service.wsgi", "-b", f"127.0.0.1:{self.port}"],
            "worker": [*celery, "worker", "--without-gossip", "--without-mingle", "-l", "info"],
            "beat": [*celery, "beat", "--pidfile=", "-l", "info"],
        }[name]


@contextmanager
def running_service(folder: Path, *processes: str, **variables: str) -> Iterator[Service]:
    """Start the service on the kind of servers that the tests use; stop it at the end."""
    with _database(folder) as environment:
        service = Service(environment | {"SWEEP_SECONDS": "1"} | variables, folder)
        try:
            service.manage("migrate", "--verbosity=0")
            service.api.headers["Authorization"] = f"Bearer {_make_key(service)}"
            for name in processes:
                service.start(name)
            if "web" in processes:
                service.await_(lambda: _is_up(service), seconds=30)
            yield service
        finally:
            service.stop()


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
            yield environment | {"DATABASE_URL": url}
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
