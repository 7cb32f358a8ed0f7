"""XML as feeds really are: in a charset of its own, or broken somewhere, made whole beforehand.

feedparser falls back to a parser of its own for broken XML, which takes minutes for a megabyte of
open brackets. libxml2 mends the same in a moment, and has limits of depth and size.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from html.entities import html5
from itertools import islice
from typing import Any

from feedparser.encodings import convert_to_utf8
from lxml import etree

from claims.feeds.entry import NotAFeed, words
from claims.markup import MOST_ATTRIBUTES, has_heavy_xml
from claims.utf8 import nearly_utf8

MAX_ELEMENTS = 50_000  # a hundred for each entry that is kept; some three seconds of work

_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_OF_XML = {b"amp", b"lt", b"gt", b"quot", b"apos"}
_DOCTYPE = re.compile(rb"<!DOCTYPE[^<>\[]{0,500}>")
_ENDLESS_TAG = re.compile(rb"<[^!<>][^<>]{100000}")
_DECLARED = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,500}>")
_ELEMENT = re.compile(rb"<[A-Za-z]")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Mended:
    """Well-formed XML in UTF-8, and what was wrong with it, empty for nothing."""

    body: bytes
    problem: str


def mended(body: bytes, content_type: str) -> Mended:
    """Return `body` as well-formed XML in UTF-8; raise NotAFeed where nothing can be made of it."""
    text = _DOCTYPE.sub(b"", _utf8(body, content_type))
    text = _CONTROL.sub(b" ", _NAMED.sub(_character, text))
    if _ENDLESS_TAG.search(text):
        raise NotAFeed("the XML is broken: a tag without an end")
    if has_heavy_xml(text):
        raise NotAFeed(f"a tag of the XML has more than {MOST_ATTRIBUTES:,} attributes")
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotAFeed(f"the XML is broken: {words(error, 200)}") from None
    problem = _first_error(parser)
    if root is None:
        raise NotAFeed(problem)
    if _cut_short(root):
        problem = problem or f"only the first {MAX_ELEMENTS:,} elements are read"
    elif not problem:
        return Mended(text, "")
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    # libxml2 keeps half characters, and feedparser would take all of it for another charset.
    return Mended(written.decode("utf-8", "replace").encode(), problem)


def _first_error(parser: Any) -> str:
    for first in parser.error_log:
        return f"the XML is broken in line {first.line}: {words(first.message, 200)}"
    return ""


def _cut_short(root: Any) -> bool:
    """Remove all elements after the first `MAX_ELEMENTS`; return whether there were more."""
    element = next(islice(root.iter("*"), MAX_ELEMENTS, None), None)
    if element is None:
        return False
    last = element
    while element is not None:
        parent = element.getparent()
        for later in list(element.itersiblings()):
            parent.remove(later)
        element = parent
    last.getparent().remove(last)
    return True


def _utf8(body: bytes, content_type: str) -> bytes:
    """Return the body in UTF-8, from the charset that fits it whatever it says of itself."""
    bare = _DECLARED.sub(b"", body)
    # One broken byte, and feedparser takes all of it for another charset.
    utf8 = nearly_utf8(bare)
    if utf8 is not None:
        return utf8.encode()
    for text, kind in ((body, content_type), (bare, "")):
        told: Any = {}
        headers = {"content-type": kind or "application/xml"}
        with suppress(ValueError):  # a name that no charset can have: without it, then
            decoded: bytes = convert_to_utf8(headers, text, told)
            # Feeds that were written in UTF-16 and sent in UTF-8 still say the former.
            if told["encoding"] and _ELEMENT.search(decoded):
                return decoded
    return bare.decode("utf-8", "replace").encode()


def _character(match: re.Match[bytes]) -> bytes:
    """Return a named character of HTML, which XML does not know, as a number."""
    name = match.group(1)
    if name in _OF_XML:
        return match.group()
    character = html5.get(f"{name.decode()};")
    return "".join(f"&#{ord(c)};" for c in character).encode() if character else b" "
