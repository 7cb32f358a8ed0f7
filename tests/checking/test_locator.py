"""A citation may name a cell of a table by its column and its row."""

from __future__ import annotations

import pytest

from claims.checking.locator import CellLocator, LocatorError

TABLE = """Region | Year | Lighthouses | Staff and crew
Torvik | 2023 | 61 | 1,200
Torvik | 2024 | 64 | 1,350
Brenn Ost | 2024 | 12 | """


@pytest.mark.parametrize(
    ("locator", "cell"),
    [
        ("cell Lighthouses where Region = Torvik and Year = 2024", "64"),
        ("cell lighthouses where region=torvik and year=2023", "61"),
        ('cell "Staff and crew" where Region = Torvik and Year = 2024', "1,350"),
        ('Cell Lighthouses WHERE Region = "Brenn  Ost"', "12"),
        ("last cell Lighthouses where Region = Torvik", "64"),
        ("first cell Lighthouses where Region = Torvik", "61"),
        ("last cell Lighthouses", "12"),
        ("cell Lighthouses where Region = Torvik", None),
        ("cell Lighthouses", None),
        ("cell Lighthouses where Region = Sundvik", None),
        ("cell Towers where Region = Torvik and Year = 2024", None),
        ("cell Lighthouses where Place = Torvik", None),
        ('cell "Staff and crew" where Region = "Brenn Ost"', ""),
    ],
)
def test_cell_is_found(locator: str, cell: str | None) -> None:
    parsed = CellLocator.parse(locator)
    assert parsed is not None
    for before in ("", "Some words first.\n\n"):
        text = before + TABLE
        span = parsed.find(text)
        assert (None if span is None else text[slice(*span)]) == cell


@pytest.mark.parametrize("locator", ["", "page 3", "table 2, cell B4", "Cellar plan", "section 1"])
def test_other_places_are_no_cells(locator: str) -> None:
    assert CellLocator.parse(locator) is None


@pytest.mark.parametrize(
    ("locator", "reason"),
    [
        ("cell", "name the column"),
        ("cell = 3", "name the column"),
        ("cell Staff and crew", "write “where” before the condition, or quotes"),
        ("cell A where B", "COLUMN = VALUE"),
        ("cell A where B = ", "COLUMN = VALUE"),
        ("cell A where B = C or D = E", "write “and”"),
        ('cell "A', "not closed"),
    ],
)
def test_cell_that_is_named_wrongly_says_why(locator: str, reason: str) -> None:
    with pytest.raises(LocatorError, match=reason):
        CellLocator.parse(locator)


def test_text_without_a_table_has_no_cells() -> None:
    parsed = CellLocator.parse("cell A")
    assert parsed is not None
    assert parsed.find("No table here.") is None and parsed.find("") is None
