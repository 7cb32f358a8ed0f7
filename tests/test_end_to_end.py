"""The main job, by REST and through real processes: a claim, a newer text, a verdict."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from functools import partial
from typing import Any

import httpx
import pytest

from tests.running import Service, running_service

pytestmark = pytest.mark.processes

STATEMENT = "Beijing has 189 foreign-funded enterprises with R&D functions"
NEWS = {
    "url": "https://news.example/beijing-research",
    "title": "Beijing draws foreign research",
    "published_at": "2024-09-12T08:00:00Z",
    "text": (
        "Foreign companies keep opening laboratories in the Chinese capital. The city's commerce "
        "bureau said on Thursday that the number of foreign-funded R&D enterprises in Beijing has "
        "climbed to 221, up from 189 two years earlier. Most of them work on drugs and chips."
    ),
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    with running_service(folder, "web", "worker", "beat") as running:
        yield running


def create_claim(service: Service, statement: str, as_of: str) -> dict[str, Any]:
    answer = service.api.post("/claims/", json={"statement": statement, "as_of": as_of})
    assert answer.status_code == 201, answer.text
    return answer.json()  # type: ignore[no-any-return]


def push(service: Service, source: dict[str, str]) -> str:
    answer = service.api.post("/sources/", json=source)
    assert answer.status_code == 202, answer.text
    assert answer.json()["state"] == "pending"
    return str(answer.json()["id"])


def is_read(service: Service, source: str) -> bool:
    return bool(service.api.get(f"/sources/{source}/").json()["state"] == "read")


def settled(service: Service, claim: str, status: str, seconds: float = 90) -> dict[str, Any]:
    def ask() -> dict[str, Any] | None:
        row = service.api.get(f"/claims/{claim}/").json()
        return row if row["status"] == status else None

    row = service.await_(ask, seconds=seconds)
    assert row is not None
    return row


def test_newer_text_makes_the_claim_outdated_with_quote_value_and_reasons(
    service: Service,
) -> None:
    claim = create_claim(service, STATEMENT, "2022-08")
    assert (claim["value"], claim["unit"], claim["status"]) == ("189", "count", "unverified")

    source = push(service, NEWS)
    outdated = settled(service, claim["id"], "outdated")
    assert outdated["current_value"]["value"] == "221"

    evidence = service.api.get(f"/claims/{claim['id']}/evidence/").json()["results"]
    assert [(e["stance"], e["value"]) for e in evidence] == [("supersedes", "221")]
    assert "221" in evidence[0]["quote"] and evidence[0]["quote"] in NEWS["text"]
    assert evidence[0]["reasons"]["rule"] and evidence[0]["reasons"]["sentence"]
    assert service.api.get(f"/sources/{source}/").json()["state"] == "read"

    checks = service.api.get(f"/claims/{claim['id']}/checks/").json()["results"]
    assert "new_source" in [check["trigger"] for check in checks]

    page = log_in(service).get(f"/admin/claims/claim/?q={STATEMENT[:20]}")
    assert page.status_code == 200 and "outdated" in page.text.lower()


def test_text_pushed_while_the_worker_is_dead_is_read_once_it_is_back(service: Service) -> None:
    claim = create_claim(service, "Torvik has 61 lighthouses", "2021")
    service.kill("worker")
    push(
        service,
        {
            "title": "Lighthouses of Torvik",
            "published_at": "2021-10-01T00:00:00Z",
            "text": "Torvik has 61 lighthouses, the coast guard counted this year.",
        },
    )
    service.start("worker")
    settled(service, claim["id"], "supported", seconds=120)
    evidence = service.api.get(f"/claims/{claim['id']}/evidence/").json()["results"]
    assert len(evidence) == 1


def test_worker_goes_on_when_its_processes_are_killed(service: Service) -> None:
    """Its parent lives on and starts others."""
    for number, text in enumerate(("Skolm has 21 windmills.", "Skolm has 22 windmills.")):
        for child in service.children("worker"):
            os.kill(child, signal.SIGKILL)
        source = push(service, {"title": f"Windmills {number}", "text": text})
        service.await_(partial(is_read, service, source), seconds=90)
    assert not service.ended("worker")


def test_recheck_by_request_leaves_a_ledger_row(service: Service) -> None:
    claim = create_claim(service, "Olmen has 14 breweries", "2020")
    service.await_(lambda: triggers(service, claim["id"]) == ["new_claim"], seconds=90)
    assert service.api.post(f"/claims/{claim['id']}/recheck/").status_code == 202
    service.await_(lambda: triggers(service, claim["id"]) == ["request", "new_claim"], seconds=90)


def triggers(service: Service, claim: str) -> list[str]:
    rows = service.api.get(f"/claims/{claim}/checks/").json()["results"]
    return [row["trigger"] for row in rows]


def log_in(service: Service) -> httpx.Client:
    browser = httpx.Client(base_url=f"http://127.0.0.1:{service.port}", follow_redirects=True)
    form = browser.get("/admin/login/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token
    browser.post(
        "/admin/login/?next=/admin/",
        data={
            "csrfmiddlewaretoken": token[1],
            "username": "root",
            "password": "unlikely-words",
        },
    )
    return browser
