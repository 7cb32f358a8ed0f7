"""The units that a text leaves out because its reader knows them: "the target is 20" (minutes)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from claims.quantities.ages import OLDEST, is_told_age
from claims.quantities.figures import Figure
from claims.quantities.nouns import VERBS
from claims.quantities.quantity import Comparator, Kind, Quantity
from claims.quantities.tokens import Token
from claims.quantities.unit_phrases import unit_after
from claims.quantities.units import COUNT, dimension, kind_of
from claims.quantities.word_lists import words

_COPULAS = words("implied_units copulas")
_TIME_WORDS = words("implied_units time words")
_HEAT_WORDS = words("implied_units heat words")
_PRICE_VERBS = words("implied_units price verbs")
_AGE_WORDS = frozenset(["age", "ages", "expectancy", "aged"])
_LIKENESS = Decimal(10)  # a figure that leaves its unit out is of the size of the one it follows
_NEAR = 30


def implied_unit(
    tokens: Sequence[Token], figure: Figure, here: Quantity | None, before: Quantity | None
) -> str | None:
    """Return the unit that a figure leaves out, or None where it leaves out none.

    `here` is the last quantity of the same sentence, `before` that of the sentence before it.
    """
    if figure.unit == "degree":
        return "celsius" if _speaks_of_heat(tokens, figure) else None
    if figure.kind == Kind.DIMENSION and _is_of_one(tokens, figure):
        of_what, _, rate = figure.unit.partition(" per ")
        return f"{of_what} per person per {rate}" if rate else f"{of_what} per person"
    if figure.kind == Kind.CURRENCY and " per " not in figure.unit:
        return _implied_rate(tokens, figure, here)
    if figure.unit != COUNT or figure.has_unit or figure.is_fraction or figure.is_vague:
        return None
    if _is_age(tokens, figure):
        return "year"
    if _is_spent(tokens, figure) and before and before.kind == Kind.CURRENCY:
        return before.unit
    return _elliptic(tokens, figure, here, before)


def _speaks_of_heat(tokens: Sequence[Token], figure: Figure) -> bool:
    near = tokens[max(0, figure.first - _NEAR) : figure.end + _NEAR]
    return any(token.low in _HEAT_WORDS for token in near)


def _is_age(tokens: Sequence[Token], figure: Figure) -> bool:
    """Recognise "their average age is 31", "life expectancy for men is around 73"."""
    if figure.noun_end > figure.noun_first or figure.value > OLDEST:
        return False
    if is_told_age(tokens, figure.first, figure.end, figure.value):
        return True
    return any(token.low in _AGE_WORDS for token in tokens[max(0, figure.first - 7) : figure.first])


def _implied_rate(tokens: Sequence[Token], figure: Figure, here: Quantity | None) -> str | None:
    """Read "A kilo fetched €5.35" and, after "€13 per square metre", "in the old port €18"."""
    start = max(0, figure.first - 12)
    for at in range(start, figure.first):
        if tokens[at].low in _EACH and at + 1 < figure.first:
            unit = unit_after(tokens, at + 1)
            rest = tokens[unit.end : figure.first] if unit else ()
            if unit and kind_of(unit.unit) == Kind.DIMENSION and _names_price(rest):
                return f"{figure.unit} per {unit.unit}"
    if here is None or " per " not in here.unit or here.unit.split(" per ")[0] != figure.unit:
        return None
    return here.unit if _is_like(figure.value, here.value) else None


_EACH = frozenset(["a", "an", "each", "every", "one", "same"])


def _is_of_one(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether one of the people consumes the figure: "the average Dane eats 62 kg of meat"."""
    if " per person" in figure.unit or dimension(figure.unit).split("/")[0] not in _CONSUMED:
        return False
    for at in range(max(0, figure.first - _NEAR), figure.first - 1):
        lead, noun = tokens[at].low, tokens[at + 1]
        if lead not in ("average", "each", "every") or noun.kind != "word":
            continue
        is_person = noun.low in _PERSONS or (lead == "average" and noun.text[0].isupper())
        if is_person and not _WEIGHED.intersection(t.low for t in tokens[at : figure.first]):
            return True
    return False


_CONSUMED = frozenset(["mass", "volume", "energy"])
_PERSONS = frozenset(["person", "resident", "inhabitant", "citizen", "islander", "villager"])
_WEIGHED = frozenset(["weighs", "weighed", "weigh", "weight", "gained", "lost"])


def _is_spent(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether a large bare number is money: "1.8 billion has been spent"."""
    if figure.value < _MILLION or figure.noun_end > figure.noun_first:
        return False
    return any(token.low in _SPENT for token in tokens[figure.end : figure.end + _VERB_REACH])


_MILLION = Decimal(1_000_000)
_SPENT = frozenset(["spent", "paid", "invested", "borrowed"])
_VERB_REACH = 4


def _names_price(rest: Sequence[Token]) -> bool:
    return any(token.low in _PRICE_VERBS for token in rest)


def _elliptic(
    tokens: Sequence[Token], figure: Figure, here: Quantity | None, before: Quantity | None
) -> str | None:
    if figure.noun_end > figure.noun_first:
        return None
    if not _stands_alone(tokens, figure, here is not None and _repeats_verb(tokens, figure, here)):
        return None
    source = here or before
    if source is None or source.unit == COUNT or not _is_like(figure.value, source.value):
        return None
    if here is None and kind_of(source.unit) == Kind.CURRENCY:
        return None
    return source.unit


def _is_like(value: Decimal, other: Decimal) -> bool:
    low, high = sorted((abs(value), abs(other)))
    return high < low * _LIKENESS


def _repeats_verb(tokens: Sequence[Token], figure: Figure, here: Quantity) -> bool:
    """Whether the verb is that of the figure before: "meant to hold 6 litres, it holds 4"."""
    lead = tokens[figure.first - 1].low if figure.first else ""
    if here.kind == Kind.CURRENCY and lead in _PRICE_VERBS:
        return True
    stem = lead.removesuffix("s")
    earlier = tokens[max(0, figure.first - _NEAR) : max(0, figure.first - 1)]
    return lead in VERBS and any(token.low.removesuffix("s") == stem for token in earlier)


def _stands_alone(tokens: Sequence[Token], figure: Figure, is_led: bool) -> bool:
    """Whether a copula leads to the number and no noun or verb follows it."""
    lead = tokens[figure.first - 1].low if figure.first else ""
    is_led = (
        is_led or lead in _COPULAS or (figure.first < figure.lead and figure.comparator in _BOUNDS)
    )
    if not is_led:
        return False
    if figure.end >= len(tokens):
        return True
    follows = tokens[figure.end]
    return follows.kind == "sign" or follows.low in _TIME_WORDS


_BOUNDS = frozenset(
    [Comparator.AT_MOST, Comparator.AT_LEAST, Comparator.LESS_THAN, Comparator.MORE_THAN]
)
