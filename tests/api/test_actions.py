"""Actions that take no body: what one says all the same is refused, and nothing is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from claims.models import ApiKey, Claim, Feed, Snapshot, Source
from tests.api.client import ApiClient, places, problem
from tests.factories import make_claim, make_feed, make_key, make_snapshot, make_source

API = "/api/v1/"
ACTIONS = [
    pytest.param(Claim, make_claim, "claims/{}/recheck/", id="recheck"),
    pytest.param(Source, lambda: make_snapshot().source, "sources/{}/read/", id="read"),
    pytest.param(Source, make_source, "sources/{}/retry/", id="retry"),
    pytest.param(Feed, make_feed, "feeds/{}/poll/", id="poll"),
    pytest.param(ApiKey, lambda: make_key("read")[0], "api-keys/{}/revoke/", id="revoke"),
]


@pytest.mark.parametrize(("model", "make", "path"), ACTIONS)
@pytest.mark.parametrize(
    ("body", "content_type", "status", "named"),
    [
        ('{"force": true}', "application/json", 422, {"/force"}),
        ("[1]", "application/json", 422, {""}),
        ("{", "application/json", 400, set()),
        ("force=1", "application/x-www-form-urlencoded", 415, set()),
    ],
)
def test_body_is_refused(
    admin: ApiClient,
    model: Any,
    make: Callable[[], Any],
    path: str,
    body: str,
    content_type: str,
    status: int,
    named: set[str],
) -> None:
    row = make()
    before = model.objects.filter(pk=row.pk).values().get(), Snapshot.objects.values().first()
    answer = admin.post(API + path.format(row.uuid), body, content_type=content_type)
    assert places(problem(answer, status)) == named
    after = model.objects.filter(pk=row.pk).values().get(), Snapshot.objects.values().first()
    assert after == before


@pytest.mark.parametrize(("model", "make", "path"), ACTIONS)
@pytest.mark.parametrize("body", [None, "{}"])
def test_empty_body_is_taken(
    admin: ApiClient, model: Any, make: Callable[[], Any], path: str, body: str | None
) -> None:
    answer = admin.post(API + path.format(make().uuid), body)
    assert answer.status_code in (200, 202), answer.content
