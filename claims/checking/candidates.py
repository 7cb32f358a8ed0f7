"""Keys for the reverse search: which stored claims might a mention speak of?

A claim is stored under all pairs of its rarest terms, and under the rarest alone; a mention asks
with all pairs of its terms. Each key also holds the kind of unit, so that percentages never meet
head counts. A key is a signed 64-bit number: it fits a `bigint` column, and is the same on every
machine and in every release. It is the sum of its parts' hashes: a text asks with thousands of
pairs, and adding is all that a pair costs. Where a text gets other keys than before, the engine's
version is raised: the keys that are stored are then stored anew, and the claims judged again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, combinations, product

from claims.quantities.units import UnknownUnit, dimension

CLAIM_TERMS = 5
MENTION_TERMS = 14
_BEFORE = 0.5  # what a name counts that stands in an earlier sentence
_HALF, _WHOLE = 2**63, 2**64

Rarity = Callable[[str], float]


def rarest_first(terms: Iterable[str], rarity: Rarity) -> tuple[str, ...]:
    """Return the distinct terms, the rarest first; equally rare ones in the order given."""
    return tuple(sorted(dict.fromkeys(terms), key=rarity, reverse=True))


def claim_signatures(
    terms_by_rarity: Sequence[str],
    unit_dimension: str,
    *,
    alone: bool = True,
    count: int = CLAIM_TERMS,
) -> tuple[int, ...]:
    """Return the keys to store a claim under; its terms come rarest first, `count` are looked at.

    `alone` adds the key of its rarest term by itself: leave it out where many claims share it.
    """
    rarest = terms_by_rarity[:count]
    single = rarest[:1] if alone else ()
    return _pairs(rarest, unit_dimension) + tuple(
        signature(unit_dimension, term) for term in single
    )


def weighted_signatures(
    terms_by_rarity: Sequence[str],
    unit_dimension: str,
    rarity: Rarity,
    carried: Sequence[str] = (),
) -> dict[int, float]:
    """Return the keys to ask with for a mention, each with the rarity of its terms.

    The keys of the rarest terms come first. `carried` are names that the text has told before: each
    is asked for beside each of the terms and alone, and counts less than a term.
    """
    kind = _number(unit_dimension)
    rarest = tuple(dict.fromkeys(terms_by_rarity))[:MENTION_TERMS]
    numbers = [(_number(term), rarity(term)) for term in rarest]
    before = [(_number(name), rarity(name) * _BEFORE) for name in carried if name not in rarest]
    pairs = chain(combinations(numbers, 2), product(before, numbers))
    weighted = {
        _signed(kind + one + other): weight + other_weight
        for (one, weight), (other, other_weight) in pairs
    }
    alone = chain(numbers, before)
    return weighted | {_signed(kind + number): weight for number, weight in alone}


def unit_key(unit: str) -> str:
    """Return the kind of unit in a key: figures in units of one kind can be compared.

    Yearly figures are often told without their "per year", so a rate has the key of its amount.
    """
    try:
        return dimension(unit).removesuffix("/duration")
    except UnknownUnit:
        return unit


def signature(*parts: str) -> int:
    """Return the signed 64-bit key of these distinct texts, in any order."""
    return _signed(sum(map(_number, parts)))


@lru_cache(maxsize=65536)
def _number(part: str) -> int:
    return int.from_bytes(blake2b(part.encode(), digest_size=8).digest(), "big")


def _signed(number: int) -> int:
    return (number + _HALF) % _WHOLE - _HALF


def _pairs(terms: Sequence[str], unit_dimension: str) -> tuple[int, ...]:
    return tuple(signature(unit_dimension, *pair) for pair in combinations(dict.fromkeys(terms), 2))
