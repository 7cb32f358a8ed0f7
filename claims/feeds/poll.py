"""What one poll found out, as a plain value: made where the web is asked, recorded elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from claims.feeds.discovery import FoundFeed
from claims.feeds.entry import ParsedFeed
from claims.feeds.rhythm import Wishes


@dataclass(frozen=True, slots=True)
class WatchedPage:
    """The text of a page that is watched, and what the page says of itself."""

    text: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Polled:
    """The answer of a feed's server, understood as far as it can be without the stored rows.

    `error` says why it is no use; `gone` when it will never be any more; `no_feed` when what stands
    there is none, and asking again would not help. `unchanged` for an answer
    that is byte for byte the last one, `not_modified` for a 304. `moved_to` is where permanent
    redirects led.
    """

    status: int | None = None
    error: str = ""
    gone: bool = False
    no_feed: bool = False
    not_modified: bool = False
    unchanged: bool = False
    feed: ParsedFeed | None = None
    page: WatchedPage | None = None
    found: tuple[FoundFeed, ...] = ()
    moved_to: str | None = None
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    size: int = 0
    wishes: Wishes = Wishes()

    @property
    def failed(self) -> bool:
        """Whether the feed could not be read."""
        return bool(self.error)
