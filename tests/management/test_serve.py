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
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.management import CommandError, call_command

from claims.management.commands.serve import check_free, programs

PROJECT_DIR = Path(__file__).resolve().parents[2]
CONFIGURATION = ("DATABASE_URL", "REDIS_URL", "BROKER_URL", "SECRET_KEY", "ALLOWED_HOSTS", "PORT")
KEY = r"API key +(clm_\S+)"
PASSWORD = r"Password +(\S+)"


def embedded(folder: Path) -> dict[str, str]:
    """Return the environment of a service that has nothing but a data folder."""
    kept = {name: value for name, value in os.environ.items() if name not in CONFIGURATION}
    return kept | {
        "CLAIMS_MODE": "embedded",
        "CLAIMS_DATA_DIR": str(folder / "data"),
        "STATIC_ROOT": str(folder / "static"),
    }


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Serve:
    """`manage.py serve --first-run` on `folder`, and what it has printed."""

    def __init__(self, folder: Path, key: str = "") -> None:
        port = free_port()
        self.folder, self.key = folder, key
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

    @cached_property
    def api(self) -> httpx.Client:
        """A client that holds the key, which the first run shows."""
        headers = {"Authorization": f"Bearer {self.key or self.printed(KEY)}"}
        return httpx.Client(base_url=f"{self.address}/api/v1/", headers=headers, timeout=30)

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


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """A service on a folder that was empty before; killed at the end."""
    service = Serve(tmp_path_factory.mktemp("installation"))
    try:
        service.wait_for(service.answers)
        yield service
    finally:
        service.end(signal.SIGKILL)


@pytest.mark.processes
def test_first_run_shows_a_login_and_a_key_that_work(installation):
    assert claims(installation), installation.output
    assert logs_in(installation, installation.printed(PASSWORD))


@pytest.mark.processes
def test_a_killed_worker_is_replaced_and_works(installation):
    installation.wait_for(lambda: running("worker", installation))
    os.kill(running("worker", installation), signal.SIGKILL)
    installation.wait_for(lambda: "worker ended (killed by SIGKILL)" in installation.output)
    pushed = installation.api.post(
        "sources/",
        json={
            "title": "Bridges of Tarnow",
            "published_at": "2023-04-01T00:00:00Z",
            "text": "Tarnow has 17 bridges, the roads office counted in March.",
        },
    )
    assert pushed.status_code == 202, pushed.text
    source = f"sources/{pushed.json()['id']}/"
    installation.wait_for(lambda: installation.api.get(source).json()["state"] == "read")


@pytest.mark.processes
def test_a_second_run_keeps_the_data(installation):
    key, password = installation.printed(KEY), installation.printed(PASSWORD)
    before = claims(installation)
    assert installation.end() == 0

    again = Serve(installation.folder, key)
    try:
        again.wait_for(again.answers)
        assert "kept" in again.output
        assert not again.printed(PASSWORD) and not again.printed(KEY)
        assert [claim["id"] for claim in claims(again)] == [claim["id"] for claim in before]
        assert logs_in(again, password)
        assert again.end(signal.SIGINT) == 0
    finally:
        again.end(signal.SIGKILL)


def claims(service: Serve) -> list[Any]:
    """Return the first page of claims, as the holder of the service's key sees it."""
    answer = service.api.get("claims/")
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
        ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(service.process.pid)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = re.search(rf"^ *(\d+) .* {name}\b", listed, re.MULTILINE)
    return int(found[1]) if found else 0


def test_a_port_that_is_taken_stops_it_with_one_clear_line(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        stopped = subprocess.run(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=PROJECT_DIR,
            env=embedded(tmp_path),
            capture_output=True,
            text=True,
        )
    assert stopped.returncode == 1
    assert stopped.stdout == ""
    assert stopped.stderr == (
        f"CommandError: cannot listen on 127.0.0.1:{port}: Address already in use."
        f" Choose another port: PORT={port + 1} make run\n"
    )


def test_a_database_without_tables_stops_it_with_one_clear_line(tmp_path):
    stopped = subprocess.run(
        [sys.executable, "manage.py", "serve", "--port", str(free_port())],
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
