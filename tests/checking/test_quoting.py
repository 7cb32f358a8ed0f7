"""A quote is followed from one text of its source to the next."""

from __future__ import annotations

from time import monotonic

import pytest

from claims.checking.quoting import (
    MOST_DIFFERENCE,
    QuoteOutcome,
    difference,
    follow_cell,
    follow_quote,
)

QUOTE = "Torvik has 64 lighthouses"
TEXT = f"The coast is long. {QUOTE}, the coast guard said on Monday. Ships pass by night."
ROWS: list[tuple[str | None, str, str, str, str, str]] = [
    # before, after, quote, outcome, old number, new number
    (TEXT, TEXT, QUOTE, "unchanged", "", ""),
    (None, TEXT, QUOTE, "unchanged", "", ""),
    (TEXT, f"An advertisement. {TEXT}", QUOTE, "unchanged", "", ""),
    (TEXT, TEXT.replace("Monday", "Tuesday"), QUOTE, "unchanged", "", ""),
    (TEXT, TEXT.replace("Torvik has", "Torvik\n  has\u00a0"), QUOTE, "unchanged", "", ""),
    (TEXT, TEXT.upper(), QUOTE, "unchanged", "", ""),
    (TEXT, f"Ships pass by night, as {QUOTE}; so they say.", QUOTE, "quote_moved", "", ""),
    (TEXT, f"{QUOTE}. Nothing else is known of it today.", QUOTE, "quote_moved", "", ""),
    (TEXT, TEXT.replace("64", "65"), QUOTE, "number_altered", "64", "65"),
    (TEXT, TEXT.replace("64", "640"), QUOTE, "number_altered", "64", "640"),
    (TEXT, TEXT.replace("64", "64.5"), QUOTE, "number_altered", "64", "64.5"),
    (None, TEXT.replace("64", "61"), QUOTE, "number_altered", "64", "61"),
    (TEXT, TEXT.replace("has 64", "now has 71"), QUOTE, "number_altered", "64", "71"),
    ("Sales rose to $1.2 billion.", "Sales rose to $1.3 billion.", "Sales rose to $1.2 billion",
     "number_altered", "1.2 billion", "1.3 billion"),
    ("Sales rose to $1.2 billion.", "Sales rose to $1.2 million.", "Sales rose to $1.2 billion",
     "number_altered", "1.2 billion", "1.2 million"),
    ("In 2023 it had 12,500 ships.", "In 2023 it had 13,500 ships.", "In 2023 it had 12,500 ships",
     "number_altered", "12,500", "13,500"),
    ("In 2023 it had 12,500 ships.", "In 2024 it had 13,500 ships.", "In 2023 it had 12,500 ships",
     "number_altered", "2023", "2024"),
    (TEXT, "Torvik still has a total of 64 fine lighthouses.", QUOTE, "quote_reworded", "", ""),
    ("Most ships of Torvik are old.", "Most of all ships of Torvik are old.",
     "Most ships of Torvik are old", "quote_reworded", "", ""),
    (TEXT, "The museum opens at nine.", QUOTE, "quote_gone", "", ""),
    (TEXT, "Torvik has lighthouses, the coast guard said.", QUOTE, "quote_gone", "", ""),
    (TEXT, "Sundvik has 64 bakeries, and no ship ever calls there.", QUOTE, "quote_gone", "", ""),
    ("64", "65", "64", "quote_gone", "", ""),
    (TEXT, TEXT, "", "unchanged", "", ""),
    (None, TEXT, "  ", "unchanged", "", ""),
    (TEXT, TEXT.replace("64", "65"), "", "text_changed", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "quote", "outcome", "old", "new"), ROWS)
def test_quote_is_followed(
    before: str | None, after: str, quote: str, outcome: str, old: str, new: str
) -> None:
    found = follow_quote(before, after, quote)
    assert (found.outcome, found.old_number, found.new_number) == (outcome, old, new)
    if outcome in ("number_altered", "quote_reworded"):
        assert found.passage and found.passage in " ".join(after.split())


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        ("64", "64", "unchanged"),
        ("", "64", "unchanged"),
        ("64", "65", "number_altered"),
        ("64 (est.)", "64", "quote_reworded"),
        ("64", "n/a", "quote_gone"),
        ("64", None, "quote_gone"),
    ],
)
def test_cell_is_followed(before: str, after: str | None, outcome: str) -> None:
    assert follow_cell(before, after).outcome == outcome


def test_long_texts_are_compared_in_bounded_time() -> None:
    filler = "The harbour of Brenn handled many ships last year, it was said again. "
    before = filler * 20_000 + TEXT
    started = monotonic()
    assert follow_quote(before, before.replace("64", "65"), QUOTE).outcome == (
        QuoteOutcome.NUMBER_ALTERED
    )
    assert len(difference(before, before.replace("many", "few"))) <= MOST_DIFFERENCE + 30
    assert monotonic() - started < 20


def test_difference_is_readable() -> None:
    assert difference(TEXT, TEXT.replace("64", "65")).splitlines()[3:] == [
        " The coast is long.",
        "-Torvik has 64 lighthouses, the coast guard said on Monday.",
        "+Torvik has 65 lighthouses, the coast guard said on Monday.",
        " Ships pass by night.",
    ]
    assert difference(TEXT, TEXT) == ""
