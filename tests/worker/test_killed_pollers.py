"""Workers that poll and fetch are killed in the middle: nothing is lost, nothing is doubled."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest

from tests.feeds.writing import LONG, item, rss
from tests.running import Service, running_service
from tests.web.server import Asked, LocalWeb, Reply

pytestmark = pytest.mark.processes

PAGE = f"<html><body><article><h1>Ships</h1><p>{LONG}</p></article></body></html>"
# A host whose turn a dead worker has is free again after two minutes: too long to wait for here.
FREE_HOSTS = "from claims.models import Host; Host.objects.update(busy_until=None)"
QUICK = {
    "LEASE_SECONDS": "3",
    "QUEUED_SECONDS": "2",
    "FETCH_HOST_SECONDS": "0",
    "FETCH_ALLOWED_NETWORKS": "127.0.0.0/8",
}


class Stall:
    """A page that lets its first caller wait, and answers all others."""

    def __init__(self, web: LocalWeb, path: str, body: str | bytes, kind: str) -> None:
        self._body = body.encode() if isinstance(body, str) else body
        self._kind = kind
        self.reached, self.times = Event(), 0
        self.url = web.serve(path, self._answer)

    def _answer(self, asked: Asked, reply: Reply) -> None:
        self.times += 1
        if not self.reached.is_set():
            self.reached.set()
            reply.wait(60)
        reply.whole(200, {"Content-Type": self._kind}, self._body)


def kill_while_it_waits(service: Service, stall: Stall) -> None:
    assert stall.reached.wait(60), service.logs()
    service.kill("worker")
    service.manage("shell", "--verbosity=0", "-c", FREE_HOSTS)
    service.start("worker")


def listed(service: Service, path: str) -> list[dict[str, Any]]:
    return list(service.api.get(path).json()["results"])


def test_worker_killed_in_a_poll_and_in_a_fetch_leaves_each_entry_once(tmp_path: Path) -> None:
    with LocalWeb() as web:
        rows = rss(item(1), item(2), item(3))
        feed = Stall(web, "/rss", rows, "application/rss+xml")
        page = Stall(web, "/news/1", PAGE, "text/html")
        for number in (2, 3):
            web.page(f"/news/{number}", PAGE.replace("4,200", f"4,{number}00"))
        variables = {**QUICK, "FETCH_ALLOWED_PORTS": str(web.port)}
        with running_service(tmp_path, "web", "worker", "beat", **variables) as service:
            answer = service.api.post("/feeds/", json={"url": feed.url})
            assert answer.status_code == 201, answer.text
            path = f"/feeds/{answer.json()['id']}/"
            kill_while_it_waits(service, feed)
            kill_while_it_waits(service, page)
            service.await_(
                lambda: [s["state"] for s in listed(service, "/sources/")] == ["read"] * 3,
                seconds=90,
            )
            assert len(listed(service, f"{path}entries/")) == 3
            for source in listed(service, "/sources/"):
                texts = listed(service, f"/sources/{source['id']}/snapshots/")
                assert len(texts) == 1 and texts[0]["state"] == "read"
            outcomes = [poll["outcome"] for poll in listed(service, f"{path}polls/")]
            assert outcomes == ["new"]
            assert service.api.get(path).json()["error"] == ""
