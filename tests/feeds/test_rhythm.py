"""When a feed is asked again: its own rhythm, within bounds, and never "never"."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.feeds.rhythm import (
    MAX_WAIT,
    Bounds,
    is_silent,
    pause_after_failure,
    pause_after_success,
    wishes,
)
from tests.feeds.writing import NOW

H, M, D = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
BOUNDS = Bounds(15 * M, D)
GMT = "%a, %d %b %Y %H:%M:%S GMT"


@pytest.mark.parametrize(
    ("hours_ago", "pause"),
    [
        ([], D),
        ([1, 3, 5, 7], H),  # one every two hours
        ([0, 0.1, 0.2, 0.3], 15 * M),  # faster than it may be asked
        ([1], 30 * M),
        ([6, 8, 10], 3 * H),  # silent for longer than usual
        ([72, 96, 120], D),
        ([1, 1, 1, 3, 3, 5], H),  # several at once are one
        ([-24 * 365 * 7000, 2, 6], 2 * H),  # from the future
    ],
)
def test_pause_follows_the_rhythm_within_the_bounds(
    hours_ago: list[float], pause: timedelta
) -> None:
    times = [NOW - timedelta(hours=each) for each in hours_ago]
    assert pause_after_success(times, now=NOW, bounds=BOUNDS) == pause


@pytest.mark.parametrize(
    ("fresh_for", "pause"),
    [(2 * H, 2 * H), (M, 30 * M), (40 * D, D), (timedelta(0), 30 * M)],
)
def test_answer_is_not_asked_for_again_while_it_is_fresh(
    fresh_for: timedelta, pause: timedelta
) -> None:
    assert pause_after_success([NOW - H], now=NOW, bounds=BOUNDS, fresh_for=fresh_for) == pause


@pytest.mark.parametrize(
    ("failures", "retry_after", "pause"),
    [(1, None, 15 * M), (2, None, 30 * M), (4, None, 2 * H), (40, None, D), (10**9, None, D),
     (1, 3 * H, 3 * H), (1, M, 15 * M), (1, 365 * D, MAX_WAIT)],
)  # fmt: skip
def test_pause_doubles_with_each_failure_and_retry_after_is_honoured(
    failures: int, retry_after: timedelta | None, pause: timedelta
) -> None:
    assert pause_after_failure(failures, bounds=BOUNDS, retry_after=retry_after) == pause


def test_jitter_spreads_by_a_tenth_at_most() -> None:
    pauses = [pause_after_success([NOW - H], now=NOW, bounds=BOUNDS, jitter=j) for j in (0, 1, 9)]
    assert pauses == [30 * M, 33 * M, 33 * M]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.timedeltas(-D * 10**5, D * 10**5), max_size=30),
    st.integers(-5, 10**12),
    st.text(max_size=40),
    st.text(max_size=40),
    st.floats(allow_nan=False),
)
def test_no_feed_is_ever_stuck(
    offsets: list[timedelta], failures: int, cache: str, retry: str, jitter: float
) -> None:
    asked = wishes({"cache-control": cache, "retry-after": retry}, now=NOW)
    pauses = [
        pause_after_success([NOW + each for each in offsets], now=NOW, bounds=BOUNDS,
                            fresh_for=asked.fresh_for, jitter=jitter),
        pause_after_failure(failures, bounds=BOUNDS, retry_after=asked.retry_after, jitter=jitter),
    ]  # fmt: skip
    assert all(BOUNDS.shortest <= pause <= D * 1.1 for pause in pauses)


@pytest.mark.parametrize(
    ("headers", "fresh_for", "retry_after"),
    [
        ({}, None, None),
        ({"cache-control": "public, max-age=3600"}, H, None),
        ({"cache-control": 'Max-Age="60"'}, M, None),
        ({"cache-control": "max-age=-5"}, None, None),
        ({"cache-control": "max-age=" + "9" * 400}, 3650 * D, None),
        ({"retry-after": "120"}, None, 2 * M),
        ({"retry-after": (NOW + H).strftime(GMT)}, None, H),
        ({"retry-after": (NOW - H).strftime(GMT)}, None, timedelta(0)),
        ({"retry-after": "Fri, 31 Dec 9999 23:59:59 GMT"}, None, MAX_WAIT),
        ({"retry-after": "soon"}, None, None),
        ({"retry-after": "\u0664\u0662"}, None, None),
    ],
)
def test_headers_say_when_to_come_again(
    headers: dict[str, str], fresh_for: timedelta | None, retry_after: timedelta | None
) -> None:
    found = wishes(headers, now=NOW)
    assert found.fresh_for == fresh_for
    assert min(found.retry_after or timedelta(0), MAX_WAIT) == (retry_after or timedelta(0))


def test_silence_is_only_too_long_where_one_is_expected() -> None:
    assert is_silent(NOW - 3 * D, expected_silence=2 * D, now=NOW)
    assert not is_silent(NOW - 2 * D, expected_silence=2 * D, now=NOW)
    assert not is_silent(NOW - 3000 * D, expected_silence=None, now=NOW)
