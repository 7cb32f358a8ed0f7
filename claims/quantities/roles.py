"""Say what a figure does in its sentence: level, change, earlier value, limit."""

from __future__ import annotations

from collections.abc import Sequence

from claims.quantities.figures import Figure
from claims.quantities.mention import Role
from claims.quantities.plans import coming, intention, is_intended, was_planned
from claims.quantities.quantity import Comparator, Kind
from claims.quantities.ranges import MOVES
from claims.quantities.retractions import is_early, is_withdrawn
from claims.quantities.tokens import Token
from claims.quantities.units import COUNT, PERCENT
from claims.quantities.word_lists import words

_CHANGE_NOUNS = words("roles change nouns")
_MORE_LESS = words("roles more less")
_LARGER = words("roles larger")
_DENIALS = words("roles denials")
_UNTRUE = words("roles untrue")
_PERCENT_MOVES = words("roles percent moves")
_COMPARING_TIMES = words("roles comparing times")
_IF_WORDS = words("roles if words")
_LATER_WORDS = words("roles later words")
_FRAME_WORDS = words("roles frame words")
_PEOPLE = words("roles people")
_NOT = frozenset(["not", "n't", "neither", "nor", "hardly"])
_NOT_A_DENIAL = frozenset(["only", "than", "just", "merely", "even"])
_BREAKS = frozenset(";:—()") | {"but", "instead", "whereas", "while", "rather"}
_OPEN = frozenset(
    [Comparator.MORE_THAN, Comparator.AT_LEAST, Comparator.LESS_THAN, Comparator.AT_MOST]
)
_MOVING = frozenset([Kind.PERCENT, Kind.CURRENCY, Kind.DIMENSION, Kind.TEMPERATURE])
_OLDEST = 130
_CLAUSE, _LONG_CLAUSE = 14, 24
_FORMERLY = frozenset(["before", "previously", "earlier", "formerly", "until"])


def roles_of(tokens: Sequence[Token], figures: Sequence[Figure]) -> list[Role]:
    """Return the role of each figure of a sentence."""
    return [
        role_of(tokens, figure, figures[at - 1] if at else None)
        for at, figure in enumerate(figures)
    ]


def role_of(tokens: Sequence[Token], figure: Figure, earlier: Figure | None) -> Role:
    """Return the role of a figure; the rules are tried in order of how sure they are.

    `earlier` is the figure before it in the sentence.
    """
    before = _before(tokens, figure, _CLAUSE)
    after = _after(tokens, figure, 6)
    if _is_replaced(tokens, figure) and _FORMERLY.intersection(after):
        return Role.PREVIOUS
    if _is_denied(tokens, figure, before):
        return Role.DENIED
    if _is_limit(tokens, figure, before, after, earlier):
        return Role.LIMIT
    if _is_previous(before, after) or is_early(before):
        return Role.PREVIOUS
    if set(before) & _IF_WORDS:
        return Role.HYPOTHETICAL
    if earlier and _is_owned_whole(tokens, figure, earlier):
        return Role.LEVEL
    moved = _movement(figure, before, after)
    is_money = figure.kind == Kind.CURRENCY
    if moved and is_intended(before):
        return intention(before, is_money) or moved
    return (
        _difference(figure, before, after)
        or moved
        or intention(before, is_money)
        or coming(tokens, figure)
        or was_planned(tokens, figure)
        or _vanished(tokens, figure)
        or _level_of_move(figure, before)
        or (Role.SHARE if figure.unit == PERCENT and "of" in after[:2] else Role.LEVEL)
    )


def _before(tokens: Sequence[Token], figure: Figure, width: int) -> list[str]:
    """Return the words before the figure, back to the nearest break of the clause."""
    found: list[str] = []
    for at in range(figure.first - 1, max(-1, figure.first - 1 - width), -1):
        if tokens[at].low in _BREAKS or (tokens[at].text == "," and found):
            break
        if tokens[at].text == "," and _ends_whole(tokens, at):
            break
        found.append(tokens[at].low)
    return found[::-1]


def _ends_whole(tokens: Sequence[Token], comma: int) -> bool:
    """Whether the comma ends the "Of the 900 who came," before the part that is told next."""
    for at in range(comma - 1, max(-1, comma - 1 - _CLAUSE), -1):
        if tokens[at].text in ",.;:":
            return False
        if tokens[at].text == "Of":
            return any(token.kind == "number" for token in tokens[at:comma])
    return False


def _after(tokens: Sequence[Token], figure: Figure, width: int) -> list[str]:
    found: list[str] = []
    for token in tokens[figure.end : figure.end + width]:
        if token.text in ",;:—()":
            break
        found.append(token.low)
    return found


# ---------------------------------------------------------------- denied


