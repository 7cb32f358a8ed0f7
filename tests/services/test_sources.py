"""One document is one source; a new text of it is one more snapshot."""

from __future__ import annotations

import pytest

from claims.models import Snapshot, Source
from claims.services.sources import push_source, read_again
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
URL = "https://news.example/harbour"


def test_pushed_text_is_kept_and_a_reader_is_woken(
    wakes: list[tuple[str, list[int]]], django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        push = push_source(fields={"url": URL, "title": "Harbour"}, text="Ships.", now=NOW)
    assert push.snapshot is not None
    assert (push.source.state, push.snapshot.state) == ("pending", "pending")
    assert push.snapshot.next_read_at == NOW
    assert wakes == [("read_snapshots", [push.snapshot.pk])]


def test_same_text_of_same_address_is_not_doubled() -> None:
    first = push_source(fields={"url": URL}, text="Ships.", now=NOW)
    again = push_source(fields={"url": URL}, text="Ships.", now=NOW)
    assert (again.source, again.snapshot) == (first.source, first.snapshot)
    assert (again.source_created, again.snapshot_created) == (False, False)


def test_new_text_of_known_address_is_another_snapshot_of_the_same_source() -> None:
    first = push_source(fields={"url": URL}, text="Ships.", now=NOW)
    second = push_source(fields={"url": URL}, text="More ships.", now=NOW)
    assert second.source == first.source
    assert [s.text for s in Snapshot.objects.order_by("pk")] == ["Ships.", "More ships."]


def test_text_without_address_is_known_by_its_content() -> None:
    first = push_source(fields={"title": "A"}, text="Ships.", now=NOW)
    again = push_source(fields={"title": "B"}, text="Ships.", now=NOW)
    assert again.source == first.source
    assert Source.objects.get().title == "A"


def test_later_push_completes_a_source_and_overwrites_nothing() -> None:
    push_source(fields={"url": URL, "title": "Harbour"}, text="", now=NOW)
    push_source(
        fields={"url": URL, "title": "Other", "publisher": "The Post"}, text="Ships.", now=NOW
    )
    source = Source.objects.get()
    assert (source.title, source.publisher) == ("Harbour", "The Post")
    assert Snapshot.objects.get().title == "Other"


def test_reading_again_makes_the_newest_text_due() -> None:
    source = factories.make_source()
    factories.make_snapshot(source, next_read_at=None, state="read", read_at=NOW)
    newest = factories.make_snapshot(
        source, text="Newer text.", next_read_at=None, state="failed", error="oops", attempts=5
    )
    assert read_again(source=source, now=NOW) == newest
    newest.refresh_from_db()
    assert (newest.state, newest.next_read_at, newest.attempts) == ("pending", NOW, 0)


def test_reading_a_source_without_text_again_does_nothing() -> None:
    assert read_again(source=factories.make_source(), now=NOW) is None
