"""Metrics for Prometheus: closed to all who hold neither the token nor an admin's key."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from drf_spectacular.utils import extend_schema
from prometheus_client import CONTENT_TYPE_LATEST
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from claims.api.authentication import ApiKeyAuthentication
from claims.api.errors import ProblemResponse
from claims.api.metrics import exposition
from claims.api.permissions import HasScope
from claims.api.views.resources import Resource
from claims.models import Scope

_TOKEN = object()  # what `request.auth` is for who holds the token


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer` with METRICS_TOKEN, where that is set."""

    def authenticate(self, request: Request) -> tuple[Any, object] | None:
        """Return nobody, and that the token was right; None where it was not."""
        scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer" or not settings.METRICS_TOKEN:
            return None
        if not constant_time_compare(token.strip(), settings.METRICS_TOKEN):
            return None
        return AnonymousUser(), _TOKEN

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge that goes with a 401."""
        return 'Bearer realm="metrics"'


class HoldsTokenOrScope(BasePermission):
    """The token, or else the scope that the view needs."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the request may pass."""
        return request.auth is _TOKEN or HasScope().has_permission(request, view)


class MetricsView(Resource):
    """What Prometheus scrapes."""

    authentication_classes = [TokenAuthentication, ApiKeyAuthentication, SessionAuthentication]
    permission_classes = [HoldsTokenOrScope]
    needed_scope = Scope.ADMIN

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        """Return the metrics as they are now."""
        try:
            shown = exposition(timezone.now())
        except DatabaseError as error:
            detail = f"The database gives no answer ({type(error).__name__})."
            return ProblemResponse(request, 503, detail, "not-ready")
        return HttpResponse(shown, content_type=CONTENT_TYPE_LATEST)
