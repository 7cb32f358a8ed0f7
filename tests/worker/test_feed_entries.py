"""What a feed announces becomes sources, each once however it is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from claims.models import Feed, FeedEntry, Host, Snapshot, Source
from tests.feeds.writing import LONG, item, json_feed, rss, sitemap
from tests.web.server import Asked, LocalWeb, Reply
from tests.worker.polled import FEED, add, ask, outcomes, whole
from worker import poll
from worker.fetch import fetch_sources

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("path", [f"/s?q={'é' * 900}", f"/{'海' * 1900}"])
def test_entry_with_an_endless_address_is_noted_and_the_others_come(
    local_web: LocalWeb, path: str
) -> None:
    bad = f"<item><title>Bad</title><guid>bad</guid><link>{path}</link></item>"
    feed = ask(add(local_web.page("/rss", rss(item(1), bad, item(2)), kind=FEED)))
    assert outcomes(feed) == ["new"] and Source.objects.count() == 2
    assert "2,000 characters" in FeedEntry.objects.get(source=None).note
    assert outcomes(ask(feed)) == ["new", "unchanged"]
