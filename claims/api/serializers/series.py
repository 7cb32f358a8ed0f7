"""The points of a series: what claims and evidence say of one measure, over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rest_framework import serializers

from claims.api.serializers.evidence import EvidenceSourceSerializer
from claims.api.serializers.fields import PeriodField, number_text
from claims.checking.compare import in_unit
from claims.models import Claim, Evidence, Measure
from claims.models.evidence import STANCES
from claims.models.figures import COMPARATORS
from claims.quantities.quantity import Quantity
from claims.quantities.units import IncompatibleUnits, UnknownUnit


class PointSerializer(serializers.Serializer[Any]):
    """One figure of a series: a claim's own, or one that evidence gives."""

    claim = serializers.UUIDField(help_text="Identifier of the claim that it belongs to.")
    subject = serializers.CharField(help_text="The subject of that claim.")
    evidence = serializers.UUIDField(
        allow_null=True, help_text="Identifier of the evidence; null for the claim's own figure."
    )
    mention = serializers.UUIDField(
        allow_null=True, help_text="The place in a text; evidence for several claims shares it."
    )
    stance = serializers.ChoiceField(
        choices=STANCES,
        allow_null=True,
        help_text="What it says of the claim; null for the claim's own figure.",
    )
    as_of = PeriodField(allow_null=True, help_text="The time the figure is for.")
    value = serializers.CharField(help_text="Decimal string, in `unit`.")
    unit = serializers.CharField(help_text="The measure's unit wherever it can be converted to it.")
    comparator = serializers.ChoiceField(choices=COMPARATORS)
    low = serializers.CharField(allow_null=True, help_text="Lower end; null is unbounded.")
    high = serializers.CharField(allow_null=True, help_text="Upper end; null is unbounded.")
    low_open = serializers.BooleanField()
    high_open = serializers.BooleanField()
    quote = serializers.CharField(help_text="The words of the evidence, or the claim's statement.")
    source = EvidenceSourceSerializer(  # type: ignore[assignment]
        allow_null=True, help_text="Where the evidence was read; null for the claim's own figure."
    )


def points_as_json(rows: Sequence[Claim | Evidence], measure: Measure | None) -> Any:
    """Return the points of one page of a series, in the measure's unit."""
    unit = measure.unit if measure else ""
    return PointSerializer([_point(row, unit) for row in rows], many=True).data


def _point(row: Claim | Evidence, unit: str) -> dict[str, Any]:
    about: dict[str, Any]
    if isinstance(row, Claim):
        about = {"evidence": None, "mention": None, "stance": None, "source": None}
        claim, quote = row, row.statement
    else:
        claim, quote = row.claim, row.quote
        about = {
            "evidence": row.uuid,
            "mention": row.mention.uuid,
            "stance": row.counted_stance,
            "source": row.snapshot.source,
        }
    figure = _figure(_shown_in(row.quantity, unit))
    return {
        "claim": claim.uuid, "subject": claim.subject, "as_of": row.period, "quote": quote,
        **about, **figure,
    }  # fmt: skip


def _shown_in(quantity: Quantity, unit: str) -> Quantity:
    try:
        return in_unit(quantity, unit) if unit else quantity
    except (IncompatibleUnits, UnknownUnit):
        return quantity


def _figure(quantity: Quantity) -> dict[str, Any]:
    interval = quantity.interval
    return {
        "value": number_text(quantity.value),
        "unit": quantity.unit,
        "comparator": quantity.comparator.value,
        "low": None if interval.low is None else number_text(interval.low),
        "high": None if interval.high is None else number_text(interval.high),
        "low_open": interval.low_open,
        "high_open": interval.high_open,
    }
