"""Weak spots of a process: texts that kill or freeze their reader, failing commits, a wrong clock.

What is wrong at the moment lies as files in one folder, so that one process can disturb others.
"""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from claims.models.source import content_hash
from claims.quantities.mention import Document
from worker import read

DEADLY = "[kills its reader]"
DEADLY_ONCE = "[kills its first reader]"
SOPORIFIC = "[freezes its first reader]"


class Faults:
    """The folder in which the faults of the moment lie."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def fail_commits(self, share: float) -> None:
        """Let that share of all commits fail, half of them after they were carried out."""
        self._write("commits", str(share))

    def share_of_failing_commits(self) -> float:
        """Return the share of commits that are to fail."""
        return float(self._read("commits") or 0)

    def set_clock(self, process: str, seconds: int) -> None:
        """Let the clock of one process be wrong by so many seconds."""
        self._write(f"clock of {process}", str(seconds))

    def clock_error(self, process: str) -> timedelta:
        """Return by how much the clock of a process is wrong."""
        return timedelta(seconds=int(self._read(f"clock of {process}") or 0))

    def happens_first(self, what: str) -> bool:
        """Whether this is the first time that anybody asks for `what`."""
        try:
            (self._folder / what).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def heal(self) -> None:
        """Let commits succeed and clocks be right."""
        for path in [self._folder / "commits", *self._folder.glob("clock of *")]:
            path.unlink(missing_ok=True)

    def _write(self, name: str, word: str) -> None:
        part = self._folder / f"{name}.part"
        part.write_text(word)
        part.replace(self._folder / name)

    def _read(self, name: str) -> str:
        try:
            return (self._folder / name).read_text()
        except FileNotFoundError:
            return ""


def weaken(folder: Path, process: str) -> None:
    """Put the weak spots into this process."""
    faults = Faults(folder)
    _replace(read, "extract_first", partial(_dangerous, faults=faults))
    _replace(BaseDatabaseWrapper, "_commit", partial(_failing, faults=faults))
    _replace(timezone, "now", partial(_wrong, faults=faults, process=process))


def _replace(owner: Any, name: str, weakened: Callable[[Any], Any]) -> None:
    setattr(owner, name, weakened(getattr(owner, name)))


def _dangerous(extract: Callable[..., Any], faults: Faults) -> Callable[..., Any]:
    def read_at_ones_peril(document: Document, *bounds: Any) -> Any:
        name = f"reading {content_hash(document.text)}"
        if DEADLY in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if DEADLY_ONCE in document.text and faults.happens_first(name):
            os.kill(os.getpid(), signal.SIGKILL)
        if SOPORIFIC in document.text and faults.happens_first(name):
            os.kill(os.getpid(), signal.SIGSTOP)
        return extract(document, *bounds)

    return read_at_ones_peril


def _failing(commit: Callable[[Any], Any], faults: Faults) -> Callable[[Any], Any]:
    def commit_perhaps(connection: Any) -> Any:
        share = faults.share_of_failing_commits()
        dice = random.random() if share else 1.0
        if dice < share / 2:
            raise OperationalError("could not extend file: No space left on device (injected)")
        answer = commit(connection)
        if dice < share:
            raise OperationalError("server closed the connection unexpectedly (injected)")
        return answer

    return commit_perhaps


def _wrong(now: Callable[[], datetime], faults: Faults, process: str) -> Callable[[], datetime]:
    return lambda: now() + faults.clock_error(process)
