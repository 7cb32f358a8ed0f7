"""Short ways to say what a sentence should be read as."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from claims.quantities import Document, Mention, extract, trackable

PUBLISHED = date(2024, 5, 14)


def mentions(text: str, *, published: date | None = PUBLISHED, title: str = "") -> list[Mention]:
    return extract(Document(text, title, published))


def only(text: str) -> Mention:
    found = mentions(text)
    assert len(found) == 1, [mention.quote for mention in found]
    return found[0]


def values(text: str) -> list[Decimal]:
    return [mention.quantity.value for mention in mentions(text)]


def value_units(text: str) -> list[tuple[str, str]]:
    """Return (value, unit) of each mention, the value in plain digits."""
    return [(plain(mention.quantity.value), mention.quantity.unit) for mention in mentions(text)]


def tracked(text: str) -> list[str]:
    return [mention.quote for mention in trackable(Document(text, "", PUBLISHED))]


def plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
