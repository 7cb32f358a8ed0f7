"""What lists of sources, texts and mentions can be narrowed by."""

from __future__ import annotations

from uuid import UUID

import django_filters as filters
from django.db.models import QuerySet

from claims.api.filters.strict import UnitFilter, choices, every_word
from claims.models import (
    FeedEntry,
    Mention,
    ReadState,
    Snapshot,
    Source,
    SourceAlias,
    SourceKind,
    SourceState,
)
from claims.models.figures import ROLES
from claims.services.urls import canonical_url


class SourceFilters(filters.FilterSet):
    """Several parameters narrow together; a repeated one takes any of its values."""

    state = choices("state", SourceState.choices, "How far the service has come with it.")
    kind = choices("kind", SourceKind.choices, "What sort of document it is.")
    url = filters.CharFilter(method="at_address", label="Any address of the document.")
    publisher = filters.CharFilter(lookup_expr="icontains", label="Part of the publisher's name.")
    language = filters.CharFilter(lookup_expr="iexact", label="Language tag.")
    published_since = filters.IsoDateTimeFilter(
        field_name="published_at", lookup_expr="gte", label="Published at this time or later."
    )
    published_before = filters.IsoDateTimeFilter(
        field_name="published_at", lookup_expr="lt", label="Published before this time."
    )
    updated_since = filters.IsoDateTimeFilter(
        field_name="updated_at", lookup_expr="gte", label="Edited at this time or later."
    )
    feed = filters.UUIDFilter(method="of_feed", label="The feed that announced it.")
    search = filters.CharFilter(
        method="with_words", label="Words that all stand in title, publisher, author or address."
    )

    class Meta:
        model = Source
        fields: list[str] = []

    def at_address(self, sources: QuerySet[Source], name: str, value: str) -> QuerySet[Source]:
        """Return the source with this address, however it is written; or as it was kept before."""
        try:
            forms = [value, canonical_url(value)]
        except ValueError:
            return sources.none()
        aliases = SourceAlias.objects.filter(url__in=forms).order_by().values("source")
        return sources.filter(
            pk__in=Source.objects.filter(url__in=forms).order_by().values("pk").union(aliases)
        )

    def of_feed(self, sources: QuerySet[Source], name: str, value: UUID) -> QuerySet[Source]:
        """Return the sources that a feed announced, each once."""
        announced = FeedEntry.objects.filter(feed__uuid=value, source__isnull=False)
        return sources.filter(pk__in=announced.values("source"))

    def with_words(self, sources: QuerySet[Source], name: str, value: str) -> QuerySet[Source]:
        """Return the sources in which every word stands."""
        return every_word(sources, value, ("title", "publisher", "author", "url"))


class SnapshotFilters(filters.FilterSet):
    """What the texts of one source can be narrowed by."""

    state = choices("state", ReadState.choices, "How far reading has come.")

    class Meta:
        model = Snapshot
        fields: list[str] = []


class MentionFilters(filters.FilterSet):
    """What the mentions of one source can be narrowed by."""

    snapshot = filters.UUIDFilter(field_name="snapshot__uuid", label="One of the source's texts.")
    unit = UnitFilter(label="The unit, under any of its names.")
    role = choices("role", ROLES, "What the number does in its sentence.")

    class Meta:
        model = Mention
        fields: list[str] = []
