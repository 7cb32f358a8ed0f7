"""Whatever a server sends ends in its good part or in a clear error, soon."""

from __future__ import annotations

import gzip
import time
import tracemalloc

import pytest

from claims.feeds import NotAFeed
from claims.feeds.entry import MAX_ENTRIES
from claims.feeds.parse import MAX_UNPACKED
from tests.feeds.writing import atom, item, json_feed, read, rss, sitemap

SOON = 60  # seconds, on a machine that has other things to do

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<%s><%s><loc>/&b;</loc></%s></%s>"
)
EXTERNAL = (
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel>&a;</channel></rss>'
)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"just words", "no feed"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "no feed"),
        (b"<!doctype html><html><body>Hello</body></html>", "an HTML page"),
        (b'{"items": [', "the JSON is broken"),
        (b'{"version": "2"}', "no JSON Feed"),
        (b'["a"]', "no JSON Feed"),
        (b"{" + b'"items":[' * 500_000, "the JSON is broken"),
        (BOMB % (b"rss", b"item", b"item", b"rss"), "declares entities"),
        (BOMB % (b"urlset", b"url", b"url", b"urlset"), "declares entities"),
        (BOMB.replace(b"<%s><%s>", b"<feed><%s>", 1) % (b"e", b"e", b"feed"), "declares entities"),
        (EXTERNAL, "declares entities"),
        (b'<!DOCTYPE x [<!entity a "b">]><feed>&a;</feed>', "declares entities"),
        (gzip.compress(rss(item()), mtime=0)[:60], "no feed|broken|empty|breaks off"),
        (b"\x1f\x8b\x08 this is no gzip", "gzip file is broken"),
        (gzip.compress(b"\0" * (MAX_UNPACKED + 1), mtime=0), "unpacks to more than"),
        (rss("<item>" * 300_000), "breaks off"),
        (b"<urlset><url><loc>" + b"x" * 5_000_000, "the XML is broken"),
        (b"<urlset>" + b"<url>" * 1_000_000, "larger than any should be"),
        (b"<rss><channel><item " + b'a="1" ' * 500_000, "a tag without an end|breaks off"),
        (b"<rss><" + b"a" * 5_000_000, "the XML is broken"),
    ],
)
def test_what_is_no_feed_is_refused_with_a_reason(body: bytes, reason: str) -> None:
    began = time.monotonic()
    with pytest.raises(NotAFeed, match=reason):
        read(body)
    assert time.monotonic() - began < SOON


NEWS = "https://gazette.example/news/"
OPEN = "<item><title>Cut</title><link>https://gazette.example/new"


@pytest.mark.parametrize(
    ("body", "urls"),
    [
        (rss(item(1), item(2))[:-16] + OPEN.encode(), ["1", "2"]),
        (rss(item(1), item(2), OPEN), ["1", "2"]),
        (rss(item(1), item(2)).replace(b"Short 1", b"a < b & c"), ["1", "2"]),
        (rss(item(1), item(2)).replace(b"Short 1", b"na&iuml;ve &nbsp; &nope;"), ["1", "2"]),
        (rss(item(1), item(2)).replace(b"Short 1", b"nul \0 and \x1f"), ["1", "2"]),
        (sitemap(*(f"<url><loc>{NEWS}{n}</loc></url>" for n in (1, 2)), "<url><loc>"), ["1", "2"]),
        (rss(item(1, more="<a>" * 300_000)), ["1"]),
        (rss(item(1, more="<" * 1_000_000)), ["1"]),
        (rss(item(1, more="<a " * 300_000)), ["1"]),
        (rss(item(1, more="&" * 1_000_000)), ["1"]),
        (rss(item(1, more="<![CDATA[" + "<div>" * 400_000 + "]]>")), ["1"]),
        (json_feed([{"id": "1", "url": f"{NEWS}1"}, 7, "x"]), ["1"]),
    ],
)  # fmt: skip
def test_good_part_of_a_broken_feed_is_taken(body: bytes, urls: list[str]) -> None:
    began = time.monotonic()
    found = [entry.url for entry in read(body).entries]
    assert found == [f"{NEWS}{number}" for number in urls]
    assert time.monotonic() - began < SOON


def test_broken_feed_says_what_is_wrong_with_it() -> None:
    assert "breaks off" in read(rss(item(1), OPEN)).problem
    assert "broken in line" in read(rss(item(1).replace("Short", "a < b"))).problem
    assert read(json_feed([{"id": "1"}, 7])).problem == "1 items are no objects"


@pytest.mark.parametrize(
    ("said", "written"),
    [("utf-8", "latin-1"), ("iso-8859-1", "utf-8"), ("us-ascii", "utf-8"), ("klingon", "utf-8")],
)
def test_wrong_charset_costs_no_entry(said: str, written: str) -> None:
    text = f'<?xml version="1.0" encoding="{said}"?>' + rss(item(1)).decode().partition("?>")[2]
    (entry,) = read(text.replace("Short", "Café").encode(written), "text/xml").entries
    assert (entry.url, entry.title) == (f"{NEWS}1", "News 1")
    odd = f'<?xml version="1.0" encoding="{said}"?><urlset><url><loc>/caf\xe9</loc></url></urlset>'
    assert len(read(odd.encode(written)).entries) == 1


@pytest.mark.parametrize(
    "date",
    ["Fri, 31 Dec 9999 23:59:59 GMT", "9999-12-31T23:59:59Z", "Thu, 01 Jan 1970 00:00:00 GMT",
     "0000-00-00", "2024-13-45", "yesterday", "Mon, 01 Jan 99999 00:00:00 GMT", "", "-1",
     "9999-12-31T23:59:59-23:59"],
)  # fmt: skip
def test_date_that_cannot_be_is_none(date: str) -> None:
    bodies = [
        rss(item(1, date=date)),
        json_feed([{"id": "1", "url": "/1", "date_published": date}]),
        sitemap(f"<url><loc>/1</loc><lastmod>{date}</lastmod></url>"),
        atom(f"<entry><id>1</id><published>{date}</published></entry>"),
    ]
    for body in bodies:
        (entry,) = read(body).entries
        assert (entry.published_at, entry.updated_at) == (None, None)


def test_of_a_hundred_thousand_entries_the_newest_are_kept_and_it_says_so() -> None:
    many = 100_000
    old = "Sat, 01 Jan 2000 00:00:00 GMT"
    rows = [item(n, date=old) for n in range(many)]
    rows[70_000] = item(70_000)
    as_json = [{"id": str(n), "url": f"/news/{n}", "date_published": "2000-01-01"}
               for n in range(many)]  # fmt: skip
    as_json[70_000]["date_published"] = "2024-05-28"
    for body in (rss(*rows), json_feed(as_json)):
        feed = read(body)
        assert (len(feed.entries), feed.left_out) == (MAX_ENTRIES, many - MAX_ENTRIES)
        assert feed.entries[0].url == f"{NEWS}70000"


def test_long_sitemap_is_read_in_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.feeds.sitemap.MAX_PAGES", 1_000)
    rows = [f"<url><loc>/{n}</loc><lastmod>2024-05-01</lastmod></url>" for n in range(20_000)]
    body = sitemap(*rows)
    tracemalloc.start()
    feed = read(body)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(feed.entries), feed.left_out) == (1_000, 19_000)
    assert peak < len(body) + 5_000_000
