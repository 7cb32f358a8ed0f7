"""Hosts that hang hold up those who fetch, and no reader."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Event

import pytest
from celery import current_app

from tests.running import running_service
from tests.web.server import Asked, LocalWeb, Reply

HOSTS = 12
SECONDS = 25  # that each of them lets its caller wait


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("fetch_sources", "fetch"), ("poll_feeds", "fetch"), ("read_snapshots", "celery"),
        ("check_claims", "celery"), ("sweep_sources", "celery"), ("purge_rows", "celery"),
    ],
)  # fmt: skip
def test_what_waits_for_other_servers_has_a_queue_of_its_own(task: str, queue: str) -> None:
    routed = current_app.amqp.router.route({}, f"worker.tasks.{task}")
    assert routed.get("queue", current_app.amqp.queues["celery"]).name == queue


@pytest.mark.processes
def test_pushed_text_is_read_while_every_fetcher_hangs(tmp_path: Path) -> None:
    reached = Event()

    def hang(_: Asked, reply: Reply) -> None:
        reached.set()
        reply.wait(SECONDS)

    with LocalWeb("127.0.0.2") as first:
        others = [LocalWeb(f"127.0.0.{number}", first.port) for number in range(3, 2 + HOSTS)]
        for each in others:
            each.__enter__()
        try:
            addresses = [each.serve("/slow", hang) for each in (first, *others)]
            variables = {
                "FETCH_ALLOWED_NETWORKS": "127.0.0.0/8",
                "FETCH_ALLOWED_PORTS": str(first.port),
                "WORKER_CONCURRENCY": "2",
            }
            processes = ("web", "fetcher", "worker", "beat")
            with running_service(tmp_path, *processes, **variables) as service:
                for address in addresses:
                    service.api.post("/sources/", json={"url": address}).raise_for_status()
                assert reached.wait(60), service.logs()
                time.sleep(2)  # all fetchers have something to wait for
                text = "Torvik has 64 lighthouses, the coast guard said on Monday."
                pushed = service.api.post("/sources/", json={"text": text}).json()
                path = f"/sources/{pushed['id']}/"
                service.await_(
                    lambda: service.api.get(path).json()["state"] == "read", seconds=SECONDS / 2
                )
                listed = service.api.get("/sources/?state=fetching").json()["results"]
                assert listed, "the hosts hang still"
        finally:
            for each in others:
                each.__exit__(None, None, None)
