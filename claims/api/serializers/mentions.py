"""Mentions: the quantities that were found in a text."""

from __future__ import annotations

from rest_framework import serializers

from claims.api.serializers.figures import FigureSerializer
from claims.models.figures import ROLES


class MentionSerializer(FigureSerializer):
    """A quantity in a snapshot; offsets count characters of its text."""

    figure_after = "role"

    id = serializers.UUIDField(source="uuid")
    snapshot = serializers.UUIDField(source="snapshot.uuid")
    quote = serializers.CharField(help_text="Comparator, number, unit and counted noun.")
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    number_start = serializers.IntegerField()
    number_end = serializers.IntegerField()
    sentence_start = serializers.IntegerField()
    sentence_end = serializers.IntegerField()
    subject = serializers.CharField()
    measure = serializers.CharField()
    place = serializers.CharField()
    role = serializers.ChoiceField(choices=ROLES)
    as_of_stated = serializers.BooleanField(
        source="period_stated",
        help_text="Whether the text names the time; else it is the publication date.",
    )
    engine_version = serializers.CharField()
    created_at = serializers.DateTimeField()
