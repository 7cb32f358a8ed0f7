"""Evidence, checks and history of a claim, and asking for a check."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from claims.models import Check, Claim, ReviewDecision, StatusChange, Tag
from claims.services.review import review_evidence
from tests.api.client import ApiClient, places, problem
from tests.factories import (
    NOW,
    make_claim,
    make_evidence,
    make_mention,
    make_snapshot,
    make_source,
    make_user,
)

CLAIMS = "/api/v1/claims/"


def part(claim: Claim, name: str) -> str:
    return f"{CLAIMS}{claim.uuid}/{name}"


def rows(client: ApiClient, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(path).json()["results"]
    return found


def test_current_evidence_is_listed_unless_all_is_asked_for(reader: ApiClient) -> None:
    claim = make_claim()
    old = make_evidence(claim, make_mention(), superseded_at=NOW)
    new = make_evidence(claim, make_mention())
    make_evidence(make_claim(), make_mention())
    assert [row["id"] for row in rows(reader, part(claim, "evidence/"))] == [str(new.uuid)]
    everything = rows(reader, part(claim, "evidence/?superseded=true"))
    assert [row["id"] for row in everything] == [str(new.uuid), str(old.uuid)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("stance=supports", {"supports"}),
        ("stance=supports&stance=unclear", {"supports", "unclear"}),
        ("review=none", {"unclear"}),
        ("review=overruled", {"supports"}),
        ("review=none&review=overruled", {"supports", "unclear"}),
        ("review=rejected", set()),
    ],
)
def test_evidence_is_narrowed_by_the_stance_that_counts(
    reader: ApiClient, query: str, expected: set[str]
) -> None:
    claim = make_claim()
    make_evidence(claim, make_mention(), stance="unclear")
    make_evidence(
        claim, make_mention(), stance="contradicts", review="overruled",
        reviewed_stance="supports", reviewed_by=make_user(), reviewed_at=NOW, review_reason="why",
    )  # fmt: skip
    found = rows(reader, part(claim, f"evidence/?{query}"))
    assert {row["stance"] for row in found} == expected


@pytest.mark.parametrize("query", ["stance=unrelated", "review=maybe", "superseded=2&x=1"])
def test_bad_evidence_query_is_refused(reader: ApiClient, query: str) -> None:
    problem(reader.get(part(make_claim(), f"evidence/?{query}")), 400)


def test_checks_are_listed_and_narrowed(reader: ApiClient) -> None:
    claim = make_claim()
    for outcome, error in (("unchanged", ""), ("failed", "ValueError: no unit")):
        Check.objects.create(
            claim=claim, trigger="schedule", outcome=outcome, started_at=NOW, error=error,
            status="unverified", engine_version="1", duration_ms=7,
        )  # fmt: skip
    assert [row["outcome"] for row in rows(reader, part(claim, "checks/"))] == [
        "failed",
        "unchanged",
    ]
    assert [row["error"] for row in rows(reader, part(claim, "checks/?outcome=failed"))] == [
        "ValueError: no unit"
    ]
    assert rows(reader, part(claim, "checks/?trigger=request")) == []


def test_recheck_makes_the_claim_due(
    writer: ApiClient, wakes: Any, django_capture_on_commit_callbacks: Any
) -> None:
    claim = make_claim(next_check_at=NOW + timedelta(days=900), last_checked_at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        response = writer.post(part(claim, "recheck/"))
    claim.refresh_from_db()
    assert response.status_code == 202
    assert response.json()["last_checked_at"] is None
    assert claim.check_trigger == "request"
    assert wakes == [("check_claims", [claim.pk])]


def test_history_tells_edits_and_status_in_order_of_time(
    writer: ApiClient, reader: ApiClient
) -> None:
    made = writer.post(CLAIMS, {"statement": "The zoo of Sundvik keeps 12 lynxes."}).json()
    writer.patch(made["links"]["self"], {"value": "13", "as_of": "2023-Q1", "tags": ["zoo"]})
    claim = Claim.objects.get()
    evidence = make_evidence(claim, make_mention(make_snapshot(make_source(reliability=1))))
    review_evidence(
        evidence=evidence,
        decision=ReviewDecision.CONFIRMED,
        reason="seen",
        user=make_user("eve"),
        now=timezone.now() + timedelta(seconds=5),
    )
    writer.patch(made["links"]["self"], {"tags": ["zoo"]})  # changes nothing
    told = rows(reader, part(claim, "history/"))
    events = [(entry["event"], entry["by"]) for entry in told]
    assert events[0] == ("status_changed", "eve")
    assert events[-1] == ("created", "write key owner")
    assert {event for event in events[1:-1]} == {("edited", "write key owner")}
    assert told[0]["changes"] == [{"field": "status", "before": "unverified", "after": "supported"}]
    assert told[0]["trigger"] == "review"
    assert told[0]["reasons"]["sentence"]
    changes = {
        change["field"]: (change["before"], change["after"])
        for entry in told[1:-1]
        for change in entry["changes"]
    }
    assert changes["value"] == ("12", "13")
    assert changes["as_of"] == (None, "2023-Q1")
    assert changes["tags"] == ([], ["zoo"])


def test_history_pages_hold_every_entry_once(reader: ApiClient) -> None:
    claim = make_claim()
    for number in range(9):
        StatusChange.objects.create(
            claim=claim, old_status="unverified", new_status="supported",
            reasons={"n": number}, changed_at=NOW + timedelta(days=number // 4),
        )  # fmt: skip
    whole = rows(reader, part(claim, "history/"))
    assert len(whole) == 10
    path, paged = part(claim, "history/?page_size=3"), []
    while path:
        page = reader.get(path).json()
        paged += page["results"]
        path = page["next"] and page["next"].removeprefix("http://testserver")
    assert paged == whole


def test_history_survives_a_tag_that_is_gone(writer: ApiClient) -> None:
    body = {"statement": "The zoo of Sundvik keeps 12 lynxes.", "tags": ["zoo"]}
    made = writer.post(CLAIMS, body).json()
    Tag.objects.all().delete()
    assert writer.get(made["links"]["history"]).status_code == 200


@pytest.mark.parametrize(
    "query", ["cursor=xyz", "cursor=WzEsMl0", "page_size=x", "ordering=at&x=1"]
)
def test_bad_history_query_is_refused(reader: ApiClient, query: str) -> None:
    name = query.partition("=")[0]
    named = places(problem(reader.get(part(make_claim(), f"history/?{query}")), 400))
    assert named == ({"x"} if "x=1" in query else {name})


def test_lists_of_evidence_cost_the_same_for_one_and_for_many(
    reader: ApiClient, django_assert_num_queries: Any
) -> None:
    claim, user = make_claim(), make_user()
    for _ in range(6):
        make_evidence(
            claim, make_mention(), review="confirmed", reviewed_by=user, reviewed_at=NOW,
            review_reason="seen",
        )  # fmt: skip
    rows(reader, part(claim, "evidence/"))
    for size in (1, 6):
        with django_assert_num_queries(3):
            assert len(rows(reader, part(claim, f"evidence/?page_size={size}"))) == size
