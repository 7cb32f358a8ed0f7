"""A document that the service fetches itself: when, how far it has come, what the server said."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Greatest

from claims.models.leases import Leased

MAX_FETCH_ATTEMPTS = 5


class Fetched(Leased):
    """A row with an address that is due for fetching at some time."""

    DUE_FIELD = "next_fetch_at"
    ATTEMPTS_FIELD, MAX_ATTEMPTS = "fetch_attempts", MAX_FETCH_ATTEMPTS
    FETCH_COLUMNS = (
        "next_fetch_at", "fetch_attempts", "fetch_error", "fetched_at", "etag", "last_modified",
        "queued_until", "lease_until",
    )  # fmt: skip

    next_fetch_at = models.DateTimeField(null=True, blank=True, editable=False)
    fetch_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    fetch_error = models.TextField(blank=True, default="", editable=False)
    # The last time that the server gave the document, or said that it is as it was.
    fetched_at = models.DateTimeField(null=True, blank=True, editable=False)
    etag = models.CharField(max_length=500, blank=True, default="", editable=False)
    last_modified = models.CharField(max_length=100, blank=True, default="", editable=False)

    class Meta:
        abstract = True

    @classmethod
    def counted_on_taking(cls) -> dict[str, Any]:
        """An attempt counts when it begins; a document that has no text yet is being fetched."""
        without_text = Q(state__in=["registered", "pending", "failed"])
        return {
            "fetch_attempts": F("fetch_attempts") + 1,
            "state": Case(When(without_text, then=Value("fetching")), default=F("state")),
        }

    @classmethod
    def uncounted_on_giving_back(cls) -> dict[str, Any]:
        """An attempt that an outage ended says nothing; who asked again meanwhile counts anew."""
        return {"fetch_attempts": Greatest(F("fetch_attempts") - 1, 0)}
