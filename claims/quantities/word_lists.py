"""The word lists of the reading rules, kept as data: a section of data/words.txt is one list."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("data")


def words(section: str) -> frozenset[str]:
    """Return the words of a section; KeyError when there is no such section."""
    return _sections()[section]


@cache
def _sections() -> dict[str, frozenset[str]]:
    sections: dict[str, list[str]] = {}
    name = ""
    for line in (_DATA / "words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            name = line[1:-1]
            sections[name] = []
        elif line and not line.startswith("#"):
            sections[name].extend(line.split())
    return {section: frozenset(found) for section, found in sections.items()}
