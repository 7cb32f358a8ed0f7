"""What lists of measures, and the points of a series, can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from claims.api.filters.strict import PeriodFilter, UnitFilter, choices, every_word
from claims.models import Claim, Evidence, Measure
from claims.models.figures import KINDS
from claims.quantities.periods import Period


class MeasureFilters(filters.FilterSet):
    """Several parameters narrow together."""

    kind = choices("kind", KINDS, "The family its figures' units have.")
    unit = UnitFilter(label="The unit of its series, under any of its names.")
    search = filters.CharFilter(
        method="with_words", label="Words that all stand in name or definition."
    )

    class Meta:
        model = Measure
        fields: list[str] = []

    def with_words(self, measures: QuerySet[Measure], name: str, value: str) -> QuerySet[Measure]:
        """Return the measures in which every word stands."""
        return every_word(measures, value, ("name", "definition"))


class PointFilters(filters.FilterSet):
    """The claims of a series."""

    as_of_after = PeriodFilter(method="not_before", label="Figures for this time or later.")
    as_of_before = PeriodFilter(method="not_after", label="Figures for this time or earlier.")

    class Meta:
        model = Claim
        fields: list[str] = []

    def not_before(self, rows: QuerySet[Any], name: str, value: Period) -> QuerySet[Any]:
        """Return the figures for `value` or later."""
        return rows.filter(as_of__gte=value.start)

    def not_after(self, rows: QuerySet[Any], name: str, value: Period) -> QuerySet[Any]:
        """Return the figures for `value` or earlier."""
        return rows.filter(as_of__lte=value.end)


class EvidencePointFilters(PointFilters):
    """The evidence of a series, narrowed by the same parameters."""

    class Meta:
        model = Evidence
        fields: list[str] = []


class SeriesFilters(PointFilters):
    """The claims of a measure's series."""

    subject = filters.CharFilter(
        lookup_expr="iexact", label="The subject, in any case; all subjects when it is left out."
    )


class EvidenceSeriesFilters(EvidencePointFilters):
    """The evidence of a measure's series, narrowed by the same parameters."""

    subject = filters.CharFilter(field_name="claim__subject", lookup_expr="iexact")
