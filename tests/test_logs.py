"""What is logged comes out, in either form."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from celery.exceptions import TimeLimitExceeded

from claims_service.logs import _standard_library


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_task_that_took_too_long_is_logged_where_nothing_is_being_raised(log_format: str) -> None:
    settings: dict[str, Any] = _standard_library(log_format, "INFO")["formatters"]["structured"]
    formatter: logging.Formatter = settings.pop("()")(**settings)
    event = {"event": "task_failed", "exception": TimeLimitExceeded(330), "exc_info": True}
    record = logging.LogRecord("tasks", logging.ERROR, __file__, 1, event, None, None)
    record.__dict__.update(_logger=logging.getLogger("tasks"), _name="error")
    line = formatter.format(record)
    assert "task_failed" in line
    assert "TimeLimitExceeded(330" in line
