"""What goes wrong on the way out."""

from __future__ import annotations

from datetime import datetime

_MAY_PASS = {408, 421, 425, 429}  # of those that begin with 4


def brings_all(status: int) -> bool:
    """Whether an answer of this status brings the document, and not just a part of it (206)."""
    return 200 <= status < 300 and status != 206


def may_pass(status: int) -> bool:
    """Whether an answer that brings no document may be another one later."""
    return status >= 500 or status in _MAY_PASS


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
