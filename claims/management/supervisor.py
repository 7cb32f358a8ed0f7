"""Keep a few programs running side by side, and stop them together.

Each program runs in a process group of its own: a Ctrl-C reaches only the supervisor, which then
asks every program to end, and what a killed program leaves behind can be removed with its group.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Program:
    """A command to keep running, and the short name its log lines carry."""

    name: str
    command: Sequence[str]


@dataclass(frozen=True)
class Patience:
    """How long the supervisor waits, in seconds."""

    grace: float = 30.0  # between asking a program to end and killing it
    first_restart: float = 1.0
    longest_restart: float = 30.0
    settled: float = 60.0  # a program that ran this long failed anew: the waiting starts over
    last_words: float = 2.0  # for what an ended program has written and nobody has read yet


class Supervisor:
    """Runs `programs` until it receives SIGINT, SIGTERM or SIGHUP; a second signal kills them."""

    def __init__(
        self,
        programs: Sequence[Program],
        write: Callable[[str], object],
        *,
        folder: Path,
        environment: Mapping[str, str],
        patience: Patience | None = None,
    ) -> None:
        self._programs = programs
        self._write = write
        self._folder = folder
        self._environment = environment
        self._patience = patience or Patience()
        self._width = max(len(name) for name in ("serve", *(program.name for program in programs)))
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._stop = asyncio.Event()

    async def run(self) -> None:
        """Return once every program has ended after a signal."""
        loop = asyncio.get_running_loop()
        for number in _STOP_SIGNALS:
            loop.add_signal_handler(number, self.stop)
        try:
            await asyncio.gather(*map(self._keep, self._programs))
        finally:
            self._kill_all()

    def stop(self) -> None:
        """Ask every program to end; called again, kill them."""
        if self._stop.is_set():
            self._kill_all()
            return
        self._say("stopping; once more to kill")
        self._stop.set()
        for process in self._running.values():
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)

    async def _keep(self, program: Program) -> None:
        delay = self._patience.first_restart
        while not self._stop.is_set():
            started = time.monotonic()
            status = await self._run_once(program)
            if self._stop.is_set():
                return
            if time.monotonic() - started >= self._patience.settled:
                delay = self._patience.first_restart
            self._say(f"{program.name} ended ({_in_words(status)}); again in {delay:g} s")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), delay)
            delay = min(delay * 2, self._patience.longest_restart)

    async def _run_once(self, program: Program) -> int:
        """Start `program`, pass on its lines until it ends, and return its exit status."""
        reading, writing = os.pipe()
        process = await asyncio.create_subprocess_exec(
            *program.command,
            stdin=asyncio.subprocess.DEVNULL,
            # A pipe of our own: asyncio's would keep `wait` from returning for as long as an orphan
            # of a killed program holds the other end.
            stdout=writing,
            stderr=writing,
            cwd=self._folder,
            env=self._environment,
            start_new_session=True,
            preexec_fn=_die_with_parent if _LIBC else None,
        )
        os.close(writing)
        self._running[program.name] = process
        if self._stop.is_set():  # the signal came between the start and the line above
            process.terminate()
        pump = asyncio.create_task(self._pass_on(program.name, reading))
        status = await self._wait(process)
        del self._running[program.name]
        _kill_group(process.pid)
        await asyncio.wait({pump}, timeout=self._patience.last_words)
        pump.cancel()
        return status

    async def _wait(self, process: asyncio.subprocess.Process) -> int:
        """Wait for the end of `process`; once we are stopping, no longer than the grace."""
        ended = asyncio.create_task(process.wait())
        stopping = asyncio.create_task(self._stop.wait())
        await asyncio.wait({ended, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        await asyncio.wait({ended}, timeout=self._patience.grace)
        if not ended.done():
            _kill_group(process.pid)
        return await ended

    async def _pass_on(self, name: str, reading: int) -> None:
        async for line in _lines(reading):
            self._say(line, name)

    def _say(self, line: str, name: str = "serve") -> None:
        # Whoever read our output may have gone (`| head`); the programs go on.
        with contextlib.suppress(BrokenPipeError):
            self._write(f"{name:<{self._width}} | {line}")

    def _kill_all(self) -> None:
        for process in self._running.values():
            _kill_group(process.pid)


async def _lines(reading: int) -> AsyncIterator[str]:
    """Yield what arrives at a pipe line by line, however long a line is."""
    stream = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(stream), os.fdopen(reading, "rb", buffering=0)
    )
    rest = b""
    while chunk := await stream.read(65536):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line.decode(errors="replace")
    if rest:
        yield rest.decode(errors="replace")
    transport.close()


def _die_with_parent() -> None:
    """Ask Linux to end this process when the supervisor is killed: nothing holds the port then."""
    if _LIBC:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _in_words(status: int) -> str:
    return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
