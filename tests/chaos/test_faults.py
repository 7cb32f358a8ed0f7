"""Single faults in real processes: what was promised is kept, once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from tests.chaos.servers import CannotRun, Embedded, OnRedis
from tests.chaos.weak import DEADLY, DEADLY_ONCE, SOPORIFIC
from tests.running import Service, running_service

pytestmark = pytest.mark.processes

FIGURE = "Torvik has 64 lighthouses, the coast guard said on Monday."
SECONDS = 120.0  # for what takes a few seconds on a quiet machine


@contextmanager
def weak_service(folder: Path, *processes: str, **variables: str) -> Iterator[Service]:
    """Run the service with short leases and the weak spots of `tests.chaos.weak`."""
    (folder / "faults").mkdir()
    weak = {
        "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
        "CHAOS_FOLDER": str(folder / "faults"),
        "LEASE_SECONDS": "2",
        "QUEUED_SECONDS": "1",
        "WORKER_CONCURRENCY": "1",
    }
    with running_service(folder, *processes, **weak, **variables) as service:
        yield service


@dataclass(frozen=True, slots=True)
class Pushed:
    """A service that was given harmless and harmful texts, all at once: their sources' ids."""

    service: Service
    harmless: list[str]
    deadly: str
    deadly_once: str
    soporific: str


@pytest.fixture(scope="module")
def pushed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pushed]:
    folder = tmp_path_factory.mktemp("service")
    with weak_service(folder, "web", "beat", "worker-1", "worker-2") as service:
        yield Pushed(
            service=service,
            soporific=push(service, "frozen", f"{FIGURE} {SOPORIFIC}"),
            deadly=push(service, "deadly", f"{FIGURE} {DEADLY}"),
            deadly_once=push(service, "once", f"{FIGURE} {DEADLY_ONCE}"),
            harmless=[push(service, f"harmless/{n}", f"{FIGURE} Part {n}.") for n in range(5)],
        )


def push(service: Service, name: str, text: str) -> str:
    answer = service.api.post(
        "/sources/", json={"url": f"https://coast.example/{name}", "text": text}
    )
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def source(service: Service, key: str) -> dict[str, str]:
    answer = service.api.get(f"/sources/{key}/")
    return answer.json() if answer.is_success else {}


def await_state(service: Service, key: str, state: str) -> dict[str, str]:
    def ask() -> dict[str, str] | None:
        row = source(service, key)
        return row if row.get("state") == state else None

    row = service.await_(ask, seconds=SECONDS)
    assert row
    return row


def quotes(service: Service, key: str) -> list[str]:
    rows = service.api.get(f"/sources/{key}/mentions/").json()["results"]
    return [row["quote"] for row in rows]


def test_text_whose_reader_is_killed_is_read_by_the_next_one(pushed: Pushed) -> None:
    await_state(pushed.service, pushed.deadly_once, "read")
    assert quotes(pushed.service, pushed.deadly_once) == ["64 lighthouses"]


def test_text_whose_reader_is_frozen_past_its_lease_is_recorded_once(pushed: Pushed) -> None:
    await_state(pushed.service, pushed.soporific, "read")
    for name in ("worker-1", "worker-2"):
        pushed.service.thaw(name)
    pushed.service.await_(lambda: "lease lost" in pushed.service.logs(), seconds=SECONDS)
    assert quotes(pushed.service, pushed.soporific) == ["64 lighthouses"]
    assert source(pushed.service, pushed.soporific)["state"] == "read"


def test_text_that_kills_every_reader_is_given_up_and_the_others_are_read(pushed: Pushed) -> None:
    for key in pushed.harmless:
        await_state(pushed.service, key, "read")
    given_up = await_state(pushed.service, pushed.deadly, "failed")
    assert given_up["error"] == "the reader died 5 times while it read this text"
    assert quotes(pushed.service, pushed.deadly) == []


def test_texts_are_read_though_the_broker_has_forgotten_them(tmp_path: Path) -> None:
    with (
        own_broker(tmp_path) as (broker, variables),
        weak_service(tmp_path, "web", **variables) as service,
    ):
        keys = [push(service, str(n), f"{FIGURE} Part {n}.") for n in range(3)]
        broker.forget_messages()
        service.start("worker")
        service.start("beat")
        for key in keys:
            await_state(service, key, "read")
            assert "64 lighthouses" in quotes(service, key)


@contextmanager
def own_broker(folder: Path) -> Iterator[tuple[Embedded | OnRedis, dict[str, str]]]:
    """Yield a broker that no other test uses, and the variables that lead to it."""
    if settings.EMBEDDED:
        yield Embedded(folder), {}
        return
    (folder / "own").mkdir()
    try:
        servers = OnRedis(folder / "own")
    except CannotRun as problem:
        pytest.skip(str(problem))
    assert servers.broker
    servers.broker.start()
    try:
        yield servers, {"REDIS_URL": servers.environment["REDIS_URL"]}
    finally:
        servers.broker.stop()
