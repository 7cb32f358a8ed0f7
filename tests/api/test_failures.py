"""Whatever goes wrong under /api/ is a problem, and never a traceback."""

from __future__ import annotations

import json
from typing import Any

import psycopg.errors
import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, OperationalError
from django.http import Http404
from django.test import Client, RequestFactory

from claims.api.views import claims as claims_views
from claims.api.views import failures
from tests.api.client import ApiClient, problem
from tests.factories import make_claim, make_source

CLAIMS = "/api/v1/claims/"


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/v1/", "/api/v2/claims/", "/api/v1/facts/", f"{CLAIMS}7/", f"{CLAIMS}%00/"],
)
def test_address_that_is_none_is_a_problem(path: str, db: None) -> None:
    body = problem(Client().get(path), 404)
    assert body["type"] == "about:blank"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_writing_to_an_address_that_is_none_needs_no_token(method: str, db: None) -> None:
    problem(Client(enforce_csrf_checks=True).generic(method, "/api/v1/facts/"), 404)


@pytest.mark.parametrize("identifier", ["7", "not-an-id", "01926a3e7c1b7d3a9f526f1d2c3b4a59", "-"])
def test_identifier_of_another_form_is_not_found(reader: ApiClient, identifier: str) -> None:
    problem(reader.get(f"{CLAIMS}{identifier}/"), 404)


def test_identifier_of_another_kind_is_not_found(reader: ApiClient) -> None:
    problem(reader.get(f"{CLAIMS}{make_source().uuid}/"), 404)
    problem(reader.get(f"/api/v1/sources/{make_claim().uuid}/"), 404)


def test_address_without_its_last_slash_is_moved_with_method_and_query(db: None) -> None:
    response = Client().post("/api/v1/claims?x=1")
    assert response.status_code == 308
    assert response.headers["Location"] == "/api/v1/claims/?x=1"


def test_method_that_is_none_is_a_problem(admin: ApiClient) -> None:
    response = admin.delete(CLAIMS)
    problem(response, 405)
    assert response.headers["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_answer_in_another_format_is_refused(reader: ApiClient) -> None:
    headers = {**reader.headers, "Accept": "application/xml"}
    response = reader.django.get(CLAIMS, headers=headers)
    problem(response, 406)


def test_failure_of_the_service_is_a_problem_without_its_cause(
    reader: ApiClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr(claims_views, "shown_claims", fail)
    response = reader.django.get(CLAIMS, headers=reader.headers)
    problem(response, 500)
    assert b"swordfish" not in response.content
    assert "a request failed" in caplog.text


@pytest.mark.parametrize(
    ("error", "cause", "status"),
    [
        (OperationalError("deadlock detected"), psycopg.errors.DeadlockDetected(), 503),
        (OperationalError("no space"), psycopg.errors.DiskFull(), 500),
        (IntegrityError("violates"), psycopg.errors.ForeignKeyViolation(), 409),
        (IntegrityError("violates"), psycopg.errors.CheckViolation(), 500),
    ],
)
def test_requests_that_stood_in_each_others_way_are_told_so(
    reader: ApiClient,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    cause: Exception,
    status: int,
) -> None:
    def fail(*args: Any) -> None:
        raise error from cause

    monkeypatch.setattr(claims_views, "shown_claims", fail)
    response = reader.django.get(CLAIMS, headers=reader.headers)
    problem(response, status)
    assert response.headers.get("Retry-After") == ("1" if status == 503 else None)


def test_options_describe_without_failing(admin: ApiClient) -> None:
    for path in (CLAIMS, f"{CLAIMS}{make_claim().uuid}/", "/api/v1/sources/", "/api/v1/api-keys/"):
        response = admin.send("OPTIONS", path)
        assert response.status_code == 204
        assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (lambda request: failures.bad_request(request, SuspiciousOperation()), 400),
        (lambda request: failures.forbidden(request, PermissionError()), 403),
        (lambda request: failures.not_found(request, Http404()), 404),
        (lambda request: failures.server_error(request), 500),
        (lambda request: failures.csrf_failure(request, "no cookie"), 403),
    ],
)
def test_answers_of_django_itself_are_problems_under_api(answer: Any, status: int) -> None:
    problem(answer_of(answer, "/api/v1/claims/"), status)
    elsewhere = answer(RequestFactory().get("/admin/nowhere/"))
    assert elsewhere.status_code == status
    assert elsewhere.headers["Content-Type"].startswith("text/html")


def answer_of(answer: Any, path: str) -> Any:
    """Return an answer with the `json` that test clients give it."""
    response = answer(RequestFactory().get(path))
    response.json = lambda: json.loads(response.content)
    return response
