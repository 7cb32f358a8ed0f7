"""Say which of the times that a sentence names a figure is for."""

from __future__ import annotations

from bisect import bisect_left

from claims.quantities.document import Sentence
from claims.quantities.figures import Figure
from claims.quantities.periods import Period

_BREAKS = frozenset([";", ":", "—", "(", ")"])
_LIGHT_BREAKS = frozenset([",", "while", "whereas", "but", "and"])
_NEAREST = 6  # so many times before and after a figure are considered
_FAR = 60
_BREAK_COST = 20
_LIGHT_BREAK_COST = 6
_BEFORE_COST = 3  # a time after the figure is more likely its own than one before it


def period_of(sentence: Sentence, figure: Figure) -> Period | None:
    """Return the time that the sentence names for the figure: the nearest within its clause."""
    best: tuple[int, Period] | None = None
    at = bisect_left(sentence.moments, figure.first, key=lambda moment: moment.first)
    for moment in sentence.moments[max(0, at - _NEAREST) : at + _NEAREST]:
        if moment.period is None:
            continue
        cost = _distance(sentence, figure, moment.first, moment.end)
        if best is None or cost < best[0]:
            best = (cost, moment.period)
    return best[1] if best else None


def _distance(sentence: Sentence, figure: Figure, first: int, end: int) -> int:
    """Return how far a moment is from the figure; breaks of the clause make it further."""
    if min(abs(first - figure.end), abs(figure.first - end)) > _FAR:
        return 2 * _FAR
    if first >= figure.end:
        gap, extra = sentence.tokens[figure.end : first], 0
    else:
        gap, extra = sentence.tokens[end : figure.first], _BEFORE_COST
        if first == 0 or sentence.tokens[0].low in ("in", "at", "on", "by", "during", "since"):
            extra -= min(len(gap), 10) if first <= 4 else 0
    heavy = sum(token.text in _BREAKS for token in gap)
    light = sum(token.low in _LIGHT_BREAKS for token in gap)
    return len(gap) + extra + heavy * _BREAK_COST + light * _LIGHT_BREAK_COST
