"""One run: servers and processes, load, faults, the healing, the verdict."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.chaos.pages import Pages
from tests.chaos.servers import TARGETS, CannotRun, Servers, throwaway

_LEASE_SECONDS = 6
_SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
    "SWEEP_SECONDS": "1",
    "LEASE_SECONDS": str(_LEASE_SECONDS),
    "QUEUED_SECONDS": "4",
    "WORKER_CONCURRENCY": "2",
    "WEB_CONCURRENCY": "2",
    "LOG_FORMAT": "console",
}
_OURS = ("DATABASE_URL", "REDIS_URL", "BROKER_URL", "CLAIMS_MODE", "SECRET_KEY", "ALLOWED_HOSTS")
_DRAIN_SECONDS = 200  # without any progress; the turn of a fetcher that was killed ends after 22
_REPAIR_SECONDS = 2.0  # after which the init system starts again what has ended


def main() -> int:
    """Run as the command line says; the exit status is the verdict."""
    arguments = _parser().parse_args()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _break_off)  # servers and folders of ours must not stay behind
    print(f"seed {arguments.seed}, {arguments.target}, {arguments.minutes:g} minutes", flush=True)
    with throwaway.temporary_folder() as folder, ExitStack() as stack:
        try:
            servers = stack.enter_context(_running(TARGETS[arguments.target], folder))
        except CannotRun as problem:
            print(f"not run: {problem}")
            return 2
        pages = stack.enter_context(Pages.served())
        _become_part_of_it(servers.environment | pages.environment, folder)
        from tests.chaos.play import Play  # needs the settings, which are in the environment now

        play = stack.enter_context(
            Play.begin(servers, pages, folder, arguments.seed, arguments.workers)
        )
        status = _perform(play, arguments)
        if status or arguments.logs:
            _keep_logs(folder, Path(arguments.logs or "chaos-logs"))
        return status


def _break_off(*_: object) -> None:
    raise KeyboardInterrupt


def _perform(play: Any, arguments: argparse.Namespace) -> int:
    done = play.disturb(seconds=arguments.minutes * 60, every=arguments.every)
    violations = play.verdict(_DRAIN_SECONDS)
    print("faults: " + ", ".join(f"{name} {n}" for name, n in sorted(done.items())))
    for violation in violations[:50]:
        print(f"VIOLATION {violation}")
    print(
        f"{arguments.target}, seed {arguments.seed}: {done.total()} faults, {play.size()},"
        f" {len(violations)} violations",
        flush=True,
    )
    return int(bool(violations))


@contextmanager
def _running(target: type[Any], folder: Path) -> Iterator[Servers]:
    servers: Servers = target(folder)
    try:
        servers.start()
        yield servers
    finally:
        servers.close()


def _become_part_of_it(environment: dict[str, str], folder: Path) -> None:
    """Give this process and its children the environment of the service."""
    import django

    (folder / "faults").mkdir()
    (folder / "static").mkdir()
    for name in _OURS:
        os.environ.pop(name, None)
    os.environ |= environment | _SETTINGS
    os.environ |= {"CHAOS_FOLDER": str(folder / "faults"), "STATIC_ROOT": str(folder / "static")}
    # Our own commits and clock are in order.
    os.environ["DJANGO_SETTINGS_MODULE"] = "claims_service.settings"
    os.environ["LOG_LEVEL"] = "WARNING"
    django.setup()
    os.environ["DJANGO_SETTINGS_MODULE"] = _SETTINGS["DJANGO_SETTINGS_MODULE"]
    os.environ["LOG_LEVEL"] = "INFO"
    logging.getLogger("httpx").setLevel(logging.WARNING)


def _keep_logs(folder: Path, kept: Path) -> None:
    kept.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.log"):
        (kept / path.name).write_bytes(path.read_bytes())
    print(f"the logs are in {kept}/")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=10, help="how long faults happen")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    parser.add_argument("--target", choices=sorted(TARGETS), default="postgres")
    parser.add_argument("--every", type=float, default=2.2, help="seconds between two faults")
    parser.add_argument("--workers", type=int, default=3, help="workers, the fetcher among them")
    parser.add_argument("--logs", help="folder to keep the logs in, whatever the verdict is")
    return parser


if __name__ == "__main__":
    sys.exit(main())
