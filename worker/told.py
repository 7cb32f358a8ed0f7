"""An unforeseen error in the words that are stored with what it stopped."""

from __future__ import annotations

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings


def told(error: Exception) -> str:
    """Return what went wrong, for who looks at the row; the log has the whole of it."""
    if isinstance(error, SoftTimeLimitExceeded):
        return f"it took longer than {settings.CELERY_TASK_SOFT_TIME_LIMIT} seconds"
    return f"{type(error).__name__}: {error}"
