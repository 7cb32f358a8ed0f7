"""A site leads to its feeds; feeds move, merge, consist of parts, and end."""

from __future__ import annotations

import pytest
from django.utils import timezone

from claims.feeds.addresses import MAX_ADDRESS
from claims.models import Feed, FeedEntry, Snapshot, Source
from claims.services import feed_moves
from claims.services.feeds import feed_with_address, update_feed
from tests.feeds.writing import LONG, item, rss, sitemap
from tests.web.server import LocalWeb
from tests.worker.polled import FEED, add, ask, events, outcomes, paths
from worker.poll import poll_feeds

pytestmark = pytest.mark.django_db


def test_site_leads_to_its_feed_which_is_polled_next(local_web: LocalWeb) -> None:
    head = '<link rel="alternate" type="application/rss+xml" title="All" href="/rss">'
    other = '<link rel="alternate" type="application/atom+xml" title="Comments" href="/c">'
    site = local_web.page("/", f"<html><head>{other}{head}</head><body></body></html>")
    local_web.page("/rss", rss(item(1)), kind=FEED)
    feed = ask(add(site))
    assert (feed.url, feed.site_url, feed.last_outcome) == (
        local_web.url("/rss"),
        site,
        "discovered",
    )
    assert [each["title"] for each in feed.found] == ["All", "Comments"]
    assert feed.next_poll_at is not None and feed.next_poll_at <= timezone.now()
    assert ask(feed).kind == "rss"
    assert (outcomes(feed), events(feed)) == (["discovered", "new"], ["discovered"])


def test_address_of_a_site_that_no_column_holds_is_not_kept(local_web: LocalWeb) -> None:
    long = f"/{'x' * MAX_ADDRESS}"
    local_web.redirect("/", long, status=301)
    head = '<link rel="alternate" type="application/rss+xml" href="/rss">'
    local_web.page(long, f"<html><head>{head}</head></html>")
    feed = ask(add(local_web.url("/")))
    assert (feed.url, feed.site_url) == (local_web.url("/rss"), local_web.url("/"))


def test_site_without_a_feed_says_what_to_do(local_web: LocalWeb) -> None:
    feed = ask(add(local_web.page("/", "<html><body>Hello</body></html>")))
    assert feed.last_outcome == "failed" and "kind “page”" in feed.last_error


def naming(*paths: str) -> str:
    links = (f'<link rel="alternate" type="application/rss+xml" href="{path}">' for path in paths)
    return f"<html><head>{''.join(links)}</head><body></body></html>"


def test_page_that_names_only_itself_names_no_feed(local_web: LocalWeb) -> None:
    feed = ask(add(local_web.page("/", naming("#news", "/?utm_source=a"))))
    assert feed.last_outcome == "failed" and "names no feed" in feed.last_error
    assert feed.next_poll_at is not None and feed.next_poll_at > timezone.now()


def test_pages_that_name_each_other_are_asked_ever_less(local_web: LocalWeb) -> None:
    feed = add(local_web.page("/a", naming("/b")))
    local_web.page("/b", naming("/a"))
    pauses = []
    for _ in range(3):
        ask(feed)
        feed = ask(feed)
        assert feed.next_poll_at is not None and feed.last_polled_at is not None
        pauses.append(feed.next_poll_at - feed.last_polled_at)
    assert outcomes(feed) == ["discovered", "failed"] * 3
    assert feed.url == local_web.url("/a") and f"which {feed.url} names" in feed.last_error
    assert pauses[0] > feed.min_interval / 2 and pauses[2] > 2 * pauses[0]


@pytest.mark.parametrize("status", [404, 410, 200])
def test_next_address_is_tried_where_the_first_one_is_no_feed(
    local_web: LocalWeb, status: int
) -> None:
    feed = add(local_web.page("/", naming("/old", "http://10.0.0.1/rss", "/rss")))
    local_web.page("/old", "<html></html>", status=status)
    local_web.page("/rss", rss(item(1)), kind=FEED)
    for _ in range(4):
        feed = ask(feed)
    assert outcomes(feed) == ["discovered", "failed", "failed", "new"]
    assert (feed.url, feed.kind, feed.failures) == (local_web.url("/rss"), "rss", 0)


def test_first_address_is_asked_again_where_it_is_only_down(local_web: LocalWeb) -> None:
    feed = add(local_web.page("/", naming("/rss", "/comments")))
    local_web.page("/rss", "", status=503)
    ask(feed)
    feed = ask(feed)
    assert (feed.url, feed.last_outcome) == (local_web.url("/rss"), "failed")


@pytest.mark.parametrize("status", [206, 304])
def test_answer_that_brings_no_feed_unasked_is_a_failure(local_web: LocalWeb, status: int) -> None:
    feed = ask(add(local_web.page("/rss", rss(item(1)), status=status, kind=FEED)))
    assert (feed.last_outcome, feed.last_error) == ("failed", f"the server answered {status}")


def test_site_whose_feed_is_known_is_merged_into_it(local_web: LocalWeb) -> None:
    known = add(local_web.page("/rss", rss(item(1)), kind=FEED))
    head = '<link rel="alternate" type="application/rss+xml" href="/rss">'
    feed = ask(add(local_web.page("/", f"<html><head>{head}</head></html>")))
    assert (feed.state, feed.merged_into, feed.next_poll_at) == ("gone", known, None)
    assert events(feed) == ["merged"] and known.url in feed.last_error


