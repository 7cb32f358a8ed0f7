"""Every format becomes the same plain entries."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from typing import Any

import pytest

from claims.feeds import FeedFormat
from claims.feeds.text import is_whole, text_of
from tests.feeds.writing import LONG, atom, item, json_feed, read, rss, sitemap

DAY = datetime(2024, 5, 28, 6, 30, tzinfo=UTC)
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Gazette</title></channel>
<item rdf:about="https://gazette.example/news/1"><title>News 1</title>
<link>https://gazette.example/news/1</link><dc:date>2024-05-28T06:30:00Z</dc:date></item></rdf:RDF>"""
ATOM = atom(
    "<entry><title>News 1</title><id>n1</id><link href='/news/1'/>"
    "<published>2024-05-28T08:30:00+02:00</published><updated>2024-05-29T00:00:00Z</updated>"
    "</entry>"
)
NEWS = sitemap(
    '<url xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><loc>/news/1</loc><news:news>'
    "<news:publication><news:name>Gazette</news:name><news:language>de</news:language>"
    "</news:publication><news:publication_date>2024-05-28T06:30:00Z</news:publication_date>"
    "<news:title>News 1</news:title></news:news></url>"
)
JSON = json_feed(
    [{"id": "n1", "url": "/news/1", "title": "News 1", "date_published": "2024-05-28T06:30:00Z",
      "authors": [{"name": "Ada"}, {"name": "Bo"}]}]
)  # fmt: skip


@pytest.mark.parametrize(
    ("body", "format"),
    [
        (rss(item()), FeedFormat.RSS),
        (RDF, FeedFormat.RDF),
        (ATOM, FeedFormat.ATOM),
        (JSON, FeedFormat.JSON),
        (NEWS, FeedFormat.SITEMAP),
        (gzip.compress(NEWS, mtime=0), FeedFormat.SITEMAP),
        (b"\n \n" + rss(item()), FeedFormat.RSS),
        (rss(item()).decode().encode("utf-16"), FeedFormat.RSS),
        (b"\xef\xbb\xbf" + JSON, FeedFormat.JSON),
    ],
)
def test_entry_has_address_title_and_date_in_every_format(body: bytes, format: FeedFormat) -> None:
    feed = read(body)
    assert (feed.format, feed.problem, feed.left_out) == (format, "", 0)
    assert [(e.url, e.title, e.published_at) for e in feed.entries] == [
        ("https://gazette.example/news/1", "News 1", DAY)
    ]


def test_atom_keeps_the_time_of_an_update_beside_that_of_publication() -> None:
    (entry,) = read(ATOM).entries
    assert entry.updated_at == datetime(2024, 5, 29, tzinfo=UTC)


def test_sitemap_tells_when_a_page_changed_and_not_when_it_was_published() -> None:
    (entry,) = read(sitemap("<url><loc>/a</loc><lastmod>2024-05</lastmod></url>")).entries
    assert (entry.published_at, entry.updated_at) == (None, datetime(2024, 5, 1, tzinfo=UTC))


def test_sitemap_index_lists_sitemaps() -> None:
    feed = read(sitemap("<sitemap><loc>/s1.xml</loc></sitemap>", root="sitemapindex"))
    assert feed.format == FeedFormat.SITEMAP_INDEX
    assert [entry.url for entry in feed.entries] == ["https://gazette.example/s1.xml"]


def test_gzip_file_of_several_members_is_read_to_its_end() -> None:
    body = sitemap("<url><loc>/1</loc></url>", "<url><loc>/2</loc></url>")
    packed = gzip.compress(body[:120], mtime=0) + gzip.compress(body[120:], mtime=0)
    for behind in (b"", b"\0\0", b"rubbish"):
        assert len(read(packed + behind).entries) == 2


def test_comments_before_a_feed_may_be_long() -> None:
    body = sitemap("<url><loc>/1</loc></url>")
    (entry,) = read(b"<!-- " + b"x" * 9_000 + b" --><!---->\n" + body.partition(b"?>")[2]).entries
    assert entry.url == "https://gazette.example/1"


def test_json_authors_are_named() -> None:
    assert read(JSON).entries[0].author == "Ada, Bo"


