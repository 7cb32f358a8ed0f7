"""Export what editors taught, for `bench/review_cases.py`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.jsonlines import CannotOpen, write_rows
from claims.models import ReviewCase

_CHUNK = 100


class Command(BaseCommand):
    """`manage.py export_cases OUT`; each row is complete in itself."""

    help = "Write the reviewed cases as JSON Lines, the oldest first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("output", metavar="OUT", help="file to write; - is standard output")
        parser.add_argument(
            "--overruled",
            action="store_true",
            help="only those in which the editor said something else than the machine",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        cases = (
            ReviewCase.objects.overruling() if options["overruled"] else ReviewCase.objects.all()
        )
        rows = (case.as_json() for case in cases.order_by("pk").iterator(_CHUNK))
        try:
            count = write_rows(options["output"], rows)
        except CannotOpen as problem:
            raise CommandError(str(problem)) from None
        self.stderr.write(f"{count} {'case' if count == 1 else 'cases'} exported")
