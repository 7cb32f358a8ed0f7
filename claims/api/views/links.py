"""Links between claims: list, make, read, remove; and what a claim is derived from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.addresses import link_address
from claims.api.description import (
    CLAIM_ID,
    GONE,
    LINK_HEADER,
    LINK_ID,
    LOCATION_HEADER,
    answer,
    body,
    problems,
)
from claims.api.errors import Conflict, Invalid
from claims.api.examples import links as examples
from claims.api.filters.links import LinkFilters
from claims.api.serializers.links import (
    DerivationDraftSerializer,
    LinkDraftSerializer,
    LinkSerializer,
    WholeSetSerializer,
    claims_by_id,
)
from claims.api.views.resources import ListView, Resource, by_id, shown_by, validated
from claims.checking.formulas import Formula
from claims.models import Claim, ClaimLink, ClaimSet, LinkKind
from claims.services.links import LinkError, LinkExists, derive, link_claims, underive, unlink

_TAGS = ["linked claims"]


class LinksView(ListView):
    """All links."""

    filterset_class = LinkFilters
    queryset = ClaimLink.objects.none()

    @extend_schema(
        operation_id="list_claim_links",
        summary="List links between claims",
        tags=_TAGS,
        parameters=[LINK_HEADER],
        responses={
            200: answer(LinkSerializer(many=True), "A page of links.", examples.LINK),
            **problems(400, 401),
        },
    )
    def get(self, request: Request) -> Response:
        """Return the links, the newest first; those of a formula's inputs included."""
        rows = ClaimLink.objects.select_related("claim", "other")
        return self.listed(rows, shown_by(LinkSerializer))

    @extend_schema(
        operation_id="create_claim_link",
        summary="Link two claims",
        tags=_TAGS,
        parameters=[LOCATION_HEADER],
        request=body(LinkDraftSerializer, examples.LINK_DRAFT),
        responses={
            201: answer(LinkSerializer, "The link.", examples.LINK),
            **problems(400, 401, 403, 409, 413, 415, 422),
        },
    )
    def post(self, request: Request) -> Response:
        """Link claims of one measure, or a part to its whole; parts of one whole do not overlap.

        Claims of different kinds of unit are refused, and so is a part that would be a part of
        itself, with the circle named.
        """
        written = validated(LinkDraftSerializer, request)
        named = claims_by_id([written["claim"], written["other"]])
        claim, other = (_named(named, written[name], f"/{name}") for name in ("claim", "other"))
        kind = LinkKind(written["kind"])
        try:
            link = link_claims(claim=claim, other=other, kind=kind, now=timezone.now())
        except LinkError as error:
            raise _invalid(error) from None
        except LinkExists as error:
            raise Conflict(str(error)) from None
        response = Response(LinkSerializer(link).data, status=201)
        response["Location"] = link_address(link.uuid)
        return response


class LinkView(Resource):
    """One link."""

    @extend_schema(
        operation_id="get_claim_link",
        summary="Read a link between claims",
        tags=_TAGS,
        parameters=[LINK_ID],
        responses={
            200: answer(LinkSerializer, "The link.", examples.LINK),
            **problems(401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return how two claims hang together."""
        link = by_id(ClaimLink.objects.select_related("claim", "other"), id)
        return Response(LinkSerializer(link).data)

    @extend_schema(
        operation_id="delete_claim_link",
        summary="Remove a link between claims",
        tags=_TAGS,
        parameters=[LINK_ID],
        responses={204: GONE, **problems(401, 403, 404, 409)},
    )
    def delete(self, request: Request, id: UUID) -> Response:
        """Remove a link; an input of a formula is removed with the derivation only."""
        with transaction.atomic():
            link = by_id(ClaimLink.objects.select_for_update(), id)
            if link.kind == LinkKind.DERIVED_FROM:
                raise Conflict("An input of a formula: change the claim's derivation instead.")
            unlink(link=link, now=timezone.now())
        return Response(status=204)


class DerivationView(Resource):
    """What one claim is derived from."""

    @extend_schema(
        operation_id="get_claim_derivation",
        summary="Read what a claim is derived from",
        tags=_TAGS,
        parameters=[CLAIM_ID],
        responses={
            200: answer(WholeSetSerializer, "Formula and inputs.", examples.WHOLE_SET),
            **problems(401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return the formula, its inputs, and whether they give what is claimed; else 404."""
        rows = ClaimSet.objects.select_related("claim", "confirmed_by")
        stored = rows.filter(claim__uuid=id, kind=LinkKind.DERIVED_FROM).first()
        if stored is None:
            raise NotFound("This claim is not derived from others.")
        return Response(WholeSetSerializer(stored).data)

    @extend_schema(
        operation_id="replace_claim_derivation",
        summary="Say what a claim is derived from",
        tags=_TAGS,
        parameters=[CLAIM_ID],
        request=body(DerivationDraftSerializer, examples.DERIVATION),
        responses={
            200: answer(WholeSetSerializer, "Formula and inputs.", examples.WHOLE_SET),
            **problems(400, 401, 403, 404, 413, 415, 422),
        },
    )
    def put(self, request: Request, id: UUID) -> Response:
        """Store the formula and its inputs in place of what was stored, and reckon it.

        A claim that would be derived from itself is refused, with the circle named.
        """
        claim = by_id(Claim.objects.all(), id)
        written = validated(DerivationDraftSerializer, request)
        named = claims_by_id(written["inputs"])
        inputs = [
            _named(named, uuid, f"/inputs/{position}")
            for position, uuid in enumerate(written["inputs"])
        ]
        formula = Formula(written["formula"])
        try:
            stored = derive(claim=claim, formula=formula, inputs=inputs, now=timezone.now())
        except LinkError as error:
            raise _invalid(error) from None
        return Response(WholeSetSerializer(stored).data)

    @extend_schema(
        operation_id="delete_claim_derivation",
        summary="Forget what a claim is derived from",
        tags=_TAGS,
        parameters=[CLAIM_ID],
        responses={204: GONE, **problems(401, 403, 404)},
    )
    def delete(self, request: Request, id: UUID) -> Response:
        """Remove formula and inputs; the claims stay."""
        if not underive(claim=by_id(Claim.objects.all(), id)):
            raise NotFound("This claim is not derived from others.")
        return Response(status=204)


def _named(claims: dict[Any, Claim], uuid: UUID, place: str) -> Claim:
    if uuid not in claims:
        raise Invalid(errors={place: "No claim has this identifier."})
    return claims[uuid]


def _invalid(error: LinkError) -> Invalid:
    return Invalid(errors={f"/{at}" if at else "": text for at, text in error.errors.items()})