@pytest.mark.parametrize(
    ("head", "seconds"),
    [
        ("<ttl>90</ttl>", 5400),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", 86400),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>",
         1800),
        ("<ttl>soon</ttl>", None),
        ("", None),
    ],
)  # fmt: skip
def test_pause_that_a_feed_asks_for_is_read(head: str, seconds: int | None) -> None:
    assert read(rss(item(), head=head)).ask_every == seconds


def whole(text: str) -> str:
    return f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>"


@pytest.mark.parametrize(
    ("more", "is_all"),
    [
        ("", False),
        (whole(LONG), True),
        (whole("A few words."), False),
        (whole(f"{LONG} […]"), False),
        (whole(f"{LONG} <a href='/n'>Read more</a>"), False),
    ],
)
def test_entry_that_holds_the_whole_text_says_so(more: str, is_all: bool) -> None:
    assert read(rss(item(more=more))).entries[0].whole is is_all


def test_long_summary_is_a_summary() -> None:
    (entry,) = read(rss(item().replace("Short 1", LONG))).entries
    assert (len(text_of(entry.html)) > 600, entry.whole) == (True, False)


def test_entry_without_an_address_is_all_there_is_of_it() -> None:
    (entry,) = read(
        rss("<item><title>Ships</title><description>4,200</description></item>")
    ).entries
    assert (entry.url, entry.whole, text_of(entry.html)) == (None, True, "4,200")
    (nothing,) = read(rss("<item><title>Ships</title></item>")).entries
    assert (nothing.url, nothing.whole) == (None, False)


@pytest.mark.parametrize(
    ("guid", "address"),
    [
        ("<guid>2</guid>", None),
        ("<guid>news-2024-11</guid>", None),
        ("<guid> <![CDATA[ urn:x ]]></guid>", None),
        ("<guid>2</guid><link>/b</link>", "https://gazette.example/b"),
        ("<guid>https://gazette.example/a</guid>", "https://gazette.example/a"),
        ("<guid> <![CDATA[ https://gazette.example/a ]]></guid>", "https://gazette.example/a"),
        ('<guid isPermaLink="true">/a</guid>', "https://gazette.example/a"),
    ],
)
def test_name_of_an_entry_is_its_address_only_where_it_is_one(
    guid: str, address: str | None
) -> None:
    (entry,) = read(rss(f"<item>{guid}<description>4,200 ships</description></item>")).entries
    assert (entry.url, entry.whole) == (address, address is None)


@pytest.mark.parametrize(
    "link",
    ["http://a.example:99999/f", "http://a.example:port/", "javascript:alert(1)",
     "mailto:a@b.example", "http://me:pw@a.example/", "http://[::1", "",
     "http://a.example/" + "x" * 3000, "ftp://a.example/f"],
)  # fmt: skip
def test_address_that_leads_to_no_web_page_is_none(link: str) -> None:
    (entry,) = read(json_feed([{"id": "1", "url": link, "content_text": "x"}])).entries
    assert entry.url is None


def test_identities_that_a_feed_repeats_are_told_apart_by_address() -> None:
    rows = [f"<item><guid>same</guid><link>/{n}</link></item>" for n in (1, 2, 2)]
    assert [entry.url for entry in read(rss(*rows)).entries] == [
        "https://gazette.example/1",
        "https://gazette.example/2",
    ]


def test_fingerprint_follows_title_text_and_time() -> None:
    def fingerprint(**fields: Any) -> str:
        return read(json_feed([{"id": "1", "url": "/1", **fields}])).entries[0].fingerprint

    rows: list[dict[str, str]] = [
        {}, {"title": "A"}, {"content_text": "A"}, {"date_modified": "2024-05-01"},
    ]  # fmt: skip
    assert len({fingerprint(**fields) for fields in rows}) == len(rows)
    assert fingerprint(title="A") == fingerprint(title="A")


def test_text_has_a_line_for_each_block_and_no_scripts() -> None:
    html = "<h2>Ships</h2><p>One &amp; two<br>three <b>four</b></p><script>x()</script><ul><li>5"
    assert text_of(html) == "Ships\nOne & two\nthree four\n5"
    assert text_of("plain  text\n\nhere") == "plain text\nhere"
    assert text_of("<p>a&#1;b<p>c&#xffff;d<br>&#xd800;&#27;e") == "a b\nc d\n\ufffd e"
    assert is_whole(LONG) and not is_whole(LONG + "Continue reading →")
