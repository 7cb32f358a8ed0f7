"""Replayed statuses as they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.serializers.verdicts import (
    CurrentValueSerializer,
    StatusReasonsSerializer,
    current_value_as_json,
    reasons_as_json,
)
from claims.checking.policy import Policy
from claims.models import Claim
from claims.models.verdict import STATUSES
from claims.services.decisions import Decided
from claims.services.replay import Retried, StatusThen


class VerdictSerializer(serializers.Serializer[Any]):
    """A status with what it rests on."""

    status = serializers.ChoiceField(choices=STATUSES)
    confidence = serializers.FloatField(help_text="From 0 to 1.")
    status_reasons = StatusReasonsSerializer(allow_null=True)
    current_value = CurrentValueSerializer(allow_null=True)


class StatusThenSerializer(VerdictSerializer):
    """Where a claim stood at some time, decided anew from the evidence of that time."""

    claim = serializers.UUIDField()
    as_of = serializers.DateTimeField(help_text="The time that was asked for.")
    settled_at = serializers.DateTimeField(
        allow_null=True, help_text="When the claim was last checked until then; null: not yet."
    )
    revision = serializers.IntegerField(help_text="The wording of the claim at that time.")
    recorded_status = serializers.ChoiceField(
        choices=STATUSES, help_text="What the ledger says; by the policy in force, the same."
    )
    policy = serializers.DictField(
        child=serializers.FloatField(), help_text="The thresholds by which it was decided."
    )


class RetriedSerializer(serializers.Serializer[Any]):
    """A claim whose status would be another by another policy."""

    claim = serializers.UUIDField()
    statement = serializers.CharField()
    changes = serializers.BooleanField(help_text="Whether the status would be another.")
    old = serializers.SerializerMethodField(help_text="The verdict that is stored.")
    new = serializers.SerializerMethodField(help_text="The verdict by the policy asked for.")

    @extend_schema_field(VerdictSerializer)
    def get_old(self, row: dict[str, Any]) -> Any:
        """Return the stored verdict."""
        return row["old"]

    @extend_schema_field(VerdictSerializer)
    def get_new(self, row: dict[str, Any]) -> Any:
        """Return the verdict by the other policy."""
        return row["new"]


def status_then_as_json(then: StatusThen, policy: Policy) -> dict[str, Any]:
    """Return a past status as it is shown."""
    return {
        "claim": then.claim.uuid,
        "as_of": then.at,
        "settled_at": then.settled_at,
        "revision": then.revision,
        "recorded_status": then.recorded,
        **verdict_as_json(_verdict(then.decided)),
        "policy": policy.as_json(),
    }


def retried_as_json(rows: Sequence[Retried]) -> list[dict[str, Any]]:
    """Return claims by another policy as they are shown."""
    return [
        {
            "claim": row.claim.uuid,
            "statement": row.claim.statement,
            "changes": row.changes,
            "old": verdict_as_json(row.claim),
            "new": verdict_as_json(_verdict(row.decided)),
        }
        for row in rows
    ]


def verdict_as_json(claim: Claim) -> dict[str, Any]:
    """Return the verdict that a claim carries."""
    return {
        "status": claim.status,
        "confidence": claim.confidence,
        "status_reasons": reasons_as_json(claim.status_reasons),
        "current_value": None if claim.current_value is None else current_value_as_json(claim),
    }


def _verdict(decided: Decided) -> Claim:
    """Return a claim that is never stored, with this verdict."""
    claim = Claim(status=decided.decision.status.value, **decided.columns)
    claim.current_evidence = decided.current
    return claim
