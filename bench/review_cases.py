#!/usr/bin/env python3
"""Ask the engine again what editors have reviewed, and show what flips.

usage: review_cases.py CASES.jsonl [--strict]

CASES.jsonl is what `manage.py export_cases` writes. Before is what the machine said when it was
reviewed, now is what it says; each is held against the editor's word. The last line holds the
figures. With --strict the exit status is 1 when a case that agreed with its editor does so no more.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from claims.checking.cases import Case, NotACase, ask_again, case_from_json

WIDTH = 90


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", help="JSON Lines; - is standard input")
    parser.add_argument("--strict", action="store_true", help="fail when a case flips to wrong")
    options = parser.parse_args()
    try:
        counts = rerun(list(read(options.cases)))
    except (OSError, NotACase) as problem:
        print(f"{options.cases}: {problem}", file=sys.stderr)
        return 2
    print(figures(counts))
    return 1 if options.strict and counts["broken"] else 0


def read(path: str) -> Iterator[Case]:
    """Yield the cases of a file; NotACase names the line."""
    text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield read_line(number, line)


def read_line(number: int, line: str) -> Case:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as problem:
        raise NotACase(f"line {number}: not JSON: {problem}") from None
    if not isinstance(row, dict):
        raise NotACase(f"line {number}: not a JSON object")
    try:
        return case_from_json(row)
    except NotACase as problem:
        raise NotACase(f"line {number}: {problem}") from None


def rerun(cases: list[Case]) -> Counter[str]:
    """Print each case whose stance is another now; return the counts."""
    counts: Counter[str] = Counter(cases=len(cases))
    for case in cases:
        now = ask_again(case)
        before_right, now_right = case.agrees(case.machine_stance), case.agrees(now)
        counts["before"] += before_right
        counts["now"] += now_right
        if now == case.machine_stance:
            continue
        kind = flip(before_right, now_right)
        counts[kind] += 1
        statement = " ".join(case.claim.statement.split())[:WIDTH]
        print(
            f"{kind}: {case.machine_stance} -> {now}, the editor {said(case)}: {statement}"
            f" [{case.id}]"
        )
    return counts


def flip(before_right: bool, now_right: bool) -> str:
    if before_right == now_right:
        return "changed"
    return "repaired" if now_right else "broken"


def said(case: Case) -> str:
    return "rejected it" if case.decision == "rejected" else f"says {case.editor_stance}"


def figures(counts: Counter[str]) -> str:
    return (
        f"{counts['cases']} cases: agreed with the editor before {counts['before']},"
        f" now {counts['now']}; repaired {counts['repaired']}, broken {counts['broken']},"
        f" otherwise changed {counts['changed']}"
    )


if __name__ == "__main__":
    sys.exit(main())
