"""What a feed brought, how its polls went, what happened to it; and polling it now."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.conditional import feed_tag, tagged
from claims.api.description import ETAG_HEADER, FEED_ID, LINK_HEADER, answer, problems
from claims.api.errors import Conflict
from claims.api.examples import feeds as examples
from claims.api.filters.feeds import FeedEntryFilters, FeedEventFilters, FeedPollFilters
from claims.api.pagination import CREATED, SortKey
from claims.api.serializers.feeds import (
    FeedEntrySerializer,
    FeedEventSerializer,
    FeedPollSerializer,
    FeedSerializer,
)
from claims.api.views.feeds import shown_feeds
from claims.api.views.resources import ListView, Resource, by_id, refuse_fields, shown_by
from claims.models import Feed, FeedEntry, FeedEvent, FeedPoll
from claims.services.feeds import FeedConflict, request_poll

_TAGS = ["feeds"]


class FeedEntriesView(ListView):
    """The entries of one feed."""

    filterset_class = FeedEntryFilters
    queryset = FeedEntry.objects.none()
    sort_keys = {
        "created_at": CREATED,
        "published_at": SortKey("published_at", datetime, nullable=True),
        "changed_at": SortKey("changed_at", datetime),
    }

    @extend_schema(
        operation_id="list_feed_entries",
        summary="List a feed's entries",
        tags=_TAGS,
        parameters=[FEED_ID, LINK_HEADER],
        responses={
            200: answer(FeedEntrySerializer(many=True), "A page of entries.", examples.ENTRY),
            **problems(400, 401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return what the feed has announced, with the sources that it became."""
        feed = by_id(Feed.objects.all(), id)
        rows = feed.entries.select_related("source")
        return self.listed(rows, shown_by(FeedEntrySerializer))


class FeedPollsView(ListView):
    """The ledger of one feed's polls."""

    filterset_class = FeedPollFilters
    queryset = FeedPoll.objects.none()

    @extend_schema(
        operation_id="list_feed_polls",
        summary="List a feed's polls",
        tags=_TAGS,
        parameters=[FEED_ID, LINK_HEADER],
        responses={
            200: answer(
                FeedPollSerializer(many=True), "A page of polls.", examples.POLL, examples.FAILURE
            ),
            **problems(400, 401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return the polls, those that found nothing new and those that failed included."""
        feed = by_id(Feed.objects.all(), id)
        return self.listed(feed.polls.all(), shown_by(FeedPollSerializer))


class FeedEventsView(ListView):
    """What happened to one feed."""

    filterset_class = FeedEventFilters
    queryset = FeedEvent.objects.none()

    @extend_schema(
        operation_id="list_feed_events",
        summary="List what happened to a feed",
        tags=_TAGS,
        parameters=[FEED_ID, LINK_HEADER],
        responses={
            200: answer(FeedEventSerializer(many=True), "A page of events.", examples.EVENT),
            **problems(400, 401, 404),
        },
    )
    def get(self, request: Request, id: UUID) -> Response:
        """Return when it was discovered, moved, ended, fell silent, failed, and recovered."""
        feed = by_id(Feed.objects.all(), id)
        return self.listed(feed.events.all(), shown_by(FeedEventSerializer))


class FeedPollView(Resource):
    """Polling now."""

    @extend_schema(
        operation_id="poll_feed",
        summary="Poll a feed now",
        tags=_TAGS,
        parameters=[FEED_ID, ETAG_HEADER],
        request=None,
        responses={
            202: answer(FeedSerializer, "The feed, due at once.", examples.NEW_FEED),
            **problems(400, 401, 403, 404, 409, 413, 415, 422),
        },
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Make the feed due at once, whatever its pause; its host may still have it wait."""
        refuse_fields(request)
        try:
            request_poll(feed=by_id(Feed.objects.all(), id), now=timezone.now())
        except FeedConflict as error:
            raise Conflict(str(error)) from None
        feed = by_id(shown_feeds(), id)
        return tagged(FeedSerializer(feed).data, feed_tag(feed), status=202)
