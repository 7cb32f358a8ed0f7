"""Claims and texts that speak of each other: invented towns, counted things."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

_TOWNS = (
    "Torvik", "Brenn", "Olmen", "Halden", "Velmora", "Ostrel", "Tessel", "Norhaven", "Quillby",
    "Marstow",
)  # fmt: skip
_THINGS = (
    "lighthouses", "libraries", "breweries", "ferries", "schools", "bakeries", "bridges",
    "vineyards", "cinemas", "windmills",
)  # fmt: skip
_SENTENCES = (
    "{town} has {number} {thing}, the council said on Monday.",
    "The number of {thing} in {town} has climbed to {number}.",
    "There are now {number} {thing} in {town}, according to the register.",
    "{town} counts about {number} {thing}.",
)
_BEGIN = datetime(2023, 1, 1, 12, tzinfo=UTC)


class Author:
    """Writes claims and texts, the same ones for the same seed."""

    def __init__(self, dice: Random, name: str) -> None:
        self._dice = dice
        self._name = name
        self._texts = 0

    def statement(self) -> str:
        """Return a claim about some town."""
        town, thing = self._subject()
        return f"{town} has {self._number()} {thing}"

    def statement_like(self, statement: str) -> str:
        """Return the same claim with another number."""
        town, _, _, thing = statement.split()
        return f"{town} has {self._number()} {thing}"

    def source(self, *, ending: str = "") -> dict[str, Any]:
        """Return a new text with an address of its own."""
        self._texts += 1
        return {"url": f"https://news.example/{self._name}/{self._texts}", **self.text(ending)}

    def text(self, ending: str = "") -> dict[str, Any]:
        """Return a new text, its title and its date."""
        sentences = [self._sentence() for _ in range(self._dice.randint(1, 4))]
        published = _BEGIN + timedelta(hours=self._texts)
        return {
            "title": f"Report {self._texts} from the coast",
            "published_at": published.isoformat(),
            "text": " ".join([*sentences, ending]).strip(),
        }

    def _sentence(self) -> str:
        town, thing = self._subject()
        pattern = self._dice.choice(_SENTENCES)
        return pattern.format(town=town, thing=thing, number=self._number())

    def _subject(self) -> tuple[str, str]:
        return self._dice.choice(_TOWNS), self._dice.choice(_THINGS)

    def _number(self) -> int:
        return self._dice.choice((61, 62, 64, 70, 85))
