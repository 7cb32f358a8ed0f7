"""Stems are the same however many threads ask for them: web processes have several."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from claims.checking import lexicon
from claims.checking.stems import stem

THREADS = 4


@pytest.fixture
def quick_switches() -> Iterator[None]:
    """Threads take turns after microseconds."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_threads_do_not_get_each_others_stems(quick_switches: None) -> None:
    words = [f"{head}{ending}" for head in lexicon.related() for ending in ("s", "ing")][:6_000]
    wanted = {word: stem(word) for word in words}
    stem.cache_clear()

    def wrong(seed: int) -> list[str]:
        mine = Random(seed).sample(words, len(words))
        return [word for word in mine if stem(word) != wanted[word]]

    with ThreadPoolExecutor(THREADS) as pool:
        assert [found for found in pool.map(wrong, range(THREADS)) if found] == []
