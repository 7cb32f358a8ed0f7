"""What `make test` says in its last lines, and its exit status."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

REPORT = """<?xml version="1.0"?>
<testsuites><testsuite tests="9" failures="2" errors="1" skipped="3"/></testsuites>
"""


def counted(runner, tmp_path, status):
    path = tmp_path / "report.xml"
    path.write_text(REPORT)
    return runner.count("SQLite", status, path, 12.3)


def test_errors_count_as_failed(runner, tmp_path):
    outcome = counted(runner, tmp_path, status=1)
    assert str(outcome) == "SQLite: 3 passed, 3 failed, 3 skipped in 12 s"


def test_a_status_that_no_failure_explains_is_a_failure(runner, tmp_path, capsys):
    outcome = runner.count("SQLite", 4, tmp_path / "none.xml", 1.0)
    assert runner.report([outcome]) == 1
    assert "pytest ended with status 4" in capsys.readouterr().out


def test_a_set_without_a_test_is_a_failure(runner, tmp_path, capsys):
    outcome = runner.count("SQLite", 5, tmp_path / "none.xml", 1.0)
    assert runner.report([outcome]) == 1
    assert "no test was collected" in capsys.readouterr().out


@pytest.mark.parametrize("failed, status", [(0, 0), (1, 1)])
def test_the_last_line_is_the_sum_of_the_sets(runner, capsys, failed, status):
    sets = [runner.Outcome("one", passed=3), runner.Outcome("two", passed=4, failed=failed)]
    assert runner.report(sets) == status
    assert capsys.readouterr().out.splitlines()[-1] == f"7 passed, {failed} failed"


def without_servers(monkeypatch, runner):
    for name in ("TEST_DATABASE_URL", "TEST_REDIS_URL", "REQUIRE_SERVERS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(runner.throwaway, "postgres_folder", lambda: None)


def test_a_set_whose_servers_are_not_installed_is_named_and_is_no_failure(
    runner, monkeypatch, tmp_path, capsys
):
    without_servers(monkeypatch, runner)
    assert runner.report([runner.run_servers(tmp_path, [])]) == 0
    said = capsys.readouterr().out
    assert "PostgreSQL + Redis: not run, PostgreSQL is not installed" in said


def test_a_required_set_that_cannot_run_is_a_failure(runner, monkeypatch, tmp_path):
    without_servers(monkeypatch, runner)
    monkeypatch.setenv("REQUIRE_SERVERS", "1")
    assert runner.report([runner.run_servers(tmp_path, [])]) == 1


def test_the_servers_given_are_used(runner, monkeypatch, tmp_path):
    without_servers(monkeypatch, runner)
    monkeypatch.setenv("TEST_DATABASE_URL", "postgres://given/tests")
    monkeypatch.setenv("TEST_REDIS_URL", "redis://given/3")
    with runner.servers(tmp_path) as urls:
        assert urls == ("postgres://given/tests", "redis://given/3")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_run_fails_and_leaves_nothing_behind(runner, tmp_path, number):
    run = subprocess.Popen(
        [sys.executable, runner.__file__, "--only", "sqlite", "--", "--collect-only", "-q"],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while run.poll() is None and not list(tmp_path.glob("claims-test-*/sqlite")):
        time.sleep(0.02)
    run.send_signal(number)
    said, _ = run.communicate(timeout=60)
    assert run.returncode == 1
    assert "The rest: not run, interrupted" in said
    assert list(tmp_path.glob("claims-test-*")) == []
