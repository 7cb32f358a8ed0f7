"""What a claim's verdict rests on: evidence, checks, history; and asking for a new check."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.conditional import claim_tag, tagged
from claims.api.description import CLAIM_ID, ETAG_HEADER, LINK_HEADER, answer, problems
from claims.api.examples import claims as examples
from claims.api.examples.evidence import EVIDENCE
from claims.api.filters.evidence import CheckFilters, CitationCheckFilters, ClaimEvidenceFilters
from claims.api.history import history_page
from claims.api.pagination import CREATED, SortKey
from claims.api.serializers.claims import ClaimSerializer, claim_as_json, shown_claims
from claims.api.serializers.evidence import EvidenceSerializer, evidence_as_json, shown_evidence
from claims.api.serializers.ledger import (
    CheckSerializer,
    CitationCheckSerializer,
    HistoryEntrySerializer,
)
from claims.api.views.resources import ListView, Resource, by_id, refuse_fields, shown_by
from claims.models import Check, CitationCheck, Claim, Evidence, StatusChange
from claims.services.claims import request_check

_TAGS = ["claim parts"]


class ClaimEvidenceView(ListView):
    """The evidence for one claim."""

    filterset_class = ClaimEvidenceFilters
    queryset = Evidence.objects.none()
    sort_keys = {"created_at": CREATED, "score": SortKey("score", float)}

    @extend_schema(
        operation_id="list_claim_evidence",
        summary="List a claim's evidence",
        tags=_TAGS,
        parameters=[CLAIM_ID, LINK_HEADER],
        responses={
            200: answer(EvidenceSerializer(many=True), "A page of evidence.", EVIDENCE),
            **problems(400, 401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return what sources say of the claim; `superseded=true` adds replaced judgements."""
        claim = by_id(Claim.objects.all(), id)
        return self.listed(shown_evidence().filter(claim=claim), evidence_as_json)


class ClaimChecksView(ListView):
    """The ledger of one claim's checks."""

    filterset_class = CheckFilters
    queryset = Check.objects.none()
    sort_keys = {"created_at": CREATED, "started_at": SortKey("started_at", datetime)}

    @extend_schema(
        operation_id="list_claim_checks",
        summary="List a claim's checks",
        tags=_TAGS,
        parameters=[CLAIM_ID, LINK_HEADER],
        responses={
            200: answer(CheckSerializer(many=True), "A page of checks.", examples.CHECK),
            **problems(400, 401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return the claim's checks, those that changed nothing and those that failed included."""
        claim = by_id(Claim.objects.all(), id)
        return self.listed(Check.objects.filter(claim=claim), shown_by(CheckSerializer))


class ClaimCitationChecksView(ListView):
    """What became of the quotes that one claim cites."""

    filterset_class = CitationCheckFilters
    queryset = CitationCheck.objects.none()
    sort_keys = {"created_at": CREATED, "checked_at": SortKey("checked_at", datetime)}

    @extend_schema(
        operation_id="list_claim_citation_checks",
        summary="List the looks at a claim's cited sources",
        tags=_TAGS,
        parameters=[CLAIM_ID, LINK_HEADER],
        responses={
            200: answer(
                CitationCheckSerializer(many=True), "A page of looks.", examples.CITATION_CHECK
            ),
            **problems(400, 401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return each look at a source that the claim cites, also those that found no change."""
        claim = by_id(Claim.objects.all(), id)
        rows = CitationCheck.objects.filter(citation__claim=claim)
        shown = rows.select_related("citation__source", "before", "after").defer(
            "before__text", "after__text"
        )
        return self.listed(shown, shown_by(CitationCheckSerializer))


class ClaimHistoryView(ListView):
    """What happened to one claim."""

    queryset = StatusChange.objects.none()

    @extend_schema(
        operation_id="list_claim_history",
        summary="List what happened to a claim",
        tags=_TAGS,
        parameters=[CLAIM_ID, LINK_HEADER],
        responses={
            200: answer(
                HistoryEntrySerializer(many=True),
                "A page of events.",
                examples.HISTORY_ENTRY,
                examples.EDIT,
            ),
            **problems(400, 401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return edits and changes of status, newest first; `previous` is always null."""
        claim = by_id(Claim.objects.all(), id)
        self.filter_queryset(self.get_queryset())  # refuses parameters that mean nothing here
        return history_page(request, claim)


class ClaimRecheckView(Resource):
    """Asking for a check now."""

    @extend_schema(
        operation_id="recheck_claim",
        summary="Check a claim now",
        tags=_TAGS,
        parameters=[CLAIM_ID, ETAG_HEADER],
        request=None,
        responses={
            202: answer(ClaimSerializer, "The claim, due at once.", examples.NEW_CLAIM),
            **problems(400, 401, 403, 404, 413, 415, 422),
        },
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Make the claim due at once, and have all that was ever read judged again."""
        refuse_fields(request)
        request_check(claims=[by_id(Claim.objects.all(), id)], now=timezone.now())
        claim = by_id(shown_claims(), id)
        return tagged(claim_as_json(claim), claim_tag(claim), status=202)
