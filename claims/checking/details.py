"""The details of a statement, one by one: does a text given as evidence on it hold them?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from claims.checking import lexicon
from claims.checking.excerpt import heading, plain, with_lives
from claims.checking.likeness import likeness
from claims.checking.terms import Term, terms_in

# How much a detail counts that is missing.
_NAME, _NOUN, _VERB, _GENERIC = 1.0, 1.0, 0.6, 0.4
_HELD = 0.5  # from this likeness on a text holds a word
_LONG = 100  # from so many terms on a text is no excerpt but a page of many subjects
_GAP = 3  # so many terms apart neighbours may stand in a text


@dataclass(frozen=True)
class Details:
    """A statement's terms beside those of a text; both in plain spelling."""

    statement: str
    text: str

    @classmethod
    def of(cls, statement: str, text: str) -> Details:
        """Return the details of a statement as a text tells them."""
        return cls(plain(statement), with_lives(plain(text)))

    @cached_property
    def claimed(self) -> tuple[Term, ...]:
        """The content terms of the statement."""
        return terms_in(self.statement)

    @cached_property
    def told(self) -> tuple[Term, ...]:
        """The content terms of the text."""
        return terms_in(self.text)

    @cached_property
    def held(self) -> Mapping[str, float]:
        """How well the text holds each term of the statement, by its key: 0 to 1."""
        words = {term.key: term for term in self.told}
        keys = self.places.keys()
        return {
            term.key: 1.0
            if term.key in keys or term.stem in keys
            else max((likeness(term, other) for other in words.values()), default=0.0)
            for term in self.claimed
        }

    @cached_property
    def places(self) -> Mapping[str, list[int]]:
        """Where the text has each key and stem, counted in terms."""
        found: dict[str, list[int]] = {}
        for index, term in enumerate(self.told):
            for key in {term.key, term.stem}:
                found.setdefault(key, []).append(index)
        return found

    @cached_property
    def topic(self) -> frozenset[str]:
        """The keys of the words that head the text."""
        words = terms_in(heading(self.text))
        return frozenset(key for term in words for key in (term.key, term.stem))

    @cached_property
    def new(self) -> tuple[Term, ...]:
        """The distinct terms of the statement that do not only name the text's topic."""
        distinct = {term.key: term for term in self.claimed}.values()
        return tuple(t for t in distinct if t.key not in self.topic and t.stem not in self.topic)

    @property
    def missing(self) -> tuple[Term, ...]:
        """The terms of the statement that the text does not hold."""
        return tuple(term for term in self.new if self.held[term.key] < _HELD)

    def share_held(self, terms: Iterable[Term]) -> float:
        """Return the weighted share of these terms that the text holds; 1 for none."""
        weights = [(term, _weight(term)) for term in terms]
        whole = sum(weight for _, weight in weights)
        return sum(self.held[t.key] * weight for t, weight in weights) / whole if whole else 1.0

    @property
    def is_page(self) -> bool:
        """Whether the text is so long that it tells of much beside the statement."""
        return len(self.told) >= _LONG

    @property
    def names_in_part(self) -> bool:
        """Whether the text has some of the statement's names, and not all."""
        held = [self.held[term.key] >= _HELD for term in self.new if term.is_name]
        return any(held) and not all(held)

    @property
    def lopsided(self) -> bool:
        """Whether the text misses a name of the statement and most of its other words."""
        names = [term for term in self.new if term.is_name]
        words = [term for term in self.new if not term.is_name]
        return self.share_held(names) < 1 and self.share_held(words) < _HELD

    @property
    def all_names_held(self) -> bool:
        """Whether the text has every name of the statement; true where it has no name."""
        return all(self.held[term.key] >= _HELD for term in self.new if term.is_name)

    @property
    def named_otherwise(self) -> bool:
        """Whether the text has names, none of them the statement's, and most of its other words."""
        names = [term for term in self.new if term.is_name]
        words = [term for term in self.new if not term.is_name]
        if not names or not words or any(self.held[term.key] >= _HELD for term in names):
            return False
        return self.share_held(words) >= _HELD and self._has_own_name

    @property
    def _has_own_name(self) -> bool:
        known = {key for term in self.claimed for key in (term.key, term.stem)} | self.topic
        return any(term.is_name and known.isdisjoint((term.key, term.stem)) for term in self.told)

    def swaps(self) -> list[tuple[Term, Term]]:
        """Return each missing term with the one that the text has between its neighbours."""
        known = {key for term in self.claimed for key in (term.key, term.stem)}
        found = []
        for left, term, right in zip(
            self.claimed, self.claimed[1:], self.claimed[2:], strict=False
        ):
            if self.held[term.key] >= _HELD:
                continue
            other = self._between(left, right, known)
            if other is not None:
                found.append((term, other))
        return found

    def _between(self, left: Term, right: Term, known: set[str]) -> Term | None:
        for start in self._at(left):
            for end in self._at(right):
                inside: Sequence[Term] = self.told[start + 1 : end]
                if 0 < len(inside) < _GAP and all(term.key not in known for term in inside):
                    return inside[0]
        return None

    def _at(self, term: Term) -> list[int]:
        return self.places.get(term.key) or self.places.get(term.stem) or []


def _weight(term: Term) -> float:
    if term.is_name:
        return _NAME
    if term.stem in lexicon.generic():
        return _GENERIC
    return _VERB if term.stem in lexicon.verbs() else _NOUN
