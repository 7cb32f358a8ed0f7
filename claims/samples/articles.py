"""The sample articles: a few lines that describe a source, an empty line, its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """A source as `push_source` takes it, and its text."""

    fields: dict[str, Any]
    text: str


def sample_articles() -> Iterator[SampleArticle]:
    """Yield the articles in the order of their names."""
    for path in sorted((FOLDER / "articles").glob("*.txt")):
        head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
        fields: dict[str, Any] = dict(line.split(": ", 1) for line in head.splitlines())
        fields["published_at"] = datetime.fromisoformat(fields["published_at"])
        yield SampleArticle(fields, text.strip())
