"""Units, rates and scales that are told elsewhere in the text."""

from __future__ import annotations

import pytest

from tests.quantities.reading import value_units


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("It cost 3 million crowns. So far 5 million has been spent.",
         [("3000000", "crown"), ("5000000", "crown")]),
        ("It cost 3 million euros. So far 5 million has been spent.",
         [("3000000", "EUR"), ("5000000", "EUR")]),
        ("It cost 3 million euros. So far 5 million came.",
         [("3000000", "EUR"), ("5000000", "count")]),
        ("The average Dane eats 52 kg of meat.", [("52", "kg per person")]),
        ("Each resident uses 90 litres of water.", [("90", "litre per person")]),
        ("The average Dane weighs 78 kg.", [("78", "kg")]),
        ("The average bag holds 52 kg of meat.", [("52", "kg")]),
        ("A litre of milk costs 1 euro; in Arn the same litre costs 2 euros.",
         [("1", "EUR per litre"), ("2", "EUR per litre")]),
        ("It has 3 beds for every 1,000 people.", [("3", "count per 1,000 people")]),
        ("The chips hold 9, 12 and 16 billion parts respectively.",
         [("9000000000", "count"), ("12000000000", "count"), ("16000000000", "count")]),
        ("Wheat came to 2.2 million two years ago.", [("2200000", "count"), ("2", "year")]),
        ("It sold 2.2 million hundred-page books.", [("2200000", "count")]),
        ("Those freed already number 640.", [("640", "count")]),
        ("He called the number 640.", []),
    ],
)  # fmt: skip
def test_unit_is_told_elsewhere(text: str, read: list[tuple[str, str]]) -> None:
    assert value_units(text) == read
