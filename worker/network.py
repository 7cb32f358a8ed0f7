"""Connections under guard: to the addresses that were checked, within one budget for all of it."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from worker.errors import FetchError
from worker.guard import Guard

_ADDRESSES_TRIED = 4


class Budget:
    """The time and bytes that one request may take, redirects and slow drips included."""

    def __init__(self, *, seconds: float, wire_bytes: int) -> None:
        self._limits = seconds, wire_bytes
        self._ends_at = time.monotonic() + seconds
        self._bytes_left = wire_bytes

    def seconds(self, wanted: float | None) -> float:
        """Return how long to wait at most; raise FetchError when the time is up."""
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise FetchError(f"took longer than {self._limits[0]:g} seconds", permanent=False)
        return left if wanted is None else min(wanted, left)

    def spend(self, count: int) -> None:
        """Count bytes received; raise FetchError when they are too many."""
        self._bytes_left -= count
        if self._bytes_left < 0:
            raise FetchError(f"is larger than {self._limits[1]:,} bytes", permanent=True)


class GuardedStream(httpcore.NetworkStream):
    """A connection whose every byte and second is counted."""

    def __init__(self, stream: httpcore.NetworkStream, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has come."""
        received = self._stream.read(max_bytes, self._budget.seconds(timeout))
        self._budget.spend(len(received))
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send `buffer`."""
        self._stream.write(buffer, self._budget.seconds(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Return the connection with TLS; the name is still the URL's."""
        seconds = self._budget.seconds(timeout)
        stream = self._stream.start_tls(ssl_context, server_hostname, seconds)
        return GuardedStream(stream, self._budget)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection knows of itself."""
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to checked addresses: the name is resolved here and nowhere else."""

    def __init__(self, guard: Guard, budget: Budget, dial: httpcore.NetworkBackend) -> None:
        self._guard = guard
        self._budget = budget
        self._dial = dial

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Return a connection to the first of the host's addresses that answers."""
        addresses = self._guard.addresses(host, seconds=self._budget.seconds(timeout))
        failure: Exception | None = None
        for address in addresses[:_ADDRESSES_TRIED]:
            try:
                stream = self._dial.connect_tcp(
                    str(address), port, self._budget.seconds(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return GuardedStream(stream, self._budget)
        raise failure or httpcore.ConnectError(f"{host} has no address")
