"""The broker made of files, safe against processes that read while others write, or die writing.

Kombu's own lets a worker take a message whose file is still empty, and then the worker ends; a
table of queues that was cut short stops every process that reads it.
"""

from __future__ import annotations

import fcntl
import logging
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem
from kombu.transport.filesystem import exchange_queue_t
from kombu.utils.json import dumps, loads

log = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Files appear whole: they are written under another name and then renamed."""

    def get_table(self, exchange: str) -> list[Any]:
        """Return the queues bound to an exchange."""
        try:
            stored = loads(self._table(exchange).read_text())
        except (FileNotFoundError, ValueError):  # not written yet, or not to its end
            return []
        return [exchange_queue_t(*entry) for entry in stored]

    def _queue_bind(
        self, exchange: str, routing_key: str | None, pattern: str | None, queue: str | None
    ) -> None:
        self.control_folder.mkdir(exist_ok=True)
        path = self._table(exchange)
        bound = exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with _locked(path.with_suffix(".lock")):
            queues = self.get_table(exchange)
            if bound not in queues:
                _write(path, dumps([bound, *queues]))

    def _table(self, exchange: str) -> Path:
        path: Path = self._exchange_file(exchange)  # type: ignore[attr-defined]
        return path

    def _put(  # type: ignore[override]
        self, queue: str, payload: Any, **_: Any
    ) -> None:
        name = f"{time.monotonic_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        _write(Path(self.data_folder_out) / name, dumps(payload))

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        try:
            return super()._get(queue)
        except ValueError as error:  # the rows are the truth: a sweep sends it again
            log.warning("a message that cannot be read is dropped: %s", error)
            raise Empty from error


class Transport(filesystem.Transport):
    """Kombu's transport over our channels, which a worker's event loop asks for messages.

    With a transport that knows no event loop Celery takes another pool, whose processes wait in
    line for one lock: killed while it holds the lock, a process leaves the others waiting for ever.
    """

    Channel = Channel
    implements = filesystem.Transport.implements.extend(asynchronous=True)

    def register_with_event_loop(self, connection: Any, loop: Any) -> None:
        """Have the event loop look for messages each time it turns.

        It turns when a process has done its task, and otherwise in the polling interval.
        """
        loop.on_tick.add(self.deliver_waiting)
        loop.call_repeatedly(self.polling_interval, _turn)

    def deliver_waiting(self) -> None:
        """Deliver the messages that are there, as many as the consumers take now."""
        with suppress(Empty):
            while self.cycle:
                self.cycle.get(self._deliver)


def _turn() -> None:
    """Do nothing: the event loop, woken for this, looks for messages."""


def _write(path: Path, content: str) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_text(content)
    part.replace(path)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
