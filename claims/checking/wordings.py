"""The other ways to word a claim: its measure told by each synonym of the shared definition."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from claims.checking.claim import ClaimForCheck
from claims.checking.stems import stem
from claims.checking.terms import terms_in
from claims.checking.words import Word, words_in

MAX_SYNONYMS = 20  # wordings of one measure: each is an index entry and a comparison of its own

Span = tuple[int, int]


@lru_cache(maxsize=4096)
def wordings(claim: ClaimForCheck) -> tuple[tuple[str, ClaimForCheck], ...]:
    """Return the claim under "", and then as each synonym of its measure words it.

    A synonym takes the place of the words of the statement that name the measure. It gives no
    wording where none do, or where the figure could no longer be read in it.
    """
    told = _places_of_measure(claim)
    other = (
        (phrase, _worded(claim, phrase, told)) for phrase in claim.synonyms[:MAX_SYNONYMS] if told
    )
    return (
        ("", claim),
        *((p, each) for p, each in other if each and each.statement != claim.statement),
    )


def _places_of_measure(claim: ClaimForCheck) -> list[Span]:
    """Return where the statement names its measure: by a known wording, else by its words."""
    words = words_in(claim.statement)
    for phrase in sorted(claim.synonyms, key=len, reverse=True):
        span = _find(words, _stems(phrase))
        if span and not _touches_number(claim, span):
            return [span]
    return _scattered(claim, claim.synonyms) or _scattered(claim, [claim.measure])


def _scattered(claim: ClaimForCheck, phrases: Sequence[str]) -> list[Span]:
    keys = {term.key for phrase in phrases for term in terms_in(phrase)}
    return [(term.start, term.end) for term in claim.words if term.key in keys]


def _find(words: Sequence[Word], phrase: tuple[str, ...]) -> Span | None:
    """Return the characters in which the phrase stands, word for word."""
    found = [stem(word.plain) for word in words]
    for at in range(len(words) - len(phrase) + 1 if phrase else 0):
        if tuple(found[at : at + len(phrase)]) == phrase:
            return words[at].start, words[at + len(phrase) - 1].end
    return None


def _touches_number(claim: ClaimForCheck, span: Span) -> bool:
    reading = claim.reading
    return reading is not None and span[0] < reading.number_end and reading.number_start < span[1]


def _worded(claim: ClaimForCheck, phrase: str, told: Sequence[Span]) -> ClaimForCheck | None:
    gone = {
        stem(word.plain) for start, end in told for word in words_in(claim.statement, start, end)
    }
    worded = replace(
        claim,
        statement="".join(_pieces(claim.statement, phrase, told)),
        subject=_without(claim.subject, gone),
        measure=phrase,
        reading=None,
    )
    return worded if _figure(worded) == _figure(claim) else None


def _pieces(statement: str, phrase: str, told: Sequence[Span]) -> Iterator[str]:
    """Yield the statement with the phrase in the first of the places, and nothing in the others."""
    at = 0
    for position, (start, end) in enumerate(told):
        yield statement[at:start]
        yield phrase if position == 0 else ""
        at = end
    yield statement[at:]


def _without(text: str, gone: Collection[str]) -> str:
    return " ".join(word.text for word in words_in(text) if stem(word.plain) not in gone)


def _figure(claim: ClaimForCheck) -> object:
    return claim.reading and (claim.reading.quantity.value, claim.reading.quantity.unit)


def _stems(phrase: str) -> tuple[str, ...]:
    return tuple(stem(word.plain) for word in words_in(phrase))
