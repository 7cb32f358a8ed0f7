"""Who may call the API: keys, shown once and stored as a hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.identity import PublicIdentity

PREFIX_LENGTH = 8


class Scope(models.TextChoices):
    """What a key may do; each scope includes the ones before it."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"

    def includes(self, other: str) -> bool:
        """Whether this scope allows what `other` allows."""
        return Scope.values.index(self.value) >= Scope.values.index(other)


def hash_secret(secret: str) -> str:
    """Return what is stored of a secret. 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Keys, and how they are made and found."""

    def issue(
        self, *, user: Any, name: str, scope: str, expires_at: datetime | None = None
    ) -> tuple[ApiKey, str]:
        """Create a key; return it with its secret, which cannot be shown again."""
        secret = f"clm_{secrets.token_urlsafe(32)}"
        key = self.create(
            user=user,
            name=name,
            scope=scope,
            expires_at=expires_at,
            prefix=secret[: PREFIX_LENGTH + 4],
            secret_hash=hash_secret(secret),
        )
        return key, secret

    def valid(self, now: datetime) -> Self:
        """Keys that open the API at `now`."""
        return self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=now),
            revoked_at__isnull=True,
            user__is_active=True,
        )


class ApiKey(PublicIdentity):
    """A key of one user, with a scope; expires or is revoked, never deleted by the machine."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_keys"
    )
    name = models.CharField(max_length=100, help_text="What the key is used for.")
    scope = models.CharField(max_length=10, choices=Scope.choices, default=Scope.READ.value)
    prefix = models.CharField(max_length=20, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "API key"
        constraints = [
            models.CheckConstraint(name="api_key_scope_known", condition=Q(scope__in=Scope.values)),
            models.CheckConstraint(name="api_key_named", condition=~Q(name="")),
            models.CheckConstraint(
                name="api_key_hash_complete", condition=Q(secret_hash__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
