"""What the header of a column says of its figures."""

from __future__ import annotations

import pytest

from tests.quantities.reading import value_units


@pytest.mark.parametrize(
    ("header", "cell", "read"),
    [
        ("Area (ha)", "41,000", ("41000", "hectare")),
        ("Length, km", "88", ("88", "km")),
        ("Output in tonnes", "410", ("410", "tonne")),
        ("Share (%)", "12", ("12", "percent")),
        ("People (thousands)", "41", ("41000", "count")),
        ("People (m)", "4.1", ("4100000", "count")),
        ("Height (m)", "41", ("41", "m")),
        ("Passengers", "4.1m", ("4100000", "count")),
        ("Height", "4.1m", ("4.1", "m")),
        ("Depth", "41 m", ("41", "m")),
        ("Profit ($ million)", "41", ("41000000", "USD")),
        ("Profit (€m)", "4.1", ("4100000", "EUR")),
        ("Cost (USD bn)", "41", ("41000000000", "USD")),
        ("Price (€)", "41", ("41", "EUR")),
        ("Price (new)", "41", ("41", "count")),
        ("People (thousands)", "$41", ("41", "USD")),
    ],
)
def test_column_lends_its_unit_and_scale(header: str, cell: str, read: tuple[str, str]) -> None:
    text = f"Town | Founded | {header}\nArn | 1900 | {cell}\nBrel | 1910 | {cell}"
    assert value_units(text) == [read, read]


def test_bracket_outside_of_tables_lends_nothing() -> None:
    assert value_units("The area (ha) is told below. Arn has 41 farms.") == [("41", "count")]
