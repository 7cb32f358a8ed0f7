"""API keys are issued and revoked; tasks are run by who may change them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django_celery_beat.models import (
    IntervalSchedule,
    PeriodicTask,
)

from claims.models import ApiKey
from claims.models.access import hash_secret
from tests import factories
from tests.admin.conftest import Login, page

pytestmark = pytest.mark.django_db

ADD = "admin:claims_apikey_add"
WANTED = {"name": "newsroom", "scope": "write", "expires_at_0": "", "expires_at_1": ""}


def issue(client: Client, **fields: str) -> str:
    """Issue a key; return its secret as the page shows it."""
    response = client.post(reverse(ADD), {**WANTED, **fields})
    assert response.status_code == 200, response
    return str(response.context["secret"])


def test_secret_is_shown_once_and_stored_nowhere(editor: Client) -> None:
    secret = issue(editor, user=str(factories.make_user("bo").pk))
    key = ApiKey.objects.get()
    assert (key.name, key.scope, key.user.username) == ("newsroom", "write", "bo")
    assert key.secret_hash == hash_secret(secret)
    assert not any(secret in str(cookie) for cookie in editor.cookies.values())
    assert not any(secret in str(row.get_decoded()) for row in Session.objects.all())
    for url in (
        reverse("admin:claims_apikey_changelist"),
        reverse("admin:claims_apikey_change", args=[key.pk]),
    ):
        html = page(editor, url)
        assert secret not in html and key.secret_hash not in html


def test_key_cannot_be_edited(editor: Client) -> None:
    issue(editor, user=str(factories.make_user("bo").pk))
    key = ApiKey.objects.get()
    url = reverse("admin:claims_apikey_change", args=[key.pk])
    assert editor.post(url, {**WANTED, "scope": "admin"}).status_code == 403
    assert ApiKey.objects.get().scope == "write"


def test_only_superusers_issue_keys_for_others(login: Login) -> None:
    other = factories.make_user("bo", is_superuser=True)
    client = login("add_apikey", "view_apikey")
    issue(client, user=str(other.pk))
    assert ApiKey.objects.get().user.username == "mira"


def test_keys_are_revoked(editor: Client, login: Login) -> None:
    keys = [factories.make_key(user=factories.make_user(name))[0] for name in ("bo", "cy", "di")]
    url = reverse("admin:claims_apikey_revoke", args=[keys[0].pk])
    viewer = login("view_apikey")
    change = reverse("admin:claims_apikey_change", args=[keys[0].pk])
    assert "Revoke this key" not in page(viewer, change)
    assert viewer.post(url).status_code == 403
    assert editor.get(url).status_code == 405
    assert not ApiKey.objects.filter(revoked_at__isnull=False).exists()
    assert "Revoke this key" in page(editor, change)
    editor.post(url)
    assert "Revoke this key" not in page(editor, change)
    bulk = {"action": "revoke_selected", "_selected_action": [keys[0].pk, keys[1].pk]}
    first = ApiKey.objects.get(pk=keys[0].pk).revoked_at
    editor.post(reverse("admin:claims_apikey_changelist"), bulk)
    revoked = ApiKey.objects.filter(revoked_at__isnull=False).order_by("pk")
    assert [key.pk for key in revoked] == [keys[0].pk, keys[1].pk]
    assert revoked[0].revoked_at == first


def test_tasks_are_switched_only_by_who_may_change_them(editor: Client) -> None:
    interval = IntervalSchedule.objects.create(every=10, period="seconds")
    task = PeriodicTask.objects.create(
        name="sweep", task="worker.tasks.sweep_claims", interval=interval
    )
    viewer = factories.make_user("vi", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename="view_periodictask"))
    client = Client()
    client.force_login(viewer)
    url = reverse("admin:django_celery_beat_periodictask_changelist")
    assert "worker.tasks" in page(client, reverse(
        "admin:django_celery_beat_periodictask_change", args=[task.pk]))  # fmt: skip
    sent = {"action": "disable_tasks", "_selected_action": [task.pk]}
    client.post(url, sent)
    assert PeriodicTask.objects.get().enabled
    editor.post(url, sent)
    assert not PeriodicTask.objects.get().enabled
