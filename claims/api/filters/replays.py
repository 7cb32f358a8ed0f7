"""What a replay can be narrowed by, and the thresholds of the policy that it tries."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from claims.api.filters.claims import ClaimFilters
from claims.api.filters.strict import TruthFilter
from claims.checking.policy import RANGES
from claims.models import Claim


def _threshold(name: str) -> filters.Filter:
    """Return a parameter that narrows nothing: it is part of the policy."""
    return filters.CharFilter(method="as_it_is", label=RANGES[name].meaning)


class ReplayFilters(ClaimFilters):
    """All that narrows a list of claims, and the thresholds of a policy."""

    unchanged = TruthFilter(
        method="as_it_is", label="`true` to list also the claims whose status would stay."
    )
    min_weight = _threshold("min_weight")
    clear_majority = _threshold("clear_majority")
    same_time_days = _threshold("same_time_days")
    min_reliability = _threshold("min_reliability")
    min_score = _threshold("min_score")
    min_score_against = _threshold("min_score_against")

    class Meta:
        model = Claim
        fields: list[str] = []

    def as_it_is(self, claims: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Return all claims."""
        return claims
