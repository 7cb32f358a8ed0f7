"""A feed is polled once in effect, and whatever its server does is said on it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from claims.feeds import parse_feed
from claims.models import Feed, FeedEntry, FeedEvent, FeedPoll, Host, Snapshot, Source
from claims.models.feed import MAX_POLL_ATTEMPTS
from claims.services.feeds import create_feed, request_poll, update_feed
from claims.services.urls import canonical_url
from tests.feeds.writing import LONG, item, json_feed, rss, sitemap
from tests.web.server import Asked, LocalWeb, Reply
from worker import poll
from worker.fetch import fetch_sources
from worker.poll import poll_feeds
from worker.schedule import sweep_feeds

pytestmark = pytest.mark.django_db
H = timedelta(hours=1)
FEED = "application/rss+xml"


def whole(number: int, text: str = LONG) -> str:
    body = f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>"
    return item(number, more=body)


def add(url: str, **fields: Any) -> Feed:
    return create_feed(fields={"url": canonical_url(url), **fields}, now=timezone.now())


def ask(feed: Feed) -> Feed:
    """Poll the feed now, whatever it is due at."""
    Feed.objects.filter(pk=feed.pk).update(next_poll_at=timezone.now(), lease_until=None)
    Host.objects.all().delete()
    poll_feeds([feed.pk])
    feed.refresh_from_db()
    return feed


def outcomes(feed: Feed) -> list[str]:
    return list(feed.polls.order_by("pk").values_list("outcome", flat=True))


def events(feed: Feed) -> list[str]:
    return list(feed.events.order_by("pk").values_list("kind", flat=True))


def paths() -> set[str]:
    rows = Source.objects.filter(url__isnull=False).values_list("url", flat=True)
    return {"/" + str(url).split("/", 3)[3] for url in rows}


def test_entries_become_sources_to_fetch_and_whole_texts_are_read_as_they_are(
    local_web: LocalWeb, wakes: list[tuple[str, list[int]]], django_capture_on_commit_callbacks: Any
) -> None:
    feed = add(
        local_web.page("/rss", rss(item(1), whole(2)), kind=FEED), publisher="Gazette",
        reliability="0.8",
    )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        ask(feed)
    assert (feed.kind, feed.title, feed.last_outcome) == ("rss", "Gazette", "new")
    summary, full = Source.objects.order_by("url")
    assert (summary.state, summary.title, summary.publisher) == ("pending", "News 1", "Gazette")
    assert summary.next_fetch_at is not None and full.next_fetch_at is None
    snapshot = Snapshot.objects.get()
    assert (snapshot.source, snapshot.text) == (full, LONG.strip())
    assert sorted(wakes) == [
        ("fetch_sources", [summary.pk]),
        ("read_snapshots", [snapshot.pk]),
    ]
    assert [entry.source for entry in FeedEntry.objects.order_by("url")] == [summary, full]
    assert float(full.reliability) == 0.8


def test_page_of_an_entry_is_fetched(local_web: LocalWeb, settings: Any) -> None:
    page = f"<html><body><article><p>{LONG}</p></article></body></html>"
    local_web.page("/news/1", page)
    ask(add(local_web.page("/rss", rss(item(1)), kind=FEED)))
    Host.objects.all().delete()
    fetch_sources([Source.objects.get().pk])
    assert Snapshot.objects.get().text.startswith("The harbour of Brenn")


def test_polling_twice_leaves_the_same_rows(local_web: LocalWeb) -> None:
    feed = ask(add(local_web.page("/rss", rss(item(1), whole(2)), kind=FEED)))
    first = [model.objects.count() for model in (FeedEntry, Source, Snapshot)]
    Feed.objects.update(body_hash="")
    ask(feed)
    assert [model.objects.count() for model in (FeedEntry, Source, Snapshot)] == first == [2, 2, 1]
    assert outcomes(feed) == ["new", "unchanged"]


def test_feed_is_asked_only_for_what_has_changed(local_web: LocalWeb) -> None:
    def behave(asked: Asked, reply: Reply) -> None:
        if asked.headers.get("if-none-match") == '"v1"':
            assert asked.headers["if-modified-since"] == "Tue, 28 May 2024 06:30:00 GMT"
            reply.head(304, {"Connection": "close"})
        else:
            said = {"ETag": '"v1"', "Last-Modified": "Tue, 28 May 2024 06:30:00 GMT"}
            reply.whole(200, said, rss(item(1)))

    feed = ask(ask(add(local_web.serve("/rss", behave))))
    assert outcomes(feed) == ["new", "not_modified"]
    assert feed.next_poll_at is not None and feed.next_poll_at > timezone.now()


def test_same_answer_is_not_parsed_again(
    local_web: LocalWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = ask(add(local_web.page("/rss", rss(item(1)), kind=FEED)))
    monkeypatch.setattr(poll, "parse_feed", None)
    assert ask(feed).last_outcome == "unchanged"


def test_one_document_under_two_names_and_in_two_feeds_is_one_source(local_web: LocalWeb) -> None:
    once = "<item><guid>a</guid><link>/news?utm_source=rss</link></item>"
    again = "<item><guid>b</guid><link>/news#top</link></item>"
    ask(add(local_web.page("/rss", rss(once, again), kind=FEED)))
    ask(add(local_web.page("/json", json_feed([{"id": "c", "url": local_web.url("/news")}]))))
    assert (Source.objects.count(), FeedEntry.objects.count()) == (1, 3)


def test_same_text_under_another_address_of_the_feed_is_one_source(local_web: LocalWeb) -> None:
    ask(add(local_web.page("/rss", rss(whole(1), whole(2)), kind=FEED)))
    assert (Source.objects.count(), Snapshot.objects.count()) == (1, 1)
    assert {entry.source for entry in FeedEntry.objects.all()} == {Source.objects.get()}


def test_changed_text_is_another_snapshot_and_a_changed_summary_has_its_page_fetched(
    local_web: LocalWeb,
) -> None:
    feed = ask(add(local_web.page("/rss", rss(item(1), whole(2)), kind=FEED)))
    Source.objects.update(next_fetch_at=None, state="read")
    other = LONG.replace("4,200", "4,650")
    changed = item(1).replace("Short", "Other")
    local_web.page("/rss", rss(changed, whole(2, other)), kind=FEED)
    ask(feed)
    assert (Source.objects.count(), outcomes(feed)) == (2, ["new", "new"])
    assert [s.text for s in Snapshot.objects.order_by("pk")] == [LONG.strip(), other.strip()]
    assert Source.objects.get(title="News 1").next_fetch_at is not None
    assert feed.polls.get(entries_changed=2)


def test_entry_with_a_clock_in_it_is_no_longer_followed(
    local_web: LocalWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.services.feed_entries.MAX_REVISIONS", 3)
    url = local_web.url("/rss")
    feed = add(url)
    for number in range(6):
        local_web.page("/rss", rss(item(1).replace("Short", f"At {number}")), kind=FEED)
        ask(feed)
    assert FeedEntry.objects.get().revisions == 3


def test_entries_beyond_what_a_poll_takes_come_with_the_next(
    local_web: LocalWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.services.feed_entries.MAX_NEW", 4)
    rows = [f"<url><loc>/p{n}</loc></url>" for n in range(10)]
    feed = add(local_web.page("/s.xml", sitemap(*rows), etag='"1"'))
    for known in (4, 8, 10):
        ask(feed)
        assert Source.objects.count() == known
    assert [p.entries_left for p in feed.polls.order_by("pk")] == [6, 2, 0]
    assert feed.etag == '"1"'


def test_backlog_is_asked_for_soon_and_without_conditions(
    local_web: LocalWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.services.feed_entries.MAX_NEW", 1)
    feed = ask(add(local_web.page("/rss", rss(item(1), item(2)), kind=FEED, etag='"1"')))
    assert (feed.etag, feed.body_hash) == ("", "")
    assert feed.next_poll_at is not None
    assert feed.next_poll_at - timezone.now() < feed.min_interval * 1.2


def test_entry_without_address_and_text_is_kept_with_the_reason(local_web: LocalWeb) -> None:
    rows = [
        "<item><title>Nothing</title></item>",
        "<item><description>4 ships</description></item>",
    ]
    ask(add(local_web.page("/rss", rss(*rows), kind=FEED)))
    assert FeedEntry.objects.get(source=None).note == "it has neither an address nor a text"
    assert Snapshot.objects.get().text == "4 ships"
    assert Source.objects.get().url is None


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


def test_site_without_a_feed_says_what_to_do(local_web: LocalWeb) -> None:
    feed = ask(add(local_web.page("/", "<html><body>Hello</body></html>")))
    assert feed.last_outcome == "failed" and "kind “page”" in feed.last_error


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


def test_gone_feed_is_polled_no_more(local_web: LocalWeb) -> None:
    feed = ask(add(local_web.page("/rss", "", status=410)))
    assert (feed.state, feed.next_poll_at, events(feed)) == ("gone", None, ["gone"])
    assert "410" in feed.last_error
    poll_feeds([feed.pk])
    assert outcomes(feed) == ["gone"]


def test_failing_feed_backs_off_raises_an_alarm_once_and_recovers(local_web: LocalWeb) -> None:
    feed = add(local_web.page("/rss", "", status=500), failure_limit=2)
    pauses = []
    for _ in range(3):
        ask(feed)
        assert feed.next_poll_at is not None
        pauses.append(feed.next_poll_at - timezone.now())
    assert pauses[0] < pauses[1] < pauses[2] < feed.max_interval
    assert (feed.alarm, feed.failures, events(feed)) == ("failing", 3, ["failing"])
    assert "2 polls in a row" in feed.events.get().detail
    local_web.page("/rss", rss(item(1)), kind=FEED)
    ask(feed)
    assert (feed.alarm, feed.alarm_since, feed.failures, feed.last_error) == ("", None, 0, "")
    assert events(feed) == ["failing", "recovered"]


def test_silent_feed_says_so_once_until_something_new_comes(local_web: LocalWeb) -> None:
    feed = ask(add(local_web.page("/rss", rss(item(1)), kind=FEED), expected_silence=2 * H))
    assert feed.alarm == ""
    Feed.objects.update(last_entry_at=timezone.now() - 3 * H)
    assert ask(ask(feed)).alarm == "silent"
    local_web.page("/rss", rss(item(1), item(2)), kind=FEED)
    assert ask(feed).alarm == ""
    assert events(feed) == ["silent", "recovered"]


def test_retry_after_is_honoured_up_to_a_day(local_web: LocalWeb) -> None:
    for value, pause in (("7200", 2 * H), ("99999999", 24 * H)):
        feed = ask(add(local_web.page(f"/{value}", "", status=503, retry_after=value)))
        assert feed.next_poll_at is not None
        wait = feed.next_poll_at - timezone.now()
        assert pause - timedelta(minutes=1) < wait < pause * 1.11


def test_host_that_is_not_to_be_asked_yet_postpones_the_poll(local_web: LocalWeb) -> None:
    feed = add(local_web.page("/rss", rss(item(1)), kind=FEED))
    until = timezone.now() + timedelta(minutes=5)
    Host.objects.create(name=local_web.host, next_allowed_at=until)
    poll_feeds([feed.pk])
    feed.refresh_from_db()
    assert feed.next_poll_at is not None and feed.next_poll_at >= until
    assert (feed.lease_until, feed.attempts, outcomes(feed)) == (None, 0, [])
    assert local_web.times_asked("/rss") == 0


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "the answer is empty"),
        (b"<html><body>Log in</body></html>", "an HTML page"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><rss>&a;</rss>', "declares entities"),
        (b'{"items": [', "the JSON is broken"),
    ],
)
def test_answer_that_is_no_feed_is_said_on_the_feed(
    local_web: LocalWeb, body: bytes, reason: str
) -> None:
    feed = ask(add(local_web.page("/rss", body), kind="rss"))
    assert feed.last_outcome == "failed" and reason in feed.last_error
    assert feed.polls.get().error == feed.last_error


def test_server_that_is_not_there_is_said_on_the_feed() -> None:
    feed = ask(add("http://127.0.0.1:9/rss"))
    assert feed.last_outcome == "failed" and feed.last_error


def test_bug_in_reading_is_that_feeds_failure_and_the_others_go_on(
    local_web: LocalWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = add(local_web.page("/bad", rss(item(1)), kind=FEED))
    good = add(local_web.page("/good", rss(item(2)), kind=FEED))
    real = parse_feed

    def stumble(body: bytes, *, url: str, **rest: Any) -> Any:
        if url.endswith("/bad"):
            raise RuntimeError("stumbled")
        return real(body, url=url, **rest)

    monkeypatch.setattr(poll, "parse_feed", stumble)
    monkeypatch.setattr(settings, "FETCH_HOST_SECONDS", 0)
    poll_feeds([bad.pk, good.pk])
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.last_error, good.last_outcome) == ("RuntimeError: stumbled", "new")


def test_poller_that_slept_past_its_lease_records_nothing(
    local_web: LocalWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = add(local_web.page("/rss", rss(item(1)), kind=FEED))
    real = parse_feed

    def lose_the_lease(*arguments: Any, **rest: Any) -> Any:
        Feed.objects.update(lease_until=timezone.now() + timedelta(days=1))
        return real(*arguments, **rest)

    monkeypatch.setattr(poll, "parse_feed", lose_the_lease)
    poll_feeds([feed.pk])
    assert (FeedEntry.objects.count(), FeedPoll.objects.count()) == (0, 0)


def test_feed_edited_while_it_is_polled_is_polled_again_as_it_is_now(
    local_web: LocalWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = add(local_web.page("/rss", rss(item(1)), kind=FEED))
    real = parse_feed

    def edit_meanwhile(*arguments: Any, **rest: Any) -> Any:
        stored = Feed.objects.get()
        update_feed(feed=stored, fields={"url": local_web.url("/other")}, now=timezone.now())
        return real(*arguments, **rest)

    monkeypatch.setattr(poll, "parse_feed", edit_meanwhile)
    poll_feeds([feed.pk])
    feed.refresh_from_db()
    assert (FeedEntry.objects.count(), feed.lease_until) == (0, None)
    assert feed.next_poll_at is not None and feed.next_poll_at <= timezone.now()


def test_poll_asked_for_during_a_poll_stays_due(
    local_web: LocalWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = add(local_web.page("/rss", rss(item(1)), kind=FEED))
    real = parse_feed

    def ask_meanwhile(*arguments: Any, **rest: Any) -> Any:
        request_poll(feed=Feed.objects.get(), now=timezone.now())
        return real(*arguments, **rest)

    monkeypatch.setattr(poll, "parse_feed", ask_meanwhile)
    poll_feeds([feed.pk])
    feed.refresh_from_db()
    assert feed.last_outcome == "new"
    assert feed.next_poll_at is not None and feed.next_poll_at <= timezone.now()


def test_nothing_of_a_poll_is_kept_when_recording_it_fails(
    local_web: LocalWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = add(local_web.page("/rss", rss(item(1), whole(2)), kind=FEED))

    def full_disk(*_: Any, **__: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("claims.services.feed_polls._write", full_disk)
    with pytest.raises(OSError):
        poll_feeds([feed.pk])
    assert not FeedEntry.objects.exists() and not Source.objects.exists()
    monkeypatch.undo()
    assert ask(feed).last_outcome == "new"
    assert Source.objects.count() == 2


def test_outage_of_the_database_is_no_failure_of_the_feed(
    local_web: LocalWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = add(local_web.page("/rss", rss(item(1)), kind=FEED))

    def gone(**_: Any) -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(poll, "record_poll", gone)
    poll_feeds([feed.pk])
    monkeypatch.undo()
    feed.refresh_from_db()
    assert (feed.failures, feed.attempts, feed.lease_until) == (0, 0, None)
    assert ask(feed).last_outcome == "new"


def test_feed_that_kills_every_poller_is_a_failed_poll() -> None:
    feed = add("https://gazette.example/rss")
    for _ in range(MAX_POLL_ATTEMPTS):
        assert Feed.objects.take([feed.pk], now=timezone.now(), lease=settings.LEASE)
        Feed.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    sent: list[list[int]] = []
    assert sweep_feeds(sent.append) == 0
    feed.refresh_from_db()
    assert (feed.last_outcome, feed.failures, feed.attempts, sent) == ("failed", 1, 0, [])
    assert "died 3 times" in feed.last_error
    assert feed.next_poll_at is not None and feed.next_poll_at > timezone.now()


def test_due_feeds_are_sent_once_and_again_when_the_message_is_lost() -> None:
    due = add("https://gazette.example/rss")
    add("https://gazette.example/paused", state="paused")
    later = add("https://gazette.example/later")
    Feed.objects.filter(pk=later.pk).update(next_poll_at=timezone.now() + H)
    sent: list[list[int]] = []
    sweep_feeds(sent.append)
    sweep_feeds(sent.append)
    assert sent == [[due.pk]]
    Feed.objects.update(queued_until=timezone.now() - timedelta(seconds=1))
    sweep_feeds(sent.append)
    assert sent == [[due.pk], [due.pk]]


def test_events_are_kept_in_words(local_web: LocalWeb) -> None:
    ask(add(local_web.page("/rss", "", status=410)))
    assert "gone for good" in FeedEvent.objects.get().detail
