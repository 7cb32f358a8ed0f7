"""What holds for any text: no exception, spans inside the text, finite values, linear time."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.quantities import Document, NotAQuantity, extract, read_statement
from claims.quantities.extract import extract_first
from claims.quantities.rows import quantity_rows

PIECES = st.sampled_from(
    [*"0123456789.,-–−/:;%$€£±×^~<>()[]\"' \n½²", " million", " and ", " half", " a ", " in ",
     " one",     " to ", "between ", "twenty", "from ", "more than ",
     " June", " 2019", " per ", "km", " of ",
     "m", "bn", " years old", "dozen", " last year", "\u0661", "\u202f"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))
DATES = st.one_of(st.none(), st.dates())


@settings(max_examples=400, deadline=None)
@given(text=TEXTS, published=DATES)
def test_any_text_can_be_read(text: str, published: date | None):
    for mention in extract(Document(text, "A title of 2", published)):
        assert text[mention.start : mention.end] == mention.quote != ""
        assert mention.start <= mention.number_start < mention.number_end <= mention.end
        assert mention.sentence_start <= mention.start < mention.end <= mention.sentence_end
        assert mention.quantity.value.is_finite()


@settings(max_examples=200, deadline=None)
@given(text=TEXTS)
def test_any_statement_is_read_or_refused(text: str):
    try:
        mention = read_statement(text)
    except NotAQuantity as refusal:
        assert refusal.reason
    else:
        assert mention.quote in text


@settings(max_examples=200, deadline=None)
@given(text=TEXTS)
def test_any_row_holds_numbers_that_json_knows(text: str):
    for row in quantity_rows(text):
        start, end = row["span"]
        assert 0 <= start < end <= len(text)
        for name in ("value", "low", "high"):
            assert row[name] is None or abs(row[name]) < float("inf")


@pytest.mark.parametrize("piece", ["1", ",", "(", "and ", "million ", " ", "\n", ". ", "a", "-"])
def test_a_hundred_thousand_repetitions_stay_under_two_seconds(piece):
    text = piece * 100_000
    begun = time.process_time()
    extract(Document(text))
    assert time.process_time() - begun < 2


def test_time_grows_in_proportion_to_the_text():
    sentence = "The mill sold 1,204 tonnes in 2019, up 4.5 percent from 1,152 tonnes. "
    short, long = (_seconds(sentence * repeats) for repeats in (300, 1500))
    assert long < short * 12


def _seconds(text: str) -> float:
    begun = time.process_time()
    extract(Document(text))
    return time.process_time() - begun


@settings(max_examples=200, deadline=None)
@given(text=TEXTS, most=st.integers(min_value=0, max_value=5))
def test_first_figures_are_those_that_the_whole_text_begins_with(text: str, most: int):
    whole = extract(Document(text))
    first = extract_first(Document(text), most)
    assert first.mentions == whole[:most]
    left_out = whole[most:]
    assert first.read_to == (left_out[0].start if left_out else len(text))


def test_text_of_very_many_figures_costs_no_more_than_the_first_of_them():
    begin = time.process_time()
    found = extract_first(Document("Olm 1,234 1,235,\n" * 100_000), 1_000, [(1_600_000, 1_600_020)])
    assert time.process_time() - begin < 5
    assert len(found.mentions) > 1_000 and found.mentions[1_000].start >= 1_600_000
