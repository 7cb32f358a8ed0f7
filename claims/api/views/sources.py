"""Sources: list, push, read, replace, change, delete."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import OpenApiRequest, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.addresses import source_address
from claims.api.conditional import demand_seen, not_modified, source_tag, tagged
from claims.api.description import (
    ETAG_HEADER,
    GONE,
    IF_MATCH,
    IF_NONE_MATCH,
    LINK_HEADER,
    LOCATION_HEADER,
    NOT_MODIFIED,
    SOURCE_ID,
    answer,
    body,
    problems,
)
from claims.api.errors import Conflict
from claims.api.examples import sources as examples
from claims.api.filters.sources import SourceFilters
from claims.api.pagination import CREATED, SortKey
from claims.api.parsers import JSONParser, PageParser, TextParser
from claims.api.pushes import PUSH_PARAMETERS, pushed
from claims.api.serializers.sources import (
    SourceDraftSerializer,
    SourcePushSerializer,
    SourceSerializer,
    shown_sources,
    source_as_json,
    sources_as_json,
)
from claims.api.views.resources import ListView, Resource, by_id, validated
from claims.models import Source, SourceKind
from claims.services.source_edits import SourceConflict, delete_source, update_source
from claims.services.sources import Push, push_source

_TAGS = ["sources"]
# What PUT makes of a field that is not given.
_BLANK: Mapping[str, Any] = {
    "url": None,
    "title": "",
    "publisher": "",
    "author": "",
    "published_at": None,
    "language": "en",
    "kind": SourceKind.ARTICLE.value,
    "reliability": Source._meta.get_field("reliability").default,
}


class SourcesView(ListView):
    """All sources."""

    parser_classes = [JSONParser, TextParser, PageParser]
    filterset_class = SourceFilters
    queryset = Source.objects.none()
    sort_keys = {
        "created_at": CREATED,
        "updated_at": SortKey("updated_at", datetime),
        "published_at": SortKey("published_at", datetime, nullable=True),
    }

    @extend_schema(
        operation_id="list_sources",
        summary="List sources",
        tags=_TAGS,
        parameters=[LINK_HEADER],
        responses={
            200: answer(SourceSerializer(many=True), "A page of sources.", examples.SOURCE),
            **problems(400, 401),
        },
    )
    def get(self, request: Request) -> Response:
        """Return the sources, the newest first unless `ordering` says otherwise."""
        return self.listed(shown_sources(), sources_as_json)

    @extend_schema(
        operation_id="push_source",
        summary="Register or push a source",
        tags=_TAGS,
        parameters=[*PUSH_PARAMETERS, ETAG_HEADER, LOCATION_HEADER],
        request={
            "application/json": OpenApiRequest(SourcePushSerializer, examples=[*examples.PUSHED]),
            "text/plain": OpenApiRequest({"type": "string"}, examples=[examples.PLAIN_TEXT]),
            "text/html": OpenApiRequest({"type": "string"}, examples=[examples.PAGE]),
        },
        responses={
            200: answer(SourceSerializer, "Known already, with this text.", examples.SOURCE),
            201: answer(SourceSerializer, "Registered, not fetched.", examples.REGISTERED),
            202: answer(
                SourceSerializer,
                "The text is to be read, or the address to be fetched.",
                examples.PENDING,
                examples.TO_FETCH,
            ),
            **problems(400, 401, 403, 413, 415, 422),
        },
    )
    def post(self, request: Request) -> Response:
        """Take in a document: by address, with its text, or as the HTML page it stands in.

        One address is one source: pushing it again with another text adds a text, and fills in
        what the source lacks. An address without a text is fetched, unless `fetch` is false. A body
        of `text/plain` or `text/html` is the document itself, with its description as query
        parameters. What is said explicitly wins over what a page says.
        """
        now = timezone.now()
        fields, text = pushed(request, now=now)
        fetch = fields.pop("fetch", True)
        push = push_source(fields=fields, text=text, now=now, fetch=fetch)
        source = by_id(shown_sources(), push.source.uuid)
        response = tagged(source_as_json(source), source_tag(source), status=_status(push))
        if response.status_code != 200:
            response["Location"] = source_address(source.uuid)
        return response


class SourceView(Resource):
    """One source."""

    @extend_schema(
        operation_id="get_source",
        summary="Read a source",
        tags=_TAGS,
        parameters=[SOURCE_ID, IF_NONE_MATCH, ETAG_HEADER],
        responses={
            200: answer(SourceSerializer, "The source.", examples.SOURCE),
            304: NOT_MODIFIED,
            **problems(401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return a source, and how far the service has come with its newest text."""
        source = by_id(shown_sources(), id)
        tag = source_tag(source)
        return not_modified(request, tag) or tagged(source_as_json(source), tag)

    @extend_schema(
        operation_id="replace_source",
        summary="Replace a source's description",
        tags=_TAGS,
        parameters=[SOURCE_ID, IF_MATCH, ETAG_HEADER],
        request=body(SourceDraftSerializer, examples.DRAFT),
        responses={
            200: answer(SourceSerializer, "The source as it now stands.", examples.SOURCE),
            **problems(400, 401, 403, 404, 409, 412, 413, 415, 422),
        },
    )
    def put(self, request: Request, id: UUID) -> Response:
        """Replace the description; its texts stay."""
        return self._update(request, id, {**_BLANK, **validated(SourceDraftSerializer, request)})

    @extend_schema(
        operation_id="update_source",
        summary="Change a source's description",
        tags=_TAGS,
        parameters=[SOURCE_ID, IF_MATCH, ETAG_HEADER],
        request=body(SourceDraftSerializer, examples.CHANGE),
        responses={
            200: answer(SourceSerializer, "The source as it now stands.", examples.SOURCE),
            **problems(400, 401, 403, 404, 409, 412, 413, 415, 422),
        },
    )
    def patch(self, request: Request, id: UUID) -> Response:
        """Change what is given. Another reliability has the claims it speaks of checked again."""
        return self._update(request, id, validated(SourceDraftSerializer, request, partial=True))

    @extend_schema(
        operation_id="delete_source",
        summary="Delete a source",
        tags=_TAGS,
        parameters=[SOURCE_ID, IF_MATCH],
        responses={204: GONE, **problems(401, 403, 404, 409, 412)},
    )
    def delete(self, request: Request, id: UUID) -> Response:
        """Delete a source with its texts; not while evidence or citations rest on it."""
        with transaction.atomic():
            source = by_id(Source.objects.select_for_update(), id)
            demand_seen(request, source_tag(source))
            try:
                delete_source(source=source)
            except SourceConflict as error:
                raise Conflict(str(error)) from None
        return Response(status=204)

    def _update(self, request: Request, id: UUID, fields: dict[str, Any]) -> Response:
        with transaction.atomic():
            # Those who store what refers to it need not wait: it keeps its key.
            source = by_id(Source.objects.select_for_update(no_key=True), id)
            demand_seen(request, source_tag(source))
            try:
                update_source(source=source, fields=fields, now=timezone.now())
            except SourceConflict as error:
                raise Conflict(str(error), {"/url": str(error)}) from None
        source = by_id(shown_sources(), id)
        return tagged(source_as_json(source), source_tag(source))


def _status(push: Push) -> int:
    if push.snapshot_created or push.fetching:
        return 202
    return 201 if push.source_created else 200
