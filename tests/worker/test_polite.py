"""A good guest: robots.txt is honoured, and a host is asked once at a time, with pauses."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from claims.models import Host, RobotsFile
from tests.factories import NOW
from tests.web.server import LocalWeb
from worker.errors import FetchError
from worker.polite import NotYet, retry_at, visit

pytestmark = pytest.mark.django_db
SOON = timedelta(seconds=10)


def robots(web: LocalWeb, text: str, **options: Any) -> None:
    web.page("/robots.txt", text, kind="text/plain", **options)


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /private/", "/private/a", False),
        ("User-agent: *\nDisallow: /private/", "/public/a", True),
        ("User-agent: *\nDisallow: /\nAllow: /press/", "/press/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: claims-service\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("\ufeffUser-agent: *\nDisallow: /", "/a", False),
        ("<html>no robots file at all</html>", "/a", True),
        ("", "/a", True),
    ],
)
def test_page_is_asked_only_where_robots_txt_allows_it(
    local_web: LocalWeb, rules: str, path: str, allowed: bool
) -> None:
    robots(local_web, rules)
    url = local_web.page(path, "ok")
    if allowed:
        assert visit(url).body == b"ok"
    else:
        with pytest.raises(FetchError, match=r"robots\.txt does not allow it") as refused:
            visit(url)
        assert refused.value.permanent
    assert local_web.times_asked(path) == int(allowed)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_host_without_robots_txt_allows_everything(local_web: LocalWeb, status: int) -> None:
    robots(local_web, "User-agent: *\nDisallow: /", status=status)
    assert visit(local_web.page("/a", "ok")).body == b"ok"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_robots_txt_that_cannot_be_read_forbids_for_now(local_web: LocalWeb, status: int) -> None:
    robots(local_web, "", status=status)
    url = local_web.page("/a", "ok")
    with pytest.raises(FetchError, match=r"robots\.txt cannot be read") as refused:
        visit(url)
    assert not refused.value.permanent
    robots(local_web, "")
    RobotsFile.objects.update(expires_at=RobotsFile.objects.get().fetched_at)
    assert visit(url).body == b"ok"


def test_robots_txt_is_asked_once_while_it_is_kept(local_web: LocalWeb) -> None:
    robots(local_web, "User-agent: *\nDisallow: /no")
    for path in ("/a", "/b"):
        visit(local_web.page(path, "ok"))
    assert local_web.times_asked("/robots.txt") == 1


def test_rules_of_before_hold_while_robots_txt_cannot_be_read(local_web: LocalWeb) -> None:
    robots(local_web, "User-agent: *\nDisallow: /no")
    visit(local_web.page("/a", "ok"))
    robots(local_web, "", status=500)
    RobotsFile.objects.update(expires_at=RobotsFile.objects.get().fetched_at)
    assert visit(local_web.url("/a")).body == b"ok"
    with pytest.raises(FetchError, match="does not allow it"):
        visit(local_web.url("/no"))


def test_target_of_a_redirect_is_asked_only_where_robots_txt_allows_it(local_web: LocalWeb) -> None:
    robots(local_web, "User-agent: *\nDisallow: /no")
    with pytest.raises(FetchError, match="does not allow it"):
        visit(local_web.redirect("/a", "/no"))
    assert local_web.times_asked("/no") == 0


def test_host_is_left_alone_between_two_requests(local_web: LocalWeb, settings: Any) -> None:
    settings.FETCH_HOST_SECONDS = 60
    url = local_web.page("/a", "ok")
    visit(url)
    before = timezone.now()
    times = []
    for _ in range(3):
        with pytest.raises(NotYet) as early:
            visit(url)
        times.append(early.value.at)
    assert local_web.times_asked("/a") == 1
    gaps = [later - earlier for earlier, later in zip([before, *times], times, strict=False)]
    assert all(gap > timedelta(seconds=59) for gap in gaps), "each is told a later time"


def test_crawl_delay_is_longer_than_our_own_pause(local_web: LocalWeb) -> None:
    robots(local_web, "User-agent: *\nCrawl-delay: 90")
    before = timezone.now()
    visit(local_web.page("/a", "ok"))
    assert Host.objects.get().next_allowed_at >= before + timedelta(seconds=90)


@pytest.mark.parametrize(
    ("delay", "seconds"), [("1e300", 3600), ("nan", 0), ("-5", 0), ("-1e300", 0)]
)
def test_crawl_delay_that_cannot_be_meant_is_bounded(
    local_web: LocalWeb, delay: str, seconds: int
) -> None:
    robots(local_web, f"User-agent: *\nCrawl-delay: {delay}")
    before = timezone.now()
    visit(local_web.page("/a", "ok"))
    allowed_in = Host.objects.get().next_allowed_at - before
    assert timedelta(seconds=seconds) <= allowed_in < timedelta(seconds=seconds + 60)


@pytest.mark.parametrize("status", [429, 503])
def test_host_that_asks_to_wait_is_left_alone(local_web: LocalWeb, status: int) -> None:
    before = timezone.now()
    visit(local_web.page("/a", "", status=status, retry_after="120"))
    assert Host.objects.get().next_allowed_at >= before + timedelta(seconds=120)


def test_host_is_given_back_when_the_request_fails(local_web: LocalWeb) -> None:
    with pytest.raises(FetchError):
        visit(local_web.redirect("/a", "/a"))
    assert Host.objects.get().busy_until is None
    assert visit(local_web.page("/b", "ok")).body == b"ok"


def test_turn_is_taken_by_one_and_comes_back_when_its_holder_dies() -> None:
    hosts = Host.objects
    Host.objects.create(name="news.example", next_allowed_at=NOW)
    assert hosts.take_turn("news.example", now=NOW, until=NOW + SOON)
    assert not hosts.take_turn("news.example", now=NOW, until=NOW + SOON)
    assert hosts.take_turn("other.example", now=NOW, until=NOW + SOON)
    assert hosts.take_turn("news.example", now=NOW + SOON, until=NOW + 2 * SOON)


def test_holder_that_lost_its_turn_does_not_end_the_next_ones() -> None:
    hosts = Host.objects
    Host.objects.create(name="news.example", next_allowed_at=NOW)
    hosts.take_turn("news.example", now=NOW, until=NOW + SOON)
    hosts.take_turn("news.example", now=NOW + SOON, until=NOW + 2 * SOON)
    hosts.end_turn("news.example", until=NOW + SOON, next_allowed_at=NOW)
    assert not hosts.take_turn("news.example", now=NOW + SOON, until=NOW + 3 * SOON)


@pytest.mark.parametrize("column", ["next_allowed_at", "busy_until", "promised_until"])
def test_clock_that_is_far_ahead_keeps_nobody_from_a_host(column: str) -> None:
    hosts, ahead = Host.objects, NOW + timedelta(days=400)
    Host.objects.create(name="news.example", **{"next_allowed_at": NOW, column: ahead})
    assert not hosts.resting(NOW).exists()
    assert hosts.promise_turn("news.example", now=NOW) <= NOW + SOON
    assert hosts.take_turn("news.example", now=NOW, until=NOW + SOON)
    hosts.end_turn("news.example", until=NOW + SOON, next_allowed_at=NOW + SOON)
    assert hosts.get().next_allowed_at == NOW + SOON


def test_host_that_asks_for_a_day_is_left_alone_for_a_day() -> None:
    day = timedelta(days=1)
    Host.objects.create(name="news.example", next_allowed_at=NOW + day)
    assert Host.objects.resting(NOW).exists()
    assert Host.objects.promise_turn("news.example", now=NOW) == NOW + day
    assert not Host.objects.take_turn("news.example", now=NOW, until=NOW + SOON)
    assert Host.objects.take_turn("news.example", now=NOW + day, until=NOW + day + SOON)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", NOW + timedelta(minutes=2)),
        ("0", NOW),
        ("999999999", NOW + timedelta(days=1)),
        ("99999999999999999999", None),
        ("Sat, 01 Jun 2024 12:30:00 GMT", NOW + timedelta(minutes=30)),
        ("Sat, 01 Jun 2024 11:30:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", NOW + timedelta(days=1)),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after_is_read_and_bounded(value: str, expected: datetime | None) -> None:
    from worker.http import Answer

    assert retry_at(Answer("http://a/", 503, {"retry-after": value}, b""), NOW) == expected


def test_turn_of_a_fetcher_that_dies_ends_soon_after_its_request_would_have(
    local_web: LocalWeb, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FETCH_SECONDS = 40
    seen: list[tuple[datetime, float]] = []

    def die(url: object, web: object, *, seconds: float) -> timedelta:
        busy_until = Host.objects.get().busy_until
        assert busy_until is not None
        seen.append((busy_until, seconds))
        raise KeyboardInterrupt

    monkeypatch.setattr("worker.polite.check_robots", die)
    began = timezone.now()
    with pytest.raises(KeyboardInterrupt):
        visit(local_web.page("/a", "ok"))
    ((busy_until, seconds),) = seen
    assert timedelta(seconds=40) < busy_until - began < timedelta(seconds=65)
    assert 39 < seconds <= 40, "robots.txt is asked within the time of the request"


def test_robots_file_takes_no_longer_than_its_request_may(
    local_web: LocalWeb, settings: Any
) -> None:
    settings.FETCH_SECONDS = 2
    local_web.serve("/robots.txt", lambda _, reply: reply.wait(20))
    began = timezone.now()
    with pytest.raises(FetchError):
        visit(local_web.page("/a", "ok"))
    assert timezone.now() - began < timedelta(seconds=6)
