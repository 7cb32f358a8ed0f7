"""What a new installation needs to serve: tables, static files, samples, an administrator."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

from claims.models.access import ApiKey, Scope

ADMIN = "admin"


class Command(BaseCommand):
    """`manage.py first_run`; may be run again at any time, and then only upgrades what is there."""

    help = "Migrate; on a new installation also load the samples, an administrator and an API key."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        if not Path(settings.STATIC_ROOT).exists():
            call_command("collectstatic", interactive=False, verbosity=0)
        if get_user_model().objects.filter(is_superuser=True).exists():
            self._point_to_commands()
            return
        if settings.EMBEDDED:
            call_command("load_samples", stdout=self.stdout)
        self._introduce(*create_admin())

    def _introduce(self, password: str, secret: str) -> None:
        self.stdout.write(
            "\n  Shown once, write them down:\n\n"
            f"  Admin login  {ADMIN}\n"
            f"  Password     {password}\n"
            f"  API key      {secret}"
        )

    def _point_to_commands(self) -> None:
        manage = f"{_python()} manage.py"
        self.stdout.write(
            "\n  The data of the last run is kept. Lost the password or the API key?\n\n"
            f"  New password  {manage} changepassword {ADMIN}\n"
            f"  New API key   {manage} create_api_key"
        )


def create_admin() -> tuple[str, str]:
    """Create the first administrator and an API key of theirs; return the password and the key."""
    password = secrets.token_urlsafe(12)
    user = get_user_model().objects.create_superuser(ADMIN, password=password)
    _, secret = ApiKey.objects.issue(user=user, name="first run", scope=Scope.ADMIN)
    return password, secret


def _python() -> str:
    """Return this Python as one would type it in the project folder."""
    path = Path(sys.executable)
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
