"""Feeds, their entries, polls and events: as they are shown, and as a client writes a feed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.addresses import feed_address
from claims.api.serializers.claim_drafts import AddressField, SecondsField
from claims.api.serializers.fields import NumberField, NumberTextField, StrictSerializer, WordsField
from claims.models import (
    Feed,
    FeedAlarm,
    FeedEventKind,
    FeedKind,
    FeedState,
    PollOutcome,
    SourceKind,
)
from claims.models.feed import MAX_POLL_INTERVAL

WRITABLE_STATES = [FeedState.ACTIVE.value, FeedState.PAUSED.value]
_MAX_FAILURES = 1000
_PARTS = ("entries", "polls", "events", "poll")


class SecondsTextField(serializers.Field[timedelta, Any, int, Any]):
    """A stored length of time in whole seconds."""

    def to_representation(self, value: timedelta) -> int:
        """Return the seconds."""
        return int(value.total_seconds())


extend_schema_field({"type": "integer"})(SecondsTextField)


class FoundFeedSerializer(serializers.Serializer[Any]):
    """A feed that the given page names."""

    url = serializers.CharField()
    title = serializers.CharField()
    type = serializers.CharField(help_text="Media type that the page gives.")


class FeedLinksSerializer(serializers.Serializer[Any]):
    """Addresses of the feed and its parts, without a host."""

    self = serializers.CharField()
    entries = serializers.CharField()
    polls = serializers.CharField()
    events = serializers.CharField()
    poll = serializers.CharField()


class FeedSerializer(serializers.Serializer[Any]):
    """A place where new documents are announced."""

    id = serializers.UUIDField(source="uuid")
    url = serializers.CharField(help_text="Where it is polled.")
    site_url = serializers.CharField(help_text="The page that led to this feed, else empty.")
    kind = serializers.ChoiceField(choices=FeedKind.choices)
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=FeedState.choices)
    publisher = serializers.CharField()
    source_kind = serializers.ChoiceField(choices=SourceKind.choices)
    reliability = NumberTextField(help_text="What its sources get.")
    min_interval = SecondsTextField(help_text="Shortest pause between two polls, in seconds.")
    max_interval = SecondsTextField(help_text="Longest pause between two polls, in seconds.")
    expected_silence = SecondsTextField(
        allow_null=True, help_text="Seconds without a new entry after which it counts as silent."
    )
    failure_limit = serializers.IntegerField(
        help_text="Failed polls in a row after which it counts as failing."
    )
    next_poll_at = serializers.DateTimeField(allow_null=True)
    last_polled_at = serializers.DateTimeField(allow_null=True)
    last_entry_at = serializers.DateTimeField(
        allow_null=True, help_text="When it last brought something new."
    )
    last_outcome = serializers.ChoiceField(
        choices=[("", ""), *PollOutcome.choices], help_text="Empty before the first poll."
    )
    error = serializers.CharField(
        source="last_error", help_text="Why the last poll failed, else empty."
    )
    failures = serializers.IntegerField(help_text="Failed polls in a row.")
    alarm = serializers.ChoiceField(
        choices=[("", ""), *FeedAlarm.choices], help_text="Why somebody should look at it."
    )
    alarm_since = serializers.DateTimeField(allow_null=True)
    found = FoundFeedSerializer(many=True, help_text="All feeds that the given page names.")
    parent = serializers.UUIDField(  # type: ignore[assignment]
        source="parent.uuid", allow_null=True, help_text="The sitemap index that lists it."
    )
    merged_into = serializers.UUIDField(
        source="merged_into.uuid", allow_null=True, help_text="The feed that it turned out to be."
    )
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    links = serializers.SerializerMethodField(help_text="Where the feed's parts are.")

    @extend_schema_field(FeedLinksSerializer)
    def get_links(self, feed: Feed) -> dict[str, str]:
        """Return where the feed's parts are."""
        return {
            "self": feed_address(feed.uuid),
            **{part: feed_address(feed.uuid, part) for part in _PARTS},
        }


