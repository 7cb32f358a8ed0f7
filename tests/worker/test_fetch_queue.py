"""Of each host one source is under way, and whoever has fetched one sends for the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from claims.models import Host, Source
from claims.services.feeds import create_feed
from claims.services.sources import move_source, push_source, request_fetch
from tests.web.server import LocalWeb
from worker.fetch import fetch_sources
from worker.poll import poll_feeds
from worker.schedule import sweep_sources

pytestmark = pytest.mark.django_db

Wakes = list[tuple[str, list[int]]]
PAGE = "<html><body><article><p>Torvik has 64 lighthouses, it was said.</p></article></body></html>"


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Callable[..., None]:
    """Call something, and then what it left for the time after the commit."""

    def call(function: Callable[..., object], *arguments: Any, **named: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            function(*arguments, **named)

    return call


def register(url: str) -> Source:
    return push_source(fields={"url": url}, text="", now=timezone.now()).source


def swept() -> set[int]:
    sent: list[list[int]] = []
    assert sweep_sources(sent.append) == len(sent)
    return {key for (key,) in sent}


def test_sweep_sends_for_one_source_of_each_host_and_not_twice() -> None:
    here = {register(f"http://a.example/{n}").pk for n in range(3)}
    there = {register(f"http://b.example:8080/{n}").pk for n in range(2)}
    sent = swept()
    assert len(sent & here) == len(sent & there) == 1 and len(sent) == 2
    assert swept() == set()


def test_sweep_leaves_resting_and_busy_hosts_alone() -> None:
    now = timezone.now()
    for name in ("rests", "works", "free"):
        register(f"http://{name}.example/")
    Host.objects.create(name="rests.example", next_allowed_at=now + timedelta(minutes=1))
    Host.objects.create(name="works.example", busy_until=now + timedelta(minutes=1))
    Host.objects.create(name="free.example", next_allowed_at=now)
    assert swept() == {Source.objects.get(url="http://free.example/").pk}


def test_message_that_was_lost_holds_its_host_up_for_a_bounded_time() -> None:
    sources = {register(f"http://a.example/{n}").pk for n in range(2)}
    assert len(swept()) == 1
    assert swept() == set()
    Source.objects.exclude(queued_until=None).update(queued_until=timezone.now())
    again = swept()
    assert len(again) == 1 and again < sources


def test_many_sources_of_one_host_are_one_message(
    wakes: Wakes, committed: Callable[..., None]
) -> None:
    now = timezone.now()
    sources = [register(f"http://a.example/{n}") for n in range(4)]
    other = register("http://b.example/")
    committed(request_fetch, sources=[*sources, other], now=now)
    assert [task for task, _ in wakes] == ["fetch_sources"] * 2
    assert {key for _, keys in wakes for key in keys} - {other.pk} < {one.pk for one in sources}


def test_who_has_fetched_one_sends_for_the_next_of_the_host_in_their_order(
    local_web: LocalWeb, wakes: Wakes, committed: Callable[..., None]
) -> None:
    pages = [register(local_web.page(f"/{n}", PAGE.replace("64", str(n)))) for n in range(3)]
    for n, page in enumerate(reversed(pages)):
        Source.objects.filter(pk=page.pk).update(
            next_fetch_at=timezone.now() - timedelta(minutes=9 - n)
        )
    committed(fetch_sources, [pages[2].pk])
    assert [keys for task, keys in wakes if task == "fetch_sources"] == [[pages[1].pk]]
    committed(fetch_sources, [pages[1].pk])
    committed(fetch_sources, [pages[0].pk])
    fetches = [keys for task, keys in wakes if task == "fetch_sources"]
    assert fetches == [[pages[1].pk], [pages[0].pk]]


@pytest.mark.parametrize("status", [404, 500])
def test_page_that_fails_does_not_hold_up_the_others(
    local_web: LocalWeb, wakes: Wakes, committed: Callable[..., None], status: int
) -> None:
    bad, good = (register(local_web.page(path, "", status=status)) for path in ("/a", "/b"))
    committed(fetch_sources, [bad.pk])
    assert wakes == [("fetch_sources", [good.pk])]


def test_refused_page_does_not_hold_up_the_others(
    wakes: Wakes, committed: Callable[..., None]
) -> None:
    first, second = (register(f"http://10.0.0.1/{n}") for n in range(2))
    committed(fetch_sources, [first.pk])
    assert wakes == [("fetch_sources", [second.pk])]


def test_page_that_is_put_off_goes_on_as_the_one_of_its_host(
    local_web: LocalWeb, settings: Any, wakes: Wakes, committed: Callable[..., None]
) -> None:
    settings.FETCH_HOST_SECONDS = 20
    first, second, _ = (register(local_web.page(path, PAGE)) for path in ("/a", "/b", "/c"))
    fetch_sources([first.pk])
    committed(fetch_sources, [second.pk])
    assert wakes == [("fetch_sources", [second.pk])]


def test_sources_of_a_host_that_rests_long_say_when_they_are_fetched(
    wakes: Wakes, committed: Callable[..., None]
) -> None:
    now = timezone.now()
    sources = [register(f"http://a.example/{n}") for n in range(4)]
    later = register("http://a.example/later")
    Source.objects.filter(pk=later.pk).update(next_fetch_at=now + timedelta(days=9))
    held, *others = sources
    Source.objects.filter(pk=held.pk).update(lease_until=now + timedelta(minutes=5))
    rests = Host.objects.create(name="a.example", next_allowed_at=now + timedelta(hours=3))
    elsewhere = register("http://b.example/")
    committed(request_fetch, sources=others, now=now)
    keys = [source.pk for source in others]
    told = Source.objects.filter(pk__in=keys).values_list("next_fetch_at", "queued_until")
    assert set(told) == {(rests.next_allowed_at, None)}
    due = set(Source.objects.filter(next_fetch_at__lte=timezone.now()))
    assert due == {held, elsewhere} and wakes == []
    later.refresh_from_db()
    assert later.next_fetch_at == now + timedelta(days=9)
    Source.objects.filter(pk__in=keys).update(next_fetch_at=now)
    Host.objects.update(next_allowed_at=now)
    assert len(swept() & set(keys)) == 1


def test_source_that_becomes_due_while_its_host_rests_long_is_put_off_by_a_sweep() -> None:
    now = timezone.now()
    rests, soon = (register(f"http://{name}.example/") for name in ("rests", "soon"))
    host = Host.objects.create(name="rests.example", next_allowed_at=now + timedelta(hours=3))
    Host.objects.create(name="soon.example", next_allowed_at=now + timedelta(seconds=30))
    assert swept() == set()
    rests.refresh_from_db()
    assert rests.next_fetch_at == host.next_allowed_at
    assert set(Source.objects.filter(next_fetch_at__lte=timezone.now())) == {soon}


def test_poll_is_not_kept_waiting_for_all_pages_of_its_host(
    local_web: LocalWeb, settings: Any, wakes: Wakes, committed: Callable[..., None]
) -> None:
    settings.FETCH_HOST_SECONDS = 20
    feed = create_feed(fields={"url": local_web.url("/feed.xml")}, now=timezone.now())
    pages = [register(local_web.page(f"/{n}", PAGE)) for n in range(5)]
    committed(fetch_sources, [pages[0].pk])
    committed(poll_feeds, [feed.pk])
    feed.refresh_from_db()
    host = Host.objects.get()
    assert feed.next_poll_at is not None and feed.next_poll_at == host.promised_until
    following = host.next_allowed_at + timedelta(seconds=30)
    assert feed.next_poll_at == following, "the page that was sent for first, then the poll"


def test_first_promise_is_for_the_moment_when_the_host_is_free() -> None:
    now = timezone.now()
    later = now + timedelta(seconds=30)
    free = Host.objects.create(name="free.example", next_allowed_at=now)
    resting = Host.objects.create(name="rests.example", next_allowed_at=later)
    assert Host.objects.promise_turn(free.name, now=now) == now
    assert Host.objects.promise_turn(resting.name, now=now) == later
    assert Host.objects.promise_turn("unknown.example", now=now) == now


def test_source_knows_the_host_of_its_address_when_that_moves() -> None:
    source = register("https://News.example:8443/a")
    assert Source.objects.get().host == "news.example"
    assert move_source(source=source, url="https://press.example/a", now=timezone.now())
    assert Source.objects.get().host == "press.example"


def test_sources_of_an_older_release_get_their_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(5):
        register(f"http://h{n}.example/")
    push_source(fields={"title": "Without an address"}, text="64 boats.", now=timezone.now())
    Source.objects.update(host="")
    migration = import_module("claims.migrations.0026_source_host")
    monkeypatch.setattr(migration, "_AT_ONCE", 2)
    migration.fill(apps, None)
    hosts = list(Source.objects.order_by("pk").values_list("host", flat=True))
    assert hosts == [*(f"h{n}.example" for n in range(5)), ""]
