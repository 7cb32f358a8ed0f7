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

_START_SECONDS = 30.0
_POSTGRES_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
)
# The data lives for minutes: nothing needs to survive a crash.
_POSTGRES_OPTIONS = {
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


@contextmanager
def postgres(bin: Path, folder: Path) -> Iterator[str]:
    """Run a PostgreSQL of our own under `folder`, with what it holds; yield its DATABASE_URL."""
    home = folder / "postgres"
    home.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(home, "postgres", "postgres")
    cluster = str(home / "cluster")
    control = [str(bin / "pg_ctl"), "--pgdata", cluster, "--silent", "--wait"]
    options = [f"-c {name}={value}" for name, value in _POSTGRES_OPTIONS.items()]
    if not (home / "cluster").exists():
        _run_as_postgres(
            [str(bin / "initdb"), "--pgdata", cluster, "--username=postgres", "--auth=trust"]
            + ["--encoding=UTF8", "--no-locale", "--no-sync"],
            home,
        )
    _run_as_postgres(
        [*control, "--log", str(home / "log"), "--options", " ".join([*options, f"-k {home}"])]
        + ["start"],
        home,
    )
    try:
        yield f"postgres://postgres@{quote(str(home), safe='')}/postgres"
    finally:
        _run_as_postgres([*control, "--mode=immediate", "stop"], home)


@contextmanager
def redis(server: str, folder: Path) -> Iterator[str]:
    """Run a Redis of our own under `folder`; yield its REDIS_URL."""
    home = folder / "redis"
    home.mkdir(mode=0o700)
    port, password = _free_port(), secrets.token_hex(16)
    settings = f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\n'
    with (home / "log").open("w") as log:
        process = subprocess.Popen(
            [server, "-"], cwd=home, stdin=subprocess.PIPE, stdout=log, stderr=log,
            start_new_session=True,  # a Ctrl-C is ours to act on
        )  # fmt: skip
    try:
        assert process.stdin
        with suppress(BrokenPipeError), process.stdin as stdin:  # it ended: the next line says why
            stdin.write(settings.encode())
        _wait_for_port(port, process, home / "log")
        yield f"redis://:{password}@127.0.0.1:{port}/0"
    finally:
        process.kill()
        process.wait()


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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise CannotStart(f"redis-server: {log.read_text().strip()}")
