"""Sets of linked claims: which fit together, which do not, and which wait for an editor."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.description import LINK_HEADER, SET_ID, answer, body, problems
from claims.api.examples import links as examples
from claims.api.filters.links import SetFilters
from claims.api.pagination import CREATED, SortKey
from claims.api.serializers.links import (
    ConfirmDraftSerializer,
    SetSerializer,
    WholeSetSerializer,
)
from claims.api.views.resources import ListView, Resource, by_id, shown_by, validated
from claims.models import ClaimSet
from claims.services.sets import confirm_set

_TAGS = ["linked claims"]


class SetsView(ListView):
    """All sets."""

    filterset_class = SetFilters
    queryset = ClaimSet.objects.none()
    sort_keys = {
        "created_at": CREATED,
        "reckoned_at": SortKey("reckoned_at", datetime, nullable=True),
    }

    @extend_schema(
        operation_id="list_claim_sets",
        summary="List sets of linked claims",
        tags=_TAGS,
        parameters=[LINK_HEADER],
        responses={
            200: answer(SetSerializer(many=True), "A page of sets.", examples.SET),
            **problems(400, 401),
        },
    )
    def get(self, request: Request) -> Response:
        """Return the sets: `consistency=inconsistent` is the report, `flagged=true` the queue."""
        rows = ClaimSet.objects.select_related("claim", "confirmed_by")
        return self.listed(rows, shown_by(SetSerializer))


class SetView(Resource):
    """One set."""

    @extend_schema(
        operation_id="get_claim_set",
        summary="Read a set of linked claims",
        tags=_TAGS,
        parameters=[SET_ID],
        responses={
            200: answer(WholeSetSerializer, "The set.", examples.WHOLE_SET),
            **problems(401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return a set with its claims, both intervals, and the reason in words."""
        rows = ClaimSet.objects.select_related("claim", "confirmed_by")
        return Response(WholeSetSerializer(by_id(rows, id)).data)


class SetConfirmView(Resource):
    """An editor's word on a derived claim."""

    @extend_schema(
        operation_id="confirm_claim_set",
        summary="Confirm a derived claim whose input changed",
        tags=_TAGS,
        parameters=[SET_ID],
        request=body(ConfirmDraftSerializer, examples.CONFIRM),
        responses={
            200: answer(WholeSetSerializer, "The set without its flag.", examples.CONFIRMED),
            **problems(400, 401, 403, 404, 413, 415, 422),
        },
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Take the flag off: somebody has looked. The next change of an input flags it again."""
        reason = validated(ConfirmDraftSerializer, request)["reason"]
        stored = by_id(ClaimSet.objects.all(), id)
        confirm_set(claim_set=stored, reason=reason, user=request.user, now=timezone.now())
        rows = ClaimSet.objects.select_related("claim", "confirmed_by")
        return Response(WholeSetSerializer(by_id(rows, id)).data)
