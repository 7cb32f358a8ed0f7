"""Links between claims, and the sets they make: as they are shown, and as a client writes them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.addresses import claim_address, link_address, set_address
from claims.api.serializers.fields import NumberTextField, PeriodField, StrictSerializer, WordsField
from claims.checking.formulas import Formula
from claims.models import Claim, ClaimLink, ClaimSet, LinkKind
from claims.models.link import CONSISTENCIES, FORMULAS
from claims.models.verdict import STATUSES
from claims.services.sets import MAX_MEMBERS, members

_SETTABLE = [LinkKind.SAME_MEASURE.value, LinkKind.PART_OF.value]


class LinkAddressesSerializer(serializers.Serializer[Any]):
    """Addresses around the link, without a host."""

    self = serializers.CharField()
    claim = serializers.CharField()
    other = serializers.CharField()


class LinkSerializer(serializers.Serializer[Any]):
    """How one claim hangs together with another."""

    id = serializers.UUIDField(source="uuid")
    kind = serializers.ChoiceField(choices=LinkKind.choices)
    claim = serializers.UUIDField(
        source="claim.uuid", help_text="The part, the derived claim, or the older of two."
    )
    other = serializers.UUIDField(
        source="other.uuid", help_text="The whole, the input, or the newer of two."
    )
    position = serializers.IntegerField(
        allow_null=True, help_text="Place among the inputs of a formula, from 0."
    )
    created_at = serializers.DateTimeField()
    links = serializers.SerializerMethodField(help_text="What is around the link.")

    @extend_schema_field(LinkAddressesSerializer)
    def get_links(self, link: ClaimLink) -> dict[str, str]:
        """Return where the link and its claims are."""
        return {
            "self": link_address(link.uuid),
            "claim": claim_address(link.claim.uuid),
            "other": claim_address(link.other.uuid),
        }


class LinkDraftSerializer(StrictSerializer):
    """Two claims to be linked. What a claim is derived from is set at its `derivation/`."""

    read_only_names = ("id", "position", "created_at", "links")

    kind = serializers.ChoiceField(choices=_SETTABLE)
    claim = serializers.UUIDField(help_text="Identifier of a claim; with `part_of` the part.")
    other = serializers.UUIDField(help_text="Identifier of another; with `part_of` the whole.")


class DerivationDraftSerializer(StrictSerializer):
    """What a claim is derived from."""

    formula = serializers.ChoiceField(choices=FORMULAS)
    inputs = serializers.ListField(
        child=serializers.UUIDField(),
        min_length=1,
        max_length=MAX_MEMBERS,
        help_text="Identifiers of claims in the formula's order: minuend, subtrahend; numerator,"
        " denominator; part, whole; earlier, later; or any number of summands.",
    )


class SetReasonsSerializer(serializers.Serializer[Any]):
    """Why a set is consistent or not; the same figures give the same reasons."""

    rule = serializers.CharField(help_text="Code of the rule that decided.")
    sentence = serializers.CharField(help_text="The reason in words.")
    claimed = serializers.CharField(allow_null=True, help_text="What the set's own claim allows.")
    computed = serializers.CharField(allow_null=True, help_text="What the other claims make of it.")
    unit = serializers.CharField(help_text="The unit of both intervals.")
    members = serializers.ListField(
        child=serializers.UUIDField(), help_text="The claims that it is about, at most 20."
    )


class FlagSerializer(serializers.Serializer[Any]):
    """Which input of a derived claim has changed last, and how."""

    at = serializers.DateTimeField()
    claim = serializers.UUIDField()
    change = serializers.ChoiceField(choices=["edited", "status", "deleted"])
    before = serializers.SerializerMethodField(help_text="The figure or the status before.")
    after = serializers.SerializerMethodField(help_text="The figure or the status after.")

    @extend_schema_field({})
    def get_before(self, flag: dict[str, Any]) -> Any:
        """Return what was there before."""
        return flag["before"]

    @extend_schema_field({})
    def get_after(self, flag: dict[str, Any]) -> Any:
        """Return what is there now."""
        return flag["after"]


class ConfirmationSerializer(serializers.Serializer[Any]):
    """An editor's word that a derived claim still stands."""

    by = serializers.CharField(help_text="User name.")
    at = serializers.DateTimeField()
    reason = serializers.CharField()


class SetAddressesSerializer(serializers.Serializer[Any]):
    """Addresses around the set, without a host."""

    self = serializers.CharField()
    claim = serializers.CharField()
    confirm = serializers.CharField()


