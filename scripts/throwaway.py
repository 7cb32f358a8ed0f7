"""PostgreSQL and Redis servers for one test run: in a temporary folder, gone afterwards."""

from __future__ import annotations

import getpass
import glob
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

_START_SECONDS = 120.0  # a busy machine may take long; a failure to start shows at once
_POSTGRES_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
)
# The data lives for minutes: nothing needs to survive a crash.
_OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "''",  # the socket in the folder only: no port to find, nobody else gets in
}


class CannotStart(Exception):
    """A server did not start; the message says why."""


def postgres_folder() -> Path | None:
    """Return the folder of the newest PostgreSQL that can be started here, or None."""
    if os.geteuid() == 0 and not _has_postgres_user():
        return None
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    for pattern in _POSTGRES_FOLDERS:
        found += sorted(map(Path, glob.glob(pattern)), key=_version, reverse=True)
    needed = ("initdb", "pg_ctl", "postgres")
    return next((bin for bin in found if all((bin / name).exists() for name in needed)), None)


def redis_server() -> str | None:
    """Return the path of redis-server (or of Valkey's), or None."""
    return shutil.which("redis-server") or shutil.which("valkey-server")


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a folder that another user's server may enter."""
    folder = Path(tempfile.mkdtemp(prefix="claims-test-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Postgres:
    """A PostgreSQL of our own under `folder`, started and stopped at will; its data stay."""

    def __init__(self, bin: Path, folder: Path, **options: str) -> None:
        self._home = folder / "postgres"
        cluster = str(self._home / "cluster")
        self._initdb = [str(bin / "initdb"), "--pgdata", cluster, "--username=postgres"]
        self._control = [str(bin / "pg_ctl"), "--pgdata", cluster, "--silent", "--wait"]
        self._options = [f"-c {name}={value}" for name, value in (_OPTIONS | options).items()]
        self.url = f"postgres://postgres@{quote(str(self._home), safe='')}/postgres"

    def create(self) -> None:
        """Make an empty cluster, unless there is one."""
        if (self._home / "cluster").exists():
            return
        self._home.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(self._home, "postgres", "postgres")
        settings = ["--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
        _run_as_postgres([*self._initdb, *settings], self._home)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = " ".join([*self._options, f"-k {self._home}"])
        log = ["--log", str(self._home / "log")]
        _run_as_postgres([*self._control, *log, "--options", options, "start"], self._home)

    def stop(self, mode: str = "immediate") -> None:
        """Stop the server: "fast" ends its sessions, "immediate" is a crash that it recovers from.

        With the default options a crash may lose the last transactions.
        """
        _run_as_postgres([*self._control, f"--mode={mode}", "stop"], self._home)


@contextmanager
def postgres(bin: Path, folder: Path) -> Iterator[str]:
    """Run a PostgreSQL of our own under `folder`, with what it holds; yield its DATABASE_URL."""
    server = Postgres(bin, folder)
    server.create()
    server.start()
    try:
        yield server.url
    finally:
        server.stop()


class Redis:
    """A Redis of our own under `folder`, started and stopped at will; it keeps nothing."""

    def __init__(self, server: str, folder: Path) -> None:
        self._server = server
        self._home = folder / "redis"
        self._home.mkdir(mode=0o700)
        self._port, self._password = free_port(), secrets.token_hex(16)
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"redis://:{self._password}@127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = (
            f"bind 127.0.0.1\nport {self._port}\nrequirepass {self._password}\n"
            'save ""\nappendonly no\n'
        )
        with (self._home / "log").open("w") as log:
            self._process = subprocess.Popen(
                [self._server, "-"], cwd=self._home, stdin=subprocess.PIPE, stdout=log, stderr=log,
                start_new_session=True,  # a Ctrl-C is ours to act on
            )  # fmt: skip
        assert self._process.stdin
        with suppress(BrokenPipeError), self._process.stdin as stdin:  # it ended: the log says why
            stdin.write(settings.encode())
        wait_for_port(self._port, self._process, self._home / "log")

    def stop(self) -> None:
        """Kill the server, if it was started, with all that it holds."""
        if self._process:
            self._process.kill()
            self._process.wait()


@contextmanager
def redis(server: str, folder: Path) -> Iterator[str]:
    """Run a Redis of our own under `folder`; yield its REDIS_URL."""
    running = Redis(server, folder)
    try:
        running.start()
        yield running.url
    finally:
        running.stop()


def _run_as_postgres(command: Sequence[str], home: Path) -> None:
    """Run `command`, as the user postgres when we are root; raise CannotStart with what it said."""
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    # To a file: the server inherits it, and a pipe would stay open as long as the server lives.
    with tempfile.TemporaryFile("w+") as output:
        status = subprocess.run(
            command, cwd=home, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True,
        ).returncode  # fmt: skip
        if status:
            output.seek(0)
            log = home / "log"
            said = output.read() + (log.read_text() if log.exists() else "")
            raise CannotStart(f"{command[-1]} ({getpass.getuser()}): {said.strip()}")


def _has_postgres_user() -> bool:
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return False
    return shutil.which("runuser") is not None


def _version(bin: Path) -> tuple[int, ...]:
    return tuple(
        int(part) for part in bin.parent.name.split("-")[-1].split(".") if part.isdecimal()
    )


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when somebody listens on `port`; raise CannotStart when `process` ends before."""
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        if port_answers(port):
            return
        time.sleep(0.05)
    raise CannotStart(f"{log.parent.name}: {log.read_text().strip()}")


def port_answers(port: int) -> bool:
    """Whether somebody listens on `port` of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
