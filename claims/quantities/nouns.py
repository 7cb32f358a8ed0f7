"""Light knowledge of English words: enough to bound a noun phrase and to find its head."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claims.quantities.number_words import HYPHENS
from claims.quantities.tokens import Token
from claims.quantities.word_lists import words

_DATA = Path(__file__).with_name("data")


def _words(name: str) -> frozenset[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


STOPS = _words("stop_words.txt")
VERBS = _words("verbs.txt")
_PLURALS = words("nouns plurals")
# They are never adjectives: "340 took part" counts no "took part".
PAST_TENSES = words("nouns past tenses")
_NOT_PLURAL_ENDINGS = ("ss", "us", "is", "'s", "’s", "ous")
_MAX_WORDS = 6


def is_plural(word: str) -> bool:
    """Whether a word in small letters looks like a plural noun."""
    if word in _PLURALS:
        return True
    return word.endswith("s") and len(word) > 3 and not word.endswith(_NOT_PLURAL_ENDINGS)


def counted_end(tokens: Sequence[Token], at: int, *, one: bool, limit: int | None = None) -> int:
    """Return where the counted noun phrase that begins at tokens[at] ends, or `at` for none.

    It ends with the first plural noun, or, where there is none (and for `one` of something), with
    the last word before a stop, and never goes beyond `limit`.
    """
    end = at
    last = at
    limit = min(len(tokens) if limit is None else limit, at + _MAX_WORDS * 2)
    words = 0
    while end < limit and words < _MAX_WORDS:
        token = tokens[end]
        if token.text in HYPHENS and end > at and not token.spaced:
            end += 1
            continue
        if token.kind != "word" or token.low in STOPS:
            break
        if token.low in (VERBS if words else PAST_TENSES):
            break
        if not words and token.low == "left" and not _is_plural_next(tokens, end + 1):
            break  # "has 170 left"
        words += 1
        end += 1
        last = end
        if not one and is_plural(token.low) and not _goes_on(tokens, end):
            return _with_counterpart(tokens, end, limit)
    return last


def _with_counterpart(tokens: Sequence[Token], end: int, limit: int) -> int:
    """Return where "men and women" end: both together are the people who are counted."""
    if end + 2 > limit or tokens[end].low != "and":
        return end
    pair = {tokens[end - 1].low, tokens[end + 1].low}
    return end + 2 if pair in _COUNTERPARTS else end


_COUNTERPARTS = (
    {"men", "women"}, {"boys", "girls"}, {"sons", "daughters"}, {"brothers", "sisters"},
    {"ladies", "gentlemen"}, {"males", "females"},
)  # fmt: skip


def _is_plural_next(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and is_plural(tokens[at].low) and tokens[at].low not in STOPS


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether the plural was part of a longer name ("sports halls", "10 sales people")."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return False
    return is_plural(tokens[at].low) and tokens[at].low not in STOPS | VERBS
