"""What is kept of a statement stands for reading it again."""

from __future__ import annotations

import json

import pytest

from claims.checking import reading
from claims.checking.claim import claim_from_statement
from claims.checking.reading import as_json, from_json, is_current, names_of, read

STATEMENTS = [
    "The harbour of Brenn handles 4,200 ships a year.",
    "In 2019 about 43.5 percent of the households in Tarnow had a garden.",
    "Nearly 1.2bn euros were paid to 380 farms in the first quarter of 2023.",
    "Over 80 of the 90 beds of Marn Hospital are taken.",
    "Rents in Ostrava rose between 3 and 5 percent, up from 2 percent in May 2021.",
    "The Lower Dee froze at -12 degrees Celsius.",
]


def kept(statement: str) -> dict[str, object]:
    """Return what is kept of a statement, as it comes back from a database."""
    stored: dict[str, object] = json.loads(json.dumps(as_json(statement)))
    return stored


@pytest.mark.parametrize("statement", STATEMENTS)
def test_what_is_kept_is_what_reading_gives(statement):
    assert from_json(kept(statement), statement) == read(statement)
    assert names_of(statement, kept(statement)) == names_of(statement, None)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_taught_claim_has_the_terms_it_would_work_out(statement):
    itself, taught = claim_from_statement(statement), claim_from_statement(statement)
    stored = from_json(kept(statement), statement)
    assert stored is not None
    stored.teach(taught)
    for name in ("content", "entity", "words", "noun", "head", "names_time", "time"):
        assert getattr(taught, name) == getattr(itself, name), name
    assert stored.figure == itself.reading


def test_a_statement_without_a_figure_is_kept_without_one():
    stored = from_json(
        kept("Nobody counts the gulls of Brenn."), "Nobody counts the gulls of Brenn."
    )
    assert stored is not None
    assert stored.figure is None
    assert [term.key for term in stored.names] == ["brenn"]


def test_what_is_kept_of_another_statement_is_outdated():
    other = "The harbour of Brenn handles 4,300 ships a year."
    assert not is_current(kept(STATEMENTS[0]), other)
    assert from_json(kept(STATEMENTS[0]), other) is None


def test_what_older_rules_have_read_is_outdated(monkeypatch):
    stored = kept(STATEMENTS[0])
    monkeypatch.setattr(reading, "VERSION", "later rules")
    assert from_json(stored, STATEMENTS[0]) is None
    assert from_json(None, STATEMENTS[0]) is None
