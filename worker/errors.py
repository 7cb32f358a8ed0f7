"""What goes wrong on the way out."""

from __future__ import annotations

from datetime import datetime


class FetchError(Exception):
    """A document could not be had. `permanent` says whether trying again is pointless.

    `status` is the answer's HTTP status where there was one, `retry_at` the time before which the
    other side does not want to be asked again.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool,
        status: int | None = None,
        retry_at: datetime | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.status = status
        self.retry_at = retry_at


class Refused(FetchError):
    """The guard lets nobody go there."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, permanent=True)
