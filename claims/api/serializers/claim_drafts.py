"""Claims as a client writes them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.serializers.fields import (
    LanguageField,
    NumberField,
    PeriodField,
    StrictSerializer,
    WordsField,
)
from claims.api.serializers.figures import KINDS_OF_TOLERANCE
from claims.checking.locator import CellLocator, LocatorError
from claims.checking.tolerance import NotATolerance, Tolerance, ToleranceKind
from claims.models.claim import TOLERANCES
from claims.models.figures import COMPARATORS, ROLES
from claims.services.urls import canonical_url

MAX_STATEMENT = 2_000
MAX_TAGS = 50
MAX_CITATIONS = 100
_SHORTEST_INTERVAL = 60
_LONGEST_INTERVAL = 10 * 366 * 24 * 3600


class AddressField(serializers.URLField):
    """The canonical form of an http(s) address."""

    def to_internal_value(self, data: Any) -> str:
        """Return the address, so written that one document has one address."""
        try:
            return canonical_url(super().to_internal_value(data))
        except ValueError as error:
            raise serializers.ValidationError(f"This is no address: {error}.") from None


@extend_schema_field(
    {"type": "integer", "minimum": _SHORTEST_INTERVAL, "maximum": _LONGEST_INTERVAL}
)
class SecondsField(serializers.IntegerField):
    """A length of time as a whole number of seconds."""

    default_error_messages = {
        "range": f"Between {_SHORTEST_INTERVAL} and {_LONGEST_INTERVAL} seconds."
    }

    def to_internal_value(self, data: Any) -> Any:
        """Return the length of time."""
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        if not _SHORTEST_INTERVAL <= data <= _LONGEST_INTERVAL:
            self.fail("range")
        return timedelta(seconds=data)


class CitationDraftSerializer(StrictSerializer):
    """A source to cite: one that is registered, by its identifier, or any, by its address."""

    read_only_names = ("title", "outcome")

    source = serializers.UUIDField(  # type: ignore[assignment]
        required=False, help_text="Identifier of a registered source."
    )
    url = AddressField(
        required=False,
        max_length=2000,
        help_text="Address of the document; it is registered in passing.",
    )
    quote = WordsField(required=False, allow_blank=True, max_length=10_000, default="")
    locator = WordsField(required=False, allow_blank=True, max_length=200, default="")

    def validate_locator(self, locator: str) -> str:
        """Demand that what is meant for a cell of a table names one."""
        try:
            CellLocator.parse(locator)
        except LocatorError as error:
            raise serializers.ValidationError(f"This names no cell: {error}.") from None
        return locator

    def validate(self, attrs: Any) -> Any:
        """Demand exactly one way to name the source."""
        if ("source" in attrs) == ("url" in attrs):
            raise serializers.ValidationError("Name the source either by `source` or by `url`.")
        return attrs


class ToleranceDraftSerializer(StrictSerializer):
    """What fits the claim beside its wording."""

    kind = serializers.ChoiceField(choices=TOLERANCES, help_text=KINDS_OF_TOLERANCE)
    amount = NumberField(help_text="Greater than 0; `relative` at most 1, `digits` 1 to 15.")

    def validate(self, attrs: Any) -> Any:
        """Return the tolerance as one value."""
        try:
            return Tolerance(ToleranceKind(attrs["kind"]), attrs["amount"])
        except NotATolerance as error:
            reason = f"A tolerance of kind “{attrs['kind']}” {error}."
            raise serializers.ValidationError({"amount": [reason]}) from None


class ClaimDraftSerializer(StrictSerializer):
    """A claim to be read. What is not given is read from the statement."""

    read_only_names = (
        "id", "kind", "status", "status_changed_at", "status_reasons", "confidence",
        "current_value", "last_checked_at", "next_check_at", "version", "created_at",
        "updated_at", "links", "check_interval_is_own",
    )  # fmt: skip

    statement = WordsField(max_length=MAX_STATEMENT, help_text="The claim, word for word.")
    subject = WordsField(required=False, allow_blank=True, max_length=300)
    measure = WordsField(required=False, allow_blank=True, max_length=300)
    place = WordsField(required=False, allow_blank=True, max_length=200)
    defined_measure = serializers.UUIDField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Identifier of a measure that its unit fits.",
    )
    role = serializers.ChoiceField(required=False, choices=ROLES)
    value = NumberField(
        required=False,
        help_text="A decimal string or a JSON number; at most 15 significant digits.",
    )
    unit = WordsField(
        required=False, max_length=100, help_text="Any name of a unit or currency: `euros`, `km/h`."
    )
    comparator = serializers.ChoiceField(required=False, choices=COMPARATORS)
    low = NumberField(required=False, allow_null=True, help_text="Lower end; null is unbounded.")
    high = NumberField(required=False, allow_null=True, help_text="Upper end; null is unbounded.")
    low_open = serializers.BooleanField(required=False)
    high_open = serializers.BooleanField(required=False)
    tolerance = ToleranceDraftSerializer(
        required=False,
        allow_null=True,
        default=None,
        help_text="What fits beside the wording; null: the wording alone decides.",
    )
    as_of = PeriodField(
        required=False,
        allow_null=True,
        help_text="The time the figure is for, never in the future.",
    )
    language = LanguageField(required=False, max_length=35, default="en")
    tags = serializers.ListField(
        child=WordsField(max_length=60), required=False, max_length=MAX_TAGS, default=list
    )
    citations = CitationDraftSerializer(many=True, required=False)
    check_interval = SecondsField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Seconds between two checks; null: as its measure has it, or else a day.",
    )

    def validate_citations(self, citations: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Refuse more citations than one claim can use."""
        if len(citations) > MAX_CITATIONS:
            raise serializers.ValidationError(f"At most {MAX_CITATIONS} citations.")
        return citations
