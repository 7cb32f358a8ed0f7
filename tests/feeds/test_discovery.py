"""A page names its feeds."""

from __future__ import annotations

import time

import pytest

from claims.feeds.discovery import MAX_FOUND, find_feeds
from claims.feeds.parse import is_page

SITE = "https://gazette.example/start"


def link(
    href: str, type: str = "application/rss+xml", rel: str = "alternate", title: str = ""
) -> str:
    return f'<link rel="{rel}" type="{type}" href="{href}" title="{title}">'


def urls(*links: str, head: str = "") -> list[str]:
    page = f"<html><head>{head}{''.join(links)}</head><body></body></html>"
    return [feed.url.removeprefix("https://gazette.example") for feed in find_feeds(page, url=SITE)]


def test_feeds_are_found_and_comments_come_last() -> None:
    assert urls(
        link("/comments", title="Comments on everything"),
        link("feed.json", "application/feed+json; charset=utf-8"),
        link("/rss"),
        link("/atom", "application/atom+xml", rel="Alternate home"),
    ) == ["/atom", "/rss", "/feed.json", "/comments"]


def test_other_links_are_no_feeds() -> None:
    assert urls(
        link("/de", "text/html"), link("/rss", rel="stylesheet"), link(""), link(SITE),
        link("javascript:x"), link("/print", type=""),
    ) == []  # fmt: skip


def test_base_of_the_page_counts_and_repetitions_do_not() -> None:
    assert urls(link("f"), link("f"), head='<base href="/deep/">') == ["/deep/f"]


@pytest.mark.parametrize(
    "odd", ["<![<p>", "<![if !IE]>", "<![endif]>", "<![CDATA[x]]>", "<![x[", "<!>", "<!x [<p>"]
)
def test_odd_markup_hides_no_feed(odd: str) -> None:
    assert urls(link("/rss"), odd, ">", link("/more")) == ["/rss", "/more"]


@pytest.mark.parametrize(
    "head",
    ["<!doctype html><meta charset=utf-8>", "<!--" + "x" * 5_000 + "--><html><head>", "\ufeff\n"],
)
def test_page_that_leaves_out_tags_or_begins_late_is_one(head: str) -> None:
    page = f"{head}{link('/rss')}<p>Hello"
    assert is_page(page.encode())
    assert [feed.url for feed in find_feeds(page, url=SITE)] == ["https://gazette.example/rss"]


def test_title_is_kept() -> None:
    (feed,) = find_feeds(link("/rss", title="News &amp; views"), url=SITE)
    assert (feed.title, feed.type) == ("News & views", "application/rss+xml")


def test_page_of_a_million_nodes_is_read_soon() -> None:
    began = time.monotonic()
    page = link("/rss") + "<p>" * 1_000_000 + "<" * 100_000
    assert len(find_feeds(page, url=SITE)) == 1
    assert len(find_feeds("".join(link(f"/{n}") for n in range(5_000)), url=SITE)) == MAX_FOUND
    assert time.monotonic() - began < 60
