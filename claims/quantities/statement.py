"""Read the one quantity that a claim's statement is about."""

from __future__ import annotations

from dataclasses import replace

from claims.quantities.extract import extract
from claims.quantities.mention import Document, Mention, Role
from claims.quantities.periods import Period
from claims.quantities.quantity import Comparator

# Which role a statement is most likely made for, the likeliest first.
_ROLES = (
    Role.LEVEL,
    Role.SHARE,
    Role.GROWTH,
    Role.CHANGE,
    Role.DIFFERENCE,
    Role.TARGET,
    Role.FORECAST,
    Role.HYPOTHETICAL,
    Role.LIMIT,
    Role.PREVIOUS,
    Role.DENIED,
    Role.RANK,
)


class NotAQuantity(ValueError):
    """A statement asserts no quantity; the reason says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_statement(statement: str, *, as_of: Period | None = None) -> Mention:
    """Return the quantity that the statement asserts; raise NotAQuantity when there is none.

    Of several numbers the one is chosen that says how much there is: a level or share before a
    change, a change before a plan, and these before an earlier value, a limit or a denied figure.
    Among equals it is a figure outside brackets, and then the first. `as_of` is the period where
    the text names none.
    """
    if not statement.strip():
        raise NotAQuantity("the statement is empty")
    mentions = extract(Document(statement))
    if not mentions:
        reason = "holds only dates, names or codes" if _has_digit(statement) else "holds no number"
        raise NotAQuantity(f"the statement {reason}")
    chosen = min(mentions, key=lambda mention: _rank(statement, mention))
    if chosen.period is None and as_of is not None:
        return replace(chosen, period=as_of)
    return chosen


def _has_digit(text: str) -> bool:
    return any(character.isdecimal() for character in text)


def _rank(statement: str, mention: Mention) -> tuple[int, bool, bool, int]:
    in_brackets = statement.rfind("(", 0, mention.start) > statement.rfind(")", 0, mention.start)
    is_weak = mention.quantity.value == 1 and mention.quantity.comparator == Comparator.EXACT
    return (_ROLES.index(mention.role) + 5 * is_weak, in_brackets, is_weak, mention.start)
