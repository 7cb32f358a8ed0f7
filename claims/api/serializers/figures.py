"""A quantity and its time, as claims, mentions and evidence show them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.api.serializers.fields import NumberTextField, PeriodField
from claims.models.claim import TOLERANCES
from claims.models.figures import COMPARATORS, KINDS

KINDS_OF_TOLERANCE = (
    "`absolute`: in the claim's unit; `relative`: a share of its figure, 0.05 is five percent;"
    " `digits`: the significant digits to which two figures must agree."
)


class ToleranceSerializer(serializers.Serializer[Any]):
    """What fits a claim beside its wording."""

    kind = serializers.ChoiceField(choices=TOLERANCES, help_text=KINDS_OF_TOLERANCE)
    amount = NumberTextField()


class FigureSerializer(serializers.Serializer[Any]):
    """Value, unit and the interval that the wording allows."""

    figure_after: str  # the field of the resource that the figure follows

    value = NumberTextField(help_text="The stated number; scale words are resolved.")
    unit = serializers.CharField(help_text="Canonical name of the unit: `count`, `percent`, `EUR`.")
    kind = serializers.ChoiceField(choices=KINDS, help_text="The family the unit belongs to.")
    comparator = serializers.ChoiceField(choices=COMPARATORS, help_text="How the figure is worded.")
    low = NumberTextField(
        allow_null=True, help_text="Lower end of the interval, null when unbounded."
    )
    high = NumberTextField(
        allow_null=True, help_text="Upper end of the interval, null when unbounded."
    )
    low_open = serializers.BooleanField(help_text="Whether `low` itself is excluded.")
    high_open = serializers.BooleanField(help_text="Whether `high` itself is excluded.")
    as_of = PeriodField(
        source="period",
        allow_null=True,
        help_text="The time the figure is for: a year, quarter, month or day.",
    )

    def get_fields(self) -> dict[str, Any]:
        """Return the resource's fields in reading order, not in that of inheritance."""
        fields = super().get_fields()
        figure = {name: fields.pop(name) for name in FigureSerializer._declared_fields}
        ordered: dict[str, Any] = {}
        for name, field in fields.items():
            ordered[name] = field
            if name == self.figure_after:
                ordered |= figure
        return ordered
