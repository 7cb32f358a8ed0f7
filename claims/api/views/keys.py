"""API keys: list, issue, revoke."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.addresses import key_address
from claims.api.description import KEY_ID, LINK_HEADER, LOCATION_HEADER, answer, body, problems
from claims.api.examples import keys as examples
from claims.api.pagination import CREATED, SortKey
from claims.api.serializers.keys import (
    ApiKeyDraftSerializer,
    ApiKeySerializer,
    NewApiKeySerializer,
)
from claims.api.views.resources import ListView, Resource, by_id, refuse_fields, shown_by, validated
from claims.models import ApiKey, Scope

_TAGS = ["API keys"]


class ApiKeysView(ListView):
    """All keys."""

    needed_scope = Scope.ADMIN
    queryset = ApiKey.objects.none()
    sort_keys = {
        "created_at": CREATED,
        "last_used_at": SortKey("last_used_at", datetime, nullable=True),
    }

    @extend_schema(
        operation_id="list_api_keys",
        summary="List API keys",
        tags=_TAGS,
        parameters=[LINK_HEADER],
        responses={
            200: answer(ApiKeySerializer(many=True), "A page of keys.", examples.KEY),
            **problems(400, 401, 403),
        },
    )
    def get(self, request: Request) -> Response:
        """Return the keys of all users, without their secrets."""
        return self.listed(ApiKey.objects.select_related("user"), shown_by(ApiKeySerializer))

    @extend_schema(
        operation_id="create_api_key",
        summary="Issue an API key",
        tags=_TAGS,
        parameters=[LOCATION_HEADER],
        request=body(ApiKeyDraftSerializer, examples.DRAFT),
        responses={
            201: answer(NewApiKeySerializer, "The key with its secret.", examples.NEW_KEY),
            **problems(400, 401, 403, 413, 415, 422),
        },
    )
    def post(self, request: Request) -> Response:
        """Issue a key to who asks for it. Its secret is shown in this answer and never again."""
        written = validated(ApiKeyDraftSerializer, request)
        key, secret = ApiKey.objects.issue(user=request.user, **written)
        shown = {**ApiKeySerializer(key).data, "secret": secret}
        headers = {"Location": key_address(key.uuid), "Cache-Control": "no-store"}
        return Response(shown, status=201, headers=headers)


class ApiKeyView(Resource):
    """One key."""

    needed_scope = Scope.ADMIN

    @extend_schema(
        operation_id="get_api_key",
        summary="Read an API key",
        tags=_TAGS,
        parameters=[KEY_ID],
        responses={
            200: answer(ApiKeySerializer, "The key without its secret.", examples.KEY),
            **problems(401, 403, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return what is known of a key."""
        key = by_id(ApiKey.objects.select_related("user"), id)
        return Response(ApiKeySerializer(key).data)


class ApiKeyRevokeView(Resource):
    """Revoking a key."""

    needed_scope = Scope.ADMIN

    @extend_schema(
        operation_id="revoke_api_key",
        summary="Revoke an API key",
        tags=_TAGS,
        parameters=[KEY_ID],
        request=None,
        responses={
            200: answer(ApiKeySerializer, "The key, which opens nothing now.", examples.REVOKED),
            **problems(400, 401, 403, 404, 413, 415, 422),
        },
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Revoke a key at once and for good; revoking it again changes nothing."""
        refuse_fields(request)
        keys = ApiKey.objects.select_related("user")
        key = by_id(keys, id)
        ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now())
        return Response(ApiKeySerializer(by_id(keys, id)).data)
