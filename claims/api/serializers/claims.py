"""Claims as they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.addresses import claim_address
from claims.api.serializers.figures import FigureSerializer, ToleranceSerializer
from claims.models import Claim, Evidence
from claims.models.claim import STATUSES
from claims.models.figures import ROLES


class CitationSerializer(serializers.Serializer[Any]):
    """A source that a claim cites."""

    source = serializers.UUIDField(  # type: ignore[assignment]
        source="source.uuid", help_text="Identifier of the source."
    )
    url = serializers.URLField(source="source.url", allow_null=True)
    title = serializers.CharField(source="source.title")
    quote = serializers.CharField(help_text="The words of the source that the claim rests on.")
    locator = serializers.CharField(help_text="Page, table or section.")


class VoicesSerializer(serializers.Serializer[Any]):
    """Evidence that answers one question: did the figure hold then, does it hold since?"""

    question = serializers.ChoiceField(choices=["own_time", "since"])
    in_favour = serializers.FloatField(help_text="Weight of the voices that agree.")
    against = serializers.FloatField(help_text="Weight of the voices that differ.")
    reviewed = serializers.BooleanField(help_text="Whether an editor's word decided.")
    evidence = serializers.ListField(child=serializers.UUIDField())

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

    value = serializers.CharField(allow_null=True, help_text="Decimal string.")
    unit = serializers.CharField()
    interval = serializers.CharField(
        allow_null=True, help_text="What the wording allows, such as `[221, 221]` or `(80, +inf)`."
    )
    as_of = serializers.CharField(allow_null=True, help_text="The time the value is for.")
    evidence = serializers.UUIDField(help_text="Identifier of the evidence it comes from.")
    quote = serializers.CharField(allow_null=True)
    prefix = serializers.CharField(allow_null=True, help_text="The text before the quote.")
    suffix = serializers.CharField(allow_null=True, help_text="The text after the quote.")
    source = CurrentSourceSerializer(allow_null=True)  # type: ignore[assignment]


class ClaimLinksSerializer(serializers.Serializer[Any]):
    """Addresses of the claim and its parts, without a host."""

    self = serializers.CharField()
    evidence = serializers.CharField()
    checks = serializers.CharField()
    history = serializers.CharField()
    series = serializers.CharField()
    recheck = serializers.CharField()


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
        stored = claim.status_reasons
        return {name: stored[name] for name in stored if name != "current_value"} or None

    @extend_schema_field(CurrentValueSerializer(allow_null=True))
    def get_current_value(self, claim: Claim) -> dict[str, Any] | None:
        """Return the newest value with the quote it was read in."""
        stored = claim.status_reasons.get("current_value")
        return stored and _current_value(stored, getattr(claim, "current_evidence", None))

    def get_check_interval(self, claim: Claim) -> int:
        """Return the interval in seconds."""
        return int(claim.check_interval.total_seconds())

    @extend_schema_field(ClaimLinksSerializer)
    def get_links(self, claim: Claim) -> dict[str, str]:
        """Return where the claim's parts are."""
        parts = ("evidence", "checks", "history", "series", "recheck")
        return {
            "self": claim_address(claim.uuid),
            **{part: claim_address(claim.uuid, part) for part in parts},
        }


def shown_claims() -> QuerySet[Claim]:
    """Return all claims, with what showing them needs fetched once for all rows."""
    rows = Claim.objects.select_related("defined_measure")
    return rows.prefetch_related("tags", "citations__source")


def claims_as_json(claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """Return the one representation of claims, in lists and alone."""
    _attach_current_evidence(claims)
    return list(ClaimSerializer(claims, many=True).data)


def claim_as_json(claim: Claim) -> dict[str, Any]:
    """Return one claim as it is shown."""
    return claims_as_json([claim])[0]


def _attach_current_evidence(claims: Sequence[Claim]) -> None:
    named = {}
    for claim in claims:
        current = claim.status_reasons.get("current_value")
        if current:
            named[claim.pk] = current["evidence"]
    if not named:
        return
    rows = Evidence.objects.filter(uuid__in=named.values())
    by_id = {
        str(row.uuid): row
        for row in rows.select_related("snapshot__source").defer("snapshot__text", "reasons")
    }
    for claim in claims:
        claim.current_evidence = by_id.get(named.get(claim.pk, ""))  # type: ignore[attr-defined]


def _current_value(stored: dict[str, Any], evidence: Evidence | None) -> dict[str, Any]:
    source = evidence and evidence.snapshot.source
    return {
        "value": stored["value"],
        "unit": stored["unit"],
        "interval": stored["interval"],
        "as_of": stored["as_of"],
        "evidence": stored["evidence"],
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
