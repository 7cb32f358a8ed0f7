"""Words that are alike, and where a text has those that are like a certain one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from claims.checking import lexicon
from claims.checking.terms import Same, Term, terms_in

_RELATED = 0.6
_SAME_PEOPLE = 0.5


@lru_cache(maxsize=65536)
def likeness(one: Term, other: Term) -> float:
    """Return how alike two words are: 1 the same or synonyms, less for words near in meaning."""
    if one.key == other.key or one.stem == other.stem:
        return 1.0
    if one.is_name or other.is_name:
        return 0.0
    if lexicon.is_related(one.stem, other.stem):
        return 0.0 if _is_person_of(one, other) or _is_person_of(other, one) else _RELATED
    return _SAME_PEOPLE if _both_people(one, other) else 0.0


def _is_person_of(one: Term, other: Term) -> bool:
    """Whether one names people and the other what they belong to: "inhabitants" and "villages"."""
    return other.stem in lexicon.no_persons() and one.stem in lexicon.persons()


def _both_people(one: Term, other: Term) -> bool:
    """Whether one of two nouns says just "people" and the other what kind of people."""
    if "people" not in (one.key, other.key):
        return False
    persons = lexicon.persons()
    return all(
        term.key == "people" or term.key in persons or term.stem in persons for term in (one, other)
    )


@dataclass(frozen=True, slots=True)
class Matches:
    """The terms of a text that are like a certain one, in order, and how alike they are.

    `starts` tells where each begins. `most_until` and `most_from` hold the greatest likeness before
    and from each of them on: a text may say a name ten thousand times, and each of its figures asks
    for those far away.
    """

    found: tuple[tuple[Term, float], ...]
    starts: tuple[int, ...]
    most_until: tuple[float, ...]
    most_from: tuple[float, ...]

    @property
    def most(self) -> float:
        """The greatest likeness; 0 for none."""
        return self.most_from[0]

    def most_beyond(self, span: tuple[int, int]) -> float:
        """Return the greatest likeness outside of a span of the text; 0 for none."""
        return max(self.most_until[self._index(span[0])], self.most_from[self._index(span[1])])

    def between(self, start: int, end: int) -> tuple[tuple[Term, float], ...]:
        """Return the matches that begin in a span of the text."""
        return self.found[self._index(start) : self._index(end)]

    def _index(self, offset: int) -> int:
        return bisect_left(self.starts, offset)


_NO_MATCHES = Matches((), (), (0.0,), (0.0,))


@lru_cache(maxsize=4096)
def matches(word: Same, text: str) -> Matches:
    """Return the terms of a text that are like this word, and how alike they are."""
    key, stem, is_name = word
    term = Term(key, stem, 0, 0, is_name)
    alike = [(other, likeness(term, other)) for other in _perhaps_alike(term, text)]
    found = tuple(sorted((match for match in alike if match[1]), key=lambda each: each[0].start))
    if not found:  # as a rule
        return _NO_MATCHES
    shares = [share for _, share in found]
    most_until = tuple(accumulate(shares, max, initial=0.0))
    most_from = tuple(accumulate(reversed(shares), max, initial=0.0))[::-1]
    return Matches(found, tuple(other.start for other, _ in found), most_until, most_from)


def _perhaps_alike(term: Term, text: str) -> Iterable[Term]:
    """Return the terms of a text that may be like this one, without a look at each of them."""
    by_word = _by_word(text)
    same = dict.fromkeys((*by_word.get(term.key, ()), *by_word.get(term.stem, ())))
    if term.is_name:
        return same
    if "people" in (term.key, term.stem) or "people" in by_word:
        return terms_in(text)
    for stem in _related_in(term.stem, text):
        same |= dict.fromkeys(by_word[stem])
    return same


def _related_in(stem: str, text: str) -> Iterable[str]:
    """Return the words of a text that are near in meaning to a stem, as `lexicon.is_related`."""
    naming = _by_what_they_name(text)
    yield from naming.get(stem, ())
    yield from lexicon.near(stem) & _by_word(text).keys()
    for side in lexicon.whole_sides(stem):
        yield from naming.get(side, ())


@lru_cache(maxsize=64)
def _by_what_they_name(text: str) -> Mapping[str | lexicon.WholeSide, list[str]]:
    """Return the words of a text by those that they name as near, and by sides of wholes."""
    found: dict[str | lexicon.WholeSide, list[str]] = {}
    for word in _by_word(text):
        for stem in lexicon.near(word):
            found.setdefault(stem, []).append(word)
        for side in lexicon.whole_sides(word):
            found.setdefault(side, []).append(word)
    return found


@lru_cache(maxsize=64)
def _by_word(text: str) -> Mapping[str, list[Term]]:
    """Return the terms of a text by their keys and by their stems."""
    found: dict[str, list[Term]] = {}
    for term in terms_in(text):
        for word in {term.key, term.stem}:
            found.setdefault(word, []).append(term)
    return found
