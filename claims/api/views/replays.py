"""Statuses replayed: of a past time, and by another policy. Nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.description import CLAIM_ID, LINK_HEADER, answer, problems
from claims.api.errors import BadQuery
from claims.api.examples import replays as examples
from claims.api.filters.replays import ReplayFilters
from claims.api.policies import POLICY_PARAMETERS, policy_of
from claims.api.serializers.claims import shown_claims
from claims.api.serializers.fields import MomentField
from claims.api.serializers.replays import (
    RetriedSerializer,
    StatusThenSerializer,
    retried_as_json,
    status_then_as_json,
)
from claims.api.views.resources import ListView, Resource, by_id
from claims.checking.policy import RANGES
from claims.models import Claim
from claims.services.replay import NotYet, retry, status_at

_AS_OF = OpenApiParameter(
    "as_of",
    {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]},
    OpenApiParameter.QUERY,
    description="A point in time, or a day for its beginning in UTC; now unless given.",
)


class ClaimStatusView(Resource):
    """Where a claim stood."""

    @extend_schema(
        operation_id="get_claim_status",
        summary="Replay a claim's status",
        tags=["claim parts"],
        parameters=[CLAIM_ID, _AS_OF, *POLICY_PARAMETERS],
        responses={
            200: answer(StatusThenSerializer, "The status at that time.", examples.STATUS_THEN),
            **problems(400, 401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Decide the claim's status at `as_of` once more, from the evidence of that time.

        By the policy in force this is what the ledger says, and the reasons tell why. Other
        thresholds tell what the status would have been by them.
        """
        claim = by_id(Claim.objects.all(), id)
        unknown = [name for name in request.query_params if name not in {"as_of", *RANGES}]
        if unknown:
            raise BadQuery(parameters=dict.fromkeys(unknown, "There is no such parameter."))
        policy = policy_of(request.query_params)
        try:
            then = status_at(claim, _moment(request), policy)
        except NotYet as error:
            raise BadQuery(parameters={"as_of": f"Too early: {error}."}) from None
        return Response(status_then_as_json(then, policy))


class ReplayView(ListView):
    """Claims by another policy."""

    filterset_class = ReplayFilters
    queryset = Claim.objects.none()

    @extend_schema(
        operation_id="replay_claims",
        summary="Try another policy",
        tags=["claims"],
        parameters=[*POLICY_PARAMETERS, LINK_HEADER],
        responses={
            200: answer(RetriedSerializer(many=True), "A page of claims.", examples.RETRIED),
            **problems(400, 401),
        },
    )
    def get(self, request: Request) -> Response:
        """Tell which claims would have another status by other thresholds; nothing is changed.

        A page looks at `page_size` claims and lists those whose status would change, so it may
        be empty while there is a `next`.
        """
        policy = policy_of(request.query_params)
        every = request.query_params.get("unchanged") == "true"

        def shown(claims: Sequence[Claim]) -> object:
            return retried_as_json([r for r in retry(claims, policy) if every or r.changes])

        return self.listed(shown_claims(), shown)


def _moment(request: Request) -> datetime:
    text = request.query_params.get("as_of")
    if not text:
        return timezone.now()
    try:
        moment: datetime = MomentField().run_validation(text)
    except ValidationError as error:
        raise BadQuery(parameters={"as_of": [str(each) for each in error.detail]}) from None
    return moment
