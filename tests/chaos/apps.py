"""The Django app that weakens a process: only `tests.chaos.settings` install it."""

from __future__ import annotations

import os
from pathlib import Path

from django.apps import AppConfig


class WeakSpots(AppConfig):
    """Needs CHAOS_FOLDER, where the faults lie, and PROCESS_NAME."""

    name = "tests.chaos"

    def ready(self) -> None:
        """Put the weak spots in."""
        from tests.chaos import weak

        weak.weaken(Path(os.environ["CHAOS_FOLDER"]), os.environ.get("PROCESS_NAME", ""))
