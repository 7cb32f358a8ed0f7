"""The container's health check asks under a name that the service accepts."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest


@pytest.fixture
def web(healthcheck, monkeypatch):
    """A web server that answers with `status` and remembers the Host it was asked under."""

    class Answers(BaseHTTPRequestHandler):
        status = 200
        host = ""

        def do_GET(self) -> None:
            type(self).host = self.headers["Host"]
            self.send_response(self.status)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        monkeypatch.setattr(healthcheck, "ADDRESS", f"http://127.0.0.1:{server.server_port}/livez")
        yield Answers
        server.shutdown()


@pytest.mark.parametrize(
    "allowed, host",
    [
        ("claims.example.org,other.example.org", "claims.example.org"),
        (".example.org", "example.org"),
        ("*", "localhost"),
        ("", "localhost"),
    ],
)
def test_it_asks_under_an_allowed_name(healthcheck, monkeypatch, web, allowed, host):
    monkeypatch.setenv("ALLOWED_HOSTS", allowed)
    assert healthcheck.main() == 0
    assert web.host == host


def test_an_error_is_unhealthy(healthcheck, web):
    web.status = 503
    assert healthcheck.main() == 1


def test_silence_is_unhealthy(healthcheck, monkeypatch):
    monkeypatch.setattr(healthcheck, "ADDRESS", "http://127.0.0.1:9/livez")
    assert healthcheck.main() == 1
