"""The only way out: every request of the service is made here, under guard and within limits.

Redirects are followed by our own code, so that each address is checked. A proxy that the
environment names is not used: it would resolve names behind the guard's back.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache

import httpcore
import httpx
from django.conf import settings

from worker.bodies import ACCEPTED_ENCODINGS, read_body
from worker.errors import FetchError
from worker.guard import Guard
from worker.network import Budget, GuardedBackend

_MOVED = {301, 302, 303, 307, 308}
_MOVED_FOR_GOOD = {301, 308}
BeforeAsking = Callable[[httpx.URL], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take, its redirects included."""

    connect_seconds: float = 10
    read_seconds: float = 20  # without a byte
    total_seconds: float = 60
    wire_bytes: int = 20_000_000
    body_bytes: int = 20_000_000  # unpacked
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. The body is read of answers that say 2xx, and empty otherwise.

    `url` is where the answer came from in the end; `moved_to` where the leading permanent redirects
    (301, 308) lead, None without any.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    moved_to: str | None = None


class Web:
    """The web as the guard lets us see it. `dial` opens the connections."""

    def __init__(
        self,
        guard: Guard,
        limits: Limits | None = None,
        *,
        user_agent: str = "claims-service",
        dial: httpcore.NetworkBackend | None = None,
    ) -> None:
        self.guard = guard
        self.limits = limits or Limits()
        self._user_agent = user_agent
        self._dial = dial or httpcore.SyncBackend()

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        before_asking: BeforeAsking | None = None,
    ) -> Answer:
        """Return the answer at `url`, whatever its status; FetchError when there is none.

        `before_asking` is called with each address before it is asked, redirects included, and may
        raise FetchError.
        """
        limits = limits or self.limits
        budget = Budget(seconds=limits.total_seconds, wire_bytes=limits.wire_bytes)
        target, moved_to, for_good = self.guard.check_url(url), None, True
        for _ in range(limits.redirects + 1):
            if before_asking:
                before_asking(target)
            answer = self._ask("GET", target, headers or {}, None, limits, budget)
            location = answer.headers.get("location", "").strip()
            if answer.status not in _MOVED or not location:
                return Answer(answer.url, answer.status, answer.headers, answer.body, moved_to)
            target = self._next(target, location)
            for_good = for_good and answer.status in _MOVED_FOR_GOOD
            moved_to = str(target) if for_good else moved_to
        raise FetchError(f"redirects more than {limits.redirects} times", permanent=True)

    def post(
        self,
        url: str,
        *,
        content: bytes,
        headers: Mapping[str, str] | None = None,
        limits: Limits | None = None,
    ) -> Answer:
        """Send `content` and return the answer, whatever its status; no redirect is followed."""
        limits = limits or self.limits
        budget = Budget(seconds=limits.total_seconds, wire_bytes=limits.wire_bytes)
        target = self.guard.check_url(url)
        return self._ask("POST", target, headers or {}, content, limits, budget)

    def _next(self, url: httpx.URL, location: str) -> httpx.URL:
        if "\\" in location:
            raise FetchError("redirects to an address with a backslash", permanent=True)
        try:
            joined = url.join(location.replace(" ", "%20"))
        except (httpx.InvalidURL, UnicodeError, ValueError):
            raise FetchError("redirects to what is no address", permanent=True) from None
        return self.guard.check_url(str(joined))

    def _ask(
        self,
        method: str,
        url: httpx.URL,
        headers: Mapping[str, str],
        content: bytes | None,
        limits: Limits,
        budget: Budget,
    ) -> Answer:
        sent = {
            "Host": url.netloc.decode("ascii"),
            "User-Agent": self._user_agent,
            "Accept": "*/*",
            "Accept-Encoding": ACCEPTED_ENCODINGS,
            "Connection": "close",
            **headers,
        }
        timeout = httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds)
        request = httpx.Request(
            method, url, headers=sent, content=content, extensions={"timeout": timeout.as_dict()}
        )
        # No httpx.Client: it follows what the answer says, with cookies and addresses of its own.
        transport = _Transport(GuardedBackend(self.guard, budget, self._dial))
        try:
            with transport, closing(transport.handle_request(request)) as response:
                body = _body(response, limits) if response.is_success else b""
                return Answer(str(url), response.status_code, response.headers, body)
        except httpcore.TimeoutException:
            raise FetchError("does not answer in time", permanent=False) from None
        except httpcore.ConnectError as error:
            raise FetchError(f"cannot be connected to: {error}", permanent=False) from None
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise FetchError(f"broke off: {error}", permanent=False) from None


def web() -> Web:
    """Return the web under the rules of the settings."""
    networks = tuple(settings.FETCH_ALLOWED_NETWORKS)
    limits = Limits(
        total_seconds=settings.FETCH_SECONDS,
        wire_bytes=settings.FETCH_MAX_BYTES,
        body_bytes=settings.FETCH_MAX_BYTES,
    )
    guard = Guard(networks, frozenset(settings.FETCH_ALLOWED_PORTS))
    return Web(guard, limits, user_agent=settings.USER_AGENT)


def _body(response: httpx.Response, limits: Limits) -> bytes:
    announced = response.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limits.wire_bytes:
        raise FetchError(f"is larger than {limits.wire_bytes:,} bytes", permanent=True)
    return read_body(
        response.iter_raw(),
        encoding=response.headers.get("content-encoding", ""),
        limit=limits.body_bytes,
    )


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=True)  # SSL_CERT_FILE may name certificates


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class _Transport(httpx.BaseTransport):
    """httpx over connections that the backend opens, one for each request."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_tls(), network_backend=backend, max_keepalive_connections=0
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.SyncByteStream)
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._pool.close()
