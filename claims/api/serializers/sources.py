"""Sources and their texts: as they are shown, and as a client writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.addresses import source_address
from claims.api.errors import TooLarge
from claims.api.serializers.claim_drafts import AddressField
from claims.api.serializers.fields import (
    LanguageField,
    MomentField,
    NumberField,
    NumberTextField,
    StrictSerializer,
    WordsField,
)
from claims.models import ReadState, Snapshot, Source, SourceKind, SourceState
from claims.services.refused import control_in_text

_NO_CHARACTER = re.compile(r"[\ufffd\ue000-\uf8ff]")
_FOREIGN_SHARE = 0.05  # of characters that stand for bytes nobody could read


class SourceLinksSerializer(serializers.Serializer[Any]):
    """Addresses of the source and its parts, without a host."""

    self = serializers.CharField()
    snapshots = serializers.CharField()
    mentions = serializers.CharField()
    read = serializers.CharField()
    retry = serializers.CharField()


class SourceSerializer(serializers.Serializer[Any]):
    """A document that speaks of figures."""

    id = serializers.UUIDField(source="uuid")
    url = serializers.URLField(allow_null=True, help_text="Canonical address.")
    title = serializers.CharField()
    publisher = serializers.CharField()
    author = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)
    language = serializers.CharField()
    kind = serializers.ChoiceField(choices=SourceKind.choices)
    reliability = NumberTextField(help_text="From 0 (worthless) to 1 (certain).")
    state = serializers.ChoiceField(
        choices=SourceState.choices, help_text="How far the service has come with it."
    )
    error = serializers.CharField(
        help_text="Why fetching it, or reading its newest text, failed last; else empty."
    )
    latest_snapshot = serializers.UUIDField(
        source="latest_uuid", allow_null=True, help_text="Identifier of the newest text."
    )
    fetched_at = serializers.DateTimeField(
        allow_null=True, help_text="When its server last gave it, or said that it is as it was."
    )
    next_fetch_at = serializers.DateTimeField(
        allow_null=True, help_text="When its server is asked next; null for never."
    )
    version = serializers.IntegerField(help_text="Counts the edits of the source.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    links = serializers.SerializerMethodField(help_text="Where the source's parts are.")

    @extend_schema_field(SourceLinksSerializer)
    def get_links(self, source: Source) -> dict[str, str]:
        """Return where the source's parts are."""
        parts = ("snapshots", "mentions", "read", "retry")
        return {
            "self": source_address(source.uuid),
            **{part: source_address(source.uuid, part) for part in parts},
        }


class SourceDraftSerializer(StrictSerializer):
    """A source as a client describes it."""

    read_only_names = (
        "id", "state", "error", "latest_snapshot", "fetched_at", "next_fetch_at", "version",
        "created_at", "updated_at", "links",
    )  # fmt: skip

    url = AddressField(
        required=False, allow_null=True, max_length=2000, help_text="Any address of the document."
    )
    title = WordsField(required=False, allow_blank=True, max_length=500)
    publisher = WordsField(required=False, allow_blank=True, max_length=200)
    author = WordsField(required=False, allow_blank=True, max_length=200)
    published_at = MomentField(
        required=False, allow_null=True, help_text="A time, or a day for its beginning in UTC."
    )
    language = LanguageField(required=False, max_length=35, help_text="`en` unless given.")
    kind = serializers.ChoiceField(
        required=False, choices=SourceKind.choices, help_text="`article` unless given."
    )
    reliability = NumberField(required=False, help_text="From 0 to 1; 0.5 unless given.")

    def validate_reliability(self, reliability: Decimal) -> Decimal:
        """Demand a share of at most two decimals."""
        if not 0 <= reliability <= 1:
            raise serializers.ValidationError("Reliability lies between 0 and 1.")
        if reliability != round(reliability, 2):
            raise serializers.ValidationError("At most two digits after the point are kept.")
        return reliability


