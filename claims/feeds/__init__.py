"""What a feed says: the body of an answer becomes plain entries. Pure: nothing is fetched here."""

from claims.feeds.entry import Entry, FeedFormat, NotAFeed, ParsedFeed
from claims.feeds.parse import parse_feed

__all__ = ["Entry", "FeedFormat", "NotAFeed", "ParsedFeed", "parse_feed"]
