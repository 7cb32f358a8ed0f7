"""Structured logs: one line an event, with the request's or the task's id on it."""

from __future__ import annotations

import logging.config
from typing import Any

import structlog
from structlog.typing import EventDict

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
]
_CHATTY = (
    "celery.app.trace",
    "celery.beat",
    "celery.worker.strategy",
    "django_structlog.celery.receivers",
)
_RENDERERS: dict[str, list[Any]] = {
    "json": [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
    "console": [structlog.dev.ConsoleRenderer(colors=False)],
}


def _with_traceback(logger: Any, method: str, event: EventDict) -> EventDict:
    """Give the renderers an exception as they know it, with what led to it.

    django-structlog adds it to a failed task under a name where they expect text.
    """
    if isinstance(event.get("exception"), BaseException):
        event["exc_info"] = event.pop("exception")
    return event


def configure(setting: dict[str, str]) -> None:
    """Set up the standard library's and structlog's loggers alike (Django's LOGGING_CONFIG)."""
    logging.config.dictConfig(_standard_library(setting["format"], setting["level"]))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def _standard_library(log_format: str, level: str) -> dict[str, Any]:
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _with_traceback,
            *_RENDERERS[log_format],
        ],
        "foreign_pre_chain": _SHARED,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"structured": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers would print every record a second time.
            **{name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
            # One line when a task begins, one when it ends: idle sweeps would drown the rest.
            **{name: {"level": "WARNING"} for name in _CHATTY},
        },
    }