class PlainTextField(serializers.CharField):
    """The text of a document, character for character."""

    default_error_messages = {
        "binary": "Most of this could not be decoded: it is no text.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, **kwargs)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Return the text; one that is too long is refused before anything looks into it."""
        limit = settings.MAX_TEXT_LENGTH
        if isinstance(data, str) and len(data) > limit:
            where = {f"/{self.field_name}": f"{len(data)} characters, at most {limit} are read."}
            raise TooLarge("The text is too long.", where)
        if isinstance(data, str) and not data.strip():
            self.fail("blank")
        return super().run_validation(data)

    def to_internal_value(self, data: Any) -> str:
        """Return the text as it came."""
        if not isinstance(data, str):
            self.fail("invalid")
        control = control_in_text(data)
        if control:
            raise serializers.ValidationError(control, code="control")
        if len(_NO_CHARACTER.findall(data)) > _FOREIGN_SHARE * len(data):
            self.fail("binary")
        return data


class SourcePushSerializer(SourceDraftSerializer):
    """A source with its text, or with the HTML page that the text is taken from."""

    text = PlainTextField(required=False, help_text="The text, as it is to be read.")
    html = PlainTextField(required=False, help_text="A page; its main text is taken.")
    fetch = serializers.BooleanField(
        required=False,
        help_text="Whether an address without a text is fetched; yes unless it says no.",
    )

    def validate(self, attrs: Any) -> Any:
        """Demand something to know the source by, and one text at most."""
        if "text" in attrs and "html" in attrs:
            raise serializers.ValidationError("Send either `text` or `html`.")
        if "fetch" in attrs and ("text" in attrs or "html" in attrs):
            raise serializers.ValidationError({"fetch": "What comes with its text is not fetched."})
        if not attrs.get("url") and "text" not in attrs and "html" not in attrs:
            raise serializers.ValidationError("A source needs a `url`, a `text` or an `html`.")
        return attrs


class SnapshotSerializer(serializers.Serializer[Any]):
    """A source's text as it was at one time, and how far reading it has come."""

    id = serializers.UUIDField(source="uuid")
    source = serializers.UUIDField(source="source.uuid")  # type: ignore[assignment]
    title = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)
    fetched_at = serializers.DateTimeField()
    content_hash = serializers.CharField(help_text="SHA-256 of the text, hexadecimal.")
    length = serializers.IntegerField(source="text_length", help_text="Characters of the text.")
    repeats = serializers.UUIDField(
        source="repeats.uuid",
        allow_null=True,
        default=None,
        help_text="Identifier of the text, of another source perhaps, that this one repeats in"
        " substance: both are one voice.",
    )
    withdrawn_at = serializers.DateTimeField(
        allow_null=True,
        help_text="When the source returned to a text it had before this one: since then, what"
        " this one says is no evidence. Null for all others.",
    )
    state = serializers.ChoiceField(choices=ReadState.choices)
    attempts = serializers.IntegerField(help_text="How often reading it was begun.")
    error = serializers.CharField(help_text="Why the last attempt failed, else empty.")
    cut = serializers.CharField(
        help_text="What was left out because the text has too many figures, or because too"
        " many claims fit them equally well; else empty."
    )
    next_read_at = serializers.DateTimeField(allow_null=True)
    read_at = serializers.DateTimeField(allow_null=True)
    engine_version = serializers.CharField(help_text="Version of the reader that read it.")


class SnapshotTextSerializer(SnapshotSerializer):
    """A snapshot with its text; all offsets count its characters."""

    text = serializers.CharField()


def shown_sources() -> QuerySet[Source]:
    """Return all sources, with the state of their newest text."""
    newest = Snapshot.objects.filter(source=OuterRef("pk")).order_by("-pk")
    return Source.objects.annotate(
        latest_uuid=Coalesce("current__uuid", Subquery(newest.values("uuid")[:1])),
        latest_error=Coalesce("current__error", Subquery(newest.values("error")[:1])),
    )


def sources_as_json(sources: Sequence[Source]) -> list[dict[str, Any]]:
    """Return the one representation of sources, in lists and alone."""
    for source in sources:
        source.error = source.fetch_error or source.latest_error or ""  # type: ignore[attr-defined]
    return list(SourceSerializer(sources, many=True).data)


def source_as_json(source: Source) -> dict[str, Any]:
    """Return one of `shown_sources` as it is shown."""
    return sources_as_json([source])[0]
