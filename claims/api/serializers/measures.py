"""Measures: as they are shown, and as a client writes them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.addresses import claims_of_measure, measure_address
from claims.api.serializers.claim_drafts import SecondsField
from claims.api.serializers.fields import StrictSerializer, WordsField
from claims.checking.wordings import MAX_SYNONYMS
from claims.models import Measure
from claims.models.figures import KINDS
from claims.models.measure import MAX_WORDING


class MeasureLinksSerializer(serializers.Serializer[Any]):
    """Addresses around the measure, without a host."""

    self = serializers.CharField()
    series = serializers.CharField()
    claims = serializers.CharField()


class MeasureSerializer(serializers.Serializer[Any]):
    """A shared definition of what claims measure."""

    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField()
    definition = serializers.CharField(help_text="What is counted in, and what is not.")
    kind = serializers.ChoiceField(choices=KINDS, help_text="The family its figures' units have.")
    unit = serializers.CharField(
        help_text="Unit that its series are shown in; empty when any unit of its kind will do."
    )
    synonyms = serializers.ListField(
        child=serializers.CharField(), help_text="Other wordings of exactly this measure."
    )
    ages_in = serializers.SerializerMethodField(
        help_text="Seconds until a figure is likely overtaken; null when that is unknown."
    )
    check_interval = serializers.SerializerMethodField(
        help_text="Seconds between two checks of its claims, unless a claim says otherwise."
    )
    applied = serializers.SerializerMethodField(
        help_text="Whether the last edit has reached all linked claims."
    )
    version = serializers.IntegerField(help_text="Counts the edits of the measure.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    links = serializers.SerializerMethodField(help_text="What is around the measure.")

    def get_ages_in(self, measure: Measure) -> int | None:
        """Return the life of a figure in seconds."""
        return None if measure.ages_in is None else int(measure.ages_in.total_seconds())

    def get_check_interval(self, measure: Measure) -> int:
        """Return the usual interval in seconds."""
        return int(measure.check_interval.total_seconds())

    def get_applied(self, measure: Measure) -> bool:
        """Return whether no claim waits to be judged by the new wordings."""
        return measure.applied_to is None

    @extend_schema_field(MeasureLinksSerializer)
    def get_links(self, measure: Measure) -> dict[str, str]:
        """Return where the measure, its series and its claims are."""
        return {
            "self": measure_address(measure.uuid),
            "series": measure_address(measure.uuid, "series"),
            "claims": claims_of_measure(measure.uuid),
        }


class MeasureDraftSerializer(StrictSerializer):
    """A measure to be defined; `kind` follows from `unit` where that is given."""

    read_only_names = (
        "id", "check_interval", "applied", "version", "created_at", "updated_at", "links",
    )  # fmt: skip

    name = WordsField(max_length=MAX_WORDING, help_text="The plainest wording of the measure.")
    definition = WordsField(required=False, allow_blank=True, max_length=5_000, default="")
    kind = serializers.ChoiceField(required=False, choices=KINDS)
    unit = WordsField(required=False, allow_blank=True, max_length=100, default="")
    synonyms = serializers.ListField(
        child=WordsField(max_length=MAX_WORDING),
        required=False,
        max_length=MAX_SYNONYMS,
        default=list,
        help_text="Other wordings of exactly this measure, and of no wider or narrower one.",
    )
    ages_in = SecondsField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Seconds until a figure is likely overtaken, from 3600.",
    )
