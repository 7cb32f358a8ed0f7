"""A feed is polled once in effect, and whatever its server does is said on it."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone

from claims.feeds import parse_feed
from claims.models import Feed, FeedEntry, FeedEvent, FeedPoll, Host, Source
from claims.models.feed import MAX_POLL_ATTEMPTS
from claims.services.feed_alarms import raise_alarms
from claims.services.feeds import request_poll, update_feed
from tests.feeds.writing import item, rss
from tests.web.server import LocalWeb
from tests.worker.polled import FEED, H, add, ask, events, outcomes, whole
from worker import poll
from worker.polite import NotYet
from worker.poll import poll_feeds
from worker.schedule import sweep_feeds

pytestmark = pytest.mark.django_db


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


def test_feed_edited_while_its_poll_is_put_off_is_polled_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    feed = add("https://slow.example/rss")

    def edit_meanwhile(*_: Any, **__: Any) -> Any:
        fields = {"url": "https://other.example/rss"}
        update_feed(feed=Feed.objects.get(), fields=fields, now=timezone.now())
        raise NotYet("slow.example", timezone.now() + timedelta(hours=20))

    monkeypatch.setattr(poll, "visit", edit_meanwhile)
    poll_feeds([feed.pk])
    feed.refresh_from_db()
    assert (feed.lease_until, feed.attempts) == (None, 0)
    assert feed.next_poll_at is not None and feed.next_poll_at <= timezone.now()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="its writers queue for the whole file")
def test_edit_made_while_a_poll_is_recorded_keeps_what_the_poll_found(
    local_web: LocalWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = add(local_web.page("/rss", "", status=410))

    def edit() -> None:
        update_feed(feed=feed, fields={"title": "Gazette"}, now=timezone.now())
        connection.close()

    editing = threading.Thread(target=edit)

    def edit_meanwhile(record: Any) -> None:
        editing.start()
        editing.join(0.5)
        assert editing.is_alive()
        raise_alarms(record)

    monkeypatch.setattr("claims.services.feed_polls.raise_alarms", edit_meanwhile)
    poll_feeds([feed.pk])
    editing.join(10)
    feed.refresh_from_db()
    assert (feed.title, feed.state, feed.last_outcome) == ("Gazette", "gone", "gone")
    assert feed.next_poll_at is None


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
