"""Say which of the times that a sentence names a figure is for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from claims.quantities.document import Sentence
from claims.quantities.figures import Figure
from claims.quantities.mention import Role
from claims.quantities.number_words import SMALL
from claims.quantities.periods import Period, Precision
from claims.quantities.tokens import Token

_BREAKS = frozenset([";", ":", "—", "(", ")"])
_ENDS = frozenset([";", "—"])
_OWNERS = frozenset(["its", "their", "his", "her", "whose"])
_LIGHT_BREAKS = frozenset([",", "while", "whereas", "but", "and"])
_ADJACENT = 3  # so far after an earlier value its own time may begin
_NEAREST = 6  # so many times before and after a figure are considered
_FAR = 60
_BREAK_COST = 20
_LIGHT_BREAK_COST = 6
_BEFORE_COST = 3  # a time after the figure is more likely its own than one before it


_AGO = frozenset(["earlier", "ago", "before", "previously"])
_YEARS_IN = {"year": 1, "years": 1, "decade": 10, "decades": 10}
_LINKS = frozenset(["in", "just", "only", "some", "about", "around", "the"])


def earlier_moments(sentence: Sentence, roles: Sequence[Role]) -> frozenset[int]:
    """Return where the times begin that only an earlier value has: "up from 189 in 2019"."""
    firsts: set[int] = set()
    for figure, role in zip(sentence.figures, roles, strict=True):
        at = bisect_left(sentence.moments, figure.end, key=lambda moment: moment.first)
        if role != Role.PREVIOUS or at == len(sentence.moments):
            continue
        first = sentence.moments[at].first
        gap = sentence.tokens[figure.end : min(first, figure.end + _ADJACENT)]
        if first <= figure.end + _ADJACENT and all(token.text not in ",;" for token in gap):
            firsts.add(first)
    return frozenset(firsts) | _compared_moments(sentence)


_COMPARES = (["than"], ["than", "in"], ["than", "the"], ["compared", "with"], ["compared", "to"],
             ["as", "in"], ["up", "from"], ["down", "from"], ["since"], ["versus"])  # fmt: skip


def current_moments(sentence: Sentence, figure: Figure) -> frozenset[int]:
    """Return where the times begin that an earlier value does not have: those before its words.

    "In 2021 it rose to 221 from 189" dates the 221; of "from its 2019 peak of 189" the time stands
    right before the earlier value.
    """
    return frozenset(
        moment.first
        for moment in sentence.moments
        if moment.end <= figure.first
        and (
            figure.first - moment.end > _ADJACENT
            or any(token.low in _LEADS for token in sentence.tokens[moment.end : figure.first])
        )
    )


_LEADS = frozenset(["from", "against", "with", "to", "versus", "vs", "on", ","])


def _compared_moments(sentence: Sentence) -> frozenset[int]:
    """Return where the times begin that a figure is only compared with: "up from 2021"."""
    firsts = set()
    for moment in sentence.moments:
        lead = [token.low for token in sentence.tokens[max(0, moment.first - 2) : moment.first]]
        is_of_whole = lead[-1:] == ["in"] and lead[0] in _THERE
        is_compared = lead in _COMPARES or lead[-1:] in _COMPARES
        if is_compared or is_of_whole or _tells_since_when(sentence, moment.first):
            firsts.add(moment.first)
    return frozenset(firsts) | _opening_moments(sentence)


# "40 percent of the ice seen in 1980 is gone": these tell when there was the whole.
_THERE = frozenset(["present", "seen", "alive", "existing", "standing", "left"])


def _tells_since_when(sentence: Sentence, first: int) -> bool:
    """Whether a time only tells since when: "its best year since it opened in 1976"."""
    lead = sentence.tokens[max(0, first - _SINCE_REACH) : first]
    if not lead or lead[-1].low != "in":
        return False
    since = next((at for at in range(len(lead) - 1, -1, -1) if lead[at].low == "since"), None)
    return since is not None and all(token.kind == "word" for token in lead[since:])


_SINCE_REACH = 6


def _opening_moments(sentence: Sentence) -> frozenset[int]:
    """Return where the times begin from which a move is counted: "between 2010 and 2020"."""
    tokens, firsts = sentence.tokens, set()
    for moment, following in pairwise(sentence.moments):
        lead = tokens[moment.first - 1].low if moment.first else ""
        gap = [token.low for token in tokens[moment.end : following.first]]
        if lead in ("between", "from") and gap in (["and"], ["to"], ["until"], ["through"]):
            firsts.add(moment.first)
    return frozenset(firsts)


def period_of(
    sentence: Sentence,
    figure: Figure,
    published: date | None = None,
    others: frozenset[int] = frozenset(),
) -> Period | None:
    """Return the time that the sentence names for the figure: the nearest within its clause.

    The times that begin at the tokens `others` belong to other figures.
    """
    counted_back = _years_ago(sentence, figure, published)
    if counted_back:
        return counted_back
    best: tuple[int, Period] | None = None
    at = bisect_left(sentence.moments, figure.first, key=lambda moment: moment.first)
    for moment in sentence.moments[max(0, at - _NEAREST) : at + _NEAREST]:
        if moment.period is None or moment.first in others:
            continue
        if moment.first > figure.end and _is_of_another(sentence, figure, moment.first):
            continue
        cost = _distance(sentence, figure, moment.first, moment.end)
        if best is None or cost < best[0]:
            best = (cost, moment.period)
    return best[1] if best else None


def _is_of_another(sentence: Sentence, figure: Figure, first: int) -> bool:
    """Whether a later time stands in a part of the sentence that has a figure of its own."""
    tokens = sentence.tokens
    begin = next(
        (
            at
            for at in range(first - 1, max(figure.end, first - _FAR) - 1, -1)
            if tokens[at].low in _ENDS
        ),
        -1,
    )
    if begin < 0:
        return False
    end = next(
        (at for at in range(first, min(len(tokens), first + _FAR)) if tokens[at].low in _ENDS),
        len(tokens),
    )
    at = bisect_left(sentence.figures, begin, key=lambda other: other.first)
    return at < len(sentence.figures) and sentence.figures[at].first < end


def is_taken_for_granted(sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure belongs to something that is already there: "with its 54 singers"."""
    return figure.first > 0 and sentence.tokens[figure.first - 1].low in _OWNERS


def _years_ago(sentence: Sentence, figure: Figure, published: date | None) -> Period | None:
    """Read the "two years earlier" that follows a figure: "up from 189 two years earlier"."""
    tokens = sentence.tokens[figure.end : figure.end + 5]
    while tokens and tokens[0].low in _LINKS:
        tokens = tokens[1:]
    if published is None or len(tokens) < 3 or tokens[2].low not in _AGO:
        return None
    year = published.year if tokens[2].low == "ago" else _year_before(sentence, figure, published)
    count, length = _small_number(tokens[0]), _YEARS_IN.get(tokens[1].low)
    if count is None or length is None or count * length >= year:
        return None
    return Period(date(year - count * length, 1, 1), Precision.YEAR)


def _year_before(sentence: Sentence, figure: Figure, published: date) -> int:
    """Return the year that the sentence names last before the figure, else that of publication."""
    named = (
        moment.period.start.year
        for moment in reversed(sentence.moments)
        if moment.period and moment.end <= figure.first
    )
    return next(named, published.year)


def _small_number(token: Token) -> int | None:
    if token.low in ("a", "an"):
        return 1
    if token.text.isdecimal() and token.text.isascii() and len(token.text) < 4:
        return int(token.text)
    return SMALL.get(token.low)


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
