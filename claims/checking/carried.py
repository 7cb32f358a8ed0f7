"""The names that a text has told before a figure, and that its sentence need not tell again.

"Velmont University has a new rector. Some 19,750 students are enrolled": whose students they are is
said in the sentence before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from claims.checking.terms import Term, terms_in

CARRIED = 4  # names for one figure
_LOOKED_BACK = 50  # names that are looked at for the nearest: one may be told again and again


def names_before(text: str, sentence_start: int, *, count: int = CARRIED) -> tuple[str, ...]:
    """Return the keys of up to `count` names that `text` tells before one of its sentences.

    The nearest come first, but half of them are the first of the text: what a text is about it
    says at its beginning, and who speaks, shortly before the words.
    """
    names = _names(text)
    end = bisect_left(names, sentence_start, key=_start)
    back = (names[at].key for at in range(end - 1, max(-1, end - 1 - _LOOKED_BACK), -1))
    nearest = _distinct(back, count - count // 2)
    ahead = (name.key for name in names[: min(end, _LOOKED_BACK)] if name.key not in nearest)
    return (*nearest, *_distinct(ahead, count // 2))


def _distinct(names: Iterable[str], count: int) -> list[str]:
    return list(islice(dict.fromkeys(names), count))


def _start(term: Term) -> int:
    return term.start


@lru_cache(maxsize=64)
def _names(text: str) -> tuple[Term, ...]:
    return tuple(term for term in terms_in(text) if term.is_name)
