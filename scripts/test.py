"""Run the tests on SQLite, and on PostgreSQL + Redis wherever these can be started; say what ran.

    python scripts/test.py [--only sqlite|servers] [-- arguments for pytest]

TEST_DATABASE_URL and TEST_REDIS_URL name servers to use in place of throwaway ones (the tests make
databases of their own in the first). REQUIRE_SERVERS=1 makes it a failure when that set cannot run.
"""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).resolve().parent))

import throwaway
from interrupts import Interrupts

PROJECT_DIR = Path(__file__).resolve().parent.parent
# What would turn the embedded set into a production one, or carry the caller's own settings in.
_OURS = ("CLAIMS_MODE", "DATABASE_URL", "REDIS_URL", "BROKER_URL", "SECRET_KEY", "ALLOWED_HOSTS")
# A file stays on one core: its tests may share a running service. (`-- -n 0` runs them one by one.)
_PARALLEL = ("-n", "auto", "--maxprocesses=8", "--dist=loadfile")
_PYTEST_NOTHING_COLLECTED = 5
_GOODBYE_SECONDS = 60.0

interrupts = Interrupts()


class Skipped(Exception):
    """A set of tests cannot run here; the message says why."""


@dataclass(frozen=True)
class Outcome:
    """How one set of tests ended."""

    title: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    reason: str = ""  # why the set did not run, or broke off
    broken: bool = False

    def __str__(self) -> str:
        if self.reason and not self.seconds:
            return f"{self.title}: not run, {self.reason}"
        counts = f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"
        return f"{self.title}: {counts} in {self.seconds:.0f} s" + f" ({self.reason})" * self.broken


def main() -> int:
    arguments = _parser().parse_args()
    interrupts.install()
    outcomes = []
    with throwaway.temporary_folder() as folder:
        try:
            if arguments.only != "servers":
                outcomes.append(run_embedded(folder, arguments.pytest))
            if arguments.only != "sqlite":
                outcomes.append(run_servers(folder, arguments.pytest))
        except KeyboardInterrupt:
            outcomes.append(Outcome("The rest", reason="interrupted", broken=True))
    return report(outcomes)


def run_embedded(folder: Path, pytest: list[str]) -> Outcome:
    """Run the tests on SQLite and the file broker."""
    return run_set("SQLite", {"CLAIMS_MODE": "embedded"}, folder / "sqlite", pytest)


def run_servers(folder: Path, pytest: list[str]) -> Outcome:
    """Run the tests on PostgreSQL and Redis, started for the purpose unless they are given."""
    title = "PostgreSQL + Redis"
    required = os.environ.get("REQUIRE_SERVERS", "") not in ("", "0", "no")
    try:
        with servers(folder) as (database_url, redis_url):
            environment = {
                "CLAIMS_MODE": "production",
                "DATABASE_URL": database_url,
                "REDIS_URL": redis_url,
                "SECRET_KEY": secrets.token_urlsafe(50),
                "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
                "CLAIMS_BEHIND_TLS": "no",
            }
            return run_set(title, environment, folder / "servers", pytest)
    except (Skipped, throwaway.CannotStart) as problem:
        broken = required or isinstance(problem, throwaway.CannotStart)
        return Outcome(title, reason=str(problem), broken=broken)


@contextmanager
def servers(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield DATABASE_URL and REDIS_URL; raise Skipped when one of the two cannot be had."""
    with ExitStack() as stack:
        database_url = os.environ.get("TEST_DATABASE_URL")
        redis_url = os.environ.get("TEST_REDIS_URL")
        bin, server = throwaway.postgres_folder(), throwaway.redis_server()
        if not database_url and bin is None:
            raise Skipped("PostgreSQL is not installed and TEST_DATABASE_URL is not set")
        if not redis_url and server is None:
            raise Skipped("Redis is not installed and TEST_REDIS_URL is not set")
        if not database_url and bin:
            database_url = stack.enter_context(throwaway.postgres(bin, folder))
        if not redis_url and server:
            redis_url = stack.enter_context(throwaway.redis(server, folder))
        yield str(database_url), str(redis_url)


def run_set(title: str, environment: Mapping[str, str], folder: Path, pytest: list[str]) -> Outcome:
    """Run pytest with `environment`, its data under `folder`, and count from its report."""
    folders = {"CLAIMS_DATA_DIR": str(folder / "data"), "STATIC_ROOT": str(folder / "static")}
    (folder / "static").mkdir(parents=True)
    report_path = folder / "report.xml"
    print(f"\n=== {title} ===", flush=True)
    started = time.monotonic()
    kept = {name: value for name, value in os.environ.items() if name not in _OURS}
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *_PARALLEL, f"--junit-xml={report_path}", *pytest],
        cwd=PROJECT_DIR,
        env={**kept, **folders, **environment},
        start_new_session=True,
    )
    try:
        with interrupts.let_through():
            status = process.wait()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GOODBYE_SECONDS)
        raise
    finally:
        with suppress(ProcessLookupError):  # pytest's own helpers may outlive it for a moment
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return count(title, status, report_path, time.monotonic() - started)


def count(title: str, status: int, report_path: Path, seconds: float) -> Outcome:
    """Return what pytest's report says; a status that it does not explain counts as broken."""
    passed = failed = skipped = 0
    if report_path.exists():
        for suite in ElementTree.parse(report_path).getroot().iter("testsuite"):
            total = int(suite.get("tests", 0))
            skipped += int(suite.get("skipped", 0))
            failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            passed += total
    passed -= failed + skipped
    broken = bool(status) and not failed
    nothing = status == _PYTEST_NOTHING_COLLECTED
    reason = "no test was collected" if nothing else f"pytest ended with status {status}"
    return Outcome(title, passed, failed, skipped, seconds, reason if broken else "", broken)


def report(outcomes: list[Outcome]) -> int:
    """Print one line for each set and the sum; return the exit status."""
    print()
    for outcome in outcomes:
        print(outcome)
    failed = sum(outcome.failed for outcome in outcomes)
    print(f"{sum(outcome.passed for outcome in outcomes)} passed, {failed} failed", flush=True)
    return int(failed > 0 or any(outcome.broken for outcome in outcomes))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--only", choices=("sqlite", "servers"), help="run one of the two sets")
    parser.add_argument("pytest", nargs="*", help="arguments for pytest, after --")
    return parser


if __name__ == "__main__":
    sys.exit(main())
