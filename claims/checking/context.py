"""The surroundings of a mention: its clause, its sentence, what stands before, and the title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from claims.checking.terms import Term, terms_in
from claims.quantities.mention import Document, Mention
from claims.quantities.quantity import Kind


class Zone(IntEnum):
    """How near to a mention a word stands; the nearest is the smallest."""

    CLAUSE = 0
    SENTENCE = 1
    BEFORE = 2  # the sentence before
    TITLE = 3
    ELSEWHERE = 4
    NOWHERE = 5


_CLAUSE_BREAK = re.compile(
    r"""
    [;:|\n] | \s[–—-]\s | \s[/]\s
    | ,\s+(?=(?:and|but|while|whereas|whilst|with|compared|against|up|down|after|though|although
              |which|who|where|followed|versus|or|yet|so|because|not)\b)
    | \s(?=(?:while|whereas|whilst|but|although|though|against|compared|versus)\b)
    | [()]
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a mention stands in its document.

    `clause` and `sentence` are spans of the text. `noun` holds the terms inside the quote after
    its number ("paying users"): for a count they are what is counted.
    """

    document: Document
    mention: Mention
    clause: tuple[int, int]
    sentence: tuple[int, int]
    before: tuple[int, int]
    noun: tuple[Term, ...]

    def zone(self, term: Term) -> Zone:
        """Return where a term of the text stands."""
        for zone, (start, end) in (
            (Zone.CLAUSE, self.clause),
            (Zone.SENTENCE, self.sentence),
            (Zone.BEFORE, self.before),
        ):
            if start <= term.start < end:
                return zone
        return Zone.ELSEWHERE

    def text_terms(self) -> Iterator[tuple[Term, Zone]]:
        """Yield every term of text and title with its zone; the quote's unit words are none."""
        for term in terms_in(self.document.text):
            if not self._is_unit_word(term):
                yield term, self.zone(term)
        for term in terms_in(self.document.title):
            yield term, Zone.TITLE

    def in_clause(self) -> list[Term]:
        """Return the terms of the mention's clause."""
        return [term for term, zone in self.text_terms() if zone == Zone.CLAUSE]

    def _is_unit_word(self, term: Term) -> bool:
        mention = self.mention
        return mention.quantity.kind != Kind.COUNT and mention.start <= term.start < mention.end


def surroundings(mention: Mention, document: Document) -> Surroundings:
    """Return the surroundings of a mention of this document."""
    text = document.text
    sentence = (mention.sentence_start, mention.sentence_end)
    return Surroundings(
        document=document,
        mention=mention,
        clause=_clause(text, mention, sentence),
        sentence=sentence,
        before=(_sentence_before(text, sentence[0]), sentence[0]),
        noun=counted_noun(text, mention),
    )


def counted_noun(text: str, mention: Mention) -> tuple[Term, ...]:
    """Return the terms of what a count counts; none for other kinds of quantity."""
    if mention.quantity.kind != Kind.COUNT:
        return ()
    return tuple(
        term for term in terms_in(text) if mention.number_end <= term.start < mention.end
    )


def _clause(text: str, mention: Mention, sentence: tuple[int, int]) -> tuple[int, int]:
    start, end = sentence
    for match in _CLAUSE_BREAK.finditer(text, start, end):
        if match.end() <= mention.start:
            start = match.end()
        elif match.start() >= mention.end:
            return start, match.start()
    return start, end


@lru_cache(maxsize=512)
def _breaks(text: str) -> tuple[int, ...]:
    return tuple(match.end() for match in re.finditer(r"[.!?][\"'”’)]*\s+|\n+", text))


def _sentence_before(text: str, start: int) -> int:
    """Return where the sentence before `start` begins."""
    earlier = [0, *(end for end in _breaks(text) if end < start)]
    return earlier[-1]
