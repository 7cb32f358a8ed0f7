"""How rare terms are among the claims: counted by a sweep, asked by the index."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction

from claims.checking.terms import terms
from claims.models import Claim, TermCount, TermFrequency

_CHUNK = 5_000  # parameters of one query
_TERM_LENGTH = 100
_COUNTED = ("pk", "statement", "subject", "measure", "place")


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How many of `claims` claims have each term; terms not listed were in none."""

    claims: int
    of: dict[str, int]

    def count(self, term: str) -> int:
        """Return in how many claims the term was counted."""
        return self.of.get(term[:_TERM_LENGTH], 0)

    def rarity(self, term: str) -> float:
        """Return the weight of a term, above 0: its inverse document frequency."""
        return math.log(1 + (self.claims + 1) / (self.count(term) + 1))


def frequencies_of(asked: Collection[str]) -> Frequencies:
    """Return the frequencies of the terms asked for, as far as they are counted."""
    names = sorted({term[:_TERM_LENGTH] for term in asked})
    found: dict[str, int] = {}
    for begin in range(0, len(names), _CHUNK):
        rows = TermFrequency.objects.filter(term__in=names[begin : begin + _CHUNK])
        found.update(rows.values_list("term", "claims"))
    counted = TermCount.objects.filter(pk=1).values_list("claims", flat=True).first()
    return Frequencies(counted or 0, found)


@transaction.atomic
def count_new_claims(limit: int) -> int:
    """Count the terms of up to `limit` claims not yet counted; return how many there were.

    One worker counts at a time. Edited and deleted claims stay counted as they were: rarity needs
    the order of magnitude only, and `rebuild_index` counts afresh.
    """
    TermCount.objects.get_or_create(pk=1)
    progress = TermCount.objects.select_for_update(skip_locked=True).filter(pk=1).first()
    if progress is None:
        return 0
    new = Claim.objects.filter(pk__gt=progress.last_claim).order_by("pk")
    rows = list(new.values_list(*_COUNTED)[:limit])
    _add(Counter(term for _, *texts in rows for term in _distinct(texts)))
    if rows:
        progress.last_claim = rows[-1][0]
        progress.claims += len(rows)
        progress.save()
    return len(rows)


def recount(chunk: int) -> int:
    """Count the terms of all claims afresh, edited and deleted ones as they are; return how many.

    The old counts serve until the new ones take their place in one transaction. Claims that come
    meanwhile are left to `count_new_claims`.
    """
    counts: Counter[str] = Counter()
    claims, last = 0, 0
    stored = Claim.objects.order_by("pk").values_list(*_COUNTED)
    while rows := list(stored.filter(pk__gt=last)[:chunk]):
        counts.update(term for _, *texts in rows for term in _distinct(texts))
        claims, last = claims + len(rows), rows[-1][0]
    _replace(counts, claims, last)
    return claims


@transaction.atomic
def _replace(counts: Counter[str], claims: int, last: int) -> None:
    TermCount.objects.get_or_create(pk=1)
    TermCount.objects.select_for_update().get(pk=1)  # who counts new claims waits, or has ended
    TermFrequency.objects.all().delete()
    TermFrequency.objects.bulk_create(
        (TermFrequency(term=term, claims=count) for term, count in sorted(counts.items())),
        batch_size=_CHUNK,
    )
    TermCount.objects.filter(pk=1).update(last_claim=last, claims=claims)


def _distinct(texts: Iterable[str]) -> set[str]:
    return {term[:_TERM_LENGTH] for text in texts for term in terms(text)}


def _add(counts: Counter[str]) -> None:
    known = TermFrequency.objects.in_bulk(list(counts))
    TermFrequency.objects.bulk_create(
        [
            TermFrequency(term=term, claims=count + (known[term].claims if term in known else 0))
            for term, count in sorted(counts.items())
        ],
        update_conflicts=True,
        unique_fields=["term"],
        update_fields=["claims"],
        batch_size=_CHUNK,
    )
