"""Who may do what: keys, scopes, logins, CSRF."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from claims.models import ApiKey
from tests.api.client import ApiClient, problem
from tests.factories import make_claim, make_key, make_user

CLAIMS = "/api/v1/claims/"
KEYS = "/api/v1/api-keys/"
NOTHING = f"{CLAIMS}01926a3e-7c1b-7d3a-9f52-6f1d2c3b4a59/"


def refused(client: ApiClient, detail: str) -> None:
    response = client.get(CLAIMS)
    assert detail in problem(response, 401)["detail"]
    assert response.headers["WWW-Authenticate"].startswith('Bearer realm="api"')


def test_stranger_is_refused(stranger: ApiClient) -> None:
    refused(stranger, "credentials")


def test_unknown_key_is_refused(db: None) -> None:
    refused(ApiClient("clm_guessed"), "No API key")


def test_expired_key_is_refused(db: None) -> None:
    refused(ApiClient(make_key(expires_at=timezone.now())[1]), "expired")


def test_revoked_key_is_refused(db: None) -> None:
    key, secret = make_key()
    ApiKey.objects.filter(pk=key.pk).update(revoked_at=timezone.now())
    refused(ApiClient(secret), "revoked")


def test_key_of_somebody_who_left_is_refused(db: None) -> None:
    _, secret = make_key(user=make_user(is_active=False))
    refused(ApiClient(secret), "may no longer log in")


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic YTpi", "clm_x", "Bearer \u00e9"])
def test_odd_authorization_is_refused(db: None, header: str) -> None:
    response = Client().get(CLAIMS, headers={"Authorization": header})
    problem(response, 401)


def test_scheme_is_read_in_any_case(db: None) -> None:
    _, secret = make_key("read")
    response = Client().get(CLAIMS, headers={"Authorization": f"bEARER {secret}"})
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("scope", "method", "path", "needed"),
    [
        ("read", "POST", CLAIMS, "write"),
        ("read", "PUT", NOTHING, "write"),
        ("read", "PATCH", NOTHING, "write"),
        ("read", "POST", f"{NOTHING}recheck/", "write"),
        ("read", "POST", "/api/v1/sources/", "write"),
        ("write", "DELETE", NOTHING, "admin"),
        ("write", "DELETE", NOTHING.replace("claims", "sources"), "admin"),
        ("write", "GET", KEYS, "admin"),
        ("write", "POST", KEYS, "admin"),
        ("read", "GET", KEYS, "admin"),
    ],
)
def test_small_scope_is_told_which_one_is_needed(
    db: None, scope: str, method: str, path: str, needed: str
) -> None:
    response = ApiClient(make_key(scope)[1]).send(method, path, {})
    assert f"“{needed}”" in problem(response, 403)["detail"]
    assert f'scope="{needed}"' in response.headers["WWW-Authenticate"]


@pytest.mark.parametrize("scope", ["read", "write", "admin"])
def test_every_scope_may_read(db: None, scope: str) -> None:
    assert ApiClient(make_key(scope)[1]).get(CLAIMS).status_code == 200


def test_use_of_a_key_is_noted_once_a_minute(db: None, django_assert_num_queries: Any) -> None:
    key, secret = make_key("read")
    client = ApiClient(secret)
    client.get(CLAIMS)
    key.refresh_from_db()
    first = key.last_used_at
    assert first is not None
    with django_assert_num_queries(2):  # the key, no claims
        client.get(CLAIMS)
    ApiKey.objects.update(last_used_at=first - timedelta(minutes=2))
    client.get(CLAIMS)
    key.refresh_from_db()
    assert key.last_used_at is not None and key.last_used_at >= first


def logged_in(**fields: Any) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(**fields))
    return client


def send(client: Client, method: str, path: str, body: str = "{}") -> Any:
    client.cookies["csrftoken"] = token = "a" * 32
    headers = {"X-CSRFToken": token}
    return client.generic(method, path, body, content_type="application/json", headers=headers)


@pytest.mark.parametrize(
    ("fields", "statuses"),
    [
        ({}, (200, 403, 403)),
        ({"is_staff": True}, (200, 422, 403)),
        ({"is_superuser": True}, (200, 422, 404)),
    ],
)
def test_login_reads_staff_writes_superuser_deletes(
    db: None, fields: dict[str, bool], statuses: tuple[int, ...]
) -> None:
    client = logged_in(**fields)
    answers = (
        send(client, "GET", CLAIMS, ""),
        send(client, "POST", CLAIMS),
        send(client, "DELETE", NOTHING, ""),
    )
    assert tuple(answer.status_code for answer in answers) == statuses


def test_login_writes_only_with_its_token(db: None) -> None:
    client = logged_in(is_staff=True)
    response = client.post(CLAIMS, "{}", content_type="application/json")
    assert "CSRF" in problem(response, 403)["detail"]


def test_key_needs_no_token(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    headers = {"Authorization": f"Bearer {make_key('write')[1]}"}
    response = client.post(CLAIMS, "{}", content_type="application/json", headers=headers)
    problem(response, 422)


def test_issued_key_opens_the_api_and_hides_its_secret(admin: ApiClient) -> None:
    response = admin.post(KEYS, {"name": "newsroom", "scope": "write"})
    issued = response.json()
    assert response.status_code == 201
    assert response.headers["Cache-Control"] == "no-store"
    assert issued["owner"] == "admin key owner"
    assert issued["secret"].startswith(issued["prefix"])
    assert ApiClient(issued["secret"]).get(f"{CLAIMS}{make_claim().uuid}/").status_code == 200
    listed = admin.get(KEYS)
    assert issued["secret"] not in listed.content.decode()
    assert [row["name"] for row in listed.json()["results"]] == ["newsroom", "admin key"]
    assert "secret" not in admin.get(issued["links"]["self"]).json()


def test_key_reads_unless_more_is_asked_for(admin: ApiClient) -> None:
    issued = admin.post(KEYS, {"name": "reader"}).json()
    assert (issued["scope"], issued["expires_at"]) == ("read", None)


def test_revoked_key_opens_nothing_and_stays_revoked(admin: ApiClient) -> None:
    issued = admin.post(KEYS, {"name": "newsroom"}).json()
    revoked = admin.post(issued["links"]["revoke"]).json()
    assert revoked["revoked_at"] is not None
    problem(ApiClient(issued["secret"]).get(CLAIMS), 401)
    assert admin.post(issued["links"]["revoke"]).json() == revoked


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/name"),
        ({"name": ""}, "/name"),
        ({"name": "x" * 101}, "/name"),
        ({"name": "a", "scope": "root"}, "/scope"),
        ({"name": "a", "expires_at": "2020-01-01T00:00:00Z"}, "/expires_at"),
        ({"name": "a", "expires_at": "soon"}, "/expires_at"),
        ({"name": "a", "secret": "clm_mine"}, "/secret"),
        ({"name": "a", "owner": "bo"}, "/owner"),
    ],
)
def test_bad_key_is_refused(admin: ApiClient, body: dict[str, Any], pointer: str) -> None:
    response = admin.post(KEYS, body)
    assert pointer in str(problem(response, 422)["errors"])
    assert ApiKey.objects.count() == 1


def test_unknown_key_is_not_found(admin: ApiClient) -> None:
    missing = NOTHING.replace("claims", "api-keys")
    problem(admin.get(missing), 404)
    problem(admin.post(f"{missing}revoke/"), 404)
