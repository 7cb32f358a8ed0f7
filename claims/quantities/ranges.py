"""Join two numbers into a range, and let the numbers of a list share one unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from claims.quantities.digits import Number
from claims.quantities.number_words import HYPHENS
from claims.quantities.part import Part
from claims.quantities.tokens import Token
from claims.quantities.units import dimension
from claims.quantities.word_lists import words

_DASHES = frozenset("-–—‐‑−~∼")
_TO_WORDS = frozenset(["to", "through", "till", "until"])
_LIST_WORDS = frozenset([",", "and", "or", "/", "&", "versus", "vs"])
# After these verbs "from 30 to 40" tells a move and not a range.
MOVES = words("ranges moves")
_MOVE_WINDOW = 9
_STEPS = words("ranges steps")
_STEP_RATIO = 3  # a step is small beside the level that it leads to


def share_units(tokens: Sequence[Token], parts: list[Part]) -> list[Part]:
    """Return the parts with ranges joined and with the units that a neighbour lends them."""
    joined: list[Part] = []
    for part in parts:
        merged = _joined(tokens, joined[-1], part) if joined else None
        if merged:
            joined[-1] = merged
        else:
            joined.append(part)
    return _lend(tokens, joined)


# What is written as two numbers and is one: "2 hours 10 minutes", "$3 and 50 cents".
_COMPOUNDS = {
    ("hour", "minute"): 60,
    ("minute", "second"): 60,
    ("foot", "inch"): 12,
    ("pound", "ounce"): 16,
    ("stone", "pound"): 14,
    ("USD", "cent"): 100,
    ("EUR", "cent"): 100,
    ("GBP", "penny"): 100,
    ("INR", "paise"): 100,
}
_MONEY_ON_TOP = frozenset(["USD", "EUR", "GBP"])


def _joined(tokens: Sequence[Token], first: Part, second: Part) -> Part | None:
    return _compound(tokens, first, second) or _range(tokens, first, second)


def _compound(tokens: Sequence[Token], whole: Part, rest: Part) -> Part | None:
    gap = [token.low for token in tokens[whole.end : rest.lead]]
    ratio = _COMPOUNDS.get((whole.unit or "", rest.unit or ""))
    if ratio is None or gap not in ([], ["and"]) or whole.high is not None:
        return None
    if rest.number.value >= ratio or whole.number.value != whole.number.value.to_integral_value():
        return None
    if ratio == 100:
        value = whole.number.value + rest.number.value / ratio
        unit = whole.unit
    else:
        value = whole.number.value * ratio + rest.number.value
        unit = rest.unit
    number = replace(whole.number, value=value, end=rest.number.end, step=Decimal(0))
    return replace(whole, number=number, end=rest.end, unit=unit)


def _range(tokens: Sequence[Token], low: Part, high: Part) -> Part | None:
    if low.high is not None or low.number.is_vague or high.number.is_vague:
        return None
    gap = tokens[low.end : high.lead]
    link = _link(tokens, low, high, gap)
    if not link or low.is_share != high.is_share:
        return None
    first, second = low.number, high.number
    first = _scaled_like(first, second)
    unit = _common_unit(low, high)
    if unit is None:
        return None
    if link == "move" or (link == "-" and first.value > second.value):
        return None
    lead = low.lead
    if link == "between" or tokens[lead - 1].low == "from":
        lead = max(0, lead - 1)
    return Part(
        first, lead, lead, high.end, unit=unit or None, high=second,
        is_age=high.is_age or low.is_age, is_share=low.is_share,
    )  # fmt: skip


def _link(tokens: Sequence[Token], low: Part, high: Part, gap: Sequence[Token]) -> str:
    """Return what makes the two numbers a range: "between", "to", "-", or "" for nothing."""
    before = tokens[low.lead - 1].low if low.lead else ""
    words = [token.low for token in gap]
    if words == ["and"]:
        return "between" if before == "between" or _says_between(tokens, low.lead) else ""
    if not words:
        # "-78-0": the sign of the second number is the dash.
        sign = tokens[high.lead] if high.lead > low.end - 1 else None
        glued = sign is not None and sign.text in _DASHES and not sign.spaced
        return "-" if glued and low.unit is None else ""
    if len(words) == 1 and words[0] in _DASHES:
        return "-" if gap[0].spaced == tokens[high.lead].spaced or low.unit else ""
    if (
        words[-1:] == ["to"]
        and words[:-1] in ([], ["-"], ["up"])
        or (len(words) == 1 and words[0] in _TO_WORDS)
    ):
        return "move" if _is_move(tokens, low) or _is_step(tokens, low, high) else "to"
    if words in (["/", "$"], ["/"]) and low.unit and low.unit == high.unit:
        return ""
    return ""


def _says_between(tokens: Sequence[Token], lead: int) -> bool:
    near = [token.low for token in tokens[max(0, lead - 3) : lead]]
    return "between" in near


def _is_move(tokens: Sequence[Token], low: Part) -> bool:
    """Whether "from 30 to 40" follows a verb of change."""
    lead = low.lead
    near = tokens[max(0, lead - _MOVE_WINDOW) : lead]
    if not lead or tokens[lead - 1].low not in ("from", "about", "around", "nearly", "over"):
        return False
    return any(token.low in MOVES for token in near)


def _is_step(tokens: Sequence[Token], low: Part, high: Part) -> bool:
    """Whether a verb of change leads to how far and where to: "rose $1.15 to $78.40"."""
    lead = low.lead
    near = tokens[max(0, lead - _MOVE_WINDOW) : lead]
    if not near or not any(token.low in MOVES or token.low in _STEPS for token in near):
        return False
    is_led = near[-1].low == "by" or near[-1].low in MOVES or near[-1].low in _STEPS
    if not is_led or (low.unit is None and near[-1].low != "by"):
        return False
    small, large = sorted((abs(low.number.value), abs(high.number.value)))
    return small * _STEP_RATIO <= large


def _scaled_like(first: Number, second: Number) -> Number:
    """Give "5 to 6 million" its scale twice."""
    if first.is_scaled or not second.is_scaled or second.is_vague:
        return first
    if abs(first.value) >= 1000:
        return first
    scale = second.scale
    if scale <= 1:
        return first
    value = first.value * scale
    if abs(value) > abs(second.value) * 10:
        return first
    step = (first.step or Decimal(1)) * scale
    return replace(first, value=value, step=step, is_scaled=True, scale=scale)


def _common_unit(low: Part, high: Part) -> str | None:
    """Return the unit of a range; "" for none, None when the two do not go together."""
    if low.unit is None or high.unit is None:
        return low.unit or high.unit or ""
    if low.unit == high.unit:
        return high.unit
    if high.unit.startswith(low.unit + " per "):
        return high.unit
    if low.unit.startswith(high.unit + " per "):
        return low.unit
    if {low.unit, high.unit} <= {"celsius", "fahrenheit", "degree"}:
        return high.unit if high.unit != "degree" else low.unit
    if low.unit == "USD" and dimension(high.unit) in ("AUD", "CAD", "NZD", "HKD", "SGD"):
        return high.unit
    return None


# ---------------------------------------------------------------- lists


def _lend(tokens: Sequence[Token], parts: list[Part]) -> list[Part]:
    """Let "45 and 50 mg" and "8 or 9 euros" share the unit that only the last of them names."""
    lent = list(parts)
    for at in range(len(lent) - 2, -1, -1):
        part, following = lent[at], lent[at + 1]
        if _counts_on(tokens, part, following):
            lent[at] = part = replace(part, number=_scaled_like(part.number, following.number))
        if part.unit is not None or following.unit is None or part.is_share:
            continue
        if _lists_on(tokens, part, following):
            scaled = _scaled_like(part.number, following.number)
            lent[at] = replace(part, unit=following.unit, number=scaled, is_age=following.is_age)
    return lent


def _counts_on(tokens: Sequence[Token], part: Part, following: Part) -> bool:
    """Whether a list tells its scale once: "pack 9, 12 and 16 billion transistors"."""
    gap = [token.low for token in tokens[part.end : following.lead]]
    is_list = gap in ([","], ["and"], [",", "and"])
    return is_list and not (part.unit or following.unit or part.is_share or part.high)


def _lists_on(tokens: Sequence[Token], part: Part, following: Part) -> bool:
    gap = tokens[part.end : following.lead]
    words = [token.low for token in gap]
    if not words or len(words) > 4:
        return False
    if words in (["of", "the"], ["of", "its"], ["of", "their"], ["of", "an"], ["of", "a"]):
        return _is_money_or_mass(following.unit)
    if words == [","]:
        return tokens[following.lead].spaced and part.number.value < following.number.value * 1000
    return all(word in _LIST_WORDS or word in HYPHENS or word in ("to", "from", "about", "even")
               for word in words) and words != ["-"]  # fmt: skip


def _is_money_or_mass(unit: str | None) -> bool:
    return unit is not None and len(unit) == 3 and unit.isupper()
