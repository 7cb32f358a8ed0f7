#!/usr/bin/env python3
"""Measure the reverse search: how fast and how surely a mention finds its claims among N stored.

usage: reverse_search.py [--claims 10000,1000000] [--database sqlite|postgres] [--questions 500]

For each size an empty database is filled with made-up claims (words of a Zipf vocabulary that grows
with the number of claims) and asked with made-up mentions: each repeats most of one claim's words
among words of its own. Printed: the time of one question and of a document of 25, and recall@20:
of the questions whose claim is among the 20 best when every claim that shares a term is scored, how
many find it among the 20 best of the reverse search. Sizes run in turn, so that their ratio means
something. PostgreSQL runs on a throwaway server of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import math
import os
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT_DIR))
sys.path.insert(0, str(PROJECT_DIR / "scripts"))

import throwaway  # noqa: E402

TOP = 20
DOCUMENT = 25  # mentions asked together
WORDS_PER_CLAIM = (4, 9)
UNITS = ("count", "percent", "EUR", "km", "tonne")
CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"


Question = tuple[tuple[str, ...], str]


def vocabulary(size: int) -> list[str]:
    """Return made-up words, the commonest first."""
    syllables = ["".join(pair) for pair in itertools.product(CONSONANTS, VOWELS)]
    words = ("".join(parts) + "k" for parts in itertools.product(syllables, repeat=3))
    return list(itertools.islice(words, size))


class Corpus:
    """Made-up claims and questions."""

    def __init__(self, claims: int, seed: int) -> None:
        self.chance = random.Random(seed)
        self.words = vocabulary(int(60 * claims**0.55))
        self.chance.shuffle(self.words)
        self.weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self.claims = [(self._some_words(*WORDS_PER_CLAIM), self._unit()) for _ in range(claims)]

    def question(self) -> tuple[int, Question]:
        """Return the place of a claim, and words and unit of a mention that speaks of it."""
        place = self.chance.randrange(len(self.claims))
        words, unit = self.claims[place]
        kept = [word for word in words if self.chance.random() < 0.75]
        return place, (tuple(dict.fromkeys((*kept, *self._some_words(5, 10)))), unit)

    def _some_words(self, least: int, most: int) -> tuple[str, ...]:
        count = self.chance.randint(least, most)
        return tuple(set(self.chance.choices(self.words, cum_weights=self.weights, k=count)))

    def _unit(self) -> str:
        return self.chance.choice(UNITS)


def fill(corpus: Corpus) -> float:
    """Store the corpus as claims with their keys; return claims indexed per second."""
    from django.utils import timezone

    from claims.models import Claim
    from claims.services.index import index_claims
    from claims.services.rarity import count_new_claims

    now, chunk = timezone.now(), 5_000
    for begin in range(0, len(corpus.claims), chunk):
        Claim.objects.bulk_create(
            Claim(statement=" ".join(words), value=1, unit=unit, next_check_at=now)
            for words, unit in corpus.claims[begin : begin + chunk]
        )
        count_new_claims(chunk)
    started = time.perf_counter()
    keys = list(Claim.objects.order_by("pk").values_list("pk", flat=True))
    for begin in range(0, len(keys), chunk):
        index_claims(Claim.objects.filter(pk__in=keys[begin : begin + chunk]))
    return len(keys) / (time.perf_counter() - started)


def ask(questions: Sequence[Question]) -> list[list[tuple[int, float]]]:
    """Return the best claims for mentions that are asked together."""
    from claims.checking.terms import terms
    from claims.services import index

    found = [tuple(terms(" ".join(words))) for words, _ in questions]
    known = index.frequencies_of({term for terms_of_one in found for term in terms_of_one})
    return index.best_claims(
        [
            index.asked_keys(some, unit, known)
            for some, (_, unit) in zip(found, questions, strict=True)
        ]
    )


class Exhaustive:
    """Scores every claim that shares a term: the truth that recall is measured against."""

    def __init__(self) -> None:
        from claims.checking.terms import terms
        from claims.models import Claim

        self._postings: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._counts: Counter[str] = Counter()
        self._claims = 0
        self._terms = terms
        for key, statement, unit in Claim.objects.values_list("pk", "statement", "unit").iterator():
            self._claims += 1
            for term in terms(statement):
                self._postings[term, unit].append(key)
                self._counts[term] += 1

    def best(self, words: Sequence[str], unit: str) -> list[int]:
        """Return the claims with the greatest summed rarity of shared terms."""
        scores: dict[int, float] = defaultdict(float)
        for term in self._terms(" ".join(words)):
            rarity = math.log(1 + (self._claims + 1) / (self._counts[term] + 1))
            for key in self._postings.get((term, unit), ()):
                scores[key] += rarity
        return sorted(scores, key=lambda key: (-scores[key], key))[:TOP]


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of the sorted values lie."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure(claims: int, questions: int, checked: int) -> tuple[float, float]:
    """Fill, ask and print one row; return the median and the p99 in milliseconds."""
    corpus = Corpus(claims, seed=claims)
    speed = fill(corpus)
    made = [corpus.question() for _ in range(questions)]
    asked = [question for _, question in made]
    ask(asked[:DOCUMENT])
    single = [_milliseconds([question]) for question in asked]
    batched = [
        _milliseconds(asked[begin : begin + DOCUMENT]) / DOCUMENT
        for begin in range(0, questions - DOCUMENT + 1, DOCUMENT)
    ]
    recall = _recall(made[:checked])
    median, slowest = percentile(single, 0.5), percentile(single, 0.99)
    print(
        f"{claims:>9,} claims   median {median:6.2f} ms   p99 {slowest:6.2f} ms   "
        f"in a document {percentile(batched, 0.5):5.2f} ms each   "
        f"recall@{TOP} {recall:.3f}   indexed {speed:,.0f} claims/s",
        flush=True,
    )
    return median, slowest


def _recall(made: Sequence[tuple[int, Question]]) -> float:
    from claims.models import Claim

    truth = Exhaustive()
    keys = list(Claim.objects.order_by("pk").values_list("pk", flat=True))
    findable = [(keys[at], asked) for at, asked in made if keys[at] in truth.best(*asked)]
    found = sum(key in [k for k, _ in ask([asked])[0][:TOP]] for key, asked in findable)
    return found / len(findable)


def _milliseconds(questions: Sequence[Question]) -> float:
    started = time.perf_counter()
    ask(questions)
    return (time.perf_counter() - started) * 1000


@contextlib.contextmanager
def database(kind: str, folder: Path) -> Iterator[None]:
    """Set up Django on an empty database of the kind."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "claims_service.settings"
    os.environ["CLAIMS_DATA_DIR"] = str(folder / "data")
    os.environ["LOG_LEVEL"] = "WARNING"
    with contextlib.ExitStack() as stack:
        if kind == "postgres":
            programs = throwaway.postgres_folder()
            if programs is None:
                sys.exit("PostgreSQL is not installed")
            os.environ |= {
                "DATABASE_URL": stack.enter_context(throwaway.postgres(programs, folder)),
                "REDIS_URL": "redis://127.0.0.1:1/0",  # never asked
                "SECRET_KEY": "only for this run",
                "ALLOWED_HOSTS": "localhost",
            }
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        yield


def empty() -> None:
    """Remove every claim."""
    from django.db import connection

    from claims.models import Claim, ClaimSignature
    from claims.services.rarity import forget_counts

    with connection.cursor() as cursor:
        for model in (ClaimSignature, Claim):
            # Row by row, a million would take longer than all the rest.
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
    forget_counts()


def main() -> None:
    """Run the sizes that the command line names."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--claims", default="10000,100000")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--checked", type=int, default=100, help="questions for recall")
    options = parser.parse_args()
    sizes = [int(size) for size in options.claims.split(",")]
    with throwaway.temporary_folder() as folder, database(options.database, folder):
        print(f"reverse search on {options.database}")
        figures = []
        for size in sizes:
            empty()
            figures.append(measure(size, options.questions, options.checked))
        (first, slow_first), (last, slow_last) = figures[0], figures[-1]
        print(
            f"{sizes[-1]:,} against {sizes[0]:,} claims: "
            f"median x {last / first:.2f}, p99 x {slow_last / slow_first:.2f}"
        )


if __name__ == "__main__":
    main()
