"""Numbers of a result: "2-1", "31 votes to 26", and ratios such as "1:3"."""

from __future__ import annotations

from collections.abc import Sequence

from claims.quantities.number_words import HYPHENS
from claims.quantities.tokens import Token
from claims.quantities.word_lists import words

_SCORE_WORDS = words("names score words")
_VOTE_WORDS = words("names vote words")
_NOT_A_NAME = words("names not a name")
_COUNTED = words("scores counted")


def is_score(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number is one side of "2-1", of "31 votes to 26" or of "1:3"."""
    return _is_dashed_score(tokens, at) or _is_vote(tokens, at) or _is_ratio(tokens, at)


def _is_ratio(tokens: Sequence[Token], at: int) -> bool:
    for first in (at, at - 2):
        if first < 0 or first + 2 >= len(tokens) or tokens[first + 1].text != ":":
            continue
        glued = not tokens[first + 1].spaced and not tokens[first + 2].spaced
        if glued and tokens[first].kind == tokens[first + 2].kind == "number":
            return True
    return False


def _is_dashed_score(tokens: Sequence[Token], at: int) -> bool:
    for first in (at, at - 2):
        if first < 0 or first + 2 >= len(tokens) or tokens[first + 1].text not in "-–":
            continue
        left, dash, right = tokens[first : first + 3]
        if dash.spaced or right.spaced or not (_is_small(left) and _is_small(right)):
            continue
        if not left.spaced or _is_followed_by_counted(tokens, first + 3):
            continue
        near = tokens[max(0, first - 12) : first + 15]
        if any(token.low in _SCORE_WORDS for token in near):
            return True
    return False


def _is_small(token: Token) -> bool:
    return token.kind == "number" and token.text.isdecimal() and len(token.text) < 4


def _is_followed_by_counted(tokens: Sequence[Token], at: int) -> bool:
    if at >= len(tokens):
        return False
    token = tokens[at]
    if token.text in "%°\"'" or token.text in HYPHENS or not token.spaced:
        return token.kind == "word" or token.text in "%°"
    return token.low in _COUNTED


def _is_vote(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number is one side of "31 votes to 26", "by 52 to 48"."""
    for first in (at, at - 3, at - 2):
        if first < 0 or first + 2 >= len(tokens) or not _is_small(tokens[first]):
            continue
        has_votes = tokens[first + 1].low in ("votes", "vote")
        to = first + 1 + has_votes
        if to + 1 >= len(tokens) or tokens[to].low not in ("to", "against"):
            continue
        if not _is_small(tokens[to + 1]) or at not in (first, to + 1):
            continue
        voted = any(token.low in _VOTE_WORDS for token in tokens[max(0, first - 8) : first])
        if has_votes or (voted and first and tokens[first - 1].low in ("by", ",")):
            return True
    return False
