"""A text with spans marked in it. Spans may overlap; whatever the text holds comes out escaped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a text and what is said of it. `link` and `anchor` may be empty."""

    start: int
    end: int
    label: str
    css_class: str = ""
    link: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks, the most telling of them first."""

    text: str
    marks: tuple[Mark, ...]


def highlight(text: str, marks: Sequence[Mark], *, offset: int = 0) -> SafeString:
    """Return `text` as HTML with its marks; their spans count from `offset` before the text."""
    parts, anchored = list[SafeString](), set[str]()
    for piece in pieces(text, marks, offset):
        # A mark that others cut in pieces is one place on the page.
        anchors = {mark.anchor for mark in piece.marks if mark.anchor} - anchored
        anchored |= anchors
        parts += [format_html('<span id="{}"></span>', anchor) for anchor in sorted(anchors)]
        parts.append(_html(piece))
    return format_html_join("", "{}", ((part,) for part in parts))


def pieces(text: str, marks: Sequence[Mark], offset: int = 0) -> Iterator[Piece]:
    """Yield `text` cut wherever a mark begins or ends. Marks outside the text are left out."""
    begins: dict[int, list[Mark]] = defaultdict(list)
    ends: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        start, end = max(mark.start - offset, 0), min(mark.end - offset, len(text))
        if start < end:
            begins[start].append(mark)
            ends[end].append(mark)
    here, open_marks = 0, list[Mark]()
    for cut in sorted({*begins, *ends, len(text)}):
        if cut > here:
            yield Piece(text[here:cut], tuple(sorted(open_marks, key=_importance)))
        here = cut
        for mark in ends[cut]:
            open_marks.remove(mark)
        open_marks += begins[cut]


def _importance(mark: Mark) -> tuple[bool, int, int]:
    """Marks that lead somewhere come first, then the shortest."""
    return not mark.link, mark.end - mark.start, mark.start


def _html(piece: Piece) -> SafeString:
    if not piece.marks:
        return conditional_escape(piece.text)
    first = piece.marks[0]
    label = "\n\n".join(mark.label for mark in piece.marks)
    marked = format_html(
        '<mark class="claims-mark {}" data-label="{}">{}</mark>', first.css_class, label, piece.text
    )
    if not first.link:
        return marked
    return format_html(
        '<a class="claims-mark-link" href="{}" aria-description="{}">{}</a>',
        first.link,
        label,
        marked,
    )
