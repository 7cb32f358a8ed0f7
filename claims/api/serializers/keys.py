"""API keys: as they are listed, and the one answer that shows a secret."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.addresses import key_address
from claims.api.serializers.fields import StrictSerializer, WordsField
from claims.models import ApiKey, Scope


class ApiKeyLinksSerializer(serializers.Serializer[Any]):
    """Addresses of the key, without a host."""

    self = serializers.CharField()
    revoke = serializers.CharField()


class ApiKeySerializer(serializers.Serializer[Any]):
    """A key without its secret."""

    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField(help_text="What the key is used for.")
    scope = serializers.ChoiceField(choices=Scope.choices)
    prefix = serializers.CharField(help_text="How the secret begins, to tell keys apart.")
    owner = serializers.CharField(source="user.username")
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField(allow_null=True, help_text="To the minute.")
    links = serializers.SerializerMethodField(help_text="Where the key is, and is revoked.")

    @extend_schema_field(ApiKeyLinksSerializer)
    def get_links(self, key: ApiKey) -> dict[str, str]:
        """Return where the key is, and where it is revoked."""
        return {"self": key_address(key.uuid), "revoke": key_address(key.uuid, "revoke")}


class NewApiKeySerializer(ApiKeySerializer):
    """A key with its secret, which is shown this once."""

    secret = serializers.CharField(help_text="Goes into `Authorization: Bearer …`.")


class ApiKeyDraftSerializer(StrictSerializer):
    """A key to be issued; it belongs to who asks for it."""

    read_only_names = (
        "id", "prefix", "owner", "created_at", "revoked_at", "last_used_at", "secret", "links",
    )  # fmt: skip

    name = WordsField(max_length=100, help_text="What the key is used for.")
    scope = serializers.ChoiceField(choices=Scope.choices, required=False, default=Scope.READ.value)
    expires_at = serializers.DateTimeField(
        required=False, allow_null=True, default=None, help_text="It never expires unless given."
    )

    def validate_expires_at(self, expires_at: datetime | None) -> datetime | None:
        """Refuse a key that would never open anything."""
        if expires_at is not None and expires_at <= timezone.now():
            raise serializers.ValidationError("This time has passed.")
        return expires_at
