"""What the benches at scale load in bulk is what the service would have stored."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from claims.models import Claim, ClaimSignature, TermCount, TermFrequency
from claims.services.index import index_claims
from claims.services.rarity import count_new_claims

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))

Corpus = import_module("corpus").Corpus
load_claims = import_module("loading").load_claims

pytestmark = pytest.mark.django_db(transaction=True)
CLAIMS = 300


def keys() -> set[tuple[int, int]]:
    return set(ClaimSignature.objects.values_list("signature", "claim_id"))


def frequencies() -> dict[str, int]:
    return dict(TermFrequency.objects.values_list("term", "claims"))


def test_keys_and_counts_of_a_bulk_load_are_those_of_the_service() -> None:
    load_claims(Corpus(CLAIMS))
    loaded, counted = keys(), frequencies()
    assert len(loaded) > 3 * CLAIMS
    index_claims(Claim.objects.all())
    assert keys() == loaded
    TermFrequency.objects.all().delete()
    TermCount.objects.all().delete()
    assert count_new_claims(CLAIMS + 1) == CLAIMS
    assert frequencies() == counted


def test_bulk_loaded_claims_can_be_saved_again_and_new_ones_added() -> None:
    load_claims(Corpus(CLAIMS))
    claim: Any = Claim.objects.first()
    claim.full_clean()
    claim.save()
    assert Claim.objects.create(statement="One.", value=1, unit="count").pk > CLAIMS


def test_a_corpus_gives_the_same_claims_each_time() -> None:
    corpus = Corpus(CLAIMS)
    assert list(corpus.claims()) == list(corpus.claims()) == list(Corpus(CLAIMS).claims())
