"""`manage.py first_run`: once it makes an administrator and a key, afterwards it only migrates."""

from __future__ import annotations

import io
import re

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command
from django.utils import timezone

from claims.models import ApiKey
from claims.models.access import hash_secret

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def static_files(settings, tmp_path):
    """Keep the project folder as it is."""
    settings.STATIC_ROOT = tmp_path


def first_run() -> str:
    output = io.StringIO()
    call_command("first_run", stdout=output)
    return output.getvalue()


def test_the_login_and_the_key_shown_are_valid():
    shown = first_run()
    password = re.search(r"Password +(\S+)", shown)
    secret = re.search(r"API key +(\S+)", shown)
    assert password and secret
    user = authenticate(username="admin", password=password[1])
    assert user and user.is_superuser
    key = ApiKey.objects.valid(timezone.now()).get(secret_hash=hash_secret(secret[1]))
    assert (key.user, key.scope) == (user, "admin")


def test_the_password_is_another_each_time():
    shown = first_run()
    get_user_model().objects.all().delete()
    assert first_run() != shown


def test_a_second_run_makes_nothing_and_says_how_to():
    first_run()
    again = first_run()
    assert (get_user_model().objects.count(), ApiKey.objects.count()) == (1, 1)
    assert "changepassword admin" in again and "create_api_key" in again
    assert "clm_" not in again


@pytest.fixture
def called(monkeypatch):
    """The names of the commands that first_run calls; they do nothing."""
    names: list[str] = []
    monkeypatch.setattr(
        "claims.management.commands.first_run.call_command",
        lambda name, **options: names.append(name),
    )
    return names


def test_samples_are_loaded_where_nothing_is_configured(settings, called):
    settings.EMBEDDED = True
    first_run()
    assert called == ["migrate", "load_samples"]


def test_samples_do_not_get_into_production(settings, called):
    settings.EMBEDDED = False
    first_run()
    assert called == ["migrate"]


def test_static_files_are_collected_where_they_are_missing(settings, called, tmp_path):
    settings.STATIC_ROOT, settings.EMBEDDED = tmp_path / "missing", False
    first_run()
    assert called == ["migrate", "collectstatic"]
