"""Say what a figure does in its sentence: a level, a change, an earlier value, a target, a limit."""

from __future__ import annotations

from collections.abc import Sequence

from claims.quantities.word_lists import words
from claims.quantities.figures import Figure
from claims.quantities.mention import Role
from claims.quantities.quantity import Comparator, Kind
from claims.quantities.ranges import MOVES
from claims.quantities.tokens import Token
from claims.quantities.units import PERCENT

_CHANGE_NOUNS = words("roles change nouns")
_MORE_LESS = words("roles more less")
_DENIALS = words("roles denials")
_NEGATIONS = frozenset(["not", "n't", "no", "neither", "without"])
_TARGETS = words("roles targets")
_FORECASTS = words("roles forecasts")
_CONDITIONS = frozenset(["if", "could", "would", "might", "may", "suppose", "assuming", "unless"])
_LATER_THAN_PREVIOUS = frozenset(["earlier", "ago", "before", "previously"])
_LIMIT_LEADS = frozenset(["aged", "within", "ages", "age"])
_NEAR = 6


def role_of(tokens: Sequence[Token], figure: Figure) -> Role:
    """Return the role of a figure; the rules are tried in order of how sure they are."""
    if _is_denied(tokens, figure):
        return Role.DENIED
    if _is_previous(tokens, figure):
        return Role.PREVIOUS
    if _is_limit(tokens, figure):
        return Role.LIMIT
    moved = _movement(tokens, figure)
    if moved:
        return moved
    return _modal(tokens, figure) or _level_or_share(tokens, figure)


def _before(tokens: Sequence[Token], figure: Figure, width: int) -> list[str]:
    """Return the words before the figure, back to the nearest break of the clause."""
    words: list[str] = []
    for at in range(figure.first - 1, max(-1, figure.first - 1 - width), -1):
        if tokens[at].text in ";:—()" or (tokens[at].text == "," and words):
            break
        words.append(tokens[at].low)
    return words[::-1]


def _after(tokens: Sequence[Token], figure: Figure, width: int) -> list[str]:
    words: list[str] = []
    for token in tokens[figure.end : figure.end + width]:
        if token.text in ",;:—()":
            break
        words.append(token.low)
    return words


def _is_denied(tokens: Sequence[Token], figure: Figure) -> bool:
    before = _before(tokens, figure, 12)
    if any(word in _DENIALS for word in before):
        return True
    near = before[-7:]
    if any(word in _NEGATIONS or word.endswith(("n't", "n’t")) for word in near):
        return not {"only", "than", "just", "merely"} & set(near[-4:])
    return False


def _is_previous(tokens: Sequence[Token], figure: Figure) -> bool:
    before = _before(tokens, figure, _NEAR)
    after = _after(tokens, figure, 5)
    if before[-2:-1] and before[-2] in ("up", "down") and before[-1] == "from":
        return True
    if before[-1:] == ["from"] and any(
        token.low in MOVES for token in tokens[max(0, figure.first - 9) : figure.first]
    ):
        return True
    if before[-2:] in (["compared", "with"], ["compared", "to"], ["against", "the"]):
        return True
    return before[-1:] in (["against"], ["versus"], ["vs"]) or (
        bool(set(after) & {"earlier", "ago", "previously"}) and "year" in after
    )


def _is_limit(tokens: Sequence[Token], figure: Figure) -> bool:
    before = _before(tokens, figure, 3)
    lead = before[-1] if before else ""
    if lead in ("within", "aged", "ages"):
        return True
    if figure.kind == Kind.AGE and figure.comparator != Comparator.EXACT:
        return True
    wording = [token.low for token in tokens[figure.first : figure.lead]]
    return wording[-1:] in (["under"], ["over"]) and not figure.has_unit and lead in (
        "people", "those", "children", "anyone", "everyone", "adults", "aged", "persons", "women",
        "men", "workers", "drivers", "the",
    )  # fmt: skip


def _movement(tokens: Sequence[Token], figure: Figure) -> Role | None:
    """Recognise "rose 5 percent", "by 30", "an increase of 9.4 percent", "12 percent more"."""
    before = _before(tokens, figure, _NEAR)
    after = _after(tokens, figure, 3)
    lead = before[-1] if before else ""
    moved = lead in MOVES or (
        lead in ("by", "of", "another", "further") and bool(set(before) & (MOVES | _CHANGE_NOUNS))
    )
    moved = moved or (bool(after) and after[0] in _MORE_LESS and lead != "to")
    if not moved or figure.unit == "times":
        return Role.CHANGE if figure.unit == "times" else None
    return Role.GROWTH if figure.unit == PERCENT else Role.CHANGE


def _modal(tokens: Sequence[Token], figure: Figure) -> Role | None:
    before = _before(tokens, figure, 10)
    words = set(before) | set(_after(tokens, figure, 4))
    if words & _TARGETS:
        return Role.TARGET
    if words & _FORECASTS:
        return Role.FORECAST
    return Role.HYPOTHETICAL if set(before) & _CONDITIONS else None


def _level_or_share(tokens: Sequence[Token], figure: Figure) -> Role:
    if figure.unit == PERCENT:
        return Role.SHARE if "of" in _after(tokens, figure, 2) else Role.LEVEL
    return Role.LEVEL
