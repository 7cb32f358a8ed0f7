"""Statuses of past times, and by other policies."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from claims.models import Claim
from tests.api.client import ApiClient, places, problem
from tests.factories import make_claim
from tests.services.test_replay import Story, rows_of_all_tables, told

CLAIMS = "/api/v1/claims/"
REPLAY = "/api/v1/replay/"


@pytest.fixture
def story(db: None) -> Story:
    story = Story()
    story.published("Torvik has 64 lighthouses, the coast guard said on Monday.", 2023, "gazette")
    return story


def status_url(claim: Claim, query: str = "") -> str:
    return f"{CLAIMS}{claim.uuid}/status/{query}"


def test_past_status_is_told_with_its_reasons_and_value(reader: ApiClient) -> None:
    story = told()
    for at, status, reasons in story.moments:
        then = reader.get(status_url(story.claim, f"?as_of={quote(at.isoformat())}")).json()
        assert (then["status"], then["recorded_status"]) == (status, status)
        value = reasons.get("current_value")
        assert (then["current_value"] and then["current_value"]["value"]) == (
            value and value["value"]
        )


def test_status_of_now_is_that_of_the_claim(reader: ApiClient, story: Story) -> None:
    claim = reader.get(f"{CLAIMS}{story.claim.uuid}/").json()
    then = reader.get(claim["links"]["status"]).json()
    for name in ("status", "confidence", "status_reasons", "current_value"):
        assert then[name] == claim[name]
    assert then["policy"]["min_weight"] == 0.2


def test_status_by_another_policy(reader: ApiClient, story: Story) -> None:
    then = reader.get(status_url(story.claim, "?min_weight=0.9&same_time_days=30")).json()
    assert (then["status"], then["recorded_status"]) == ("unverified", "outdated")
    assert (then["policy"]["min_weight"], then["policy"]["same_time_days"]) == (0.9, 30)
    assert then["current_value"] is None


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("as_of=yesterday", "as_of"),
        ("as_of=2190-01-01", "as_of"),
        ("as_of=1990-01-01", "as_of"),
        ("as_of=0000-00-00", "as_of"),
        ("min_weight=2", "min_weight"),
        ("min_weight=nan", "min_weight"),
        ("min_weight=many", "min_weight"),
        ("same_time_days=1.5", "same_time_days"),
        ("clear_majority=1e400", "clear_majority"),
        ("min_wait=1", "min_wait"),
    ],
)
def test_bad_question_is_named(reader: ApiClient, story: Story, query: str, parameter: str) -> None:
    assert places(problem(reader.get(status_url(story.claim, f"?{query}")), 400)) == {parameter}


def test_replay_lists_the_claims_that_another_policy_would_move(
    reader: ApiClient, story: Story
) -> None:
    make_claim(statement="nobody speaks of it")
    reader.get(REPLAY)  # the key's use is noted once a minute
    before = rows_of_all_tables()
    (row,) = reader.get(f"{REPLAY}?min_weight=0.9").json()["results"]
    assert row["claim"] == str(story.claim.uuid)
    assert (row["old"]["status"], row["new"]["status"]) == ("outdated", "unverified")
    assert set(row["new"]["status_reasons"]["set_aside_because"].values()) == {"too_light"}
    assert row["old"]["current_value"]["value"] == "64"
    assert rows_of_all_tables() == before


def test_replay_by_the_policy_in_force_lists_nothing(reader: ApiClient, story: Story) -> None:
    assert reader.get(REPLAY).json()["results"] == []
    rows = reader.get(f"{REPLAY}?unchanged=true").json()["results"]
    assert [row["changes"] for row in rows] == [False]


def test_replay_is_narrowed_like_a_list_of_claims(reader: ApiClient, story: Story) -> None:
    assert reader.get(f"{REPLAY}?min_weight=0.9&status=disputed").json()["results"] == []
    assert len(reader.get(f"{REPLAY}?min_weight=0.9&status=outdated").json()["results"]) == 1


def test_pages_of_a_replay_cost_the_same_for_one_claim_and_for_many(
    reader: ApiClient, story: Story, django_assert_num_queries: Any
) -> None:
    for number in range(9):
        make_claim(statement=f"Claim {number}")
    reader.get(REPLAY)
    for size in (1, 10):
        with django_assert_num_queries(5):
            reader.get(f"{REPLAY}?unchanged=true&page_size={size}")


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("min_weight=2", "min_weight"), ("unchanged=perhaps", "unchanged"), ("status=x", "status")],
)
def test_bad_replay_is_named(reader: ApiClient, query: str, parameter: str) -> None:
    assert places(problem(reader.get(f"{REPLAY}?{query}"), 400)) == {parameter}


def test_strangers_are_not_told(stranger: ApiClient, story: Story) -> None:
    problem(stranger.get(REPLAY), 401)
    problem(stranger.get(status_url(story.claim)), 401)
