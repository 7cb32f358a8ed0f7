"""One door for every format: look at the body, and hand it to the reader of its format."""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from datetime import datetime
from io import BytesIO

from claims.feeds.entry import FeedFormat, NotAFeed, ParsedFeed
from claims.feeds.json_feed import parse_json_feed
from claims.feeds.sitemap import parse_sitemap
from claims.feeds.syndication import parse_syndication

MAX_UNPACKED = 50_000_000  # bytes, what the sitemap protocol allows
_HEAD = 4096
_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?(rss|feed|rdf|urlset|sitemapindex|html|body)[\s>/]", re.I)
# What may stand in front of a document: white space, an XML declaration, comments of any length.
_PROLOGUE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s++|<\?[^>]{0,500}>|<!--.*?-->)*+", re.DOTALL)
# How a page may begin that leaves out <html> and <body>, as HTML allows.
_PAGE = re.compile(rb"<(?:!doctype\s+html|head|meta|title|link|base|style|script)[\s>]", re.I)
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_DECLARED = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_GZIP = b"\x1f\x8b"
_PIECE = 256 * 1024
_FORMATS = {
    b"urlset": FeedFormat.SITEMAP,
    b"sitemapindex": FeedFormat.SITEMAP_INDEX,
    b"rss": FeedFormat.RSS,
    b"feed": FeedFormat.ATOM,
    b"rdf": FeedFormat.RDF,
}


def parse_feed(body: bytes, *, url: str, content_type: str = "", now: datetime) -> ParsedFeed:
    """Return the entries in `body`, which came from `url`; raise NotAFeed saying what is wrong.

    Of a body that is broken somewhere the good part is taken, and `problem` says so.
    """
    body = _narrow(_unpacked(body)).lstrip()
    if not body:
        raise NotAFeed("the answer is empty")
    if body.startswith((b"{", b"[", b"\xef\xbb\xbf{")):
        return parse_json_feed(body, url=url, now=now)
    document = _PROLOGUE.sub(b"", body, count=1)
    root = _root(document)
    if root is None:
        raise NotAFeed("this is no feed and no sitemap")
    if root in (b"html", b"body"):
        raise NotAFeed("this is an HTML page")
    if _declares_entities(document):
        raise NotAFeed("the XML declares entities, which is refused")
    format = _FORMATS[root]
    if format in (FeedFormat.SITEMAP, FeedFormat.SITEMAP_INDEX):
        return parse_sitemap(body, format=format, url=url, now=now)
    return parse_syndication(body, format=format, url=url, content_type=content_type, now=now)


def is_page(body: bytes) -> bool:
    """Whether the body is an HTML page."""
    return _root(_PROLOGUE.sub(b"", _narrow(body), count=1)) in (b"html", b"body")


def _root(document: bytes) -> bytes | None:
    match = _ROOT.search(document[:_HEAD])
    if match:
        return match.group(1).lower()
    return b"html" if _PAGE.match(document) else None


def _declares_entities(body: bytes) -> bool:
    """Whether a document type in front of the root declares entities.

    One that is longer than any head stands for the same: nobody else writes such.
    """
    at = body.find(b"<!DOCTYPE", 0, _HEAD)
    if at < 0:
        return False
    match = _ROOT.search(body, at)
    return b"<!ENTITY" in body[at : match.start() if match else None].upper()


def _unpacked(body: bytes) -> bytes:
    """Return what a gzip file holds, up to a limit; other bodies as they are."""
    if not body.startswith(_GZIP):
        return body
    unpacked = bytearray()
    try:
        with gzip.open(BytesIO(body)) as file:  # which may have several members
            while piece := file.read1(_PIECE):
                unpacked += piece
                if len(unpacked) > MAX_UNPACKED:
                    raise NotAFeed(f"the gzip file unpacks to more than {MAX_UNPACKED:,} bytes")
    except (OSError, EOFError, zlib.error):
        if not unpacked:
            raise NotAFeed("the gzip file is broken") from None
    return bytes(unpacked)  # of a file that breaks off, what came before


def _narrow(body: bytes) -> bytes:
    """Return the body in UTF-8 where it came in 16 or 32 bits a character."""
    for mark, encoding in _WIDE:
        if body.startswith(mark):
            text = body.decode(encoding, "replace").lstrip("\ufeff")
            return _DECLARED.sub("", text).encode("utf-8", "replace")
    return body
