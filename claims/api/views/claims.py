"""Claims: list, create, read, replace, change, delete."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.addresses import claim_address
from claims.api.conditional import claim_tag, demand_seen, not_modified, tagged
from claims.api.description import (
    CLAIM_ID,
    ETAG_HEADER,
    GONE,
    IF_MATCH,
    IF_NONE_MATCH,
    LINK_HEADER,
    LOCATION_HEADER,
    NOT_MODIFIED,
    answer,
    body,
    problems,
)
from claims.api.drafts import claim_draft, unworded
from claims.api.examples import claims as examples
from claims.api.filters.claims import ClaimFilters
from claims.api.pagination import CREATED, SortKey
from claims.api.serializers.claim_drafts import ClaimDraftSerializer
from claims.api.serializers.claims import (
    ClaimSerializer,
    claim_as_json,
    claims_as_json,
    shown_claims,
)
from claims.api.views.resources import ListView, Resource, by_id, validated
from claims.models import Claim
from claims.services.claims import create_claim, delete_claims, update_claim
from claims.services.wording import WordingError

_TAGS = ["claims"]


class ClaimsView(ListView):
    """All claims."""

    filterset_class = ClaimFilters
    queryset = Claim.objects.none()
    sort_keys = {
        "created_at": CREATED,
        "updated_at": SortKey("updated_at", datetime),
        "status_changed_at": SortKey("status_changed_at", datetime, nullable=True),
        "as_of": SortKey("as_of", date, nullable=True),
        "value": SortKey("value", Decimal),
        "confidence": SortKey("confidence", float),
        "current_as_of": SortKey("current_as_of", date, nullable=True),
    }

    @extend_schema(
        operation_id="list_claims",
        summary="List claims",
        tags=_TAGS,
        parameters=[LINK_HEADER],
        responses={
            200: answer(ClaimSerializer(many=True), "A page of claims.", examples.CLAIM),
            **problems(400, 401),
        },
    )
    def get(self, request: Request) -> Response:
        """Return claims with their verdicts, the newest first unless `ordering` says otherwise."""
        return self.listed(shown_claims(), claims_as_json)

    @extend_schema(
        operation_id="create_claim",
        summary="Register a claim",
        tags=_TAGS,
        parameters=[ETAG_HEADER, LOCATION_HEADER],
        request=body(ClaimDraftSerializer, *examples.DRAFTS),
        responses={
            201: answer(ClaimSerializer, "The claim as it was read.", examples.NEW_CLAIM),
            **problems(400, 401, 403, 413, 415, 422),
        },
    )
    def post(self, request: Request) -> Response:
        """Store a claim; what the body does not give is read from its statement.

        A statement in which no quantity can be read is refused, unless `value` and `unit` are
        given. The first check is due at once.
        """
        now = timezone.now()
        written = validated(ClaimDraftSerializer, request)
        with transaction.atomic():
            draft = claim_draft(written, now=now)
            try:
                claim = create_claim(
                    fields=draft.fields,
                    tags=draft.tags or (),
                    citations=draft.citations or (),
                    now=now,
                )
            except WordingError as error:
                raise unworded(error) from None
        stored = by_id(shown_claims(), claim.uuid)
        response = tagged(claim_as_json(stored), claim_tag(stored), status=201)
        response["Location"] = claim_address(claim.uuid)
        return response


class ClaimView(Resource):
    """One claim."""

    @extend_schema(
        operation_id="get_claim",
        summary="Read a claim",
        tags=_TAGS,
        parameters=[CLAIM_ID, IF_NONE_MATCH, ETAG_HEADER],
        responses={
            200: answer(ClaimSerializer, "The claim with its verdict.", examples.CLAIM),
            304: NOT_MODIFIED,
            **problems(401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return a claim with its status, the reasons, and the newest value with its quote."""
        claim = by_id(shown_claims(), id)
        tag = claim_tag(claim)
        return not_modified(request, tag) or tagged(claim_as_json(claim), tag)

    @extend_schema(
        operation_id="replace_claim",
        summary="Replace a claim",
        tags=_TAGS,
        parameters=[CLAIM_ID, IF_MATCH, ETAG_HEADER],
        request=body(ClaimDraftSerializer, *examples.DRAFTS),
        responses={
            200: answer(ClaimSerializer, "The claim as it was read.", examples.NEW_CLAIM),
            **problems(400, 401, 403, 404, 412, 413, 415, 422),
        },
    )
    def put(self, request: Request, id: UUID) -> Response:
        """Replace all that a client can write; what is not given is read from the statement."""
        return self._update(request, id, partial=False)

    @extend_schema(
        operation_id="update_claim",
        summary="Change a claim",
        tags=_TAGS,
        parameters=[CLAIM_ID, IF_MATCH, ETAG_HEADER],
        request=body(ClaimDraftSerializer, *examples.CHANGES),
        responses={
            200: answer(ClaimSerializer, "The claim as it now stands.", examples.CLAIM),
            **problems(400, 401, 403, 404, 412, 413, 415, 422),
        },
    )
    def patch(self, request: Request, id: UUID) -> Response:
        """Change what is given; a new statement is read again, except for what somebody had set."""
        return self._update(request, id, partial=True)

    @extend_schema(
        operation_id="delete_claim",
        summary="Delete a claim",
        tags=_TAGS,
        parameters=[CLAIM_ID, IF_MATCH],
        responses={204: GONE, **problems(401, 403, 404, 412)},
    )
    def delete(self, request: Request, id: UUID) -> Response:
        """Delete a claim with its evidence, checks and history of status."""
        with transaction.atomic():
            claim = by_id(Claim.objects.select_for_update(), id)
            demand_seen(request, claim_tag(claim))
            delete_claims(claims=[claim], now=timezone.now())
        return Response(status=204)

    def _update(self, request: Request, id: UUID, *, partial: bool) -> Response:
        now = timezone.now()
        written = validated(ClaimDraftSerializer, request, partial=partial)
        with transaction.atomic():
            stored = by_id(Claim.objects.select_for_update(), id)
            demand_seen(request, claim_tag(stored))
            draft = claim_draft(written, stored=stored if partial else None, now=now)
            try:
                update_claim(
                    claim=stored,
                    fields=draft.fields,
                    tags=draft.tags if partial else draft.tags or [],
                    citations=draft.citations if partial else draft.citations or [],
                    now=now,
                )
            except WordingError as error:
                raise unworded(error) from None
        claim = by_id(shown_claims(), id)
        return tagged(claim_as_json(claim), claim_tag(claim))
