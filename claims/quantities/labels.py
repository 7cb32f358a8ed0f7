"""Numbers that a label makes a name of, or that only point to a place: "Unit 3", "[37]"."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claims.quantities import nouns
from claims.quantities.number_words import SCALES
from claims.quantities.tokens import Token
from claims.quantities.unit_phrases import unit_after
from claims.quantities.word_lists import words

_PATH = Path(__file__).with_name("data") / "labels.txt"
_LINES = [line for line in _PATH.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
_LABELS = frozenset(word for line in _LINES if line[:1] != "!" for word in line.split())
_CAPITAL_LABELS = frozenset(
    word.lower() for line in _LINES if line[:1] == "!" for word in line[1:].split()
)
_ABBREVIATED = words("labels abbreviated")
_COUNTED_TOO = words("labels counted too")
_NUMBERED_FINELY = words("labels numbered finely")
_MEASURES = words("labels measures")
_JOINS = frozenset([",", "and", "or", "to", "&", "-", "–", "—", "/"])
_MAX_REFERENCES = 8


def is_label(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word before makes a name of the number: "page 12", "No. 5", "Terminal three"."""
    before = at - 1
    if before > 0 and tokens[before].text in ".:":
        return tokens[before - 1].low in _ABBREVIATED
    if before < 0 or tokens[before].kind != "word":
        return False
    word = tokens[before]
    if word.low == "number" and _is_predicate(tokens, before):
        return False
    if word.low in _NUMBERED_FINELY:
        return at + 1 >= len(tokens) or tokens[at + 1].low not in SCALES
    if word.low in _LABELS and not is_measured(tokens, at):
        return word.low not in _COUNTED_TOO or _looks_like_label(tokens, at)
    is_capital = word.text[0].isupper() and word.low in _CAPITAL_LABELS
    return is_capital and not is_measured(tokens, at)


def _is_predicate(tokens: Sequence[Token], at: int) -> bool:
    """Whether "number" is the verb of a plural: "those saved now number 640"."""
    if not at or tokens[at - 1].kind != "word":
        return False
    lead = tokens[at - 1].low
    return nouns.is_plural(lead) or lead.endswith("ly") or lead in ("now", "already", "today")


def continues_label(tokens: Sequence[Token], at: int, masked: bytearray) -> bool:
    """Whether the number goes on a list of names: the 17 of "lines 16 and 17"."""
    before = at - 1
    if before < 1 or tokens[before].low not in _JOINS:
        return False
    if tokens[before - 1].text == "," and tokens[before].low in ("and", "or"):
        before -= 1
    number = before - 1
    if number < 1 or not masked[number] or tokens[number].kind != "number":
        return False
    if tokens[before].text in "-–—/" and not tokens[at].spaced:
        return True
    return _is_list_label(tokens, number) and not is_measured(tokens, at)


def _is_list_label(tokens: Sequence[Token], number: int) -> bool:
    """Whether a label in the plural begins the list that ends at tokens[number]."""
    at = number - 1
    for _ in range(_MAX_REFERENCES):
        if at > 0 and tokens[at].low in _JOINS and tokens[at - 1].kind == "number":
            at -= 2
    if at > 0 and tokens[at].text == ".":
        at -= 1
    return at >= 0 and tokens[at].low in _LABELS and tokens[at].low.endswith("s")


def is_reference(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number stands alone in brackets: "[37]", "[54,61]", "(3)"."""
    text = tokens[at].text
    if not text.isdecimal() or len(text) > 4 or not at:
        return False
    begin, end = at - 1, at + 1
    for _ in range(_MAX_REFERENCES):
        if begin > 0 and tokens[begin].text in ",–-;" and tokens[begin - 1].kind == "number":
            begin -= 2
        if (
            end + 1 < len(tokens)
            and tokens[end].text in ",–-;"
            and tokens[end + 1].kind == "number"
        ):
            end += 2
    if begin < 0 or end >= len(tokens):
        return False
    if tokens[begin].text == "[" and tokens[end].text == "]":
        return True
    return tokens[begin].text == "(" and tokens[end].text == ")" and len(text) < 3


def is_measured(tokens: Sequence[Token], at: int) -> bool:
    """Whether a unit, a scale, separators or a percent sign claim the number for a quantity."""
    text = tokens[at].text
    if tokens[at].kind == "number" and ("," in text or "." in text):
        return not at or tokens[at - 1].low not in _NUMBERED_FINELY
    if at + 1 >= len(tokens):
        return False
    follows = tokens[at + 1]
    if follows.text in "%€$£" or follows.low in _MEASURES or follows.low in SCALES:
        return True
    if follows.low == "s" and not follows.spaced:
        return False
    unit = unit_after(tokens, at + 1)
    return unit is not None and (not follows.spaced or len(follows.text) > 1)


def _looks_like_label(tokens: Sequence[Token], at: int) -> bool:
    """Judge "case 30 people" and "case 30 was"."""
    if at + 1 >= len(tokens):
        return True
    end = nouns.counted_end(tokens, at + 1, one=False)
    return end == at + 1 or not nouns.is_plural(tokens[end - 1].low) or _is_verb(tokens[at + 1])


def _is_verb(token: Token) -> bool:
    return token.low in nouns.VERBS
