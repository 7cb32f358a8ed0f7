"""gunicorn's settings, for `manage.py serve` and the container alike.

WEB_CONCURRENCY (processes), WEB_THREADS and GUNICORN_CMD_ARGS change them without a new build.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from gunicorn import glogging

from claims_service.environment import Environment
from claims_service.logs import configure
from claims_service.settings import LOGGING

env = Environment()

bind = "0.0.0.0:8000"
workers = env.number("WEB_CONCURRENCY", 2, minimum=1)
# A browser opens connections ahead of need; a worker without threads would wait on an idle one.
worker_class = "gthread"
threads = env.number("WEB_THREADS", 4, minimum=1)

timeout = 60
graceful_timeout = 25  # below what `serve` and docker-compose.yml wait before they kill
keepalive = 5

# The heartbeat file must not wait for a slow disk.
worker_tmp_dir = (
    "/dev/shm" if Path("/dev/shm").is_dir() and os.access("/dev/shm", os.W_OK) else None
)
control_socket_disable = True

accesslog = None  # requests are logged by the application, with their id


class StructuredLogger(glogging.Logger):  # type: ignore[misc]
    """Gives gunicorn's own lines the form of all others."""

    def setup(self, cfg: Any) -> None:
        configure(LOGGING)
        self.error_log.propagate = True


logger_class = StructuredLogger
