"""What a text does not number, but lets count: founders by name, brothers and sisters, a record."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are by the words of a text.

    `is_all` says that the text leaves none out, so that another number is wrong.
    """

    count: int
    words: str
    is_all: bool = True
