"""The word lists the judge reads: synonyms, opposites, and words related in meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

from claims.checking.stems import stem
from claims.checking.words import words_in

_DATA = Path(__file__).parent / "data"

Phrase = tuple[str, ...]
WholeSide = tuple[int, int]  # which whole, and which of its two sides


@cache
def synonyms() -> dict[Phrase, str]:
    """Return the canonical term of each phrase of stems that has synonyms."""
    canonical: dict[Phrase, str] = {}
    for line in _lines("synonyms.txt"):
        phrases = [_phrase(entry) for entry in line.split(",")]
        for phrase in phrases:
            canonical.setdefault(phrase, "_".join(phrases[0]))
    return canonical


@cache
def opposites() -> tuple[tuple[frozenset[Phrase], frozenset[Phrase]], ...]:
    """Return the pairs of sides that split a whole in two, each side as phrases of stems."""
    return tuple((_side(line, 0), _side(line, 1)) for line in _lines("opposites.txt"))


@cache
def rivals() -> tuple[tuple[frozenset[Phrase], ...], ...]:
    """Return the groups of measures that exclude each other, each as the phrases that tell it."""
    return _groups("rivals.txt")


@cache
def rivals_of_goods() -> tuple[tuple[frozenset[Phrase], ...], ...]:
    """Return the rivals among measures of how much there was of some goods."""
    return _groups("rivals_of_goods.txt")


@cache
def peoples() -> tuple[tuple[str, ...], ...]:
    """Return for each people the words that name it or its country, in lower case."""
    return tuple(
        tuple(word.strip() for word in line.replace("|", ",").split(","))
        for line in _lines("peoples.txt")
    )


@cache
def longest_phrases() -> dict[str, int]:
    """Return how many words the longest phrase with synonyms has that begins with each stem."""
    longest: dict[str, int] = {}
    for phrase in synonyms():
        longest[phrase[0]] = max(len(phrase), longest.get(phrase[0], 0))
    return longest


@cache
def related() -> dict[str, str]:
    """Return for each known stem a line of stems: its synonyms, broader words, derived forms."""
    return {head: rest for head, _, rest in (ln.partition(" ") for ln in _lines("related.txt"))}


@cache
def contrary() -> dict[str, frozenset[str]]:
    """Return for each stem that has opposites the stems of those, synonyms folded."""
    table: dict[str, set[str]] = {}
    for head, *others in (line.split() for line in _lines("contrary.txt")):
        table.setdefault(head, set()).update(others)
    for line in _lines("contrary_pairs.txt"):
        one, other = ({phrase[-1] for phrase in _side(line, index)} for index in (0, 1))
        for mine, theirs in ((one, other), (other, one)):
            for head in mine:
                table.setdefault(head, set()).update(theirs)
    folded: dict[str, set[str]] = {}
    for head, opposites in table.items():
        folded.setdefault(_fold(head), set()).update(_fold(other) for other in opposites)
    return {head: frozenset(others - {head}) for head, others in folded.items()}


@cache
def stop_words() -> frozenset[str]:
    """Return the words, not stems, that name no measure."""
    return frozenset(word for line in _lines("stopwords.txt") for word in line.split())


@cache
def verbs() -> frozenset[str]:
    """Return the stems that are verbs more often than nouns."""
    return frozenset(_lines("verbs.txt"))


@cache
def persons() -> frozenset[str]:
    """Return the stems of nouns that name people."""
    return frozenset(_lines("persons.txt")) - no_persons()


@cache
def no_persons() -> frozenset[str]:
    """Return stems of nouns that name no people, though people may be called so or by its stem."""
    return _stems("no_persons.txt")


@cache
def shared_names() -> frozenset[str]:
    """Return the stems of words that many names share: "Lake", "Bank", "North"."""
    return _stems("shared_names.txt")


@cache
def generic() -> frozenset[str]:
    """Return the stems that many measures share."""
    return _stems("generic.txt")


@cache
def flows() -> frozenset[str]:
    """Return the stems of verbs that tell how many came or went."""
    return _stems("flows.txt")


@cache
def acts() -> frozenset[str]:
    """Return the stems of verbs that tell with how many of them something was done."""
    return _stems("acts.txt")


@cache
def telling() -> frozenset[str]:
    """Return the stems of verbs that say how many there are, or have come to be."""
    return _stems("telling.txt")


@cache
def falls() -> frozenset[str]:
    """Return the stems of words that tell that something went down."""
    return _stems("falls.txt")


@cache
def rises() -> frozenset[str]:
    """Return the stems of words that tell that something went up."""
    return _stems("rises.txt")


@cache
def combined() -> frozenset[Phrase]:
    """Return the wordings that add up several things."""
    return frozenset(_phrase(entry) for line in _lines("combined.txt") for entry in line.split(","))


@cache
def implied_by(dimension: str) -> frozenset[str]:
    """Return the stems of words that a figure of this dimension need not be told by."""
    for line in _lines("implied.txt"):
        name, _, words = line.partition("|")
        if name.strip() == dimension:
            return frozenset(stem(word.plain) for word in words_in(words))
    return frozenset()


def is_related(one: str, other: str) -> bool:
    """Whether either of two stems names the other as near in meaning."""
    return (
        other in near(one)
        or one in near(other)
        or not whole_sides(one).isdisjoint(whole_sides(other))
    )


def whole_sides(word: str) -> frozenset[WholeSide]:
    """Return the sides of wholes that a word alone tells: "exported" and "abroad" tell the same."""
    return _sides_by_word().get(word, frozenset())


@cache
def _sides_by_word() -> dict[str, frozenset[WholeSide]]:
    sides: dict[str, set[WholeSide]] = {}
    for at, pair in enumerate(opposites()):
        for side, phrases in enumerate(pair):
            for word, *rest in phrases:
                if not rest:
                    sides.setdefault(word, set()).add((at, side))
    return {word: frozenset(found) for word, found in sides.items()}


def holds(words: Sequence[str], phrase: Phrase) -> bool:
    """Whether stems of a text hold the phrase, word for word."""
    length = len(phrase)
    if phrase and phrase[0] not in words:  # as a rule
        return False
    return any(tuple(words[at : at + length]) == phrase for at in range(len(words)))


@lru_cache(maxsize=8192)
def near(word: str) -> frozenset[str]:
    """Return the stems that a stem names as near in meaning."""
    return frozenset(related().get(word, "").split())


def _fold(stemmed: str) -> str:
    return synonyms().get((stemmed,), stemmed)


def _stems(name: str) -> frozenset[str]:
    return frozenset(stem(word.plain) for line in _lines(name) for word in words_in(line))


def _groups(name: str) -> tuple[tuple[frozenset[Phrase], ...], ...]:
    return tuple(
        tuple(_side(line, index) for index in range(line.count("|") + 1)) for line in _lines(name)
    )


def _side(line: str, index: int) -> frozenset[Phrase]:
    return frozenset(_phrase(entry) for entry in line.split("|")[index].split(","))


def _phrase(entry: str) -> Phrase:
    return tuple(stem(word.plain) for word in words_in(entry))


def _lines(name: str) -> Iterator[str]:
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line
