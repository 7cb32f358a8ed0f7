"""Pair the labels and the figures of "A, B and C have 1, 2 and 3 percent respectively"."""

from __future__ import annotations

import re
from functools import lru_cache

from claims.checking.terms import Term, terms_in

_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_FIGURES = re.compile(
    r"(?P<first>[^\s,]*\d[^\s,]*(?:\s[^\s,\d]+){0,2})(?P<more>(?:,\s[^\s,]*\d[^\s,]*(?:\s[^\s,\d]+){0,2})*),?\sand\s"
    r"(?P<last>[^\s,]*\d[^\s,]*)"
)
_JOIN = re.compile(r",?\s+and\s+")
_SEPARATOR = re.compile(r",?\s+and\s+|,\s+", re.IGNORECASE)

Span = tuple[int, int]


def other_labels(text: str, sentence: Span, offset: int) -> tuple[Span, ...]:
    """Return the spans of the labels that belong to other figures than the one at `offset`.

    None when the sentence pairs no labels with figures, or they cannot be paired.
    """
    for figures, labels in _pairings(text, sentence):
        for index, (start, end) in enumerate(figures):
            if start <= offset < end:
                return tuple(label for at, label in enumerate(labels) if at != index)
    return ()


@lru_cache(maxsize=512)
def _pairings(text: str, sentence: Span) -> tuple[tuple[tuple[Span, ...], tuple[Span, ...]], ...]:
    if not _RESPECTIVELY.search(text, *sentence):
        return ()
    found = []
    for match in _FIGURES.finditer(text, *sentence):
        figures = _items(text, match.start(), match.end())
        labels = _labels(text, sentence[0], match.start(), len(figures))
        if len(labels) == len(figures):
            found.append((figures, labels))
    return tuple(found)


def _items(text: str, start: int, end: int) -> tuple[Span, ...]:
    items = []
    for match in _SEPARATOR.finditer(text, start, end):
        items.append((start, match.start()))
        start = match.end()
    return (*items, (start, end))


def _labels(text: str, start: int, end: int, wanted: int) -> tuple[Span, ...]:
    """Return the last `wanted` listed names before the figures."""
    joins = list(_JOIN.finditer(text, start, end))
    if not joins:
        return ()
    last = joins[-1]
    items = _items(text, start, last.start())[-(wanted - 1) :]
    if len(items) < wanted - 1:
        return ()
    terms = terms_in(text)
    first = _edge(terms, items[0], last=True)
    final = _edge(terms, (last.end(), end), last=False)
    return (first, *items[1:], final)


def _edge(terms: tuple[Term, ...], span: Span, last: bool) -> Span:
    """Return the span of the outermost term of an item that has no border on one side."""
    inside = [term for term in terms if span[0] <= term.start < span[1]]
    if not inside:
        return span[0], span[0]
    term = inside[-1 if last else 0]
    return term.start, term.end
