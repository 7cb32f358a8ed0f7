"""Sources that are fetched: retrying, their errors, and the looks at those that claims cite."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Citation, CitationCheck, Source
from tests.api.client import ApiClient, places, problem
from tests.factories import NOW, make_claim, make_snapshot, make_source

SOURCES = "/api/v1/sources/"
Wakes = list[tuple[str, list[int]]]


def test_failed_source_is_fetched_again_on_request(
    writer: ApiClient, wakes: Wakes, django_capture_on_commit_callbacks: Any
) -> None:
    source = make_source(state="failed", fetch_error="the answer was 403", fetch_attempts=5)
    path = f"{SOURCES}{source.uuid}/"
    shown = writer.get(path)
    assert (shown.json()["state"], shown.json()["error"]) == ("failed", "the answer was 403")
    with django_capture_on_commit_callbacks(execute=True):
        response = writer.post(f"{path}retry/")
    assert response.status_code == 202
    assert (response.json()["state"], response.json()["error"]) == ("pending", "")
    assert response.json()["next_fetch_at"] is not None
    assert response.headers["ETag"] != shown.headers["ETag"]
    assert wakes == [("fetch_sources", [source.pk])]
    assert Source.objects.get().fetch_attempts == 0


def test_source_without_an_address_cannot_be_fetched(writer: ApiClient) -> None:
    source = make_source(url=None, content_hash="0" * 64)
    problem(writer.post(f"{SOURCES}{source.uuid}/retry/"), 409)
    problem(writer.post(f"{SOURCES}01926a3e-7c1b-7d3a-9f52-6f1d2c3b4a59/retry/"), 404)


def test_reader_may_not_have_sources_fetched(reader: ApiClient) -> None:
    problem(reader.post(f"{SOURCES}{make_source().uuid}/retry/"), 403)


@pytest.mark.parametrize("state", ["fetching", "gone"])
def test_sources_are_listed_by_state(reader: ApiClient, state: str) -> None:
    make_source()
    source = make_source(state=state)
    found = reader.get(f"{SOURCES}?state={state}").json()["results"]
    assert [each["id"] for each in found] == [str(source.uuid)]


def test_source_that_loses_its_address_is_not_fetched_any_more(writer: ApiClient) -> None:
    source = make_source(content_hash="0" * 64, next_fetch_at=NOW, etag='"v1"')
    assert writer.patch(f"{SOURCES}{source.uuid}/", {"url": None}).status_code == 200
    source.refresh_from_db()
    assert (source.url, source.next_fetch_at, source.etag) == (None, None, "")


def test_looks_at_cited_sources_are_listed(reader: ApiClient) -> None:
    claim, before, after = make_claim(), make_snapshot(), make_snapshot()
    citation = Citation.objects.create(claim=claim, source=after.source, outcome="number_altered")
    CitationCheck.objects.create(citation=citation, outcome="unchanged", checked_at=NOW)
    CitationCheck.objects.create(
        citation=citation, outcome="number_altered", checked_at=NOW, before=before, after=after,
        quote="64 ships", passage="65 ships", old_number="64", new_number="65", difference="-64",
    )  # fmt: skip
    shown = reader.get(f"/api/v1/claims/{claim.uuid}/").json()
    assert shown["citations"][0]["outcome"] == "number_altered"
    path = shown["links"]["citation_checks"]
    altered, unchanged = reader.get(path).json()["results"]
    assert altered["source"] == str(after.source.uuid)
    assert (altered["before"], altered["after"]) == (str(before.uuid), str(after.uuid))
    assert (altered["old_number"], altered["new_number"]) == ("64", "65")
    assert (unchanged["before"], unchanged["after"]) == (None, None)
    assert len(reader.get(f"{path}?outcome=unchanged").json()["results"]) == 1
    assert places(problem(reader.get(f"{path}?outcome=lost"), 400)) == {"outcome"}
