"""An API key from the command line: the first one, or one for a machine."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from claims.models import ApiKey, Scope


class Command(BaseCommand):
    """`manage.py create_api_key [--user NAME] [--name TEXT] [--scope SCOPE] [--days N]`."""

    help = "Issue an API key and print its secret, which cannot be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", help="who owns it; the first superuser unless given")
        parser.add_argument("--name", default="command line", help="what it is used for")
        parser.add_argument("--scope", choices=Scope.values, default=Scope.ADMIN.value)
        parser.add_argument("--days", type=int, help="after how many days it expires; never")

    def handle(self, *args: Any, **options: Any) -> None:
        days = options["days"]
        if days is not None and days < 1:
            raise CommandError("--days must be 1 or more.")
        if not 0 < len(options["name"].strip()) <= 100:
            raise CommandError("--name must have 1 to 100 characters.")
        _, secret = ApiKey.objects.issue(
            user=_owner(options["user"]),
            name=options["name"].strip(),
            scope=options["scope"],
            expires_at=timezone.now() + timedelta(days=days) if days else None,
        )
        self.stdout.write(secret)


def _owner(name: str | None) -> Any:
    users = get_user_model().objects.filter(is_active=True)
    if name is None:
        owner = users.filter(is_superuser=True).order_by("pk").first()
        if owner is None:
            raise CommandError("There is no superuser yet: manage.py createsuperuser.")
        return owner
    owner = users.filter(username=name).first()
    if owner is None:
        raise CommandError(f"No active user is called {name!r}.")
    return owner
