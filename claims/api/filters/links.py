"""What lists of links and sets can be narrowed by."""

from __future__ import annotations

from uuid import UUID

import django_filters as filters
from django.db.models import Q, QuerySet

from claims.api.filters.strict import choices
from claims.models import ClaimLink, ClaimSet, LinkKind
from claims.models.link import CONSISTENCIES, FORMULAS


class LinkFilters(filters.FilterSet):
    """Several parameters narrow together."""

    kind = choices("kind", LinkKind.choices, "How the claims hang together.")
    claim = filters.UUIDFilter(method="with_claim", label="A claim at either end.")

    class Meta:
        model = ClaimLink
        fields: list[str] = []

    def with_claim(self, links: QuerySet[ClaimLink], name: str, value: UUID) -> QuerySet[ClaimLink]:
        """Return the links of one claim."""
        return links.filter(Q(claim__uuid=value) | Q(other__uuid=value))


class SetFilters(filters.FilterSet):
    """Several parameters narrow together."""

    consistency = choices("consistency", CONSISTENCIES, "Whether its figures fit together.")
    kind = choices("kind", LinkKind.choices, "What makes it a set.")
    formula = choices("formula", FORMULAS, "The formula of a derived claim.")
    flagged = filters.BooleanFilter(
        method="with_flag", label="Whether an input changed since somebody looked."
    )
    claim = filters.UUIDFilter(field_name="claim__uuid", label="The set's own claim.")

    class Meta:
        model = ClaimSet
        fields: list[str] = []

    def with_flag(self, sets: QuerySet[ClaimSet], name: str, value: bool) -> QuerySet[ClaimSet]:
        """Return the sets with a flag, or those without."""
        return sets.filter(flagged_at__isnull=not value)
