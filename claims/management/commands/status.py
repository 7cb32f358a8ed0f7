"""How the service is doing, on a terminal."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from claims.services.backlog import Backlog, backlogs
from claims.services.dependencies import states_of_dependencies
from claims.services.rebuilding import Rebuilding, under_way
from claims.services.work import Work, work_done

_REBUILT_SO_FAR = (
    "The index is being rebuilt: claims up to key {0.last_claim}, texts up to key {0.last_text}."
)


class Command(BaseCommand):
    """`manage.py status`; exit status 1 when rows are overdue or a dependency fails."""

    help = (
        "Show due and overdue rows, what the workers have done, and whether all they need is there."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        dependencies = states_of_dependencies()
        try:
            due, done, rebuilding = backlogs(now), work_done(), under_way()
        except DatabaseError as error:
            raise CommandError(f"the database gives no answer ({type(error).__name__})") from None
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(dependencies, due, done, rebuilding), indent=2))
        else:
            self.stdout.write("\n".join(_as_text(dependencies, due, done, now)))
            if rebuilding:
                self.stdout.write(f"\n{_REBUILT_SO_FAR.format(rebuilding)}")
        wrong = [*_overdue(due), *_failing(dependencies)]
        if wrong:
            raise CommandError("; ".join(wrong))


def _overdue(due: list[Backlog]) -> list[str]:
    """Return what waits for too long."""
    minutes = settings.OVERDUE_AFTER / timedelta(minutes=1)
    return [
        f"{backlog.overdue} {backlog.kind} overdue by more than {minutes:g} minutes"
        for backlog in due
        if backlog.overdue
    ]


def _failing(dependencies: dict[str, str]) -> list[str]:
    return [f"{name}: {state}" for name, state in dependencies.items() if state != "ok"]


def _as_json(
    dependencies: dict[str, str],
    due: list[Backlog],
    done: list[Work],
    rebuilding: Rebuilding | None,
) -> dict[str, Any]:
    return {
        "index": "ok" if rebuilding is None else {"rebuilt_up_to": asdict(rebuilding)},
        "dependencies": dependencies,
        "due_rows": {
            backlog.kind: {
                "due": backlog.due,
                "leased": backlog.leased,
                "overdue": backlog.overdue,
                "oldest_due_seconds": backlog.lag.total_seconds(),
            }
            for backlog in due
        },
        "tasks": {
            work.task: {
                "runs": work.runs,
                "mean_seconds": work.mean,
                "last_ended_at": work.last_ended_at and work.last_ended_at.isoformat(),
                "rows": work.outcomes,
            }
            for work in done
        },
    }


def _as_text(
    dependencies: dict[str, str], due: list[Backlog], done: list[Work], now: datetime
) -> list[str]:
    rows_due = [
        (b.kind, str(b.due), str(b.leased), str(b.overdue), _span(b.lag) if b.due else "-")
        for b in due
    ]
    tasks = [
        (work.task, f"{work.runs}", f"{work.mean:.3f} s", _ago(work, now), _outcomes(work))
        for work in done
    ]
    return [
        *_table(("due rows", "due", "leased", "overdue", "oldest"), rows_due),
        "",
        *_table(("tasks", "runs", "mean", "last ended", "rows"), tasks),
        "",
        *_table(("dependencies", "state"), list(dependencies.items())),
    ]


def _table(title: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Return aligned lines: words to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(title, *rows, strict=True)]
    last = len(title) - 1
    lines = []
    for row in (title, *rows):
        cells = [
            cell.ljust(width) if index in (0, last) else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def _outcomes(work: Work) -> str:
    return ", ".join(f"{rows} {outcome}" for outcome, rows in sorted(work.outcomes.items()))


def _ago(work: Work, now: datetime) -> str:
    return f"{_span(now - work.last_ended_at)} ago" if work.last_ended_at else "-"


def _span(span: timedelta) -> str:
    """Return a span of time in its largest whole unit."""
    seconds = max(0, int(span.total_seconds()))
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
