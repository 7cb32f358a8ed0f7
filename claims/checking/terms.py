"""The terms of a text: stems of its content words, synonyms folded into one canonical term."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from claims.checking import lexicon
from claims.checking.stems import stem
from claims.checking.words import Word, words_in

# What tells a word from every other word, wherever it stands.
Same = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Term:
    """One content term of a text, with the characters it stands for.

    `key` is what two texts have in common when they mean the same; `stem` is the plain stem of its
    last word. `is_name` tells proper names from other words.
    """

    key: str
    stem: str
    start: int
    end: int
    is_name: bool

    @property
    def word(self) -> Same:
        """What it has in common with the same word elsewhere: key, stem, and whether a name."""
        return self.key, self.stem, self.is_name

    def __hash__(self) -> int:
        # Terms are looked up for every pair of claim and mention: key and place are enough.
        return hash((self.key, self.start))


@lru_cache(maxsize=2048)
def terms(text: str) -> tuple[str, ...]:
    """Return the distinct terms of a text in the order they first appear."""
    return tuple(dict.fromkeys(term.key for term in terms_in(text)))


@lru_cache(maxsize=2048)
def terms_in(text: str) -> tuple[Term, ...]:
    """Return every content term of a text, in order, with its place."""
    words = words_in(text)
    stems = [stem(word.plain) for word in words]
    found: list[Term] = []
    index = 0
    while index < len(words):
        length, key = _phrase_at(words, stems, index)
        if key is not None:
            last = index + length - 1
            is_name = length == 1 and _is_name(text, words, index)
            found.append(Term(key, stems[last], words[index].start, words[last].end, is_name))
        index += length
    return tuple(found)


@lru_cache(maxsize=8192)
def stems_in(text: str) -> tuple[str, ...]:
    """Return the plain stem of every word of a text, in order."""
    return tuple(stem(word.plain) for word in words_in(text))


def terms_between(text: str, start: int, end: int) -> tuple[Term, ...]:
    """Return the content terms that begin in `text[start:end]`."""
    found = terms_in(text)
    first = bisect_left(found, start, key=lambda term: term.start)
    return found[first : bisect_left(found, end, lo=first, key=lambda term: term.start)]


def _phrase_at(words: Sequence[Word], stems: Sequence[str], index: int) -> tuple[int, str | None]:
    """Return how many words the term at `index` has, and its key (None for a word without one)."""
    synonyms = lexicon.synonyms()
    longest = lexicon.longest_phrases().get(stems[index], 1)
    for length in range(min(longest, len(words) - index), 1, -1):
        key = synonyms.get(tuple(stems[index : index + length]))
        if key is not None:
            return length, key
    word = words[index]
    if word.is_number or word.plain in lexicon.stop_words() or _is_initial(word):
        return 1, None
    return 1, synonyms.get((stems[index],), stems[index])


def _is_initial(word: Word) -> bool:
    return len(word.plain) == 1


def _is_name(text: str, words: Sequence[Word], index: int) -> bool:
    """Whether a word is written as a name: a capital that does not come from its position."""
    word = words[index]
    if not word.is_capital:
        return False
    if not _opens_sentence(text, word):
        return True
    follows = words[index + 1] if index + 1 < len(words) else None
    next_is_name = follows is not None and follows.is_capital and follows.start - word.end == 1
    return next_is_name or word.plain != word.text.casefold() or not _is_common_word(word)


def _opens_sentence(text: str, word: Word) -> bool:
    before = text[: word.start].rstrip("\"'“‘([ \t\n")
    return not before or before[-1] in ".!?:;\n/|"


def _is_common_word(word: Word) -> bool:
    return stem(word.plain) in lexicon.related() or (stem(word.plain),) in lexicon.synonyms()
