"""Evidence as it is shown, and an editor's word on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.addresses import claim_address, evidence_address, source_address
from claims.api.serializers.fields import StrictSerializer, WordsField
from claims.api.serializers.figures import FigureSerializer
from claims.models import Evidence, ReviewDecision
from claims.models.evidence import STANCES

DECISIONS = {
    "confirm": ReviewDecision.CONFIRMED,
    "reject": ReviewDecision.REJECTED,
    "set_stance": ReviewDecision.OVERRULED,
}


class EvidenceSourceSerializer(serializers.Serializer[Any]):
    """The source that the evidence comes from."""

    id = serializers.UUIDField(source="uuid")
    url = serializers.URLField(allow_null=True)
    title = serializers.CharField()
    publisher = serializers.CharField()


class ReasonsSerializer(serializers.Serializer[Any]):
    """Why the evidence has its stance; which members there are depends on the rule."""

    rule = serializers.CharField(help_text="Code of the rule that decided.")
    sentence = serializers.CharField(required=False, help_text="The reason in words.")
    claimed = serializers.CharField(
        required=False,
        allow_null=True,
        help_text="The claim's interval, widened by its tolerance where it has one.",
    )
    tolerance = serializers.CharField(
        required=False, allow_null=True, help_text="The tolerance in words, such as `±5 percent`."
    )
    found = serializers.CharField(
        required=False, allow_null=True, help_text="The evidence's interval."
    )
    unit = serializers.CharField(required=False, help_text="The unit of both intervals.")
    claim_time = serializers.CharField(required=False, allow_null=True)
    figure_time = serializers.CharField(required=False, allow_null=True)
    when = serializers.CharField(required=False, help_text="How the two times relate.")
    score = serializers.FloatField(
        required=False, help_text="How surely both speak of the same measure, 0 to 1."
    )
    features = serializers.DictField(
        required=False,
        child=serializers.FloatField(),
        help_text="What each feature adds to the score (log-odds).",
    )
    wording = serializers.CharField(
        required=False, help_text="The synonym of the claim's measure that the text uses."
    )
    engine_version = serializers.CharField(required=False)


class EvidenceReviewSerializer(serializers.Serializer[Any]):
    """What an editor said of the evidence."""

    decision = serializers.ChoiceField(choices=ReviewDecision.choices)
    stance = serializers.ChoiceField(
        choices=STANCES, allow_null=True, help_text="The editor's stance, where it was overruled."
    )
    reason = serializers.CharField()
    by = serializers.CharField(help_text="User name of the editor.")
    at = serializers.DateTimeField()


class EvidenceLinksSerializer(serializers.Serializer[Any]):
    """Addresses around the evidence, without a host."""

    self = serializers.CharField()
    claim = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    snapshot = serializers.CharField()
    review = serializers.CharField()


class EvidenceSerializer(FigureSerializer):
    """What one mention says of one claim."""

    figure_after = "suffix"

    id = serializers.UUIDField(source="uuid")
    claim = serializers.UUIDField(source="claim.uuid")
    source = EvidenceSourceSerializer(source="snapshot.source")  # type: ignore[assignment]
    snapshot = serializers.UUIDField(source="snapshot.uuid")
    mention = serializers.UUIDField(source="mention.uuid")
    stance = serializers.ChoiceField(
        source="counted_stance",
        choices=STANCES,
        help_text="The stance that counts: the editor's where there is one.",
    )
    machine_stance = serializers.ChoiceField(source="stance", choices=STANCES)
    score = serializers.FloatField(help_text="How surely both speak of the same measure, 0 to 1.")
    quote = serializers.CharField(help_text="The exact words.")
    prefix = serializers.CharField(help_text="The text before the quote.")
    suffix = serializers.CharField(help_text="The text after the quote.")
    start = serializers.IntegerField(help_text="Where the quote begins in the snapshot's text.")
    end = serializers.IntegerField()
    reasons = serializers.SerializerMethodField(help_text="Why it has this stance.")
    review = serializers.SerializerMethodField(
        help_text="The editor's word; null where there is none."
    )
    claim_revision = serializers.IntegerField(
        help_text="The wording of the claim it was judged by."
    )
    engine_version = serializers.CharField()
    created_at = serializers.DateTimeField()
    superseded_at = serializers.DateTimeField(
        allow_null=True, help_text="When a later judgement took its place."
    )
    superseded_by = serializers.SerializerMethodField(
        help_text="Identifier of the evidence that took its place, if any did."
    )
    links = serializers.SerializerMethodField(help_text="What is around the evidence.")

    @extend_schema_field(ReasonsSerializer)
    def get_reasons(self, evidence: Evidence) -> Any:
        """Return the reasons as they were stored."""
        return evidence.reasons

    @extend_schema_field(EvidenceReviewSerializer(allow_null=True))
    def get_review(self, evidence: Evidence) -> dict[str, Any] | None:
        """Return the editor's word, null where there is none."""
        if not evidence.review or evidence.reviewed_by is None:
            return None
        return {
            "decision": evidence.review,
            "stance": evidence.reviewed_stance or None,
            "reason": evidence.review_reason,
            "by": evidence.reviewed_by.get_username(),
            "at": evidence.reviewed_at,
        }

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_superseded_by(self, evidence: Evidence) -> Any:
        """Return the identifier of what took its place."""
        return evidence.superseded_by and evidence.superseded_by.uuid

    @extend_schema_field(EvidenceLinksSerializer)
    def get_links(self, evidence: Evidence) -> dict[str, str]:
        """Return what is around the evidence."""
        snapshot = evidence.snapshot
        return {
            "self": evidence_address(evidence.uuid),
            "claim": claim_address(evidence.claim.uuid),
            "source": source_address(snapshot.source.uuid),
            "snapshot": source_address(snapshot.source.uuid, f"snapshots/{snapshot.uuid}"),
            "review": evidence_address(evidence.uuid, "review"),
        }


class ReviewDraftSerializer(StrictSerializer):
    """An editor's decision."""

    decision = serializers.ChoiceField(
        choices=list(DECISIONS),
        help_text="`confirm` and `reject` the machine's stance, or `set_stance` to another.",
    )
    stance = serializers.ChoiceField(
        required=False, choices=STANCES, help_text="With `set_stance`, and only then."
    )
    reason = WordsField(max_length=2_000, help_text="Why; it is kept with the evidence.")

    def validate(self, attrs: Any) -> Any:
        """Demand a stance with `set_stance`, and refuse it elsewhere."""
        if attrs["decision"] == "set_stance" and "stance" not in attrs:
            raise serializers.ValidationError({"stance": ["Needed with “set_stance”."]})
        if attrs["decision"] != "set_stance" and "stance" in attrs:
            raise serializers.ValidationError({"stance": ["Only “set_stance” takes a stance."]})
        return attrs


def shown_evidence() -> QuerySet[Evidence]:
    """Return all evidence, with what showing it needs fetched in the same query."""
    rows = Evidence.objects.with_effective_stance().select_related(
        "claim", "mention", "snapshot__source", "reviewed_by", "superseded_by"
    )
    return rows.defer("snapshot__text", "claim__status_reasons", "superseded_by__reasons")


def evidence_as_json(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    """Return the one representation of evidence, in lists and alone."""
    return list(EvidenceSerializer(evidence, many=True).data)
