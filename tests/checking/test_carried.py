"""Which names are carried from the sentences before."""

from __future__ import annotations

import pytest

from claims.checking.carried import names_before

TEXT = "Ada Berg met Ole Dahl in Marn. Moe was there. Kim sang for Liv. It took 61 minutes."


@pytest.mark.parametrize(
    ("before", "count", "names"),
    [
        ("It took", 4, ("liv", "kim", "ada", "berg")),
        ("It took", 2, ("liv", "ada")),
        ("Moe was", 4, ("marn", "dahl", "ada", "berg")),
        ("Kim sang", 6, ("moe", "marn", "dahl", "ada", "berg", "ole")),
        ("Ada Berg", 4, ()),
    ],
)
def test_the_nearest_names_and_the_first_of_the_text(
    before: str, count: int, names: tuple[str, ...]
) -> None:
    assert names_before(TEXT, TEXT.index(before), count=count) == names


def test_a_name_told_twice_counts_once() -> None:
    text = "Marn is old. Marn is small. Marn grows. It has 61 wells."
    assert names_before(text, text.index("It has")) == ("marn",)
