"""A source's texts, the mentions in them, and reading again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.conditional import source_tag, tagged
from claims.api.description import ETAG_HEADER, LINK_HEADER, SOURCE_ID, answer, problems
from claims.api.errors import Conflict
from claims.api.examples import sources as examples
from claims.api.filters.sources import MentionFilters, SnapshotFilters
from claims.api.pagination import CREATED, SortKey
from claims.api.serializers.mentions import MentionSerializer
from claims.api.serializers.sources import (
    SnapshotSerializer,
    SnapshotTextSerializer,
    SourceSerializer,
    shown_sources,
    source_as_json,
)
from claims.api.views.resources import ListView, Resource, by_id, refuse_fields, shown_by
from claims.models import Mention, Snapshot, Source
from claims.services.sources import read_again, request_fetch

_TAGS = ["sources"]
_SNAPSHOT_ID = OpenApiParameter(
    "snapshot_id",
    OpenApiTypes.UUID,
    OpenApiParameter.PATH,
    description="Identifier of the snapshot.",
)


class SourceSnapshotsView(ListView):
    """The texts of one source."""

    filterset_class = SnapshotFilters
    queryset = Snapshot.objects.none()
    sort_keys = {"created_at": CREATED, "fetched_at": SortKey("fetched_at", datetime)}

    @extend_schema(
        operation_id="list_source_snapshots",
        summary="List a source's texts",
        tags=_TAGS,
        parameters=[SOURCE_ID, LINK_HEADER],
        responses={
            200: answer(SnapshotSerializer(many=True), "A page of snapshots.", examples.SNAPSHOT),
            **problems(400, 401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return what is known of the source's texts, without the texts."""
        source = by_id(Source.objects.all(), id)
        rows = source.snapshots.select_related("source", "repeats").defer("text", "repeats__text")
        return self.listed(rows, shown_by(SnapshotSerializer))


class SourceSnapshotView(Resource):
    """One text."""

    @extend_schema(
        operation_id="get_source_snapshot",
        summary="Read a source's text",
        tags=_TAGS,
        parameters=[SOURCE_ID, _SNAPSHOT_ID],
        responses={
            200: answer(SnapshotTextSerializer, "The snapshot.", examples.SNAPSHOT_TEXT),
            **problems(401, 404),
        },
    )
    def get(self, request: Request, id: UUID, snapshot_id: UUID) -> Response:
        """Return a text as it was fetched; it never changes."""
        rows = Snapshot.objects.select_related("source", "repeats").defer("repeats__text")
        rows = rows.filter(source__uuid=id)
        return Response(SnapshotTextSerializer(by_id(rows, snapshot_id)).data)


class SourceMentionsView(ListView):
    """The quantities found in one source."""

    filterset_class = MentionFilters
    queryset = Mention.objects.none()
    default_ordering = "created_at"

    @extend_schema(
        operation_id="list_source_mentions",
        summary="List the quantities in a source",
        tags=_TAGS,
        parameters=[SOURCE_ID, LINK_HEADER],
        responses={
            200: answer(MentionSerializer(many=True), "A page of mentions.", examples.MENTION),
            **problems(400, 401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return what the current reader found in the source's texts, in reading order."""
        source = by_id(Source.objects.all(), id)
        rows = Mention.objects.filter(
            snapshot__source=source, engine_version=F("snapshot__engine_version")
        )
        shown = rows.select_related("snapshot").defer("snapshot__text")
        return self.listed(shown, shown_by(MentionSerializer))


class SourceReadView(Resource):
    """Reading again."""

    @extend_schema(
        operation_id="read_source",
        summary="Read a source's newest text again",
        tags=_TAGS,
        parameters=[SOURCE_ID, ETAG_HEADER],
        request=None,
        responses={
            202: answer(SourceSerializer, "The text is to be read.", examples.PENDING),
            **problems(400, 401, 403, 404, 409, 413, 415, 422),
        },
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Have the newest text read again, also after all attempts at it failed."""
        refuse_fields(request)
        source = by_id(Source.objects.all(), id)
        if read_again(source=source, now=timezone.now()) is None:
            raise Conflict("This source has no text to read.")
        shown = by_id(shown_sources(), id)
        return tagged(source_as_json(shown), source_tag(shown), status=202)


class SourceRetryView(Resource):
    """Fetching again."""

    @extend_schema(
        operation_id="retry_source",
        summary="Fetch a source again",
        tags=_TAGS,
        parameters=[SOURCE_ID, ETAG_HEADER],
        request=None,
        responses={
            202: answer(SourceSerializer, "The address is to be fetched.", examples.TO_FETCH),
            **problems(400, 401, 403, 404, 409, 413, 415, 422),
        },
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Have the address fetched now: also after all attempts failed, and when it is gone.

        Pauses that its host asks for still hold. Another text becomes another snapshot.
        """
        refuse_fields(request)
        source = by_id(Source.objects.all(), id)
        if not request_fetch(sources=[source], now=timezone.now()):
            raise Conflict("This source has no address to fetch.")
        shown = by_id(shown_sources(), id)
        return tagged(source_as_json(shown), source_tag(shown), status=202)
