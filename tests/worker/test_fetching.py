"""A source is fetched once in effect, and whatever its server does is said on it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from claims.models import Host, RobotsFile, Snapshot, Source
from claims.models.fetching import MAX_FETCH_ATTEMPTS
from claims.services.sources import push_source, request_fetch
from tests.web import hostile
from tests.web.server import Asked, LocalWeb, Reply
from worker.documents import read_document
from worker.fetch import fetch_sources
from worker.http import Limits
from worker.read import read_snapshots
from worker.schedule import sweep_sources

pytestmark = pytest.mark.django_db

TEXT = "Torvik has 64 lighthouses, the coast guard said on Monday."
PAGE = f"""<!doctype html><html lang="en"><head><title>Lighthouses</title>
<meta name="author" content="Ada Berg"><meta property="article:published_time"
content="2024-05-03"></head><body><article><p>{TEXT}</p>
<p>They stand on the outer islands, and each of them is lit.</p></article></body></html>"""


def register(url: str, **fields: Any) -> Source:
    return push_source(fields={"url": url, **fields}, text="", now=timezone.now()).source


def fetch(source: Source) -> Source:
    """Fetch the source now, whatever it is due at."""
    Source.objects.filter(pk=source.pk).update(next_fetch_at=timezone.now())
    fetch_sources([source.pk])
    source.refresh_from_db()
    return source


def test_page_becomes_a_text_that_is_due_for_reading(
    local_web: LocalWeb, wakes: list[tuple[str, list[int]]], django_capture_on_commit_callbacks: Any
) -> None:
    source = register(local_web.page("/a", PAGE, etag='"v1"', last_modified="Fri, 03 May 2024"))
    with django_capture_on_commit_callbacks(execute=True):
        fetch(source)
    snapshot = Snapshot.objects.get()
    assert snapshot.text.startswith(TEXT)
    assert (source.title, source.author, source.state) == ("Lighthouses", "Ada Berg", "pending")
    assert (source.etag, source.last_modified) == ('"v1"', "Fri, 03 May 2024")
    assert source.next_fetch_at is None and source.fetched_at is not None
    assert wakes == [("read_snapshots", [snapshot.pk])]
    read_snapshots([snapshot.pk])
    source.refresh_from_db()
    assert source.state == "read"


def test_what_a_client_said_of_a_source_is_not_overwritten_by_its_page(local_web: LocalWeb) -> None:
    source = fetch(register(local_web.page("/a", PAGE), title="Our own title"))
    assert (source.title, source.author) == ("Our own title", "Ada Berg")


def page_with_tag(asked: Asked, reply: Reply) -> None:
    if asked.headers.get("if-none-match") == '"v1"':
        reply.head(304, {"ETag": '"v1"', "Connection": "close"})
    else:
        reply.whole(200, {"Content-Type": "text/html", "ETag": '"v1"'}, PAGE.encode())


def test_page_is_asked_for_only_if_it_has_changed(local_web: LocalWeb) -> None:
    source = fetch(register(local_web.serve("/a", page_with_tag)))
    first = source.fetched_at
    fetch(source)
    assert Snapshot.objects.count() == 1
    assert source.fetched_at is not None and first is not None and source.fetched_at > first
    assert (source.fetch_error, source.fetch_attempts, source.lease_until) == ("", 0, None)


def test_page_says_what_it_said_after_another_text_was_pushed(local_web: LocalWeb) -> None:
    source = fetch(register(local_web.serve("/a", page_with_tag)))
    theirs = source.current
    push_source(fields={"url": source.url}, text="Torvik has 99 of them.", now=timezone.now())
    source = fetch(Source.objects.get())
    assert (source.current, source.etag) == (theirs, '"v1"')


def test_other_text_is_another_snapshot_and_the_same_text_is_none(local_web: LocalWeb) -> None:
    source = fetch(register(local_web.page("/a", PAGE)))
    fetch(source)
    assert Snapshot.objects.count() == 1
    local_web.page("/a", PAGE.replace("64", "65"))
    fetch(source)
    assert [s.text.startswith("Torvik has 6") for s in Snapshot.objects.all()] == [True, True]


@pytest.mark.parametrize("status", [404, 410])
def test_page_that_is_not_there_is_gone(local_web: LocalWeb, status: int) -> None:
    source = fetch(register(local_web.page("/a", "", status=status)))
    assert (source.state, source.fetch_error) == ("gone", f"the answer was {status}")
    assert source.next_fetch_at is None and source.lease_until is None


def test_page_that_comes_back_is_read_again(local_web: LocalWeb) -> None:
    source = fetch(register(local_web.page("/a", PAGE)))
    read_snapshots([Snapshot.objects.get().pk])
    local_web.remove("/a")
    assert fetch(source).state == "gone"
    local_web.page("/a", PAGE)
    source = fetch(source)
    assert (source.state, source.fetch_error) == ("read", "")


@pytest.mark.parametrize("status", [401, 403, 406, 451])
def test_permanent_refusal_is_not_tried_again(local_web: LocalWeb, status: int) -> None:
    source = fetch(register(local_web.page("/a", "", status=status)))
    assert (source.state, source.fetch_error) == ("failed", f"the answer was {status}")
    assert source.next_fetch_at is None


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_temporary_failure_is_tried_again_with_growing_pauses(
    local_web: LocalWeb, status: int
) -> None:
    source = register(local_web.page("/a", "", status=status))
    pauses = []
    for attempt in range(1, MAX_FETCH_ATTEMPTS):
        source = fetch(source)
        assert (source.state, source.fetch_attempts) == ("failed", attempt)
        assert source.next_fetch_at is not None
        pauses.append(source.next_fetch_at - timezone.now())
    assert pauses == sorted(pauses) and pauses[-1] > timedelta(minutes=30)
    source = fetch(source)
    assert (source.state, source.next_fetch_at) == ("failed", None)
    assert source.fetch_error == f"the answer was {status}"


def test_server_that_names_a_time_is_asked_again_then(local_web: LocalWeb) -> None:
    before = timezone.now()
    source = fetch(register(local_web.page("/a", "", status=503, retry_after="7200")))
    assert source.next_fetch_at is not None
    assert source.next_fetch_at >= before + timedelta(hours=2)


def test_address_that_is_asked_for_again_after_it_failed_begins_afresh(local_web: LocalWeb) -> None:
    source = fetch(register(local_web.page("/a", "", status=403)))
    local_web.page("/a", PAGE)
    request_fetch(sources=[source], now=timezone.now())
    source.refresh_from_db()
    assert (source.state, source.fetch_error) == ("pending", "")
    fetch_sources([source.pk])
    assert Snapshot.objects.count() == 1


def test_text_that_was_read_outlives_a_failed_look_for_news(local_web: LocalWeb) -> None:
    source = fetch(register(local_web.page("/a", PAGE)))
    read_snapshots([Snapshot.objects.get().pk])
    local_web.page("/a", "", status=500)
    source = fetch(source)
    assert (source.state, source.fetch_error) == ("read", "the answer was 500")


def test_host_that_is_not_to_be_asked_yet_costs_no_attempt(
    local_web: LocalWeb,
    settings: Any,
    wakes: list[tuple[str, list[int]]],
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.FETCH_HOST_SECONDS = 20
    fetch(register(local_web.page("/a", PAGE)))
    second = register(local_web.page("/b", PAGE))
    with django_capture_on_commit_callbacks(execute=True):
        fetch(second)
    assert (second.state, second.fetch_attempts, second.lease_until) == ("pending", 0, None)
    assert second.next_fetch_at is not None and second.next_fetch_at > timezone.now()
    assert wakes[-1] == ("fetch_sources", [second.pk])
    Host.objects.update(next_allowed_at=timezone.now())
    assert fetch(second).fetch_error == "" and Snapshot.objects.count() == 2


def test_source_is_fetched_by_one_worker_only(local_web: LocalWeb) -> None:
    source = register(local_web.page("/a", PAGE))
    taken = Source.objects.take([source.pk], now=timezone.now(), lease=settings.LEASE)
    assert taken and taken[0].state == "fetching"
    fetch_sources([source.pk])
    assert local_web.asked == []


def test_fetcher_that_slept_past_its_lease_records_nothing(
    local_web: LocalWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = read_document

    def sleep(*arguments: Any, **options: Any) -> Any:
        Source.objects.update(lease_until=timezone.now() + timedelta(days=1))
        return real(*arguments, **options)

    monkeypatch.setattr("worker.fetch.read_document", sleep)
    source = register(local_web.page("/a", PAGE))
    fetch_sources([source.pk])
    assert not Snapshot.objects.exists()


def test_source_that_kills_every_fetcher_is_given_up() -> None:
    source = register("http://news.example/a")
    for _ in range(MAX_FETCH_ATTEMPTS):
        assert Source.objects.take([source.pk], now=timezone.now(), lease=settings.LEASE)
        Source.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    sent: list[list[int]] = []
    assert sweep_sources(sent.append) == 0
    source.refresh_from_db()
    assert (source.state, source.next_fetch_at, sent) == ("failed", None, [])
    assert "died 5 times" in source.fetch_error


def test_address_inside_is_refused_for_good(local_web: LocalWeb, settings: Any) -> None:
    settings.FETCH_ALLOWED_NETWORKS = []
    source = fetch(register(local_web.page("/a", PAGE)))
    assert (source.state, source.next_fetch_at) == ("failed", None)
    assert source.fetch_error == "127.0.0.1 does not lead to a public address"


def test_bug_is_the_outcome_of_its_source_and_the_others_go_on(
    local_web: LocalWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = read_document

    def stumble(answer: Any, **options: Any) -> Any:
        if answer.url.endswith("/bad"):
            raise RuntimeError("stumbled")
        return real(answer, **options)

    monkeypatch.setattr("worker.fetch.read_document", stumble)
    bad, good = (register(local_web.page(path, PAGE)) for path in ("/bad", "/good"))
    fetch_sources([bad.pk, good.pk])
    bad.refresh_from_db()
    assert (bad.state, bad.fetch_error) == ("failed", "RuntimeError: stumbled")
    assert Snapshot.objects.get().source == good


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (hostile.truncated_gzip, "breaks off before its end"),
        (hostile.endless_body, "is larger than"),
        (hostile.bomb(), "is larger than"),
        (hostile.silence, "does not answer in time"),
        (hostile.no_http, "broke off"),
    ],
)
def test_hostile_server_is_said_on_the_source(
    local_web: LocalWeb, settings: Any, monkeypatch: pytest.MonkeyPatch, behaviour: Any, reason: str
) -> None:
    settings.FETCH_SECONDS, settings.FETCH_MAX_BYTES = 1, 1_000_000
    assert Limits().redirects == 5
    source = fetch(register(local_web.serve("/a", behaviour)))
    assert source.state == "failed" and reason in source.fetch_error
    assert RobotsFile.objects.get().error == ""


def test_source_is_due_after_an_outage_and_its_attempt_does_not_count(
    local_web: LocalWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> bool:
        raise OperationalError("disk full")

    source = register(local_web.page("/a", PAGE))
    with monkeypatch.context() as patch:
        patch.setattr("worker.fetch.record_fetched", fail)
        fetch(source)
    assert (source.fetch_attempts, source.fetch_error) == (0, "")
    Host.objects.all().delete()
    fetch_sources([source.pk])
    assert Snapshot.objects.get().source == source


def with_canonical(url: str) -> str:
    return PAGE.replace("<title>", f'<link rel="canonical" href="{url}"><title>')


@pytest.mark.parametrize(
    ("canonical", "path"),
    [
        ("/story", "/story"),
        ("/story?utm_source=x#top", "/story"),
        ("", "/a"),
        ("https://elsewhere.example/story", "/a"),
        ("http://[", "/a"),
        ("javascript:alert(1)", "/a"),
    ],
)
def test_page_may_name_its_own_address_on_its_own_host(
    local_web: LocalWeb, canonical: str, path: str
) -> None:
    source = fetch(register(local_web.page("/a", with_canonical(canonical))))
    assert source.url == local_web.url(path)
    assert register(local_web.url("/a")) == register(local_web.url(path)) == source


def test_permanent_redirect_moves_the_source_and_a_temporary_one_does_not(
    local_web: LocalWeb,
) -> None:
    local_web.page("/new", PAGE)
    moved = fetch(register(local_web.redirect("/old", "/new", status=301)))
    assert moved.url == local_web.url("/new")
    assert {row.url for row in moved.history.all()} == {moved.url, local_web.url("/old")}
    assert register(local_web.url("/old")) == moved
    kept = fetch(register(local_web.redirect("/today", "/new", status=302)))
    assert kept.url == local_web.url("/today")


def test_address_that_another_source_has_is_left_to_it(local_web: LocalWeb) -> None:
    local_web.page("/new", PAGE)
    first = fetch(register(local_web.url("/new")))
    second = fetch(register(local_web.redirect("/old", "/new", status=301)))
    assert (first.url, second.url) == (local_web.url("/new"), local_web.url("/old"))
    assert second.state == "pending" and second.snapshots.count() == 1