class FeedDraftSerializer(StrictSerializer):
    """A feed as a client writes it."""

    read_only_names = (
        "id", "site_url", "next_poll_at", "last_polled_at", "last_entry_at", "last_outcome",
        "error", "failures", "alarm", "alarm_since", "found", "parent", "merged_into",
        "created_at", "updated_at", "links",
    )  # fmt: skip

    url = AddressField(
        max_length=2000, help_text="Address of the feed, of the sitemap, or of a page."
    )
    kind = serializers.ChoiceField(
        required=False,
        choices=FeedKind.choices,
        help_text="`auto` unless given: the first poll tells, and a page leads to the feed that it"
        " names. `page` watches the page itself for change.",
    )
    title = WordsField(
        required=False, allow_blank=True, max_length=500, help_text="The feed's own unless given."
    )
    state = serializers.ChoiceField(
        required=False, choices=WRITABLE_STATES, help_text="`active` unless given."
    )
    publisher = WordsField(
        required=False, allow_blank=True, max_length=200, help_text="What its sources get."
    )
    source_kind = serializers.ChoiceField(
        required=False, choices=SourceKind.choices, help_text="What its sources get."
    )
    reliability = NumberField(required=False, help_text="What its sources get; 0.5 unless given.")
    min_interval = SecondsField(
        required=False, help_text="Shortest pause between two polls; 900 unless given."
    )
    max_interval = SecondsField(
        required=False, help_text="Longest pause between two polls; 86400 unless given."
    )
    expected_silence = SecondsField(
        required=False,
        allow_null=True,
        help_text="Seconds without a new entry after which it counts as silent; null: never.",
    )
    failure_limit = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=_MAX_FAILURES,
        help_text="Failed polls in a row after which it counts as failing; 5 unless given.",
    )

    def validate_reliability(self, reliability: Decimal) -> Decimal:
        """Demand a share of at most two decimals."""
        if not 0 <= reliability <= 1:
            raise serializers.ValidationError("Reliability lies between 0 and 1.")
        if reliability != round(reliability, 2):
            raise serializers.ValidationError("At most two digits after the point are kept.")
        return reliability

    def validate_max_interval(self, interval: timedelta) -> timedelta:
        """Demand that the feed is polled at all."""
        if interval > MAX_POLL_INTERVAL:
            raise serializers.ValidationError("At most 366 days.")
        return interval


class FeedEntrySerializer(serializers.Serializer[Any]):
    """Something that a feed has announced."""

    id = serializers.UUIDField(source="uuid")
    url = serializers.CharField(help_text="Empty where the feed gave none.")
    title = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)
    revisions = serializers.IntegerField(help_text="How often it said something new.")
    source = serializers.UUIDField(  # type: ignore[assignment]
        source="source.uuid", allow_null=True, help_text="The source that it became."
    )
    source_state = serializers.CharField(
        source="source.state", allow_null=True, help_text="How far the service has come with it."
    )
    note = serializers.CharField(help_text="Why it became no source, else empty.")
    changed_at = serializers.DateTimeField(help_text="When it last said something new.")
    created_at = serializers.DateTimeField()


class FeedPollSerializer(serializers.Serializer[Any]):
    """One poll; kept also when nothing was new or when it failed."""

    id = serializers.UUIDField(source="uuid")
    outcome = serializers.ChoiceField(choices=PollOutcome.choices)
    started_at = serializers.DateTimeField()
    duration_ms = serializers.IntegerField()
    http_status = serializers.IntegerField(allow_null=True)
    size = serializers.IntegerField(help_text="Bytes of the answer, unpacked.")
    entries_seen = serializers.IntegerField()
    entries_new = serializers.IntegerField()
    entries_changed = serializers.IntegerField()
    entries_left = serializers.IntegerField(help_text="Entries that were more than one poll takes.")
    note = serializers.CharField(help_text="What was odd about the answer, else empty.")
    error = serializers.CharField(help_text="Why it failed, else empty.")


class FeedEventSerializer(serializers.Serializer[Any]):
    """Something that happened to a feed."""

    id = serializers.UUIDField(source="uuid")
    kind = serializers.ChoiceField(choices=FeedEventKind.choices)
    detail = serializers.CharField()
    at = serializers.DateTimeField()
