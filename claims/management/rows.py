"""A management command that answers each row of a JSON Lines file with one row."""

from __future__ import annotations

from abc import abstractmethod
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.jsonlines import CannotOpen, Row, run_rows


class RowsCommand(BaseCommand):
    """`manage.py NAME IN OUT`; exit status 1 when a line was bad or a file cannot be opened."""

    requires_system_checks: list[str] = []

    @abstractmethod
    def answer(self, row: Row) -> Row:
        """Return the row to write for `row`; raise BadRow when it cannot be used."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("input", metavar="IN", help="JSON Lines to read; - is standard input")
        parser.add_argument("output", metavar="OUT", help="file to write; - is standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            bad_lines = run_rows(options["input"], options["output"], self.answer, self.stderr)
        except CannotOpen as problem:
            raise CommandError(str(problem)) from None
        if bad_lines:
            raise CommandError(f"{bad_lines} bad {'line' if bad_lines == 1 else 'lines'} left out")
