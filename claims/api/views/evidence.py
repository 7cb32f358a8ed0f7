"""Evidence across all claims, and its review."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.conditional import evidence_tag, not_modified, tagged
from claims.api.description import (
    ETAG_HEADER,
    EVIDENCE_ID,
    IF_NONE_MATCH,
    LINK_HEADER,
    NOT_MODIFIED,
    answer,
    body,
    problems,
)
from claims.api.errors import Conflict
from claims.api.examples import evidence as examples
from claims.api.filters.evidence import EvidenceFilters
from claims.api.pagination import CREATED, SortKey
from claims.api.serializers.evidence import (
    DECISIONS,
    EvidenceSerializer,
    ReviewDraftSerializer,
    evidence_as_json,
    shown_evidence,
)
from claims.api.views.resources import ListView, Resource, by_id, validated
from claims.models import Evidence
from claims.services.review import NotCurrent, review_evidence

_TAGS = ["evidence"]


class EvidenceListView(ListView):
    """The evidence of all claims."""

    filterset_class = EvidenceFilters
    queryset = Evidence.objects.none()
    sort_keys = {"created_at": CREATED, "score": SortKey("score", float)}

    @extend_schema(
        operation_id="list_evidence",
        summary="List evidence",
        tags=_TAGS,
        parameters=[LINK_HEADER],
        responses={
            200: answer(EvidenceSerializer(many=True), "A page of evidence.", examples.EVIDENCE),
            **problems(400, 401),
        },
    )
    def get(self, request: Request) -> Response:
        """Return evidence across claims; `to_review=true` is the queue of what is undecided."""
        return self.listed(shown_evidence(), evidence_as_json)


class EvidenceView(Resource):
    """One piece of evidence."""

    @extend_schema(
        operation_id="get_evidence",
        summary="Read a piece of evidence",
        tags=_TAGS,
        parameters=[EVIDENCE_ID, IF_NONE_MATCH, ETAG_HEADER],
        responses={
            200: answer(EvidenceSerializer, "The evidence.", examples.EVIDENCE),
            304: NOT_MODIFIED,
            **problems(401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return a quote, its quantity, its stance on the claim, and the reasons."""
        evidence = by_id(shown_evidence(), id)
        tag = evidence_tag(evidence)
        return not_modified(request, tag) or tagged(evidence_as_json([evidence])[0], tag)


class EvidenceReviewView(Resource):
    """An editor's word."""

    @extend_schema(
        operation_id="review_evidence",
        summary="Review a piece of evidence",
        tags=_TAGS,
        parameters=[EVIDENCE_ID, ETAG_HEADER],
        request=body(ReviewDraftSerializer, *examples.REVIEWS),
        responses={
            200: answer(EvidenceSerializer, "The evidence as it now counts.", examples.REVIEWED),
            **problems(400, 401, 403, 404, 409, 413, 415, 422),
        },
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Confirm the stance, reject the evidence, or set another stance.

        The claim's status follows at once, and no later judgement by the machine undoes it.
        """
        written = validated(ReviewDraftSerializer, request)
        try:
            review_evidence(
                evidence=by_id(Evidence.objects.all(), id),
                decision=DECISIONS[written["decision"]],
                stance=written.get("stance", ""),
                reason=written["reason"],
                user=request.user,
                now=timezone.now(),
            )
        except NotCurrent:
            raise Conflict(_successor(by_id(shown_evidence(), id))) from None
        evidence = by_id(shown_evidence(), id)
        return tagged(evidence_as_json([evidence])[0], evidence_tag(evidence))


def _successor(evidence: Evidence) -> str:
    if evidence.superseded_by is None:
        return "This evidence was superseded: the text no longer speaks of the claim."
    return f"This evidence was superseded; review its successor {evidence.superseded_by.uuid}."
