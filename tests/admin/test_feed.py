"""Feeds in the admin: how they go, adding, editing, polling now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import Feed, FeedEntry, FeedEvent, FeedPoll
from tests.admin.conftest import Login, page
from tests.factories import NOW, make_feed, make_source

pytestmark = pytest.mark.django_db
ADD = "admin:claims_feed_add"
LIST = "admin:claims_feed_changelist"
FIELDS = {
    "kind": "auto", "title": "", "state": "active", "min_interval_0": "15",
    "min_interval_1": "minutes", "max_interval_0": "1", "max_interval_1": "days",
    "expected_silence_0": "", "expected_silence_1": "days", "failure_limit": "5", "publisher": "",
    "source_kind": "article", "reliability": "0.5",
}  # fmt: skip


def change_url(feed: Feed) -> str:
    return reverse("admin:claims_feed_change", args=[feed.pk])


def page_fields(editor: Client, feed: Feed) -> dict[str, str]:
    """Return what the form of a feed shows, as it would be sent back."""
    form = editor.get(change_url(feed)).context["adminform"].form
    shown = {"url": feed.url, **FIELDS}
    for name in ("min_interval", "max_interval"):
        number, unit = form.fields[name].widget.decompress(form.initial[name])
        shown |= {f"{name}_0": str(number), f"{name}_1": unit}
    return shown


def test_feed_is_added_by_its_address_and_polled(editor: Client, wakes: list[Any]) -> None:
    sent = {**FIELDS, "url": "https://Gazette.example/rss#top", "expected_silence_0": "7"}
    assert editor.post(reverse(ADD), sent).status_code == 302
    feed = Feed.objects.get()
    assert (feed.url, feed.state) == ("https://gazette.example/rss", "active")
    assert (feed.min_interval, feed.expected_silence) == (timedelta(minutes=15), timedelta(days=7))
    assert feed.next_poll_at is not None
    assert feed.history.count() == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"url": "ftp://gazette.example/"}, "url"),
        ({"url": "http://2130706433/"}, "url"),
        ({"url": "http://0x7f.1/"}, "url"),
        ({"url": "http://%6c%6fcalhost/"}, "url"),
        ({"url": "http://gazette.example\\.127.0.0.1/"}, "url"),
        ({"url": ""}, "url"),
        ({"url": "https://GAZETTE.example/known#x"}, "url"),
        ({"kind": "newsletter"}, "kind"),
        ({"state": "gone"}, "state"),
        ({"min_interval_0": "3", "min_interval_1": "days"}, "min_interval"),
        ({"max_interval_0": ""}, "max_interval"),
        ({"max_interval_0": "999", "max_interval_1": "days"}, "max_interval"),
        ({"failure_limit": "0"}, "failure_limit"),
        ({"reliability": "1.5"}, "reliability"),
    ],
)
def test_bad_feed_is_refused(editor: Client, sent: dict[str, str], field: str) -> None:
    make_feed(url="https://gazette.example/known")
    answer = editor.post(reverse(ADD), {**FIELDS, "url": "https://gazette.example/", **sent})
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == [field]
    assert Feed.objects.count() == 1


def test_page_tells_how_it_goes_with_the_feed(editor: Client) -> None:
    bad = "<script>alert(1)</script>"
    feed = make_feed(
        title=f"Gazette {bad}", alarm="failing", alarm_since=NOW, last_outcome="failed",
        last_error=f"the server answered 500 {bad}", last_polled_at=NOW, failures=6,
    )  # fmt: skip
    FeedEntry.objects.create(
        feed=feed, key="a" * 64, title=f"Port {bad}", source=make_source(), changed_at=NOW
    )
    FeedPoll.objects.create(feed=feed, outcome="failed", started_at=NOW, error=f"500 {bad}")
    FeedEvent.objects.create(feed=feed, kind="failing", detail=f"6 polls {bad}", at=NOW)
    pages = [change_url(feed), reverse(LIST)]
    pages += [reverse(f"admin:claims_{name}_changelist")
              for name in ("feedentry", "feedpoll", "feedevent")]  # fmt: skip
    for url in pages:
        html = page(editor, url)
        assert bad not in html and "&lt;script&gt;" in html
    html = page(editor, change_url(feed))
    for words in ("failing", "the server answered 500", "Poll now", "Port", "6 polls"):
        assert words in html
    assert "Gazette" in page(editor, reverse(LIST), alarm__in="failing,silent")
    assert "feeds that fail or are silent" in page(editor, reverse("admin:index"))


def test_pause_keeps_its_seconds_when_a_feed_is_saved(editor: Client) -> None:
    feed = make_feed(min_interval=timedelta(seconds=90))
    fields = page_fields(editor, feed)
    assert (fields["min_interval_0"], fields["min_interval_1"]) == ("90", "seconds")
    assert editor.post(change_url(feed), {**fields, "title": "Gazette"}).status_code == 302
    feed.refresh_from_db()
    assert (feed.title, feed.min_interval) == ("Gazette", timedelta(seconds=90))


def test_list_tells_when_and_why_a_poll_failed(editor: Client) -> None:
    make_feed(last_outcome="failed", last_error="port 22 is not asked", last_polled_at=NOW)
    html = page(editor, reverse(LIST))
    assert '</span><div class="claims-note claims-why">port 22 is not asked</div>' in html


def test_feed_is_polled_now_by_those_who_may(editor: Client, login: Login) -> None:
    feed = make_feed(next_poll_at=NOW + timedelta(days=9000))
    url = reverse("admin:claims_feed_poll", args=[feed.pk])
    viewer = login("view_feed")
    assert "Poll now" not in page(viewer, change_url(feed))
    assert viewer.post(url).status_code == 403
    assert editor.get(url).status_code == 405
    assert editor.post(url).status_code == 302
    feed.refresh_from_db()
    assert feed.next_poll_at is not None and feed.next_poll_at < NOW + timedelta(days=8999)


def test_selected_feeds_are_polled_and_paused_ones_say_why_not(editor: Client) -> None:
    feed = make_feed(next_poll_at=NOW + timedelta(days=9000))
    paused = make_feed(state="paused", next_poll_at=None)
    sent = {"action": "poll_selected", "_selected_action": [feed.pk, paused.pk]}
    html = editor.post(reverse(LIST), sent, follow=True).content.decode()
    assert "1 feed is being polled" in html and "This feed is paused" in html


def test_gone_feed_can_be_made_active_again(editor: Client) -> None:
    other = make_feed()
    feed = make_feed(
        state="gone", next_poll_at=None, merged_into=other, last_outcome="gone", last_error="410"
    )
    assert "Is now" in page(editor, change_url(feed))
    sent = {**FIELDS, "url": feed.url, "state": "active"}
    assert editor.post(change_url(feed), sent).status_code == 302
    feed.refresh_from_db()
    assert (feed.state, feed.merged_into) == ("active", None) and feed.next_poll_at is not None


def test_edit_of_a_gone_feed_leaves_it_gone(editor: Client) -> None:
    feed = make_feed(state="gone", next_poll_at=None, last_outcome="gone", last_error="410")
    sent = {**FIELDS, "url": feed.url, "state": "gone", "publisher": "G"}
    assert editor.post(change_url(feed), sent).status_code == 302
    feed.refresh_from_db()
    assert (feed.state, feed.publisher, feed.next_poll_at) == ("gone", "G", None)
    assert page(editor, reverse("admin:claims_feed_history", args=[feed.pk]))


def test_what_a_poll_changes_while_the_form_is_open_is_kept(editor: Client) -> None:
    feed = make_feed(url="https://gazette.example/")
    shown = {**page_fields(editor, feed), "publisher": "G"}
    seen = {f"initial-{name}": shown[name] for name in ("url", "kind", "title", "state")}
    html = page(editor, change_url(feed))
    assert all(f'name="{name}"' in html for name in seen)
    Feed.objects.update(
        url="https://gazette.example/rss", kind="rss", title="Gazette", state="gone",
        next_poll_at=None, last_outcome="gone", last_error="410",
    )  # fmt: skip
    assert editor.post(change_url(feed), {**shown, **seen}).status_code == 302
    feed.refresh_from_db()
    assert (feed.url, feed.kind, feed.title, feed.publisher) == (
        "https://gazette.example/rss", "rss", "Gazette", "G",
    )  # fmt: skip
    assert (feed.state, feed.next_poll_at) == ("gone", None)
