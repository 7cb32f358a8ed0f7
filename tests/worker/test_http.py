"""Every answer ends: within its time, its size and its redirects, with a clear reason."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from dataclasses import replace
from time import monotonic

import pytest

from tests.web import hostile
from tests.web.server import Asked, Behaviour, LocalWeb, Reply
from worker.bodies import read_body
from worker.errors import FetchError
from worker.http import Limits, Web, web

QUICK = Limits(read_seconds=0.5, total_seconds=1, wire_bytes=3_000_000, body_bytes=3_000_000)

HOSTILE: list[tuple[Behaviour, str, bool | None]] = [
    (hostile.silence, "does not answer in time", False),
    (hostile.dripping_head, "took longer than 1 seconds|not answer in time", False),
    (hostile.dripping_body, "took longer than 1 seconds|not answer in time", False),
    (hostile.endless_body, "is larger than 3,000,000 bytes", True),
    (hostile.endless_interim_answers, "is larger than 3,000,000 bytes|took longer", None),
    (hostile.large_body(100), "is larger than 3,000,000 bytes", True),
    (hostile.bomb("gzip"), "is larger than 3,000,000 bytes unpacked", True),
    (hostile.bomb("deflate"), "is larger than 3,000,000 bytes unpacked", True),
    (hostile.truncated_gzip, "breaks off before its end", False),
    (hostile.not_gzip, "is not packed as it says", False),
    (hostile.cut_off, "broke off", False),
    (hostile.no_http, "broke off", False),
    (hostile.huge_head, "broke off", False),
    (hostile.unpacked_as("br"), "is packed as 'br'", True),
    (hostile.unpacked_as("gzip, gzip"), "is packed as 'gzip, gzip'", True),
]


@pytest.fixture
def quick(local_web: LocalWeb) -> Web:
    return Web(web().guard, QUICK)


@pytest.mark.parametrize(("behaviour", "reason", "permanent"), HOSTILE)
def test_hostile_server_ends_in_a_clear_reason_in_bounded_time_and_memory(
    local_web: LocalWeb, quick: Web, behaviour: Behaviour, reason: str, permanent: bool | None
) -> None:
    url = local_web.serve("/", behaviour)
    tracemalloc.start()
    started = monotonic()
    with pytest.raises(FetchError, match=reason) as failed:
        quick.get(url)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert permanent in (failed.value.permanent, None)  # None: whichever limit comes first
    assert monotonic() - started < 5
    assert peak < 20_000_000


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", lambda body: gzip.compress(body[:5]) + gzip.compress(body[5:])),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compressobj(wbits=-15).compress(body) or _raw(body)),
        ("identity", lambda body: body),
        ("GZIP", gzip.compress),
        ("gzip", lambda body: gzip.compress(body) + b"\0" * 512),
        ("gzip", lambda body: gzip.compress(body) + b"\x1f"),
        ("gzip", lambda body: gzip.compress(body) + b"<!-- served in no time -->" * 20_000),
        ("deflate", lambda body: zlib.compress(body) + b"\r\n"),
    ],
)
def test_packed_body_is_unpacked(local_web: LocalWeb, encoding: str, pack) -> None:
    body = b"Torvik has 64 lighthouses. " * 1_000
    url = local_web.page("/", pack(body), content_encoding=encoding)
    assert web().get(url).body == body


def test_member_of_a_gzip_file_may_begin_in_any_piece() -> None:
    packed = gzip.compress(b"Torvik has ") + gzip.compress(b"64 lighthouses.") + b"\0\0"
    pieces = (packed[at : at + 1] for at in range(len(packed)))
    assert read_body(pieces, encoding="gzip", limit=100) == b"Torvik has 64 lighthouses."


def test_broken_member_of_a_gzip_file_is_told() -> None:
    packed = gzip.compress(b"Torvik has ")
    with pytest.raises(FetchError, match="is not packed as it says"):
        read_body([packed + b"\x1f\x8b no gzip"], encoding="gzip", limit=100)
    with pytest.raises(FetchError, match="breaks off"):
        read_body([packed + packed[:-4]], encoding="gzip", limit=100)


def _raw(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def test_redirects_are_followed_and_told(local_web: LocalWeb) -> None:
    local_web.redirect("/old", "/newer", status=301)
    local_web.redirect("/newer", local_web.url("/here today"), status=308)
    local_web.redirect("/here%20today", "?now=1", status=307)
    local_web.page("/here%20today?now=1", "arrived")
    answer = web().get(local_web.url("/old"))
    assert (answer.status, answer.body) == (200, b"arrived")
    assert answer.url == local_web.url("/here%20today?now=1")
    assert answer.moved_to == local_web.url("/here%20today")


def test_temporary_redirect_moves_nothing(local_web: LocalWeb) -> None:
    local_web.redirect("/old", "/new", status=302)
    local_web.redirect("/new", "/newer", status=301)
    local_web.page("/newer", "arrived")
    assert web().get(local_web.url("/old")).moved_to is None


def test_redirects_that_never_end_are_given_up(local_web: LocalWeb) -> None:
    local_web.redirect("/a", "/b")
    local_web.redirect("/b", "/a")
    with pytest.raises(FetchError, match="redirects more than 5 times") as failed:
        web().get(local_web.url("/a"))
    assert failed.value.permanent and len(local_web.asked) == 6


def test_time_limit_counts_for_all_redirects_together(local_web: LocalWeb) -> None:
    def lead_on(asked: Asked, reply: Reply) -> None:
        reply.wait(0.3)
        reply.whole(302, {"Location": f"/{int(asked.path[1:]) + 1}"}, b"")

    for number in range(5):
        local_web.serve(f"/{number}", lead_on)
    with pytest.raises(FetchError, match="took longer|in time"):
        Web(web().guard, QUICK).get(local_web.url("/0"))


def test_each_address_is_shown_before_it_is_asked(local_web: LocalWeb) -> None:
    local_web.redirect("/a", "/b")
    seen: list[str] = []

    def refuse_b(url: object) -> None:
        seen.append(str(url))
        if str(url).endswith("/b"):
            raise FetchError("robots.txt forbids it", permanent=True)

    with pytest.raises(FetchError, match=r"robots\.txt"):
        web().get(local_web.url("/a"), before_asking=refuse_b)
    assert seen == [local_web.url("/a"), local_web.url("/b")]
    assert [asked.path for asked in local_web.asked] == ["/a"]


@pytest.mark.parametrize("status", [204, 304, 400, 403, 404, 410, 429, 500, 503])
def test_status_is_the_callers_to_judge(local_web: LocalWeb, status: int) -> None:
    def behave(asked, reply):
        reply.head(status, {"Retry-After": "7", "Connection": "close"})

    answer = web().get(local_web.serve("/", behave))
    assert (answer.status, answer.body, answer.headers["retry-after"]) == (status, b"", "7")


def test_body_of_an_error_is_not_read(local_web: LocalWeb) -> None:
    def behave(asked, reply):
        reply.head(500, {})
        while not reply.stopped.is_set():
            reply.raw(b"y" * 100_000)

    assert web().get(local_web.serve("/", behave)).body == b""


def test_it_says_who_asks_and_carries_nothing_over(local_web: LocalWeb, settings) -> None:
    settings.USER_AGENT = "claims-service/0.1 (+mailto:desk@news.example)"
    url = local_web.page("/", "ok", set_cookie="session=1; Path=/")
    ours = web()
    ours.get(url)
    ours.get(url, headers={"If-None-Match": '"v1"'})
    first, second = (asked.headers for asked in local_web.asked)
    assert first["user-agent"] == "claims-service/0.1 (+mailto:desk@news.example)"
    assert second["if-none-match"] == '"v1"'
    assert "cookie" not in second and "authorization" not in second


def test_post_sends_its_body_and_follows_no_redirect(local_web: LocalWeb) -> None:
    url = local_web.redirect("/hook", "/elsewhere")
    answer = web().post(url, content=b"{}", headers={"Content-Type": "application/json"})
    assert (answer.status, [asked.body for asked in local_web.asked]) == (302, [b"{}"])


def test_without_the_operators_leave_loopback_is_not_asked(local_web: LocalWeb, settings) -> None:
    settings.FETCH_ALLOWED_NETWORKS = []
    url = local_web.page("/", "ok")
    with pytest.raises(FetchError, match="does not lead to a public address"):
        web().get(url)
    assert local_web.asked == []


def test_nobody_listening_may_be_tried_again(local_web: LocalWeb) -> None:
    url = local_web.url("/")
    local_web.__exit__(None, None, None)
    with pytest.raises(FetchError, match="cannot be connected to") as failed:
        web().get(url)
    assert not failed.value.permanent


def test_limits_may_be_set_for_one_request(local_web: LocalWeb) -> None:
    url = local_web.page("/", b"x" * 100)
    with pytest.raises(FetchError, match="is larger than 50 bytes"):
        web().get(url, limits=replace(Limits(), body_bytes=50))