def test_watched_page_is_a_new_text_each_time_it_says_something_new(local_web: LocalWeb) -> None:
    def page(text: str) -> str:
        return f"<html><head><title>Figures</title></head><body><article><p>{text}</p></article>"

    feed = add(local_web.page("/figures", page(LONG)), kind="page")
    ask(feed)
    local_web.page("/figures", page(LONG) + "<!-- served at noon -->")
    ask(feed)
    local_web.page("/figures", page(LONG.replace("4,200", "4,650")))
    ask(feed)
    assert outcomes(feed) == ["new", "unchanged", "new"]
    assert (Source.objects.get().title, Snapshot.objects.count()) == ("Figures", 2)
    assert FeedEntry.objects.get().revisions == 2


def test_sitemap_index_gives_a_feed_for_each_sitemap(local_web: LocalWeb) -> None:
    def index(day: int) -> bytes:
        row = f"<sitemap><loc>/s1.xml</loc><lastmod>2024-05-0{day}</lastmod></sitemap>"
        return sitemap(row, root="sitemapindex")

    feed = add(local_web.page("/map.xml", index(1)), reliability="0.9")
    ask(feed)
    part = Feed.objects.get(parent=feed)
    assert (part.url, part.kind, float(part.reliability)) == (
        local_web.url("/s1.xml"), "sitemap", 0.9,
    )  # fmt: skip
    local_web.page("/s1.xml", sitemap("<url><loc>/p1</loc></url>"))
    ask(part)
    assert paths() == {"/p1"}
    assert part.next_poll_at is not None and part.next_poll_at > timezone.now()
    local_web.page("/map.xml", index(2))
    ask(feed)
    part.refresh_from_db()
    assert part.next_poll_at <= timezone.now()
    assert Feed.objects.count() == 2


def test_sitemap_with_an_endless_address_is_noted_and_the_others_come(local_web: LocalWeb) -> None:
    locations = ("/s1.xml", f"/s?q={'é' * 900}", "/s2.xml")
    rows = [f"<sitemap><loc>{location}</loc></sitemap>" for location in locations]
    feed = ask(add(local_web.page("/map.xml", sitemap(*rows, root="sitemapindex"))))
    assert Feed.objects.filter(parent=feed).count() == 2 and outcomes(feed) == ["new"]
    assert feed.entries.filter(note__contains="2,000 characters").count() == 1
    later = [row.replace("</loc>", "</loc><lastmod>2024-05-01</lastmod>") for row in rows]
    local_web.page("/map.xml", sitemap(*later, root="sitemapindex"))
    assert ask(feed).last_outcome == "new" and Feed.objects.count() == 3


def test_index_inside_an_index_is_refused(local_web: LocalWeb) -> None:
    inner = sitemap("<sitemap><loc>/s2.xml</loc></sitemap>", root="sitemapindex")
    local_web.page("/s1.xml", inner)
    row = "<sitemap><loc>/s1.xml</loc></sitemap>"
    feed = ask(add(local_web.page("/map.xml", sitemap(row, root="sitemapindex"))))
    part = ask(Feed.objects.get(parent=feed))
    assert "inside another" in part.last_error and Feed.objects.count() == 2


@pytest.mark.parametrize("status", [301, 308])
def test_permanent_redirect_moves_the_address(local_web: LocalWeb, status: int) -> None:
    local_web.page("/new", rss(item(1)), kind=FEED)
    feed = ask(add(local_web.redirect("/old", "/new", status)))
    assert (feed.url, feed.last_outcome) == (local_web.url("/new"), "new")
    assert events(feed) == ["moved"]


@pytest.mark.parametrize(
    ("status", "target"), [(302, rss(item(1))), (307, rss(item(1))), (301, b"please log in")]
)
def test_address_stays_on_other_redirects_and_where_no_feed_is(
    local_web: LocalWeb, status: int, target: bytes
) -> None:
    local_web.page("/new", target)
    feed = ask(add(local_web.redirect("/old", "/new", status)))
    assert (feed.url, events(feed)) == (local_web.url("/old"), [])


def test_move_to_the_address_of_another_feed_merges_them(local_web: LocalWeb) -> None:
    known = add(local_web.page("/new", rss(item(1)), kind=FEED))
    feed = ask(add(local_web.redirect("/old", "/new", 301)))
    assert (feed.state, feed.merged_into, feed.last_outcome) == ("gone", known, "gone")
    assert "has moved to" in feed.last_error and feed.url.endswith("/old")
    again = update_feed(feed=feed, fields={"state": "active"}, now=timezone.now())
    assert (again.merged_into, again.next_poll_at is None) == (None, False)


@pytest.mark.parametrize("moved", [True, False])
def test_address_that_another_feed_is_given_meanwhile_merges_them(
    local_web: LocalWeb, monkeypatch: pytest.MonkeyPatch, moved: bool
) -> None:
    known = add(local_web.page("/new", rss(item(1)), kind=FEED))
    local_web.page("/page", naming("/new"))
    feed = add(local_web.redirect("/old", "/new", 301) if moved else local_web.url("/page"))
    looked: list[str] = []

    def look_too_early(url: str, *, but: Feed | None = None) -> Feed | None:
        looked.append(url)
        return None if len(looked) == 1 else feed_with_address(url, but=but)

    monkeypatch.setattr(feed_moves, "feed_with_address", look_too_early)
    ask(feed)
    feed.refresh_from_db()
    assert (feed.state, feed.merged_into, outcomes(feed)) == ("gone", known, ["gone"])
    assert (events(feed), feed.lease_until) == (["merged"], None)


def test_gone_feed_is_polled_no_more(local_web: LocalWeb) -> None:
    feed = ask(add(local_web.page("/rss", "", status=410)))
    assert (feed.state, feed.next_poll_at, events(feed)) == ("gone", None, ["gone"])
    assert "410" in feed.last_error
    poll_feeds([feed.pk])
    assert outcomes(feed) == ["gone"]
