"""The text of an entry's HTML, and whether an entry holds all of it."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

from claims.markup import has_heavy_html

_BLOCKS = (
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl",
    "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
)  # fmt: skip
_SILENT = ("script", "style", "template", "noscript", "svg", "math", "iframe", "object")
_WHOLE = 600  # characters; below it an entry is taken for a summary
_CUT_OFF = re.compile(
    r"(\.\.\.|…|\[[.…]+\]|\b(read|continue|see) (more|reading|on|the full story)\W*)$", re.I
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PARSER = lxml.html.HTMLParser(
    no_network=True, remove_comments=True, recover=True, encoding="utf-8"
)


def text_of(html: str) -> str:
    """Return the text of a fragment of HTML: one line for each block, without scripts.

    What cannot be read has no text.
    """
    if "<" not in html and "&" not in html:
        return _lines(html)
    whole = f"<html><body>{html}</body></html>".encode("utf-8", "replace")
    if has_heavy_html(whole):
        return ""
    try:
        tree = lxml.html.document_fromstring(whole, parser=_PARSER)
    except (etree.ParserError, ValueError):
        return ""
    etree.strip_elements(tree, *_SILENT, with_tail=False)
    for element in tree.iter(*_BLOCKS):
        # Not all that lxml reads may be written back: control characters by number (&#1;).
        element.text = f"\n{_CONTROL.sub(' ', element.text or '')}"
        element.tail = f"\n{_CONTROL.sub(' ', element.tail or '')}"
    return _lines("".join(tree.itertext()))


def is_whole(text: str) -> bool:
    """Whether what a feed holds of an entry is all of it, and no summary."""
    return len(text) >= _WHOLE and not _CUT_OFF.search(text[-80:])


def _lines(text: str) -> str:
    shown = "".join(c if c.isprintable() else " " if c != "\n" else "\n" for c in text)
    lines = (" ".join(line.split()) for line in shown.split("\n"))
    return "\n".join(line for line in lines if line)
