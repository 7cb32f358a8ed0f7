"""What lists of feeds, entries, polls and events can be narrowed by."""

from __future__ import annotations

import django_filters as filters
from django.db.models import QuerySet

from claims.api.filters.strict import choices, every_word
from claims.models import (
    Feed,
    FeedAlarm,
    FeedEntry,
    FeedEvent,
    FeedEventKind,
    FeedKind,
    FeedPoll,
    FeedState,
    PollOutcome,
)
from claims.services.urls import canonical_url


class FeedFilters(filters.FilterSet):
    """Several parameters narrow together; a repeated one takes any of its values."""

    state = choices("state", FeedState.choices, "Whether it is polled.")
    kind = choices("kind", FeedKind.choices, "How new entries are told.")
    alarm = choices("alarm", FeedAlarm.choices, "Why somebody should look at it.")
    last_outcome = choices("last_outcome", PollOutcome.choices, "How the last poll ended.")
    url = filters.CharFilter(method="at_address", label="Any form of the feed's address.")
    parent = filters.UUIDFilter(field_name="parent__uuid", label="The sitemap index that lists it.")
    search = filters.CharFilter(
        method="with_words", label="Words that all stand in title, publisher or address."
    )

    class Meta:
        model = Feed
        fields: list[str] = []

    def at_address(self, feeds: QuerySet[Feed], name: str, value: str) -> QuerySet[Feed]:
        """Return the feed with this address, however it is written."""
        try:
            return feeds.filter(url__in=[value, canonical_url(value)])
        except ValueError:
            return feeds.none()

    def with_words(self, feeds: QuerySet[Feed], name: str, value: str) -> QuerySet[Feed]:
        """Return the feeds in which every word stands."""
        return every_word(feeds, value, ("title", "publisher", "url", "site_url"))


class FeedEntryFilters(filters.FilterSet):
    """What the entries of one feed can be narrowed by."""

    has_source = filters.BooleanFilter(
        field_name="source", lookup_expr="isnull", exclude=True, label="Whether it became a source."
    )
    search = filters.CharFilter(
        method="with_words", label="Words that all stand in title or address."
    )

    class Meta:
        model = FeedEntry
        fields: list[str] = []

    def with_words(self, rows: QuerySet[FeedEntry], name: str, value: str) -> QuerySet[FeedEntry]:
        """Return the entries in which every word stands."""
        return every_word(rows, value, ("title", "url"))


class FeedPollFilters(filters.FilterSet):
    """What the polls of one feed can be narrowed by."""

    outcome = choices("outcome", PollOutcome.choices, "How it ended.")

    class Meta:
        model = FeedPoll
        fields: list[str] = []


class FeedEventFilters(filters.FilterSet):
    """What the events of one feed can be narrowed by."""

    kind = choices("kind", FeedEventKind.choices, "What happened.")

    class Meta:
        model = FeedEvent
        fields: list[str] = []
