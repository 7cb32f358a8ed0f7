"""The feeds that a page names with <link rel=alternate>."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

from claims.feeds.addresses import absolute
from claims.feeds.entry import words

_TYPES = {
    "application/atom+xml": 0,
    "application/rss+xml": 1,
    "application/feed+json": 2,
    "application/rdf+xml": 3,
    "application/json": 4,
    "application/xml": 5,
    "text/xml": 5,
}
_HEAD = 500_000  # characters in which a page names its feeds
MAX_FOUND = 50


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that a page names."""

    url: str
    title: str
    type: str


def find_feeds(html: str, *, url: str) -> list[FoundFeed]:
    """Return the feeds that the page at `url` names, the most promising first."""
    reader = _Links()
    reader.feed(html[:_HEAD])
    base = absolute(reader.base, url) or url
    found: dict[str, FoundFeed] = {}
    for link in reader.links:
        address = absolute(link.get("href"), base)
        type = (link.get("type") or "").split(";")[0].strip().lower()
        if address and type in _TYPES and address != url:
            found.setdefault(address, FoundFeed(address, words(link.get("title")), type))
    return sorted(found.values(), key=_rank)[:MAX_FOUND]


def _rank(feed: FoundFeed) -> tuple[bool, int]:
    """Order by promise: the site's news before feeds of comments; the page's own order after it."""
    said = f"{feed.title} {feed.url}".lower()
    return "comment" in said or "replies" in said, _TYPES[feed.type]


class _Links(HTMLParser):
    """Collects what <link> and <base> say, as far as the page goes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[dict[str, str | None]] = []
        self.base = ""

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Skip "<![...>" as browsers do; the parser's own way ends in an AssertionError."""
        return self.parse_bogus_comment(i, report=False)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(reversed(attrs))
        if tag == "base" and not self.base:
            self.base = attributes.get("href") or ""
        if tag == "link" and "alternate" in (attributes.get("rel") or "").lower().split():
            self.links.append(attributes)
