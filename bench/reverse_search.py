#!/usr/bin/env python3
"""Measure the reverse search: how fast and how surely a mention finds its claims among N stored.

usage: reverse_search.py [--sizes 10000 1000000] [--database sqlite|postgres] [--keep FOLDER]

For each size a database is filled with made-up claims (words of a Zipf vocabulary that grows with
the number of claims) and asked with made-up mentions: each repeats most of one claim's words among
words of its own. The sizes are asked in turns, a block of questions each, so that their ratio means
something on a busy machine. Printed for each size: the time of one question, of one in a document
of 25, and recall@20: of the questions whose claim is among the 20 best when every claim that shares
a term is scored, how many find it among the 20 best of the reverse search. PostgreSQL runs on a
server of its own. `--keep` leaves the databases in a folder, for the next run.
"""

from __future__ import annotations

import argparse
import heapq
import math
import random
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus import Corpus
from databases import Databases, databases
from loading import all_terms, is_loaded, load_claims

TOP = 20
DOCUMENT = 25  # mentions asked together
BLOCK = 50  # questions asked of one database before it is another's turn


@dataclass(frozen=True)
class Question:
    """The terms and the unit of a mention that speaks of the claim with this key."""

    claim: int
    terms: tuple[str, ...]
    unit: str


@dataclass
class Size:
    """One database, its questions, and how long each answer took, in milliseconds."""

    claims: int
    questions: list[Question] = field(default_factory=list)
    single: list[float] = field(default_factory=list)
    batched: list[float] = field(default_factory=list)
    answers: list[list[int]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of its database."""
        return f"claims_{self.claims}"


def prepare(size: Size, store: Databases, questions: int) -> None:
    """Fill the database of a size, unless it is filled already, and make up its questions."""
    from claims.models import Claim

    corpus = Corpus(size.claims)
    store.use(size.name)
    if not is_loaded(size.claims):
        started = time.perf_counter()
        load_claims(corpus)
        print(f"{size.claims:,} claims loaded in {time.perf_counter() - started:.0f} s", flush=True)
    chance = random.Random(size.claims)
    keys = [chance.randrange(1, size.claims + 1) for _ in range(questions)]
    rows = Claim.objects.only("statement", "unit").in_bulk(keys)
    size.questions = [_question(rows[key], corpus, chance) for key in keys]


def _question(claim: object, corpus: Corpus, chance: random.Random) -> Question:
    from claims.checking.terms import terms

    kept = [word for word in claim.statement.split() if chance.random() < 0.75]  # type: ignore
    own = [
        draw() for draw in (corpus.names.draw, corpus.nouns.draw, corpus.adjectives.draw) * 3
        if chance.random() < 0.8
    ]  # fmt: skip
    return Question(claim.pk, terms(" ".join((*kept, *own))), claim.unit)  # type: ignore


def ask(questions: Sequence[Question]) -> list[list[tuple[int, float]]]:
    """Return the best claims for mentions that are asked together."""
    from claims.services import index, keys

    known = keys.frequencies(question.terms for question in questions)
    return index.best_claims(
        [keys.asked_keys(question.terms, question.unit, known) for question in questions]
    )


def time_answers(sizes: Sequence[Size], store: Databases) -> None:
    """Ask all questions: one by one and in documents, the sizes in turns."""
    for begin in range(0, max(len(size.questions) for size in sizes), BLOCK):
        for size in sizes:
            store.use(size.name)
            block = size.questions[begin : begin + BLOCK]
            ask(size.questions[begin - 1 : begin] or block[-1:])  # the connection is a new one
            for question in block:
                started = time.perf_counter()
                (found,) = ask([question])
                size.single.append((time.perf_counter() - started) * 1000)
                size.answers.append([key for key, _ in found[:TOP]])
            for at in range(0, len(block) - DOCUMENT + 1, DOCUMENT):
                started = time.perf_counter()
                ask(block[at : at + DOCUMENT])
                size.batched.append((time.perf_counter() - started) * 1000 / DOCUMENT)


def recall(size: Size, checked: int) -> float:
    """Return the share of findable claims that are found, by the first questions."""
    from claims.checking.candidates import unit_key

    questions = size.questions[:checked]
    wanted = {(term, unit_key(each.unit)) for each in questions for term in each.terms}
    having: dict[tuple[str, str], list[int]] = defaultdict(list)
    counts: Counter[str] = Counter()
    corpus = Corpus(size.claims)
    rows = zip(all_terms(corpus), corpus.claims(), strict=True)
    for key, (terms, claim) in enumerate(rows, 1):
        counts.update(terms)
        kind = unit_key(claim.unit)
        for term in terms:
            if (term, kind) in wanted:
                having[term, kind].append(key)
    findable = found = 0
    for question, answer in zip(questions, size.answers, strict=False):
        scores: dict[int, float] = defaultdict(float)
        for term in question.terms:
            rarity = math.log(1 + (size.claims + 1) / (counts[term] + 1))
            for key in having[term, unit_key(question.unit)]:
                scores[key] += rarity
        best = heapq.nsmallest(TOP, scores, key=lambda key: (-scores[key], key))
        if question.claim in best:
            findable += 1
            found += question.claim in answer
    return found / findable


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of the values lie."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> None:
    """Load, ask, and print a row for each size and one for their ratio."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--questions", type=int, default=2_000)
    parser.add_argument("--checked", type=int, default=300, help="questions for recall")
    parser.add_argument("--keep", type=Path, help="a folder to keep the databases in")
    options = parser.parse_args()
    sizes = [Size(claims) for claims in options.sizes]
    with databases(options.database, options.keep) as store:
        for size in sizes:
            prepare(size, store, options.questions)
        time_answers(sizes, store)
        recalls = [recall(size, options.checked) for size in sizes]
    for size, share in zip(sizes, recalls, strict=True):
        print(
            f"{size.claims:>9,} claims   median {percentile(size.single, 0.5):6.2f} ms   "
            f"p99 {percentile(size.single, 0.99):6.2f} ms   in a document "
            f"{percentile(size.batched, 0.5):5.2f} ms each   recall@{TOP} {share:.3f}"
        )
    first, last = sizes[0], sizes[-1]
    print(
        f"{options.database}, {last.claims:,} against {first.claims:,} claims: "
        f"p99 x {percentile(last.single, 0.99) / percentile(first.single, 0.99):.2f}, "
        f"median x {percentile(last.single, 0.5) / percentile(first.single, 0.5):.2f}, "
        f"recall@{TOP} {recalls[-1]:.3f}"
    )


if __name__ == "__main__":
    main()
