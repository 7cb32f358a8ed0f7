"""Tell at sight which claims a text does not speak of, before they are read for judging."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from claims.checking.terms import Term, terms_in
from claims.checking.weighing import names_unit
from claims.quantities.mention import Document


def may_speak_of(statement: str, names: Sequence[Term], document: Document) -> bool:
    """Whether a text has one of the `names` in a statement, or the statement has none.

    A mention of a text that never names the claim's entity does not match (`features.unnamed`).
    """
    told = _words(document.text), _words(document.title)
    if not names or any(term.key in each or term.stem in each for each in told for term in names):
        return True
    return any(names_unit(statement[term.start : term.end]) for term in names)


@lru_cache(maxsize=64)
def _words(text: str) -> frozenset[str]:
    return frozenset(word for term in terms_in(text) for word in (term.key, term.stem))
