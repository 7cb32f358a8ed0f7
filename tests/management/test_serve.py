"""`manage.py serve`, as `make run` starts it: on a new data folder, with nothing configured."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.management import CommandError, call_command

from claims.management.commands.serve import check_free, programs

PROJECT_DIR = Path(__file__).resolve().parents[2]
CONFIGURATION = ("DATABASE_URL", "REDIS_URL", "BROKER_URL", "SECRET_KEY", "ALLOWED_HOSTS", "PORT")


def embedded(folder: Path) -> dict[str, str]:
    """Return the environment of a service that has nothing but a data folder."""
    kept = {name: value for name, value in os.environ.items() if name not in CONFIGURATION}
    return kept | {"CLAIMS_MODE": "embedded", "CLAIMS_DATA_DIR": str(folder)}


class Serve:
    """`manage.py serve --first-run` on `folder`, and what it has printed."""

    def __init__(self, folder: Path, port: int) -> None:
        self.lines: list[str] = []
        self.address = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--first-run", "--port", str(port)],
            cwd=PROJECT_DIR,
            env=embedded(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    @property
    def output(self) -> str:
        """Everything printed so far."""
        return "\n".join(self.lines)

    def wait_for(self, condition: Callable[[], Any], seconds: float = 60) -> Any:
        """Return the first true answer of `condition`; fail with the output when there is none."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            if answer := condition():
                return answer
            time.sleep(0.1)
        pytest.fail(f"it did not happen; printed:\n{self.output}")

    def answers(self, path: str = "/readyz") -> bool:
        """Whether the web server answers `path` with success."""
        with suppress(httpx.TransportError):
            return httpx.get(self.address + path, timeout=10).is_success
        return False

    def printed(self, pattern: str) -> str:
        """Return what the group of `pattern` matches in the output, or nothing."""
        found = re.search(pattern, self.output)
        return found[1] if found else ""

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal; return the exit status."""
        self.process.send_signal(number)
        status = self.process.wait(60)
        self._reader.join(10)
        return status


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serve(tmp_path: Path, free_port: int) -> Iterator[Callable[[], Serve]]:
    """Start the service; what still runs at the end is killed."""
    started: list[Serve] = []

    def start() -> Serve:
        started.append(Serve(tmp_path / "data", free_port))
        started[-1].wait_for(started[-1].answers)
        return started[-1]

    yield start
    for each in started:
        with suppress(ProcessLookupError):
            each.end(signal.SIGKILL)


@pytest.mark.processes
def test_first_run_shows_a_login_and_a_key_that_work_and_a_second_run_keeps_the_data(serve):
    service = serve()
    key = service.printed(r"API key +(clm_\S+)")
    password = service.printed(r"Password +(\S+)")
    assert claims(service, key), service.output
    assert logs_in(service, password)
    assert service.end() == 0

    again = serve()
    assert "kept" in again.output
    assert not again.printed(r"Password +(\S+)") and not again.printed(r"(clm_\S+)")
    assert claims(again, key) and logs_in(again, password)
    assert again.end(signal.SIGINT) == 0


@pytest.mark.processes
def test_a_killed_worker_is_replaced_and_works(serve):
    service = serve()
    key = service.printed(r"API key +(clm_\S+)")
    service.wait_for(lambda: "worker | " in service.output and running("worker", service))
    os.kill(running("worker", service), signal.SIGKILL)
    service.wait_for(lambda: "worker ended (killed by SIGKILL)" in service.output)
    pushed = httpx.post(
        f"{service.address}/api/v1/sources/",
        headers={"Authorization": f"Bearer {key}"},
        json={
            "title": "Bridges of Tarnow",
            "published_at": "2023-04-01T00:00:00Z",
            "text": "Tarnow has 17 bridges, the roads office counted in March.",
        },
    )
    assert pushed.status_code == 202, pushed.text
    address = f"{service.address}/api/v1/sources/{pushed.json()['id']}/"
    headers = {"Authorization": f"Bearer {key}"}
    service.wait_for(lambda: httpx.get(address, headers=headers).json()["state"] == "read")


def claims(service: Serve, key: str) -> list[Any]:
    """Return the first page of claims as the holder of `key` sees it."""
    answer = httpx.get(
        f"{service.address}/api/v1/claims/", headers={"Authorization": f"Bearer {key}"}
    )
    assert answer.status_code == 200, answer.text
    results: list[Any] = answer.json()["results"]
    return results


def logs_in(service: Serve, password: str) -> bool:
    """Whether the admin opens to `password`."""
    with httpx.Client(base_url=service.address, follow_redirects=True) as browser:
        form = browser.get("/admin/login/").text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token
        page = browser.post(
            "/admin/login/?next=/admin/",
            data={"csrfmiddlewaretoken": token[1], "username": "admin", "password": password},
        )
        return page.url.path == "/admin/" and page.status_code == 200


def running(name: str, service: Serve) -> int:
    """Return the process of the program whose command line names `name`, a child of serve."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(service.process.pid)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = re.search(rf"^ *(\d+) .* {name}\b", listed, re.MULTILINE)
    return int(found[1]) if found else 0


def test_a_port_that_is_taken_stops_it_with_one_clear_line(tmp_path, free_port):
    with socket.create_server(("127.0.0.1", free_port)):
        stopped = subprocess.run(
            [sys.executable, "manage.py", "serve", "--port", str(free_port)],
            cwd=PROJECT_DIR,
            env=embedded(tmp_path),
            capture_output=True,
            text=True,
        )
    assert stopped.returncode == 1
    assert stopped.stdout == ""
    assert stopped.stderr == (
        f"CommandError: cannot listen on 127.0.0.1:{free_port}: Address already in use."
        f" Choose another port: PORT={free_port + 1} make run\n"
    )


def test_a_database_without_tables_stops_it_with_one_clear_line(tmp_path, free_port):
    stopped = subprocess.run(
        [sys.executable, "manage.py", "serve", "--port", str(free_port)],
        cwd=PROJECT_DIR,
        env=embedded(tmp_path),
        capture_output=True,
        text=True,
    )
    assert stopped.returncode == 1
    assert stopped.stderr == (
        "CommandError: the database is not up to date; first run: python manage.py migrate\n"
    )


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(CommandError, match=r"cannot listen on 192\.0\.2\.1:8000"):
        check_free("192.0.2.1", 8000)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_an_impossible_port_is_refused(port):
    with pytest.raises(CommandError, match="--port"):
        call_command("serve", f"--port={port}")


def test_an_ipv6_address_is_bracketed_for_the_web_server():
    web = programs("::1", 8000)[0]
    assert "[::1]:8000" in web.command
