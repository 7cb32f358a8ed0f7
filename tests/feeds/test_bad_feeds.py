"""Whatever a server sends ends in its good part or in a clear error, soon."""

from __future__ import annotations

import gzip
import time
import tracemalloc

import pytest

from claims.feeds import NotAFeed
from claims.feeds.entry import MAX_ENTRIES
from claims.feeds.parse import MAX_UNPACKED
from claims.feeds.text import text_of
from tests.feeds.writing import atom, item, json_feed, read, rss, sitemap

SOON = 60  # seconds, on a machine that has other things to do

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<%s><%s><loc>/&b;</loc></%s></%s>"
)
EXTERNAL = (
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel>&a;</channel></rss>'
)


MANY_ATTRIBUTES = " ".join(f'a{number}=">"' for number in range(100_000))


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
        (rss("", head=f"<title {MANY_ATTRIBUTES}>x</title>"), "more than 1,000 attributes"),
        (b"<!doctype html><meta charset=utf-8><title>x</title><p>Hello", "an HTML page"),
        (b"<!--" + b"x" * 5_000 + b"--><html><body>Hello</body></html>", "an HTML page"),
        (b"\xef\xbb\xbf<!-- a --> <link rel=alternate href=/f><p>Hello", "an HTML page"),
        (b"<!--" + b"x" * 5_000 + b"-->" + EXTERNAL, "declares entities"),
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


@pytest.mark.parametrize("content_type", ["", "text/xml", "text/xml; charset=iso-8859-1"])
def test_broken_byte_spoils_no_other(content_type: str) -> None:
    text = rss(item(1).replace("News", "Åkerö — café §")).decode()
    (entry,) = read(text.encode().replace(b"\xc2\xa7", b"\xa7"), content_type).entries
    assert entry.title == "Åkerö — café \ufffd 1"


ODD_NAMES = [b"utf-8\xa5", b"utf\x00-8", b"", b"hex", b"idna", b"undefined", b"utf-16", b"utf-32"]


@pytest.mark.parametrize("said", ODD_NAMES)
@pytest.mark.parametrize("written", ["utf-8", "cp1252"])
@pytest.mark.parametrize("content_type", ["", "text/xml", "text/xml; charset=utf-16"])
def test_charset_that_no_text_is_in_costs_no_entry(
    said: bytes, written: str, content_type: str
) -> None:
    declared = b'<?xml version="1.0" encoding="%s"?>' % said
    for end in (b"", b" "):  # an even number of bytes, and an odd one
        text = rss(item(1)).decode().partition("?>")[2].replace("News", "Café")
        (entry,) = read(declared + text.encode(written) + end, content_type).entries
        assert entry.title == "Café 1"


@pytest.mark.parametrize("name", ["utf\x00-8", "utf-8\xa5", "idna"])
def test_charset_of_the_header_that_is_none_costs_no_entry(name: str) -> None:
    for body in (rss(item(1)), sitemap("<url><loc>/1</loc></url>")):
        assert len(read(body, f"text/xml; charset={name}").entries) == 1


def test_half_character_in_xml_spoils_no_other() -> None:
    (entry,) = read(rss(item(1).replace("News", "Café &#xD800; &#55357;"))).entries
    assert entry.title.startswith("Café \ufffd") and entry.title.endswith("\ufffd 1")


def test_feed_that_its_parser_fails_at_is_refused_with_a_reason() -> None:
    with pytest.raises(NotAFeed, match="the feed is broken: its parser gave up over 'where'"):
        read(atom("<entry><id>1</id><gml:pos>1 2</gml:pos></entry>"))


@pytest.mark.parametrize("error", [ValueError("too many values"), KeyError(), RecursionError("x")])
def test_no_error_of_the_parser_gets_out(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr("feedparser.parse", fail)
    reason = str(error) or type(error).__name__
    with pytest.raises(NotAFeed, match=f"the feed is broken: .* over {reason}"):
        read(rss(item(1)))


HALF = [
    (r"a\ud83d", "a\ufffd"),
    (r"\uDE00 a", "\ufffd a"),
    (r"\ud83d\ud83d\ude00", "\ufffd😀"),
    (r"a\\ud83d \ud83d", "a\\ud83d \ufffd"),
    ("a\xe9".encode("latin-1"), "a\ufffd"),
]


@pytest.mark.parametrize(("written", "title"), HALF)
def test_half_character_in_json_costs_itself_alone(written: str | bytes, title: str) -> None:
    octets = written if isinstance(written, bytes) else written.encode()
    body = json_feed([{"id": "1", "title": "TITLE"}, {"id": "2", "title": "News 2"}])
    feed = read(body.replace(b"TITLE", octets))
    assert [entry.title for entry in feed.entries] == [title, "News 2"]
    assert "the JSON is broken" in feed.problem


def test_value_in_json_that_is_no_text_counts_as_absent() -> None:
    odd = {"id": ["b"], "url": ["b"], "external_url": "/1", "title": {"a": 1}, "language": 7,
           "date_modified": {}, "date_published": "2024-05-28", "authors": [{"name": ["Ada"]}],
           "content_html": 5, "content_text": "Text"}  # fmt: skip
    feed = read(json_feed([odd], title=["J"], language={"de": 1}))
    (entry,) = feed.entries
    assert (feed.title, entry.title, entry.language, entry.author) == ("", "", "", "")
    assert (entry.identity, entry.url) == (entry.url, "https://gazette.example/1")
    assert entry.html == "Text" and entry.published_at and entry.updated_at is None


def test_number_as_an_id_in_json_is_one() -> None:
    first, second = read(json_feed([{"id": 7, "url": "/1"}, {"id": True, "url": "/2"}])).entries
    assert (first.identity, second.identity) == ("7", "https://gazette.example/2")


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


def test_text_with_a_tag_of_thousands_of_attributes_is_none_and_soon() -> None:
    began = time.monotonic()
    text = f"<description><![CDATA[Ships <p {MANY_ATTRIBUTES[:400_000]}>64]]></description>"
    (entry,) = read(rss(f"<item><title>Sea</title>{text}</item>")).entries
    assert (entry.title, text_of(entry.html)) == ("Sea", "")
    assert time.monotonic() - began < 10
