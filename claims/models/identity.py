"""Public identifiers: integer keys stay inside, clients see a UUID that sorts by time."""

from __future__ import annotations

import uuid
from datetime import datetime

import uuid_utils.compat
from django.db import models


def new_uuid() -> uuid.UUID:
    """Return a UUID of version 7 (RFC 9562)."""
    return uuid_utils.compat.uuid7()


class PublicIdentity(models.Model):
    """A row that clients may name."""

    # Set before saving, it is the time of the row in the history; else that is the clock's.
    _history_date: datetime

    uuid = models.UUIDField("id", default=new_uuid, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
