"""Say which of the times that a sentence names a figure is for."""

from __future__ import annotations

from claims.quantities.document import Sentence
from claims.quantities.figures import Figure
from claims.quantities.periods import Period

_BREAKS = frozenset([";", ":", "—", "(", ")"])
_LIGHT_BREAKS = frozenset([",", "while", "whereas", "but", "and"])
_BREAK_COST = 20
_LIGHT_BREAK_COST = 6
_BEFORE_COST = 3  # a time after the figure is more likely its own than one before it


def period_of(sentence: Sentence, figure: Figure) -> Period | None:
    """Return the time that the sentence names for the figure: the nearest within its clause."""
    best: tuple[int, Period] | None = None
    for moment in sentence.moments:
        if moment.period is None:
            continue
        cost = _distance(sentence, figure, moment.first, moment.end)
        if best is None or cost < best[0]:
            best = (cost, moment.period)
    return best[1] if best else None


def _distance(sentence: Sentence, figure: Figure, first: int, end: int) -> int:
    """Return how far a moment is from the figure; breaks of the clause make it further."""
    if first >= figure.end:
        gap, extra = sentence.tokens[figure.end : first], 0
    else:
        gap, extra = sentence.tokens[end : figure.first], _BEFORE_COST
        if first == 0 or sentence.tokens[0].low in ("in", "at", "on", "by", "during", "since"):
            extra -= min(len(gap), 10) if first <= 4 else 0
    if len(gap) > 60:
        return len(gap) + 100
    heavy = sum(token.text in _BREAKS for token in gap)
    light = sum(token.low in _LIGHT_BREAKS for token in gap)
    return len(gap) + extra + heavy * _BREAK_COST + light * _LIGHT_BREAK_COST
