"""Which way a change went: "rose 5 percent" and "fell 5 percent" say the opposite."""

from __future__ import annotations

from claims.checking import lexicon
from claims.checking.claim import ClaimForCheck
from claims.checking.context import Surroundings
from claims.checking.stems import stem
from claims.checking.words import words_in
from claims.quantities.mention import Role

_MOVES = frozenset({Role.CHANGE, Role.GROWTH})
_REACH_BEFORE, _REACH_AFTER = 8, 3


def is_opposite(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether claim and mention are changes, one upwards and one downwards."""
    reading, mention = claim.reading, around.mention
    if reading is None or claim.role not in _MOVES or mention.role not in _MOVES:
        return False
    claimed = _direction(claim.statement, (0, len(claim.statement)), (reading.start, reading.end))
    found = _direction(around.document.text, around.clause, (mention.start, mention.end))
    return claimed * found < 0


def _direction(text: str, clause: tuple[int, int], figure: tuple[int, int]) -> int:
    """Return 1 for upwards, -1 for downwards, 0 where no word near the figure tells."""
    after = _stems(text[figure[1] : clause[1]])[:_REACH_AFTER]
    before = _stems(text[clause[0] : figure[0]])[-_REACH_BEFORE:]
    for word in (*after, *reversed(before)):
        if word in lexicon.rises():
            return 1
        if word in lexicon.falls():
            return -1
    return 0


def _stems(text: str) -> list[str]:
    return [stem(word.plain) for word in words_in(text)]
