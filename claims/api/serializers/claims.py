"""Claims as they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.addresses import claim_address
from claims.api.serializers.figures import FigureSerializer, ToleranceSerializer
from claims.api.serializers.verdicts import (
    CurrentValueSerializer,
    StatusReasonsSerializer,
    current_value_as_json,
    reasons_as_json,
)
from claims.models import Claim
from claims.models.claim import QUOTE_OUTCOMES
from claims.models.figures import ROLES
from claims.models.verdict import STATUSES


class CitationSerializer(serializers.Serializer[Any]):
    """A source that a claim cites."""

    source = serializers.UUIDField(  # type: ignore[assignment]
        source="source.uuid", help_text="Identifier of the source."
    )
    url = serializers.URLField(source="source.url", allow_null=True)
    title = serializers.CharField(source="source.title")
    quote = serializers.CharField(help_text="The words of the source that the claim rests on.")
    locator = serializers.CharField(help_text="Page, table or section, or a cell of a table.")
    outcome = serializers.ChoiceField(
        choices=[("", "not looked at"), *QUOTE_OUTCOMES],
        help_text="What the last look at the source found; empty before the first.",
    )


class ClaimLinksSerializer(serializers.Serializer[Any]):
    """Addresses of the claim and its parts, without a host."""

    self = serializers.CharField()
    evidence = serializers.CharField()
    checks = serializers.CharField()
    history = serializers.CharField()
    series = serializers.CharField()
    citation_checks = serializers.CharField()
    recheck = serializers.CharField()
    status = serializers.CharField(help_text="The status at any time, replayed.")


class ClaimSerializer(FigureSerializer):
    """A claim with its verdict."""

    figure_after = "role"

    id = serializers.UUIDField(source="uuid")
    statement = serializers.CharField(help_text="The claim, word for word.")
    subject = serializers.CharField()
    measure = serializers.CharField()
    place = serializers.CharField()
    defined_measure = serializers.UUIDField(
        source="defined_measure.uuid",
        default=None,
        allow_null=True,
        help_text="Identifier of the shared definition of its measure; null where it has none.",
    )
    role = serializers.ChoiceField(
        choices=ROLES, help_text="What the figure is: a level, a change, a share, a target …"
    )
    tolerance = ToleranceSerializer(
        source="allowance",
        allow_null=True,
        help_text="What fits beside the wording; null: the wording alone decides.",
    )
    language = serializers.CharField(help_text="Language tag of the statement.")
    tags = serializers.SerializerMethodField(help_text="In the order of the alphabet.")
    citations = CitationSerializer(many=True)
    status = serializers.ChoiceField(choices=STATUSES)
    status_changed_at = serializers.DateTimeField(allow_null=True)
    confidence = serializers.FloatField(
        help_text="How sure the status is, 0 to 1: its parts stand in the groups of the reasons."
    )
    status_reasons = serializers.SerializerMethodField(
        help_text="Why the status is what it is; null before the first check."
    )
    current_value = serializers.SerializerMethodField(
        help_text="The newest value with the quote it was read in; null where there is none."
    )
    check_interval = serializers.SerializerMethodField(
        help_text="Seconds between two checks of the claim."
    )
    check_interval_is_own = serializers.BooleanField(
        help_text="Whether it was set for this claim; else it is its measure's, or the default."
    )
    last_checked_at = serializers.DateTimeField(
        allow_null=True, help_text="Null until the claim, as it now stands, was checked."
    )
    next_check_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField(help_text="Counts the changes of the claim.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    links = serializers.SerializerMethodField(help_text="Where the claim's parts are.")

    def get_tags(self, claim: Claim) -> list[str]:
        """Return the tags' names; they were fetched for the whole page."""
        return sorted(tag.name for tag in claim.tags.all())

    @extend_schema_field(StatusReasonsSerializer(allow_null=True))
    def get_status_reasons(self, claim: Claim) -> dict[str, Any] | None:
        """Return why the status is what it is; null before the first check."""
        return reasons_as_json(claim.status_reasons)

    @extend_schema_field(CurrentValueSerializer(allow_null=True))
    def get_current_value(self, claim: Claim) -> dict[str, Any] | None:
        """Return the newest value with the quote it was read in."""
        return None if claim.current_value is None else current_value_as_json(claim)

    def get_check_interval(self, claim: Claim) -> int:
        """Return the interval in seconds."""
        return int(claim.check_interval.total_seconds())

    @extend_schema_field(ClaimLinksSerializer)
    def get_links(self, claim: Claim) -> dict[str, str]:
        """Return where the claim's parts are."""
        parts = ("evidence", "checks", "history", "series", "recheck", "status")
        return {
            "self": claim_address(claim.uuid),
            **{part: claim_address(claim.uuid, part) for part in parts},
            "citation_checks": claim_address(claim.uuid, "citation-checks"),
        }


def shown_claims() -> QuerySet[Claim]:
    """Return all claims, with what showing them needs fetched once for all rows."""
    rows = Claim.objects.select_related(
        "defined_measure", "current_evidence__snapshot__source"
    ).defer("current_evidence__snapshot__text", "current_evidence__reasons")
    return rows.prefetch_related("tags", "citations__source")


def claims_as_json(claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """Return the one representation of claims, in lists and alone."""
    return list(ClaimSerializer(claims, many=True).data)


def claim_as_json(claim: Claim) -> dict[str, Any]:
    """Return one claim as it is shown."""
    return claims_as_json([claim])[0]
