"""Sources and their parts: read, list, edit, delete, read again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from claims.models import Citation, Claim, Snapshot, Source
from claims.services.sources import push_source
from tests.api.client import ApiClient, places, problem
from tests.factories import (
    NOW,
    TEXT,
    make_claim,
    make_evidence,
    make_mention,
    make_snapshot,
    make_source,
)

SOURCES = "/api/v1/sources/"
MISSING = f"{SOURCES}01926a3e-7c1b-7d3a-9f52-6f1d2c3b4a59/"


def path(source: Source, part: str = "") -> str:
    return f"{SOURCES}{source.uuid}/{part}"


def test_failed_reading_is_explained(reader: ApiClient) -> None:
    snapshot = make_snapshot(state="failed", error="ValueError: no digits")
    Source.objects.update(state="failed")
    source = reader.get(path(snapshot.source)).json()
    assert (source["state"], source["error"]) == ("failed", "ValueError: no digits")


def test_patch_changes_what_is_given(writer: ApiClient) -> None:
    source = make_source(author="Ada Berg")
    changed = writer.patch(path(source), {"title": "Other", "published_at": "2024-05-03"}).json()
    assert (changed["title"], changed["author"]) == ("Other", "Ada Berg")
    assert changed["published_at"] == "2024-05-03T00:00:00Z"


def test_put_replaces_the_description(writer: ApiClient) -> None:
    source = make_source(author="Ada Berg", reliability=Decimal("0.9"), kind="report")
    changed = writer.put(path(source), {"url": source.url, "title": "Other"}).json()
    assert (changed["title"], changed["author"], changed["kind"]) == ("Other", "", "article")
    assert Decimal(changed["reliability"]) == Decimal("0.5")


def test_address_of_another_source_is_refused(writer: ApiClient) -> None:
    taken, source = make_source(), make_source()
    body = problem(writer.patch(path(source), {"url": taken.url}), 409)
    assert places(body) == {"/url"}
    source.refresh_from_db()
    assert source.url != taken.url


def test_source_must_stay_identifiable(writer: ApiClient) -> None:
    source = make_source()
    problem(writer.patch(path(source), {"url": None}), 409)
    problem(writer.put(path(source), {"title": "No address"}), 409)


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"text": TEXT}, "/text"),
        ({"state": "read"}, "/state"),
        ({"reliability": 2}, "/reliability"),
    ],
)
def test_bad_change_is_refused(writer: ApiClient, fields: dict[str, Any], pointer: str) -> None:
    assert places(problem(writer.patch(path(make_source()), fields), 422)) == {pointer}


def test_another_reliability_has_its_claims_checked_again(writer: ApiClient) -> None:
    source = make_source()
    concerned = make_evidence(make_claim(last_checked_at=NOW), make_mention(make_snapshot(source)))
    other = make_claim(last_checked_at=NOW)
    writer.patch(path(source), {"reliability": "0.9"})
    assert Claim.objects.get(pk=concerned.claim_id).last_checked_at is None
    assert Claim.objects.get(pk=other.pk).last_checked_at == NOW


def test_stale_edit_is_refused(writer: ApiClient) -> None:
    source = make_source()
    tag = writer.get(path(source)).headers["ETag"]
    assert writer.get(path(source), If_None_Match=tag).status_code == 304
    assert writer.patch(path(source), {"title": "Other"}, If_Match=tag).status_code == 200
    problem(writer.patch(path(source), {"title": "Third"}, If_Match=tag), 412)
    assert writer.get(path(source), If_None_Match=tag).status_code == 200


def test_reading_a_new_text_does_not_refuse_an_editors_work(writer: ApiClient) -> None:
    source = make_source()
    tag = writer.get(path(source)).headers["ETag"]
    push_source(fields={"url": source.url, "title": source.title}, text="12 cranes.", now=NOW)
    assert writer.get(path(source), If_None_Match=tag).status_code == 200
    changed = writer.patch(path(source), {"title": "Other"}, If_Match=tag)
    assert (changed.status_code, changed.json()["version"]) == (200, 2)


def test_what_a_push_completes_is_an_edit(writer: ApiClient) -> None:
    source = make_source(publisher="")
    tag = writer.get(path(source)).headers["ETag"]
    push_source(fields={"url": source.url, "publisher": "Gazette"}, text="", now=NOW)
    problem(writer.patch(path(source), {"publisher": "Courier"}, If_Match=tag), 412)


def test_state_that_moved_is_sent_again(reader: ApiClient) -> None:
    source = make_source()
    tag = reader.get(path(source)).headers["ETag"]
    Source.objects.update(state="read")
    assert reader.get(path(source), If_None_Match=tag).status_code == 200


def test_unused_source_is_deleted_with_its_texts(admin: ApiClient) -> None:
    source = make_snapshot().source
    assert admin.delete(path(source)).status_code == 204
    assert not Source.objects.exists()
    assert not Snapshot.objects.exists()


def test_source_with_evidence_is_kept(admin: ApiClient) -> None:
    source = make_evidence().snapshot.source
    assert "1 piece of evidence rests" in problem(admin.delete(path(source)), 409)["detail"]
    assert Source.objects.exists()


def test_cited_source_is_kept(admin: ApiClient) -> None:
    source = make_source()
    for _ in range(2):
        Citation.objects.create(claim=make_claim(), source=source)
    assert "2 citations rest" in problem(admin.delete(path(source)), 409)["detail"]


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_unknown_source_is_not_found(admin: ApiClient, method: str) -> None:
    problem(admin.send(method, MISSING, {"url": "https://a.example/"}), 404)


@pytest.mark.parametrize("part", ["snapshots/", "mentions/"])
def test_parts_of_an_unknown_source_are_not_found(reader: ApiClient, part: str) -> None:
    problem(reader.get(MISSING + part), 404)


def test_snapshots_are_listed_without_their_text(reader: ApiClient) -> None:
    source = make_source()
    old = make_snapshot(source, state="read", read_at=NOW)
    new = make_snapshot(source, text=f"{TEXT} Corrected.")
    make_snapshot()
    listed = reader.get(path(source, "snapshots/")).json()["results"]
    assert [row["id"] for row in listed] == [str(new.uuid), str(old.uuid)]
    assert "text" not in listed[0]
    assert listed[0]["length"] == len(new.text)
    only = reader.get(path(source, "snapshots/?state=read")).json()["results"]
    assert [row["id"] for row in only] == [str(old.uuid)]


def test_snapshot_is_shown_with_its_text(reader: ApiClient) -> None:
    snapshot = make_snapshot()
    shown = reader.get(path(snapshot.source, f"snapshots/{snapshot.uuid}/")).json()
    assert shown["text"] == TEXT


def test_snapshot_of_another_source_is_not_found(reader: ApiClient) -> None:
    problem(reader.get(path(make_source(), f"snapshots/{make_snapshot().uuid}/")), 404)


def test_mentions_of_the_current_reading_are_listed(reader: ApiClient) -> None:
    snapshot = make_snapshot(engine_version="2")
    current = make_mention(snapshot, engine_version="2", role="target")
    make_mention(snapshot, engine_version="1")
    listed = reader.get(path(snapshot.source, "mentions/")).json()["results"]
    assert [row["id"] for row in listed] == [str(current.uuid)]
    row = listed[0]
    assert TEXT[row["start"] : row["end"]] == row["quote"] == "4,200 ships"
    assert (row["value"], row["snapshot"]) == ("4200", str(snapshot.uuid))
    for query, found in (("role=level", 0), ("role=target", 1), ("unit=percent", 0)):
        rows = reader.get(path(snapshot.source, f"mentions/?{query}")).json()["results"]
        assert len(rows) == found
    chosen = reader.get(path(snapshot.source, f"mentions/?snapshot={snapshot.uuid}"))
    assert len(chosen.json()["results"]) == 1


def test_newest_text_is_read_again(
    writer: ApiClient, wakes: Any, django_capture_on_commit_callbacks: Any
) -> None:
    snapshot = make_snapshot(state="failed", next_read_at=None, attempts=5, error="x")
    with django_capture_on_commit_callbacks(execute=True):
        response = writer.post(path(snapshot.source, "read/"))
    snapshot.refresh_from_db()
    assert response.status_code == 202
    assert response.json()["state"] == "pending"
    assert (snapshot.attempts, snapshot.next_read_at is not None) == (0, True)
    assert wakes == [("read_snapshots", [snapshot.pk])]


def test_source_without_a_text_cannot_be_read(writer: ApiClient) -> None:
    problem(writer.post(path(make_source(), "read/")), 409)
    problem(writer.post(f"{MISSING}read/"), 404)


def test_lists_cost_the_same_for_one_source_and_for_many(
    reader: ApiClient, django_assert_num_queries: Any
) -> None:
    for number in range(8):
        make_snapshot(text=f"{TEXT} {number}")
    reader.get(SOURCES)
    for size in (1, 8):
        with django_assert_num_queries(2):
            assert len(reader.get(f"{SOURCES}?page_size={size}").json()["results"]) == size


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"harbour", "zoo"}),
        ("state=read", {"zoo"}),
        ("kind=report&kind=dataset", {"zoo"}),
        ("url=HTTPS://zoo.example/a?utm_source=x%26", {"zoo"}),
        ("url=nonsense", set()),
        ("publisher=gaz", {"harbour"}),
        ("language=sv", {"zoo"}),
        ("published_since=2024-06-01T12:00:00Z", {"zoo"}),
        ("published_before=2024-06-01T12:00:00Z", set()),
        ("updated_since=2190-01-01", set()),
        ("search=zoo+ex", {"zoo"}),
        ("ordering=published_at", {"harbour", "zoo"}),
    ],
)
def test_list_is_narrowed(reader: ApiClient, query: str, expected: set[str]) -> None:
    make_source(title="harbour", publisher="Gazette")
    make_source(
        title="zoo", url="https://zoo.example/a", kind="report", state="read", language="sv",
        published_at=NOW,
    )  # fmt: skip
    rows = reader.get(f"{SOURCES}?{query}").json()["results"]
    assert {row["title"] for row in rows} == expected
