"""Marking spans of a text, however they lie."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.admin.highlight import Mark, highlight, pieces


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], ["abcdef"]),
        ([(1, 3)], ["a", "bc", "def"]),
        ([(0, 6)], ["abcdef"]),
        ([(1, 4), (2, 6)], ["a", "b", "cd", "ef"]),
        ([(1, 5), (2, 3)], ["a", "b", "c", "de", "f"]),
        ([(1, 3), (3, 5)], ["a", "bc", "de", "f"]),
        ([(1, 3), (1, 3)], ["a", "bc", "def"]),
        ([(-2, 2), (5, 99), (7, 9)], ["ab", "cde", "f"]),
    ],
)
def test_text_is_cut_where_marks_begin_and_end(
    spans: list[tuple[int, int]], expected: list[str]
) -> None:
    found = list(pieces("abcdef", [Mark(start, end, "x") for start, end in spans]))
    assert [piece.text for piece in found] == expected


def test_shortest_mark_shows_and_one_that_leads_somewhere_before_it() -> None:
    marks = [Mark(0, 6, "long"), Mark(2, 4, "short"), Mark(1, 5, "linked", link="/claim/")]
    middle = next(piece for piece in pieces("abcdef", marks) if piece.text == "cd")
    assert [mark.label for mark in middle.marks] == ["linked", "short", "long"]


def test_anchor_of_a_mark_in_pieces_is_one() -> None:
    marked = highlight("abcdef", [Mark(0, 6, "a", anchor="here"), Mark(2, 4, "b")])
    assert marked.count('id="here"') == 1


spans = st.tuples(st.integers(-3, 30), st.integers(-3, 30))


@given(st.text(max_size=25), st.lists(spans, max_size=8))
def test_text_comes_out_whole_and_escaped(text: str, ends: list[tuple[int, int]]) -> None:
    marked = highlight(text, [Mark(start, end, "<b>", link="/x") for start, end in ends])
    bare = re.sub(r"</?(?:a|mark)\b[^<>]*>", "", marked)
    assert "<" not in bare and html.unescape(bare) == html.unescape(html.escape(text))
