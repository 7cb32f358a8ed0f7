"""Figures that a source takes back: early reports that proved wrong, versions since corrected."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from claims.quantities.tokens import Token
from claims.quantities.word_lists import words

_EARLY = frozenset(["first", "early", "earlier", "initial", "previous", "original", "media"])
_REPORTS = frozenset(
    ["reports", "report", "estimates", "estimate", "figures", "figure", "counts", "count", "tally"]
)
_UNTRUE = words("roles untrue")
_MISTAKEN = _UNTRUE | {"wrong", "mistaken", "overstated", "understated", "inaccurate", "premature"}
_VERSIONS = frozenset(["version", "versions", "edition"])
_OURS = frozenset(["this", "the", "our"])
_SAYING = frozenset(
    ["said", "gave", "put", "stated", "had", "spoke", "listed", "showed", "suggested", "claimed",
     "wrongly", "incorrectly", "mistakenly", "indicated", "told"]
)  # fmt: skip
_CLAUSE = 14


def is_withdrawn(tokens: Sequence[Token], end: int, before: Sequence[str]) -> bool:
    """Whether a figure that ends at tokens[end] is one that the source itself takes back.

    It is the 52 of "early reports of 52 homes lost were too high", or the 61 of "an earlier version
    of this report gave the toll as 61". `before` holds the words before it in its clause.
    """
    return _is_of_old_version(before) or _is_of_wrong_report(tokens, end, before)


def is_early(before: Sequence[str]) -> bool:
    """Whether it is what the first reports said: "early reports had put the toll at 61"."""
    for at, (first, second) in enumerate(pairwise(before)):
        if first in _EARLY and second in _REPORTS:
            return not _SAYING.isdisjoint(before[at + 2 :])
    return False


def _is_of_old_version(before: Sequence[str]) -> bool:
    for at, (first, second) in enumerate(pairwise(before)):
        if first in _EARLY and second in _VERSIONS:
            follows = before[at + 2 : at + 4]
            return follows[:1] == ["of"] and follows[-1] in _OURS
    return False


def _is_of_wrong_report(tokens: Sequence[Token], end: int, before: Sequence[str]) -> bool:
    told = any(first in _EARLY and second in _REPORTS for first, second in pairwise(before)) or any(
        word in _REPORTS for word in before[-2:-1]
    )
    if not told or before[-1:] not in (["of"], ["that"], ["about"], ["on"]):
        return False
    after = [token.low for token in tokens[end : end + _CLAUSE]]
    until = next((at for at, word in enumerate(after) if word in (":", ";", ".")), len(after))
    return bool(_MISTAKEN.intersection(after[:until]) or _is_too_much(after[:until]))


def _is_too_much(after: Sequence[str]) -> bool:
    return any(first == "too" and second in ("high", "low") for first, second in pairwise(after))
