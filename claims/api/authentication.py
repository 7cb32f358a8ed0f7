"""Who is asking: an API key in the Authorization header."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from claims.models import ApiKey
from claims.models.access import hash_secret

_SCHEME = "bearer"
_USE_NOTED_EVERY = timedelta(minutes=1)


class ApiKeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer clm_…`; the key is then `request.auth`."""

    def authenticate(self, request: Request) -> tuple[Any, ApiKey] | None:
        """Return the key's user and the key; None when the header names another scheme."""
        scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != _SCHEME:
            return None
        key = self._find(secret.strip())
        _note_use(key, timezone.now())
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge that goes with a 401."""
        return 'Bearer realm="api"'

    def _find(self, secret: str) -> ApiKey:
        key = ApiKey.objects.select_related("user").filter(secret_hash=hash_secret(secret)).first()
        if key is None:
            raise AuthenticationFailed("No API key like this one is known.")
        if key.revoked_at is not None:
            raise AuthenticationFailed("This API key was revoked.")
        if key.expires_at is not None and key.expires_at <= timezone.now():
            raise AuthenticationFailed("This API key has expired.")
        if not key.user.is_active:
            raise AuthenticationFailed("The owner of this API key may no longer log in.")
        return key


def _note_use(key: ApiKey, now: datetime) -> None:
    """Store when the key was used, at most once a minute: a read must not cost a write."""
    before = now - _USE_NOTED_EVERY
    if key.last_used_at is None or key.last_used_at < before:
        unnoted = Q(last_used_at__isnull=True) | Q(last_used_at__lt=before)
        ApiKey.objects.filter(unnoted, pk=key.pk).update(last_used_at=now)
