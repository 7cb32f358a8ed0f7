"""The supervisor, with small real programs: what dies comes back, what is stopped ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

PROJECT_DIR = Path(__file__).resolve().parents[2]
SECONDS = 20.0  # far above what any step takes, so that only a hang fails

# Runs its arguments, each a shell script, under a supervisor that waits for tenths of a second.
SUPERVISED = """
import asyncio, os, sys
from pathlib import Path
from claims.management.supervisor import Patience, Program, Supervisor

grace, *scripts = sys.argv[1:]
programs = [Program(f"p{n}", ("sh", "-c", script)) for n, script in enumerate(scripts)]
patience = Patience(grace=float(grace), first_restart=0.05, longest_restart=0.2, last_words=1.0)
write = lambda line: print(line, flush=True)
supervisor = Supervisor(
    programs, write, folder=Path.cwd(), environment=dict(os.environ), patience=patience
)
asyncio.run(supervisor.run())
print("supervisor ended", flush=True)
"""
POLITE = "trap 'echo bye; exit 0' TERM; echo up $$; while :; do sleep 0.05; done"
STUBBORN = "trap '' TERM; echo up $$; while :; do sleep 0.05; done"


class Supervised:
    """A supervisor in a process of its own, and what it has written so far."""

    def __init__(self, *scripts: str, grace: float = 10.0) -> None:
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISED, str(grace), *scripts],
            cwd=PROJECT_DIR,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._hang = threading.Timer(SECONDS, self.process.kill)  # the output ends, reading fails
        self._hang.start()

    def read_until(self, wanted: str) -> str:
        """Return the next line that contains `wanted`; fail when the output ends without it."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if wanted in line:
                return self.lines[-1]
        pytest.fail(f"no {wanted!r} in:\n" + "\n".join(self.lines))

    def pid_of(self, name: str) -> int:
        """Return the process that program `name` next says to be up as."""
        return int(self.read_until(f"{name:<5} | up ").split()[-1])

    def end(self) -> int:
        """Wait for the end; return the exit status."""
        assert self.process.stdout
        self.lines += self.process.stdout.read().splitlines()
        self._hang.cancel()
        return self.process.wait(SECONDS)


@pytest.fixture
def supervised() -> Iterator[Callable[..., Supervised]]:
    """Start supervisors that do not outlive the test."""
    started: list[Supervised] = []

    def start(*scripts: str, grace: float = 10.0) -> Supervised:
        started.append(Supervised(*scripts, grace=grace))
        return started[-1]

    yield start
    for each in started:
        with suppress(ProcessLookupError):
            each.process.kill()
        each.end()


def is_gone(pid: int) -> bool:
    """Whether `pid` ends within the time allowed."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if _is_zombie(pid):
            return True
        time.sleep(0.02)
    return False


def _is_zombie(pid: int) -> bool:
    """Whether `pid` has ended and its parent has not noticed yet: in a container nobody may."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return False


def test_each_line_carries_its_programs_name(supervised):
    service = supervised("echo to stdout; sleep 60", "echo to stderr >&2; sleep 60")
    service.read_until("to stdout")
    if not any("to stderr" in line for line in service.lines):
        service.read_until("to stderr")
    assert {"p0    | to stdout", "p1    | to stderr"} <= set(service.lines)


def test_a_line_longer_than_any_buffer_arrives_whole(supervised):
    service = supervised("head -c 300000 /dev/zero | tr '\\0' x; echo; sleep 60")
    assert service.read_until("xxx") == "p0    | " + "x" * 300_000


def test_a_killed_program_is_started_again(supervised):
    service = supervised(POLITE, "sleep 60")
    first = service.pid_of("p0")
    os.kill(first, signal.SIGKILL)
    assert "killed by SIGKILL" in service.read_until("p0 ended")
    assert service.pid_of("p0") != first


def test_a_program_that_fails_at_once_is_started_at_growing_distances(supervised):
    service = supervised("exit 3")
    said = [service.read_until("ended") for _ in range(4)]
    assert said == [
        f"serve | p0 ended (exit status 3); again in {delay} s"
        for delay in ("0.05", "0.1", "0.2", "0.2")
    ]


def test_what_a_killed_program_leaves_behind_is_removed(supervised):
    service = supervised("sleep 600 & echo $! up $$; wait")
    words = service.read_until(" up ").split()
    orphan, program = (int(word) for word in words if word.isdecimal())
    os.kill(program, signal.SIGKILL)
    service.read_until("p0 ended")
    assert is_gone(orphan)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_every_program_gracefully(supervised, number):
    service = supervised(POLITE, POLITE)
    pids = [int(service.read_until("| up ").split()[-1]) for _ in range(2)]
    service.process.send_signal(number)
    assert service.end() == 0
    assert {"p0    | bye", "p1    | bye", "supervisor ended"} <= set(service.lines)
    assert all(is_gone(pid) for pid in pids)


def test_ctrl_c_in_the_terminal_reaches_only_the_supervisor(supervised):
    service = supervised("trap 'echo interrupted; exit 9' INT; " + POLITE)
    service.pid_of("p0")
    os.killpg(service.process.pid, signal.SIGINT)
    assert service.end() == 0
    assert "p0    | bye" in service.lines
    assert "p0    | interrupted" not in service.lines


def test_a_program_that_will_not_end_is_killed_after_the_grace(supervised):
    service = supervised(STUBBORN, grace=0.3)
    pid = service.pid_of("p0")
    service.process.terminate()
    assert service.end() == 0
    assert is_gone(pid)


def test_a_second_signal_does_not_wait_for_the_grace(supervised):
    service = supervised(STUBBORN, grace=3600)
    pid = service.pid_of("p0")
    service.process.terminate()
    service.read_until("once more to kill")
    service.process.terminate()
    assert service.end() == 0
    assert is_gone(pid)


def test_a_signal_during_the_wait_for_a_restart_ends_it(supervised):
    service = supervised("exit 1", "exit 1")
    service.read_until("ended")
    service.process.terminate()
    assert service.end() == 0


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells children of their parent's end"
)
def test_programs_end_when_the_supervisor_is_killed(supervised):
    service = supervised(POLITE)
    pid = service.pid_of("p0")
    service.process.kill()
    assert is_gone(pid)
