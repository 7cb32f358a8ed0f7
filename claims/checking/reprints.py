"""Texts that repeat one another: a press release in ten outlets is one voice.

A text is its word shingles. Two texts that share many of them share, most likely, one of their
signatures (MinHash bands): so candidates are found by equality, and then compared exactly.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from itertools import islice

from rensa import RMinHash

_WORD = re.compile(r"[^\W_]+")
_WORDS_READ = 5_000  # of a longer text the beginning tells
_SHINGLE = 3

# Texts that share half of their shingles are found with a chance of 96 percent, six in ten 99.6.
_BANDS, _ROWS = 24, 3
_SEED = 1  # part of every stored signature

# A header, a footer and another headline leave more than this in common; two reports of one event
# by different hands less than a tenth.
_SHARED_BY_BOTH = 0.5
# A text that stands nearly whole in a longer one, unless it is so short that many would hold it.
_SHARED_BY_SHORTER = 0.8
_LONG_ENOUGH = 20


def text_signatures(text: str) -> list[int]:
    """Return the keys under which texts that repeat this one are found; signed, of 64 bits."""
    shingles = _shingles(text)
    if not shingles:
        return []
    sketch = RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
    sketch.update(sorted(shingles))
    digest = sketch.digest()
    return [_key(band, digest[band * _ROWS : (band + 1) * _ROWS]) for band in range(_BANDS)]


def repeats(text: str, other: str) -> bool:
    """Whether the two are one text in substance: one reprints the other, or both a third."""
    one, two = _shingles(text), _shingles(other)
    shared, shorter = len(one & two), min(len(one), len(two))
    if not shared:
        return False
    if shared >= _SHARED_BY_BOTH * len(one | two):
        return True
    return shorter >= _LONG_ENOUGH and shared >= _SHARED_BY_SHORTER * shorter


@lru_cache(maxsize=16)
def _shingles(text: str) -> frozenset[str]:
    words = [match[0].casefold() for match in islice(_WORD.finditer(text), _WORDS_READ)]
    if len(words) < _SHINGLE:
        return frozenset([" ".join(words)] if words else [])
    return frozenset(" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))


def _key(band: int, rows: list[int]) -> int:
    packed = f"{band}:{rows}".encode()
    return int.from_bytes(hashlib.blake2b(packed, digest_size=8).digest(), "big", signed=True)
