"""A short run of the whole play, with a fixed seed; `make chaos` runs longer ones."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.conf import settings

from tests.running import PROJECT_DIR

pytestmark = pytest.mark.processes


def test_nothing_is_lost_or_doubled_in_a_short_run_of_faults() -> None:
    target = "embedded" if settings.EMBEDDED else "postgres"
    run = subprocess.run(
        [sys.executable, "scripts/chaos.py", "--target", target, "--seed", "7"]
        + ["--minutes", "0.4", "--every", "1.5", "--workers", "2"],
        cwd=PROJECT_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-4000:]
    assert run.stdout.splitlines()[-1].endswith(" 0 violations")
