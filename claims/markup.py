"""Tags that no page needs and that hold up whoever reads them: those with thousands of attributes.

libxml2 walks over all attributes of a tag for each further one, in C, where no time limit of a
task has effect: a page of two megabytes that is a single tag takes minutes. Read without building
a tree, the same tag takes a moment.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

MOST_ATTRIBUTES = 1_000  # of one tag
_SHORTEST = 2  # bytes that an attribute takes at least


class _HeavyTag(Exception):
    """A tag has more than `MOST_ATTRIBUTES`."""


def has_heavy_html(html: bytes) -> bool:
    """Whether libxml2 finds a tag with more than `MOST_ATTRIBUTES` in HTML in UTF-8."""
    return _is_heavy(html, etree.HTMLParser(target=_Counter(), encoding="utf-8"))


def has_heavy_xml(xml: bytes) -> bool:
    """Whether libxml2 finds a tag with more than `MOST_ATTRIBUTES` in XML."""
    parser = etree.XMLParser(
        target=_Counter(), recover=True, resolve_entities=False, no_network=True
    )
    return _is_heavy(xml, parser)


def _is_heavy(markup: bytes, parser: etree.XMLParser | etree.HTMLParser) -> bool:
    if len(markup) <= MOST_ATTRIBUTES * _SHORTEST:
        return False
    try:
        etree.fromstring(markup, parser)
    except _HeavyTag:
        return True
    except (etree.LxmlError, ValueError):
        return False  # broken: who builds a tree of it says so
    return False


class _Counter:
    """Takes the tags one by one and keeps nothing."""

    def start(self, tag: str, attributes: Mapping[str, str], names: Mapping[str, str]) -> None:
        if len(attributes) + len(names) > MOST_ATTRIBUTES:
            raise _HeavyTag

    def close(self) -> None:
        """Return nothing: the parser asks for it at the end."""
