"""The ledger of a claim: its checks, and its history of edits and status changes."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.models import CheckOutcome, CheckTrigger
from claims.models.claim import QUOTE_OUTCOMES
from claims.models.verdict import STATUSES


class CheckSerializer(serializers.Serializer[Any]):
    """One look at a claim; kept also when nothing changed or when it failed."""

    id = serializers.UUIDField(source="uuid")
    trigger = serializers.ChoiceField(choices=CheckTrigger.choices, help_text="Why it was made.")
    outcome = serializers.ChoiceField(choices=CheckOutcome.choices)
    started_at = serializers.DateTimeField()
    duration_ms = serializers.IntegerField()
    texts_judged = serializers.IntegerField()
    evidence_added = serializers.IntegerField()
    evidence_retired = serializers.IntegerField()
    status = serializers.ChoiceField(choices=STATUSES, help_text="The claim's status after it.")
    error = serializers.CharField(help_text="Why it failed, else empty.")
    engine_version = serializers.CharField()


class CitationCheckSerializer(serializers.Serializer[Any]):
    """One look at a source that the claim cites."""

    id = serializers.UUIDField(source="uuid")
    source = serializers.UUIDField(source="citation.source.uuid")  # type: ignore[assignment]
    outcome = serializers.ChoiceField(choices=QUOTE_OUTCOMES)
    checked_at = serializers.DateTimeField()
    before = serializers.UUIDField(
        source="before.uuid",
        default=None,
        allow_null=True,
        help_text="Snapshot of the last look; null for none.",
    )
    after = serializers.UUIDField(
        source="after.uuid",
        default=None,
        allow_null=True,
        help_text="Snapshot of this look; null for none.",
    )
    quote = serializers.CharField(help_text="What was looked for.")
    passage = serializers.CharField(help_text="What stands there now; empty for nothing.")
    old_number = serializers.CharField(help_text="Of an altered number, else empty.")
    new_number = serializers.CharField(help_text="Of an altered number, else empty.")
    difference = serializers.CharField(help_text="What changed in the text, as a unified diff.")
    error = serializers.CharField(help_text="Why it could not be looked at, else empty.")


class ChangeSerializer(serializers.Serializer[Any]):
    """One field, before and after."""

    field = serializers.CharField()
    before = serializers.SerializerMethodField(help_text="The value before.")
    after = serializers.SerializerMethodField(help_text="The value after.")

    @extend_schema_field({})
    def get_before(self, change: dict[str, Any]) -> Any:
        """Return the value before."""
        return change["before"]

    @extend_schema_field({})
    def get_after(self, change: dict[str, Any]) -> Any:
        """Return the value after."""
        return change["after"]


class HistoryEntrySerializer(serializers.Serializer[Any]):
    """Something that happened to a claim."""

    at = serializers.DateTimeField()
    event = serializers.ChoiceField(choices=["created", "edited", "status_changed"])
    by = serializers.CharField(
        allow_null=True,
        help_text="User name: who edited or reviewed; null where the machine did it.",
    )
    changes = ChangeSerializer(many=True)
    trigger = serializers.ChoiceField(
        choices=CheckTrigger.choices,
        allow_null=True,
        help_text="What led to the check that changed the status.",
    )
    reasons = serializers.SerializerMethodField(help_text="Why the status changed.")

    @extend_schema_field({"type": ["object", "null"], "additionalProperties": {}})
    def get_reasons(self, entry: dict[str, Any]) -> Any:
        """Return the reasons that were stored with the change."""
        return entry["reasons"]
