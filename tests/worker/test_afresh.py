"""A check afresh finds no more than the readers found: the ways from a text and to it agree."""

from __future__ import annotations

from datetime import datetime
from random import Random

import pytest
from django.utils import timezone

from claims.models import Claim, Evidence
from claims.quantities.periods import Period
from claims.services.claims import create_claim, request_check
from claims.services.rarity import count_new_claims
from claims.services.sources import push_source
from claims.services.wording import complete
from tests.chaos.texts import Author
from worker.check import check_claims
from worker.read import read_snapshots

pytestmark = pytest.mark.django_db


def write_claims(author: Author, count: int) -> None:
    for _ in range(count):
        fields = complete({"statement": author.statement(), "as_of": Period.parse("2022")})
        create_claim(fields=fields, now=timezone.now())
    new = Claim.objects.filter(last_checked_at__isnull=True)
    check_claims(list(new.values_list("pk", flat=True)))


def push_texts(author: Author, count: int) -> None:
    for _ in range(count):
        source = author.source()
        text = source.pop("text")
        source["published_at"] = datetime.fromisoformat(source["published_at"])
        snapshot = push_source(fields=source, text=text, now=timezone.now()).snapshot
        assert snapshot is not None
        read_snapshots([snapshot.pk])


def test_claims_that_are_checked_afresh_get_no_evidence_that_was_missed() -> None:
    author = Author(Random(7), "a")
    push_texts(author, 10)
    for _ in range(3):
        write_claims(author, 25)
        push_texts(author, 15)
        count_new_claims(1_000)
    began = timezone.now()
    assert Evidence.objects.count() > 50
    request_check(claims=list(Claim.objects.all()), now=began)
    check_claims(list(Claim.objects.values_list("pk", flat=True)))
    assert not Evidence.objects.filter(created_at__gte=began).exists()
    assert not Evidence.objects.filter(superseded_at__gte=began).exists()
