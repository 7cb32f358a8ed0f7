"""What a list of claims can be narrowed by."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters as filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from drf_spectacular.utils import extend_schema_field

from claims.api.filters.strict import (
    FigureFilter,
    PeriodFilter,
    ShareFilter,
    TruthFilter,
    UnitFilter,
    choices,
    every_word,
)
from claims.models import Citation, Claim, Evidence
from claims.models.figures import COMPARATORS, KINDS, ROLES
from claims.models.verdict import STATUSES
from claims.quantities.periods import Period

_MANY_TAGS = {
    "type": "array",
    "items": {"type": "string"},
    "description": "A tag that the claim carries; given several times, all of them.",
}


class ClaimFilters(filters.FilterSet):
    """Several parameters narrow together; a repeated one takes any of its values, `tag` all."""

    status = choices("status", STATUSES, "The status, or any of several.")
    tag = filters.CharFilter(method="with_tags", label="A tag that the claim carries.")
    subject = filters.CharFilter(lookup_expr="icontains", label="Part of the subject.")
    measure = filters.CharFilter(lookup_expr="icontains", label="Part of the measure.")
    place = filters.CharFilter(lookup_expr="icontains", label="Part of the place.")
    defined_measure = filters.UUIDFilter(
        field_name="defined_measure__uuid", label="The measure that it is linked to."
    )
    unit = UnitFilter(label="The unit, under any of its names.")
    kind = choices("kind", KINDS, "The family of the unit.")
    role = choices("role", ROLES, "What the figure is.")
    comparator = choices("comparator", COMPARATORS, "How the figure is worded.")
    language = filters.CharFilter(lookup_expr="iexact", label="Language tag of the statement.")
    as_of_after = PeriodFilter(
        method="not_before", label="Claims for this time or later: `2022`, `2022-Q3`, `2022-08-31`."
    )
    as_of_before = PeriodFilter(
        method="not_after", label="Claims for this time or earlier; the whole period counts."
    )
    value_min = FigureFilter(field_name="value", lookup_expr="gte", label="Smallest value.")
    value_max = FigureFilter(field_name="value", lookup_expr="lte", label="Greatest value.")
    confidence_min = ShareFilter(
        field_name="confidence", lookup_expr="gte", label="Least confidence, 0 to 1."
    )
    confidence_max = ShareFilter(
        field_name="confidence", lookup_expr="lte", label="Greatest confidence, 0 to 1."
    )
    has_current_value = TruthFilter(
        method="with_current_value", label="Whether any evidence gives a current value."
    )
    current_value_min = FigureFilter(
        field_name="current_value", lookup_expr="gte", label="Smallest current value."
    )
    current_value_max = FigureFilter(
        field_name="current_value", lookup_expr="lte", label="Greatest current value."
    )
    current_as_of_after = PeriodFilter(
        method="current_not_before", label="With a current value for this time or later."
    )
    current_as_of_before = PeriodFilter(
        method="current_not_after", label="With a current value for this time or earlier."
    )
    source = filters.UUIDFilter(
        method="resting_on", label="A source that the claim cites, or that speaks of it."
    )
    updated_since = filters.IsoDateTimeFilter(
        field_name="updated_at", lookup_expr="gte", label="Edited at this time or later."
    )
    status_changed_since = filters.IsoDateTimeFilter(
        field_name="status_changed_at",
        lookup_expr="gte",
        label="With a status that changed at this time or later.",
    )
    due_before = filters.IsoDateTimeFilter(
        field_name="next_check_at", lookup_expr="lte", label="To be checked until this time."
    )
    search = filters.CharFilter(
        method="with_words", label="Words that all stand in statement, subject or measure."
    )

    class Meta:
        model = Claim
        fields: list[str] = []

    @extend_schema_field(_MANY_TAGS)
    def with_tags(self, claims: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        """Return the claims that carry every tag."""
        given: Any = self.data
        for tag in given.getlist(name):
            claims = claims.filter(tags__name=tag)
        return claims

    def not_before(self, claims: QuerySet[Claim], name: str, value: Period) -> QuerySet[Claim]:
        """Return the claims for `value` or later."""
        return claims.filter(as_of__gte=value.start)

    def not_after(self, claims: QuerySet[Claim], name: str, value: Period) -> QuerySet[Claim]:
        """Return the claims for `value` or earlier."""
        return claims.filter(as_of__lte=value.end)

    def current_not_before(
        self, claims: QuerySet[Claim], name: str, value: Period
    ) -> QuerySet[Claim]:
        """Return the claims whose current value is for `value` or later."""
        return claims.filter(current_as_of__gte=value.start)

    def current_not_after(
        self, claims: QuerySet[Claim], name: str, value: Period
    ) -> QuerySet[Claim]:
        """Return the claims whose current value is for `value` or earlier."""
        return claims.filter(current_as_of__lte=value.end)

    def with_current_value(
        self, claims: QuerySet[Claim], name: str, value: bool
    ) -> QuerySet[Claim]:
        """Return the claims that have a current value, or that have none."""
        return claims.filter(current_value__isnull=not value)

    def resting_on(self, claims: QuerySet[Claim], name: str, value: UUID) -> QuerySet[Claim]:
        """Return the claims that cite the source or have current evidence from it."""
        cited = Citation.objects.filter(claim=OuterRef("pk"), source__uuid=value)
        heard = Evidence.objects.current().filter(
            claim=OuterRef("pk"), snapshot__source__uuid=value
        )
        return claims.filter(Q(Exists(cited)) | Q(Exists(heard)))

    def with_words(self, claims: QuerySet[Claim], name: str, value: str) -> QuerySet[Claim]:
        """Return the claims in which every word stands."""
        return every_word(claims, value, ("statement", "subject", "measure"))
