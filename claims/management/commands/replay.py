"""Tell which claims would have another status by another policy. Nothing is changed."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from django.core.management.base import BaseCommand, CommandError

from claims.checking.policy import Policy, PolicyError
from claims.jsonlines import BadRow, CannotOpen, Row, run_rows, text_field, write_rows
from claims.models import Claim
from claims.services.decisions import decision_as_json
from claims.services.replay import Retried, retry

CHUNK = 500


class Command(BaseCommand):
    """`manage.py replay [IN] OUT --set min_weight=0.3`: a row for each claim that would move."""

    help = "Write which claims would have another status by other thresholds, and why."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "input", metavar="IN", nargs="?",
            help='JSON Lines of {"id": …}: the claims to look at, each answered; all unless given',
        )  # fmt: skip
        parser.add_argument("output", metavar="OUT", help="file to write; - is standard output")
        parser.add_argument("--policy", metavar="FILE", help="JSON object of thresholds")
        parser.add_argument(
            "--set", metavar="NAME=VALUE", action="append", default=[], dest="thresholds",
            help=f"one threshold: {', '.join(Policy().as_json())}",
        )  # fmt: skip
        parser.add_argument("--all", action="store_true", help="write also the claims that stay")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the rows, and say in one line how many claims would move where."""
        policy = _policy(options["policy"], options["thresholds"])
        moves: Counter[str] = Counter()
        try:
            bad_lines = self._replay(options, policy, moves)
        except CannotOpen as problem:
            raise CommandError(str(problem)) from None
        self.stderr.write(_summary(moves))
        if bad_lines:
            raise CommandError(f"{bad_lines} bad {'line' if bad_lines == 1 else 'lines'} left out")

    def _replay(self, options: dict[str, Any], policy: Policy, moves: Counter[str]) -> int:
        if options["input"]:
            return run_rows(
                options["input"],
                options["output"],
                lambda row: _row(*_counted(retry([_asked_for(row)], policy), moves)),
                self.stderr,
            )
        rows = _counted(_all(policy), moves)
        write_rows(options["output"], (_row(row) for row in rows if row.changes or options["all"]))
        return 0


def _policy(path: str | None, thresholds: Iterable[str]) -> Policy:
    """Return the policy in force, changed by a file and then by single thresholds."""
    changed = _from_file(path) if path else {}
    for text in thresholds:
        name, equals, value = text.partition("=")
        if not equals:
            raise CommandError(f"--set {text}: write NAME=VALUE")
        changed[name.strip()] = _number(value.strip())
    try:
        return Policy.of(changed)
    except PolicyError as problem:
        raise CommandError(str(problem)) from None


def _from_file(path: str) -> dict[str, Any]:
    try:
        thresholds = orjson.loads(Path(path).read_bytes())
    except OSError as problem:
        raise CommandError(f"cannot read {path}: {problem.strerror}") from None
    except orjson.JSONDecodeError as problem:
        raise CommandError(f"{path}: not JSON: {problem}") from None
    if not isinstance(thresholds, dict):
        raise CommandError(f"{path}: not a JSON object")
    return thresholds


def _number(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text


def _all(policy: Policy) -> Iterator[Retried]:
    """Yield every claim, a chunk of them at a time."""
    last = 0
    while chunk := list(Claim.objects.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield from retry(chunk, policy)
        last = chunk[-1].pk


def _asked_for(row: Row) -> Claim:
    text = text_field(row, "id")
    try:
        claim: Claim | None = Claim.objects.filter(uuid=UUID(text)).first()
    except ValueError:
        raise BadRow(f"id: {text!r} is no identifier") from None
    if claim is None:
        raise BadRow(f"id: there is no claim {text}")
    return claim


def _counted(rows: Iterable[Retried], moves: Counter[str]) -> Iterator[Retried]:
    for row in rows:
        moves["claims"] += 1
        if row.changes:
            moves[f"{row.claim.status} -> {row.decided.decision.status}"] += 1
        yield row


def _row(retried: Retried) -> Row:
    """Return what is written of one claim: old and new status, each with its reasons."""
    claim, decision = retried.claim, retried.decided.decision
    return {
        "id": str(claim.uuid),
        "statement": claim.statement,
        "changes": retried.changes,
        "old": {"status": claim.status, "reasons": claim.status_reasons or None},
        "new": {"status": decision.status.value, "reasons": decision_as_json(decision)},
    }


def _summary(moves: Counter[str]) -> str:
    claims = moves.pop("claims", 0)
    total = sum(moves.values())
    told = ", ".join(f"{move} {count}" for move, count in sorted(moves.items()))
    return f"{total} of {claims} claims would change{': ' if told else ''}{told}"