def _is_denied(tokens: Sequence[Token], figure: Figure, before: list[str]) -> bool:
    if _DENIALS.intersection(before) or before[-1:] == ["no"]:
        return True
    if _is_replaced(tokens, figure):
        return True
    if is_withdrawn(tokens, figure.end, _before(tokens, figure, _LONG_CLAUSE)):
        return True
    if any(token.low in _UNTRUE for token in tokens[figure.end : figure.end + _CLAUSE]):
        return not any(token.text in ",;" for token in tokens[figure.end : figure.end + 4])
    near = before[-8:]
    negated = any(word in _NOT or word.endswith(("n't", "n’t")) for word in near)
    negated = negated or ("no", "longer") in zip(near, near[1:], strict=False)
    return negated and not _NOT_A_DENIAL.intersection(near[-4:])


def _is_replaced(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether another figure stands for it: "612 instead of 540"."""
    lead = [token.low for token in tokens[max(0, figure.first - 2) : figure.first]]
    return lead in (["instead", "of"], ["rather", "than"])


# ---------------------------------------------------------------- limits


def _is_limit(
    tokens: Sequence[Token],
    figure: Figure,
    before: list[str],
    after: list[str],
    earlier: Figure | None,
) -> bool:
    lead = before[-1] if before else ""
    if lead in ("aged", "ages") or (lead == "within" and figure.kind == Kind.DURATION):
        return True
    is_open = figure.comparator in _OPEN
    if _is_required(tokens, figure):
        return True
    if figure.kind == Kind.AGE and is_open and figure.value < _OLDEST:
        return True
    if figure.kind == Kind.DURATION and after[:1] and after[0] in _LATER_WORDS:
        return True
    if is_open and not figure.has_unit and lead in _PEOPLE and _is_over_or_under(tokens, figure):
        return True
    if earlier is None:
        return False
    return _is_threshold(tokens, figure, earlier) or _is_whole(tokens, figure, earlier)


def _is_required(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether a rule asks for the figure: "the minimum of 8 percent", not "a minimum of 8"."""
    lead = tokens[figure.first - 1].low if figure.first else ""
    return tokens[figure.first].low in ("minimum", "maximum") and lead in _REQUIRING


_REQUIRING = frozenset(["the", "legal", "required", "statutory", "permitted", "regulatory"])


def _is_over_or_under(tokens: Sequence[Token], figure: Figure) -> bool:
    return tokens[figure.lead - 1].low in ("under", "over", "above", "below")


def _is_threshold(tokens: Sequence[Token], figure: Figure, earlier: Figure) -> bool:
    """Whether a share is counted by the figure: "half of them wait longer than a year"."""
    is_share = earlier.unit == PERCENT and not earlier.is_vague
    if not is_share or figure.comparator not in _OPEN or figure.first < earlier.end + 2:
        return False
    gap = [token.low for token in tokens[earlier.end : figure.first]]
    if len(gap) > _CLAUSE or gap[-1] in ("to", "from", "by", "and", "or", "than"):
        return False
    return "of" in gap[:2] + [gap[-1]] or earlier.is_fraction if "," not in gap else False


def _is_whole(tokens: Sequence[Token], figure: Figure, earlier: Figure) -> bool:
    """Whether the figure is the whole of a small part: "14 of the past 17 years"."""
    if earlier.unit != COUNT or earlier.has_unit or earlier.is_fraction:
        return False
    gap = [token.low for token in tokens[earlier.number_end : figure.first]]
    if not 0 < len(gap) <= 3 or gap[0] != "of" or figure.value < earlier.value:
        return False
    is_framed = bool(_FRAME_WORDS.intersection(gap))
    if _OWNING.intersection(gap) and not is_framed:
        return False
    is_relative = figure.end < len(tokens) and tokens[figure.end].low in ("who", "which", "that")
    return is_framed or (figure.unit == COUNT and (figure.value <= 100 or is_relative))


def _is_owned_whole(tokens: Sequence[Token], figure: Figure, earlier: Figure) -> bool:
    """Whether the figure is all that somebody has of a thing: "close 30 of its 180 branches"."""
    gap = [token.low for token in tokens[earlier.number_end : figure.first]]
    return gap[:1] == ["of"] and gap[-1] in _OWNING and len(gap) < 4 and figure.unit == COUNT


_OWNING = frozenset(["its", "their", "his", "her", "our"])


# ---------------------------------------------------------------- movement and intention


def _is_previous(before: list[str], after: list[str]) -> bool:
    lead = before[-1:]
    if lead == ["from"]:
        return bool((MOVES | _CHANGE_NOUNS).intersection(before))
    if before[-2:] in (["compared", "with"], ["compared", "to"], ["against", "the"], ["up", "on"]):
        return True
    if lead in (["against"], ["versus"], ["vs"], ["previously"], ["formerly"]):
        return True
    if lead == ["of"] and "from" in before[-5:-1] and _EXTREMES.intersection(before[-4:-1]):
        return True
    if after[:1] in (["above"], ["below"]):
        return False  # "prices were 8 percent above a year ago" tells how far they rose
    return "year" in after[:3] and bool({"earlier", "ago"}.intersection(after[:4]))


_EXTREMES = frozenset(["peak", "high", "low", "record", "maximum", "minimum", "average", "level"])


def _difference(figure: Figure, before: list[str], after: list[str]) -> Role | None:
    """Recognise how far two things lie apart: "8 percent less than men", not "than last year"."""
    if figure.unit == "times" or "than" not in after[:4] or before[-1:] == ["to"]:
        return None
    at = after.index("than")
    if not (_MORE_LESS | _LARGER).intersection(after[:at]):
        return None
    return None if _names_time(after[at + 1 : at + 4]) else Role.DIFFERENCE


def _names_time(compared: list[str]) -> bool:
    """Whether what follows "than" is an earlier time, and no other thing: "than in 2019"."""
    if not compared or compared[0] in _COMPARING_TIMES or compared[0][:4].isdecimal():
        return True
    if compared[1:2] in (["years"], ["months"], ["weeks"], ["decades"], ["quarters"]):
        return True  # "than ten years earlier"
    return compared[0] in _ARTICLES and bool(_COMPARING_TIMES.intersection(compared[1:3]))


_ARTICLES = frozenset(["a", "an", "the", "any", "its", "their", "his", "her"])


def _movement(figure: Figure, before: list[str], after: list[str]) -> Role | None:
    """Recognise "rose 5 percent", "by 30", "an increase of 9.4 percent", "12 percent more"."""
    if figure.unit == "times":
        return Role.CHANGE
    lead = before[-1] if before else ""
    near = set(before[-6:])
    if lead == "up" and _FILLING.intersection(before[-2:]):
        return None  # "Copper made up 61 percent of exports"
    if lead == "of" and figure.kind == Kind.CURRENCY and _LOSSES.intersection(before[-2:-1]):
        return None  # "made a loss of €40 million" tells the result of a year
    if after[:1] in (["above"], ["below"]) and figure.kind == Kind.DIMENSION:
        return None  # "the pass lies 2,340 m above the sea"
    if lead in ("lose", "loses", "losing") and figure.unit == PERCENT and after[:1] == ["of"]:
        return None  # "the works lose 30 percent of their water"
    is_rate = figure.has_unit and (figure.unit == PERCENT or lead.startswith("add"))
    moved = lead in MOVES or (lead in _PERCENT_MOVES and is_rate)
    if lead == "by" and figure.has_unit and figure.kind in _MOVING and after[:1] != ["of"]:
        moved = True  # "has drawn back by 1,200 metres"
    moved = moved or (
        lead in ("by", "of", "another", "further") and bool(near & (MOVES | _CHANGE_NOUNS))
    )
    if lead != "to" and after and (after[0] in _MORE_LESS):
        moved = True
    if not moved:
        return None
    return Role.GROWTH if figure.unit == PERCENT else Role.CHANGE


_FILLING = words("roles filling")
_LOSSES = frozenset(["loss", "losses"])


def _level_of_move(figure: Figure, before: list[str]) -> Role | None:
    """Recognise the level of a rate of growth or of a gap: "growth slowed to 1.9 percent"."""
    if {"gap", "gaps", "difference", "differences"}.intersection(before):
        return Role.DIFFERENCE
    if figure.unit != PERCENT or not {"growth", "contraction"}.intersection(before):
        return None
    return None if _OTHER_RATES.intersection(before) else Role.GROWTH


_OTHER_RATES = frozenset(["share", "proportion", "margin", "margins", "unemployment", "deficit"])


def _vanished(tokens: Sequence[Token], figure: Figure) -> Role | None:
    """Recognise the part that is no more: "40 percent of the ice present in 1980 is gone"."""
    if figure.unit != PERCENT or figure.end >= len(tokens) or tokens[figure.end].low != "of":
        return None
    for at in range(figure.end + 1, min(len(tokens), figure.end + _CLAUSE)):
        if tokens[at].text in ",;:—()":
            return None
        if tokens[at].low in _GONE and tokens[at - 1].low in _HAS_BEEN:
            follows = tokens[at + 1].low if at + 1 < len(tokens) else ""
            return None if follows in ("after", "within") else Role.GROWTH
    return None


_GONE = frozenset(["gone", "vanished", "disappeared", "lost", "destroyed"])
_HAS_BEEN = frozenset(["is", "are", "has", "have", "been", "had", "was", "were", "now", "already"])
