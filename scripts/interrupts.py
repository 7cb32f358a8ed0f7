"""Signals that end a run, kept back while they could leave a server or a folder behind."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class Interrupts:
    """Turns SIGINT, SIGTERM and SIGHUP into KeyboardInterrupt, in one place only: `let_through`."""

    def __init__(self) -> None:
        self._arrived = False
        self._open = False

    def install(self) -> None:
        """Take the signals, also when the run was started in the background and ignores Ctrl-C."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    @contextmanager
    def let_through(self) -> Iterator[None]:
        """Raise KeyboardInterrupt for a signal that has arrived, or arrives meanwhile."""
        self._open = True
        try:
            if self._arrived:
                raise KeyboardInterrupt
            yield
        finally:
            self._open = False

    def _note(self, *_: object) -> None:
        self._arrived = True
        if self._open:
            self._open = False  # a second Ctrl-C must not break off the cleaning up
            raise KeyboardInterrupt