class SetSerializer(serializers.Serializer[Any]):
    """Claims whose figures must fit: of one measure, a whole's parts, or a formula's inputs."""

    id = serializers.UUIDField(source="uuid")
    kind = serializers.ChoiceField(choices=LinkKind.choices)
    claim = serializers.UUIDField(
        source="claim.uuid", help_text="The first of its measure, the whole, or the derived claim."
    )
    statement = serializers.CharField(source="claim.statement")
    formula = serializers.SerializerMethodField(help_text="Null where nothing is derived.")
    consistency = serializers.ChoiceField(
        choices=CONSISTENCIES, help_text="`unclear` where it cannot be told."
    )
    reasons = serializers.SerializerMethodField(help_text="Why; null before it was reckoned.")
    reckoned_at = serializers.DateTimeField(allow_null=True)
    flag = serializers.SerializerMethodField(
        help_text="The change of an input that nobody has looked at; null where there is none."
    )
    confirmed = serializers.SerializerMethodField(
        help_text="Who took the last flag off; null where nobody did."
    )
    created_at = serializers.DateTimeField()
    links = serializers.SerializerMethodField(help_text="What is around the set.")

    @extend_schema_field(serializers.ChoiceField(choices=FORMULAS, allow_null=True))
    def get_formula(self, claim_set: ClaimSet) -> str | None:
        """Return the formula."""
        return claim_set.formula or None

    @extend_schema_field(SetReasonsSerializer(allow_null=True))
    def get_reasons(self, claim_set: ClaimSet) -> Any:
        """Return the stored reasons."""
        return claim_set.reasons or None

    @extend_schema_field(FlagSerializer(allow_null=True))
    def get_flag(self, claim_set: ClaimSet) -> Any:
        """Return the last change of an input."""
        if claim_set.flagged_at is None:
            return None
        return FlagSerializer({"at": claim_set.flagged_at, **claim_set.flag_reasons}).data

    @extend_schema_field(ConfirmationSerializer(allow_null=True))
    def get_confirmed(self, claim_set: ClaimSet) -> Any:
        """Return who confirmed it."""
        if claim_set.confirmed_by is None:
            return None
        by = claim_set.confirmed_by.get_username()
        at, reason = claim_set.confirmed_at, claim_set.confirm_reason
        return ConfirmationSerializer({"by": by, "at": at, "reason": reason}).data

    @extend_schema_field(SetAddressesSerializer)
    def get_links(self, claim_set: ClaimSet) -> dict[str, str]:
        """Return where the set, its claim and its confirmation are."""
        return {
            "self": set_address(claim_set.uuid),
            "claim": claim_address(claim_set.claim.uuid),
            "confirm": set_address(claim_set.uuid, "confirm"),
        }


class MemberSerializer(serializers.Serializer[Any]):
    """One claim of a set."""

    claim = serializers.UUIDField(source="uuid")
    name = serializers.CharField(help_text="What it is in the set: `part`, `numerator` …")
    statement = serializers.CharField()
    value = NumberTextField()
    unit = serializers.CharField()
    as_of = PeriodField(source="period", allow_null=True)
    status = serializers.ChoiceField(choices=STATUSES)


class WholeSetSerializer(SetSerializer):
    """A set with the claims that are linked to its own."""

    members = serializers.SerializerMethodField(help_text="In the order of the formula.")

    @extend_schema_field(MemberSerializer(many=True))
    def get_members(self, claim_set: ClaimSet) -> Any:
        """Return the linked claims, each under its name in the set."""
        rows: list[Any] = list(members(claim_set))
        for position, claim in enumerate(rows):
            claim.name = _name(claim_set, position)
        return MemberSerializer(rows, many=True).data


class ConfirmDraftSerializer(StrictSerializer):
    """Why a derived claim stands although an input has changed."""

    reason = WordsField(max_length=2_000, help_text="Why; it is kept with the set.")


def _name(claim_set: ClaimSet, position: int) -> str:
    if claim_set.kind == LinkKind.DERIVED_FROM:
        return Formula(claim_set.formula).name_of(position)
    return "part" if claim_set.kind == LinkKind.PART_OF else "same"


def claims_by_id(uuids: list[Any]) -> dict[Any, Claim]:
    """Return the claims with these identifiers."""
    return {claim.uuid: claim for claim in Claim.objects.filter(uuid__in=uuids)}
