"""Verdicts as they are shown: the reasons of a status, and the newest value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from claims.api.serializers.fields import number_text
from claims.models import Claim, Evidence
from claims.models.evidence import STANCES


class VoiceSerializer(serializers.Serializer[Any]):
    """One voice: a piece of evidence, and what it weighs."""

    evidence = serializers.UUIDField()
    stance = serializers.ChoiceField(choices=STANCES)
    source = serializers.UUIDField(help_text="Identifier of the source.")  # type: ignore[assignment]
    title = serializers.CharField(help_text="Title or address of the source.")
    reliability = serializers.FloatField(help_text="Of the source, 0 to 1.")
    score = serializers.FloatField(help_text="How surely both speak of the same measure, 0 to 1.")
    weight = serializers.FloatField(help_text="Reliability times score; 1 where it is reviewed.")
    reviewed = serializers.BooleanField()
    sources = serializers.IntegerField(help_text="How many sources say it, reprints included.")


class VoicesSerializer(serializers.Serializer[Any]):
    """Evidence that answers one question: did the figure hold then, does it hold since?"""

    question = serializers.ChoiceField(choices=["own_time", "since"])
    sentence = serializers.CharField(required=False, help_text="What the voices say, in words.")
    in_favour = serializers.FloatField(help_text="Weight of the voices that agree.")
    against = serializers.FloatField(help_text="Weight of the voices that differ.")
    agreement = serializers.FloatField(
        required=False, help_text="The heavier side's share of all weight."
    )
    strength = serializers.FloatField(
        required=False,
        help_text="How strong the voices are together, 0 to 1; times `agreement` it is how sure"
        " the group is.",
    )
    reviewed = serializers.BooleanField(help_text="Whether an editor's word decided.")
    evidence = serializers.ListField(child=serializers.UUIDField())
    voices = VoiceSerializer(
        many=True, required=False, help_text="The heaviest voices, at most 20, one by one."
    )

    def get_fields(self) -> dict[str, Any]:
        """Return the fields under their names in JSON; `for` is none that Python allows."""
        fields = super().get_fields()
        return {("for" if name == "in_favour" else name): field for name, field in fields.items()}


class StatusReasonsSerializer(serializers.Serializer[Any]):
    """Why a claim has its status; the same evidence gives the same reasons."""

    rule = serializers.CharField(help_text="Code of the rule that decided.")
    sentence = serializers.CharField(help_text="The reason in words.")
    groups = VoicesSerializer(many=True)
    set_aside = serializers.ListField(
        child=serializers.UUIDField(), help_text="Evidence that did not count."
    )
    set_aside_because = serializers.DictField(
        required=False,
        child=serializers.CharField(),
        help_text="Why, for each of them: `unclear`, `weak_match`, `too_light`,"
        " `unreliable_source`, `said_by_another`, `older` or `outranked`.",
    )
    confidence = serializers.FloatField(help_text="From 0 to 1.")
    engine_version = serializers.CharField()


class CurrentSourceSerializer(serializers.Serializer[Any]):
    """The source of the current value."""

    id = serializers.UUIDField()
    url = serializers.URLField(allow_null=True)
    title = serializers.CharField()
    publisher = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)


class CurrentValueSerializer(serializers.Serializer[Any]):
    """What the newest evidence gives for the claim's measure, with its exact words."""

    value = serializers.CharField(help_text="Decimal string.")
    unit = serializers.CharField()
    interval = serializers.CharField(
        help_text="What the wording allows, such as `[221, 221]` or `(80, +inf)`."
    )
    low = serializers.CharField(allow_null=True, help_text="Lower end, null when unbounded.")
    high = serializers.CharField(allow_null=True, help_text="Upper end, null when unbounded.")
    low_open = serializers.BooleanField(help_text="Whether `low` itself is excluded.")
    high_open = serializers.BooleanField(help_text="Whether `high` itself is excluded.")
    as_of = serializers.CharField(allow_null=True, help_text="The time the value is for.")
    evidence = serializers.UUIDField(
        allow_null=True, help_text="Identifier of the evidence it comes from."
    )
    quote = serializers.CharField(allow_null=True)
    prefix = serializers.CharField(allow_null=True, help_text="The text before the quote.")
    suffix = serializers.CharField(allow_null=True, help_text="The text after the quote.")
    source = CurrentSourceSerializer(allow_null=True)  # type: ignore[assignment]


def reasons_as_json(stored: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return stored reasons as they are shown; None where nothing was decided yet."""
    return {name: stored[name] for name in stored if name != "current_value"} or None


def current_value_as_json(claim: Claim) -> dict[str, Any]:
    """Return the newest value that is stored with a claim, with its quote and source."""
    evidence, interval = claim.current_evidence, claim.current_interval
    assert claim.current_value is not None and interval is not None
    return {
        "value": number_text(claim.current_value),
        "unit": claim.current_unit,
        "interval": str(interval),
        "low": interval.low and number_text(interval.low),
        "high": interval.high and number_text(interval.high),
        "low_open": interval.low_open,
        "high_open": interval.high_open,
        "as_of": claim.current_period and str(claim.current_period),
        **quoted(evidence),
    }


def quoted(evidence: Evidence | None) -> dict[str, Any]:
    """Return the words that a value was read in, and their source; nulls without evidence."""
    source = evidence and evidence.snapshot.source
    return {
        "evidence": evidence and evidence.uuid,
        "quote": evidence and evidence.quote,
        "prefix": evidence and evidence.prefix,
        "suffix": evidence and evidence.suffix,
        "source": source
        and {
            "id": source.uuid,
            "url": source.url,
            "title": source.title,
            "publisher": source.publisher,
            "published_at": source.published_at,
        },
    }
