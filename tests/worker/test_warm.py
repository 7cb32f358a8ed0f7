"""The tables are loaded before the first text comes, and left alone by the garbage collection."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from claims.checking import lexicon, match
from claims_service.celery import load_tables


@pytest.fixture
def cold() -> Iterator[None]:
    lexicon.related.cache_clear()
    match.load_weights.cache_clear()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("cold")
def test_worker_that_starts_has_its_tables_loaded_and_frozen() -> None:
    frozen = gc.get_freeze_count()
    load_tables()
    assert lexicon.related.cache_info().currsize
    assert match.load_weights.cache_info().currsize
    assert gc.get_freeze_count() > frozen
