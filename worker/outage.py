"""Whether the work failed, or the database under it."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError

_LIMIT_EXCEEDED = "54"  # the class of SQLSTATE for what is too large or too complicated


def is_outage(error: BaseException) -> bool:
    """Whether the database was gone, full, locked or out of order: the same work may succeed later.

    Psycopg counts rows that no table can hold among the operational errors; they are no outage.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", None) or ""
    return not state.startswith(_LIMIT_EXCEEDED)
