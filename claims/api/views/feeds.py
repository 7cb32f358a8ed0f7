"""Feeds: list, add, read, replace, change, delete."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.addresses import feed_address
from claims.api.conditional import demand_seen, feed_tag, not_modified, tagged
from claims.api.description import (
    ETAG_HEADER,
    FEED_ID,
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
from claims.api.errors import Conflict, Invalid
from claims.api.examples import feeds as examples
from claims.api.filters.feeds import FeedFilters
from claims.api.pagination import CREATED, SortKey
from claims.api.serializers.feeds import FeedDraftSerializer, FeedSerializer
from claims.api.views.resources import ListView, Resource, by_id, shown_by, validated
from claims.models import Feed, FeedKind, FeedState, SourceKind
from claims.models.feed import DEFAULT_MAX_INTERVAL, DEFAULT_MIN_INTERVAL
from claims.services.feeds import FeedConflict, create_feed, update_feed

_TAGS = ["feeds"]
# What PUT makes of a field that is not given.
_BLANK: Mapping[str, Any] = {
    "kind": FeedKind.AUTO.value,
    "title": "",
    "state": FeedState.ACTIVE.value,
    "publisher": "",
    "source_kind": SourceKind.ARTICLE.value,
    "reliability": Feed._meta.get_field("reliability").default,
    "min_interval": DEFAULT_MIN_INTERVAL,
    "max_interval": DEFAULT_MAX_INTERVAL,
    "expected_silence": None,
    "failure_limit": Feed._meta.get_field("failure_limit").default,
}


class FeedsView(ListView):
    """All feeds."""

    filterset_class = FeedFilters
    queryset = Feed.objects.none()
    sort_keys = {
        "created_at": CREATED,
        "next_poll_at": SortKey("next_poll_at", datetime, nullable=True),
        "last_entry_at": SortKey("last_entry_at", datetime, nullable=True),
    }

    @extend_schema(
        operation_id="list_feeds",
        summary="List feeds",
        tags=_TAGS,
        parameters=[LINK_HEADER],
        responses={
            200: answer(FeedSerializer(many=True), "A page of feeds.", examples.FEED),
            **problems(400, 401),
        },
    )
    def get(self, request: Request) -> Response:
        """Return the feeds, the newest first unless `ordering` says otherwise."""
        return self.listed(shown_feeds(), shown_by(FeedSerializer))

    @extend_schema(
        operation_id="create_feed",
        summary="Add a feed",
        tags=_TAGS,
        parameters=[ETAG_HEADER, LOCATION_HEADER],
        request=body(FeedDraftSerializer, *examples.DRAFTS),
        responses={
            201: answer(FeedSerializer, "The feed, due at once.", examples.NEW_FEED),
            **problems(400, 401, 403, 409, 413, 415, 422),
        },
    )
    def post(self, request: Request) -> Response:
        """Store a feed and have it polled.

        The address may be a feed's, a sitemap's or a site's. The first poll finds out which: of a
        page, the first feed that it names is taken, the next one where that is none, and `found`
        lists all that it names.
        """
        fields = validated(FeedDraftSerializer, request)
        _demand_order(fields, None)
        try:
            feed = create_feed(fields=fields, now=timezone.now())
        except FeedConflict as error:
            raise Conflict(str(error), {"/url": str(error)}) from None
        shown = by_id(shown_feeds(), feed.uuid)
        response = tagged(FeedSerializer(shown).data, feed_tag(shown), status=201)
        response["Location"] = feed_address(feed.uuid)
        return response


class FeedView(Resource):
    """One feed."""

    @extend_schema(
        operation_id="get_feed",
        summary="Read a feed",
        tags=_TAGS,
        parameters=[FEED_ID, IF_NONE_MATCH, ETAG_HEADER],
        responses={
            200: answer(FeedSerializer, "The feed.", examples.FEED),
            304: NOT_MODIFIED,
            **problems(401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return a feed, when it is polled next, and how the last poll ended."""
        feed = by_id(shown_feeds(), id)
        tag = feed_tag(feed)
        return not_modified(request, tag) or tagged(FeedSerializer(feed).data, tag)

    @extend_schema(
        operation_id="replace_feed",
        summary="Replace a feed's settings",
        tags=_TAGS,
        parameters=[FEED_ID, IF_MATCH, ETAG_HEADER],
        request=body(FeedDraftSerializer, *examples.DRAFTS),
        responses={
            200: answer(FeedSerializer, "The feed as it now stands.", examples.FEED),
            **problems(400, 401, 403, 404, 409, 412, 413, 415, 422),
        },
    )
    def put(self, request: Request, id: UUID) -> Response:
        """Replace all that a client can write; what is not given takes its default."""
        return self._update(request, id, {**_BLANK, **validated(FeedDraftSerializer, request)})

    @extend_schema(
        operation_id="update_feed",
        summary="Change a feed's settings",
        tags=_TAGS,
        parameters=[FEED_ID, IF_MATCH, ETAG_HEADER],
        request=body(FeedDraftSerializer, *examples.CHANGES),
        responses={
            200: answer(FeedSerializer, "The feed as it now stands.", examples.FEED),
            **problems(400, 401, 403, 404, 409, 412, 413, 415, 422),
        },
    )
    def patch(self, request: Request, id: UUID) -> Response:
        """Change what is given. A new address or kind, and a feed made active, is polled at once.

        What its sources got from it stays with them.
        """
        return self._update(request, id, validated(FeedDraftSerializer, request, partial=True))

    @extend_schema(
        operation_id="delete_feed",
        summary="Delete a feed",
        tags=_TAGS,
        parameters=[FEED_ID, IF_MATCH],
        responses={204: GONE, **problems(401, 403, 404, 412)},
    )
    def delete(self, request: Request, id: UUID) -> Response:
        """Delete a feed with its entries, its polls and the sitemaps it lists; sources stay."""
        with transaction.atomic():
            feed = by_id(Feed.objects.select_for_update(), id)
            demand_seen(request, feed_tag(feed))
            feed.delete()
        return Response(status=204)

    def _update(self, request: Request, id: UUID, fields: dict[str, Any]) -> Response:
        with transaction.atomic():
            feed = by_id(Feed.objects.select_for_update(), id)
            demand_seen(request, feed_tag(feed))
            _demand_order(fields, feed)
            try:
                update_feed(feed=feed, fields=fields, now=timezone.now())
            except FeedConflict as error:
                raise Conflict(str(error), {"/url": str(error)}) from None
        feed = by_id(shown_feeds(), id)
        return tagged(FeedSerializer(feed).data, feed_tag(feed))


def shown_feeds() -> QuerySet[Feed]:
    """Return all feeds, with what is shown of others."""
    return Feed.objects.select_related("parent", "merged_into")


def _demand_order(fields: Mapping[str, Any], stored: Feed | None) -> None:
    """Raise Invalid when the shortest pause would be longer than the longest."""
    shortest: timedelta = fields.get(
        "min_interval", stored.min_interval if stored else DEFAULT_MIN_INTERVAL
    )
    longest: timedelta = fields.get(
        "max_interval", stored.max_interval if stored else DEFAULT_MAX_INTERVAL
    )
    if shortest > longest:
        name = "min_interval" if "min_interval" in fields else "max_interval"
        reason = "The shortest pause is longer than the longest."
        raise Invalid(errors={f"/{name}": reason})
