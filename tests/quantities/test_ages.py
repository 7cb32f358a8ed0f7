"""How old somebody is, and numbers beside such words that tell no age."""

from __future__ import annotations

import pytest

from tests.quantities.reading import mentions, value_units


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("She sang in Arn when she was 13, to no applause.", [("13", "year")]),
        ("He worked on until his death at 63.", [("63", "year")]),
        ("Lund rowed until he was only 50.", [("50", "year")]),
        ("The bakery turned 70 in 2006.", [("70", "year")]),
        ("The mayor, aged 41, resigned.", [("41", "year")]),
        ("When the count was 13 seats lower, they met.", [("13", "count")]),
        ("They stopped at 63 posts.", [("63", "count")]),
        ("The shop turned 70 of them away.", [("70", "count")]),
        ("The reading was 180.", [("180", "count")]),
        ("Until it was 13, 14 or 15, nobody asked.", [("13", "count"), ("14", "count"),
                                                      ("15", "count")]),
    ],
)  # fmt: skip
def test_a_bare_number_is_an_age_where_somebody_turns_or_dies(text, read):
    assert value_units(text) == read


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Rask passed away in his 30's.", 30, 39),
        ("Rask was in her late 40s by then.", 47, 49),
        ("Rask stopped in his mid-30s.", 34, 36),
    ],
)
def test_a_decade_of_somebodys_life_is_ten_years_of_age(text, low, high):
    [mention] = mentions(text)
    assert (mention.quantity.interval.low, mention.quantity.interval.high) == (low, high)
    assert mention.quantity.kind == "age"


def test_a_decade_of_a_century_is_no_quantity_and_60s_are_seconds():
    assert value_units("The film was made in the 80's, or in the 60s.") == []
    assert value_units("It ran for 60s.") == [("60", "second")]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("They won for six consecutive years.", [("6", "year")]),
        ("It rained for three full days.", [("3", "day")]),
        ("They won six consecutive games.", [("6", "count")]),
        ("The stand held 62,241fans.", [("62241", "count")]),
        ("The code 62,241Xy is sold.", []),
    ],
)
def test_a_word_between_or_a_missing_space_changes_nothing(text, read):
    assert value_units(text) == read
