"""Does a text deny what a statement asserts, or tell the opposite of one of its words?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claims.checking import lexicon
from claims.checking.stems import stem
from claims.checking.words import words_in

_DENIALS = frozenset(
    ("not", "never", "no", "none", "nobody", "neither", "nor", "without", "cannot", "fail",
     "failed", "fails", "unable", "refused", "lack", "lacked", "lacks", "unsuccessful",
     "unsuccessfully")
)  # fmt: skip
# Words of comparison belong to a figure, and the figures are compared.
_COMPARING = frozenset(
    ("more", "most", "less", "least", "fewer", "fewest", "over", "under", "above", "below",
     "before", "after", "up", "down", "early", "late")
)  # fmt: skip
_REACH = 4  # how many words after a denial it may deny
_NEIGHBOURS, _NEAR = 3, 5  # how far from a word those stand that tell what it is said of


@dataclass(frozen=True, slots=True)
class Told:
    """One word of a text: as it is written, in lower case, and its stem."""

    plain: str
    stem: str

    @property
    def tells(self) -> bool:
        """Whether the word has a meaning of its own."""
        return self.plain not in lexicon.stop_words() and len(self.plain) > 1

    @property
    def denies(self) -> bool:
        """Whether the word denies those after it."""
        return self.plain in _DENIALS or self.plain.endswith("n't")


def words_of(text: str) -> list[Told]:
    """Return the words of a plain text: stems of superlatives without ending, synonyms folded."""
    plain = (word.plain.rstrip(".,:/") for word in words_in(text))
    return [Told(word, _base(word)) for word in plain]


def _fold(stemmed: str) -> str:
    return lexicon.synonyms().get((stemmed,), stemmed)


def denied(ours: Sequence[Told], theirs: Sequence[Told]) -> bool:
    """Whether one of two texts denies a word that the other asserts."""
    return _denies(ours, theirs) or _denies(theirs, ours)


def opposed(ours: Sequence[Told], theirs: Sequence[Told]) -> str:
    """Return the word of which the text has only the opposite, said of the same; "" for none."""
    told = {word.stem for word in theirs}
    claimed = {word.stem for word in ours}
    for at, word in enumerate(ours):
        if word.stem in told or word.plain in _COMPARING:
            continue
        others = lexicon.contrary().get(word.stem, frozenset()) - claimed
        for place, other in enumerate(theirs):
            is_opposite = other.stem in others and other.plain not in _COMPARING
            if is_opposite and _same_company(ours, at, theirs, place):
                return word.plain
    return ""


def _same_company(ours: Sequence[Told], at: int, theirs: Sequence[Told], place: int) -> bool:
    mine = _around(ours, at, _NEIGHBOURS)
    return bool(mine & _around(theirs, place, _NEAR))


def _around(words: Sequence[Told], at: int, reach: int) -> set[str]:
    near = [*words[max(0, at - reach) : at], *words[at + 1 : at + 1 + reach]]
    return {word.stem for word in near if word.tells}


def _denies(ours: Sequence[Told], theirs: Sequence[Told]) -> bool:
    """Whether a word denied here is asserted, and nothing denied, there."""
    if any(word.denies for word in theirs):
        return False
    told = {word.stem for word in theirs if word.tells}
    return any(
        word.tells and word.stem in told
        for at, denial in enumerate(ours)
        if denial.denies and not any(other.plain == "until" for other in ours[at:])
        for word in ours[at + 1 : at + 1 + _REACH]
    )


def _base(word: str) -> str:
    if word.endswith("iest") and len(word) > 6:
        return _fold(stem(word[:-4] + "y"))
    if word.endswith("est") and len(word) > 6:
        return _fold(stem(word[:-3]))
    return _fold(stem(word))
