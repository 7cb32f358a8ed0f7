"""Feeds: add, read, edit, delete, poll, and what they brought."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from claims.models import Feed, FeedEntry, FeedEvent, FeedPoll, Source
from tests.api.client import ApiClient, places, problem
from tests.factories import NOW, make_feed, make_snapshot, make_source

FEEDS = "/api/v1/feeds/"
SITE = "https://Gazette.example/rss?utm_source=x#top"


def path(feed: Feed, part: str = "") -> str:
    return f"{FEEDS}{feed.uuid}/{part}"


def ids(response: Any) -> list[str]:
    return [row["id"] for row in response.json()["results"]]


def test_address_is_enough_and_the_feed_is_due_at_once(
    writer: ApiClient, wakes: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = writer.post(FEEDS, {"url": SITE})
    assert response.status_code == 201
    feed = response.json()
    assert (feed["url"], feed["kind"], feed["state"]) == (
        "https://gazette.example/rss", "auto", "active",
    )  # fmt: skip
    assert (feed["min_interval"], feed["max_interval"]) == (900, 86400)
    assert feed["next_poll_at"] is not None
    assert response.headers["Location"] == feed["links"]["self"]
    assert wakes == [("poll_feeds", [Feed.objects.get().pk])]


def test_everything_a_client_may_set_is_kept(writer: ApiClient) -> None:
    sent = {
        "url": "https://gazette.example/", "kind": "page", "title": "Gazette", "state": "paused",
        "publisher": "G", "source_kind": "report", "reliability": "0.75", "min_interval": 60,
        "max_interval": 3600, "expected_silence": 86400, "failure_limit": 3,
    }  # fmt: skip
    feed = writer.post(FEEDS, sent).json()
    assert {name: feed[name] for name in sent} == sent
    assert feed["next_poll_at"] is None


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"url": "ftp://gazette.example/"}, "/url"),
        ({"url": "https://me:pw@gazette.example/"}, "/url"),
        ({"url": ""}, "/url"),
        ({"url": None}, "/url"),
        ({"kind": "newsletter"}, "/kind"),
        ({"state": "gone"}, "/state"),
        ({"reliability": 1.5}, "/reliability"),
        ({"reliability": "0.123"}, "/reliability"),
        ({"min_interval": 59}, "/min_interval"),
        ({"min_interval": "often"}, "/min_interval"),
        ({"min_interval": 86401}, "/min_interval"),
        ({"max_interval": 600}, "/max_interval"),
        ({"max_interval": 400 * 86400}, "/max_interval"),
        ({"expected_silence": 5}, "/expected_silence"),
        ({"failure_limit": 0}, "/failure_limit"),
        ({"title": "x" * 501}, "/title"),
        ({"next_poll_at": "2024-01-01"}, "/next_poll_at"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_bad_feed_is_refused(writer: ApiClient, fields: dict[str, Any], pointer: str) -> None:
    body = {"url": "https://gazette.example/", **fields}
    assert places(problem(writer.post(FEEDS, body), 422)) == {pointer}
    assert not Feed.objects.exists()


def test_known_address_is_refused_however_it_is_written(writer: ApiClient) -> None:
    writer.post(FEEDS, {"url": SITE})
    assert places(problem(writer.post(FEEDS, {"url": "https://gazette.example/rss"}), 409)) == {
        "/url"
    }
    other = make_feed()
    body = problem(writer.patch(path(other), {"url": SITE}), 409)
    assert places(body) == {"/url"}
    assert Feed.objects.count() == 2


def test_patch_changes_what_is_given(writer: ApiClient) -> None:
    feed = make_feed(title="Gazette", etag='"1"', next_poll_at=NOW + timedelta(days=9000))
    changed = writer.patch(path(feed), {"publisher": "G"}).json()
    assert (changed["title"], changed["publisher"]) == ("Gazette", "G")
    feed.refresh_from_db()
    assert feed.etag == '"1"'
    soon = writer.patch(path(feed), {"max_interval": 3600}).json()
    assert soon["next_poll_at"] < "2033"  # no later than the longest pause from now


def test_another_address_or_kind_forgets_the_last_answer_and_is_polled_at_once(
    writer: ApiClient,
) -> None:
    for fields in ({"url": "https://other.example/"}, {"kind": "page"}):
        later = NOW + timedelta(days=9000)
        feed = make_feed(etag='"1"', last_modified="x", body_hash="a" * 64, next_poll_at=later)
        writer.patch(path(feed), fields)
        feed.refresh_from_db()
        assert (feed.etag, feed.last_modified, feed.body_hash) == ("", "", "")
        assert feed.next_poll_at is not None and feed.next_poll_at < later


def test_put_replaces_the_settings(writer: ApiClient) -> None:
    feed = make_feed(title="Gazette", publisher="G", expected_silence=timedelta(days=1))
    changed = writer.put(path(feed), {"url": feed.url, "publisher": "H"}).json()
    assert (changed["title"], changed["publisher"], changed["expected_silence"]) == ("", "H", None)
    assert places(problem(writer.put(path(feed), {"publisher": "H"}), 422)) == {"/url"}


def test_pausing_stops_the_polls_and_activating_resumes_them(writer: ApiClient) -> None:
    feed = make_feed()
    assert writer.patch(path(feed), {"state": "paused"}).json()["next_poll_at"] is None
    body = problem(writer.post(path(feed, "poll/")), 409)
    assert "paused" in body["detail"]
    assert writer.patch(path(feed), {"state": "active"}).json()["next_poll_at"] is not None


def test_poll_makes_the_feed_due(writer: ApiClient) -> None:
    feed = make_feed(next_poll_at=NOW + timedelta(days=9000), attempts=2)
    response = writer.post(path(feed, "poll/"))
    assert response.status_code == 202
    feed.refresh_from_db()
    assert feed.next_poll_at is not None and feed.next_poll_at < NOW + timedelta(days=8999)
    assert feed.attempts == 0


def test_stale_edit_is_refused_and_a_poll_makes_none_stale(writer: ApiClient) -> None:
    feed = make_feed()
    tag = writer.get(path(feed)).headers["ETag"]
    assert writer.get(path(feed), If_None_Match=tag).status_code == 304
    Feed.objects.update(last_polled_at=NOW)
    assert writer.get(path(feed), If_None_Match=tag).status_code == 200
    assert writer.patch(path(feed), {"title": "A"}, If_Match=tag).status_code == 200
    problem(writer.patch(path(feed), {"title": "B"}, If_Match=tag), 412)


def test_deleting_a_feed_keeps_its_sources(admin: ApiClient, writer: ApiClient) -> None:
    feed, source = make_feed(), make_source()
    FeedEntry.objects.create(feed=feed, key="a" * 64, source=source, changed_at=NOW)
    make_feed(parent=feed)
    problem(writer.delete(path(feed)), 403)
    assert admin.delete(path(feed)).status_code == 204
    assert (Feed.objects.count(), FeedEntry.objects.count(), Source.objects.count()) == (0, 0, 1)


def test_reader_may_only_look(reader: ApiClient, stranger: ApiClient) -> None:
    feed = make_feed()
    assert reader.get(FEEDS).status_code == 200
    problem(reader.post(FEEDS, {"url": SITE}), 403)
    problem(reader.post(path(feed, "poll/")), 403)
    problem(stranger.get(FEEDS), 401)
    for part in ("", "entries/", "polls/", "events/"):
        missing = f"{FEEDS}01926a3e-7c1b-7d3a-9f52-6f1d2c3b4a59/{part}"
        problem(reader.get(missing), 404)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"a", "b", "c"}),
        ("state=paused", {"b"}),
        ("state=paused&state=active", {"a", "b", "c"}),
        ("kind=page", {"c"}),
        ("alarm=silent", {"a"}),
        ("last_outcome=failed", {"c"}),
        ("url=HTTPS://gazette.example/b%23x", {"b"}),
        ("url=nonsense", set()),
        ("search=gazette%20C", {"c"}),
    ],
)
def test_feeds_are_filtered(reader: ApiClient, query: str, found: set[str]) -> None:
    site = "https://gazette.example/"
    make_feed(url=f"{site}a", title="a", alarm="silent", alarm_since=NOW)
    make_feed(url=f"{site}b", title="b", state="paused", next_poll_at=None)
    make_feed(url=f"{site}c", title="c", kind="page", last_outcome="failed", last_error="x")
    rows = reader.get(f"{FEEDS}?{query}").json()["results"]
    assert {row["title"] for row in rows} == found


@pytest.mark.parametrize("query", ["state=asleep", "stauts=active", "ordering=title", "parent=1"])
def test_bad_query_is_refused(reader: ApiClient, query: str) -> None:
    assert places(problem(reader.get(f"{FEEDS}?{query}"), 400)) == {query.partition("=")[0]}


def test_entries_lead_to_their_sources_and_sources_to_their_feed(reader: ApiClient) -> None:
    feed, source = make_feed(), make_snapshot().source
    make_source()
    entry = FeedEntry.objects.create(
        feed=feed, key="a" * 64, source=source, url=str(source.url), title="Port", changed_at=NOW
    )
    lost = FeedEntry.objects.create(
        feed=feed, key="b" * 64, note="it has neither an address nor a text", changed_at=NOW
    )
    rows = reader.get(path(feed, "entries/")).json()["results"]
    assert [(row["id"], row["source"]) for row in rows] == [
        (str(lost.uuid), None), (str(entry.uuid), str(source.uuid)),
    ]  # fmt: skip
    assert ids(reader.get(path(feed, "entries/?has_source=true"))) == [str(entry.uuid)]
    assert ids(reader.get(path(feed, "entries/?search=port"))) == [str(entry.uuid)]
    assert ids(reader.get(f"/api/v1/sources/?feed={feed.uuid}")) == [str(source.uuid)]


def test_ledger_tells_how_polls_ended_and_why(reader: ApiClient) -> None:
    feed = make_feed()
    FeedPoll.objects.create(feed=feed, outcome="new", started_at=NOW, entries_new=3)
    FeedPoll.objects.create(feed=feed, outcome="failed", started_at=NOW, error="answered 500")
    rows = reader.get(path(feed, "polls/")).json()["results"]
    assert [(row["outcome"], row["error"]) for row in rows] == [
        ("failed", "answered 500"), ("new", ""),
    ]  # fmt: skip
    assert len(ids(reader.get(path(feed, "polls/?outcome=failed")))) == 1
    FeedEvent.objects.create(feed=feed, kind="moved", detail="there", at=NOW)
    assert len(ids(reader.get(path(feed, "events/")))) == 1
    assert ids(reader.get(path(feed, "events/?kind=gone"))) == []


@pytest.mark.parametrize(
    "moved",
    [
        {"url": "https://gazette.example/new"}, {"kind": "rss"}, {"title": "Gazette"},
        {"state": "gone", "next_poll_at": None},
    ],
)  # fmt: skip
def test_edit_is_refused_when_a_poll_has_changed_what_it_would_undo(
    writer: ApiClient, moved: dict[str, Any]
) -> None:
    feed = make_feed()
    tag = writer.get(path(feed)).headers["ETag"]
    Feed.objects.update(**moved)
    problem(writer.patch(path(feed), {"url": feed.url}, If_Match=tag), 412)
