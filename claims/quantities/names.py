"""Tell which numbers of a sentence are names, codes, scores or list numbers, and count nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claims.quantities import nouns
from claims.quantities.addresses import is_address, is_coordinate, is_postcode, is_telephone
from claims.quantities.labels import continues_label, is_label, is_measured, is_reference
from claims.quantities.number_words import HYPHENS, ORDINALS, SCALES, SMALL, TENS
from claims.quantities.scores import is_score
from claims.quantities.tokens import Token, scan
from claims.quantities.unit_phrases import unit_after
from claims.quantities.word_lists import words

_IDIOMS: dict[str, list[tuple[str, ...]]] = {}
for _line in (Path(__file__).with_name("data") / "idioms.txt").read_text("utf-8").splitlines():
    if _line and _line[0] != "#":
        _idiom = tuple(token.low for token in scan(_line, 0, len(_line)))
        _IDIOMS.setdefault(_idiom[0], []).append(_idiom)

_DASHES = frozenset("-–—‐‑")
_JOINED_BEFORE = words("names joined before")
_NOT_A_NAME = words("names not a name")
_CURRENCY_LETTERS = words("names currency letters")
_PREPOSITIONS = words("names prepositions")
_UNCOUNTED_PLURALS = words("names uncounted plurals")
_CODE_WORDS = words("names code words")
_YEAR_LETTERS = frozenset("abcdef")


def mask(tokens: Sequence[Token]) -> bytearray:
    """Return one byte a token: 1 where the token belongs to no quantity."""
    masked = bytearray(len(tokens))
    for at, token in enumerate(tokens):
        if token.low in _IDIOMS:
            _mask_idioms(tokens, at, masked)
        if masked[at]:
            continue
        if token.kind == "code":
            masked[at] = 1
        elif token.kind == "number":
            masked[at] = _is_name(tokens, at, masked)
        elif token.kind == "word" and token.low in SMALL:
            masked[at] = (
                is_label(tokens, at)
                or _is_attribute(tokens, at)
                or _begins_title(tokens, at)
                or _begins_ordinal(tokens, at)
            )
    return masked


def _mask_idioms(tokens: Sequence[Token], at: int, masked: bytearray) -> None:
    for idiom in _IDIOMS[tokens[at].low]:
        found = tokens[at : at + len(idiom)]
        if tuple(token.low for token in found) == idiom:
            for position in range(at, at + len(idiom)):
                masked[position] = 1


def _is_name(tokens: Sequence[Token], at: int, masked: bytearray) -> bool:
    return (
        _is_code(tokens, at, masked)
        or is_label(tokens, at)
        or continues_label(tokens, at, masked)
        or is_reference(tokens, at)
        or _is_after_name(tokens, at)
        or is_address(tokens, at)
        or is_score(tokens, at)
        or is_telephone(tokens, at)
        or is_postcode(tokens, at)
        or is_coordinate(tokens, at)
        or _is_apposed_age(tokens, at)
        or _ends_title(tokens, at)
        or _begins_title(tokens, at)
        or _follows_code_word(tokens, at)
    )


# ---------------------------------------------------------------- codes


def _is_code(tokens: Sequence[Token], at: int, masked: bytearray) -> bool:
    """Whether letters are joined to the number ("COVID-19", "A2", "ID.3", "#5", "2010a")."""
    text = tokens[at].text
    if len(text) > 1 and text[0] == "0" and text.isdecimal() and text.strip("0"):
        return True
    if at + 1 < len(tokens) and _is_defined_or_lettered(tokens[at], tokens[at + 1]):
        return True
    if not at:
        return False
    if tokens[at].spaced:
        return False
    before = tokens[at - 1]
    if before.text in _DASHES and before.spaced:
        return at > 1 and tokens[at - 2].text.isupper() and len(tokens[at - 2].text) > 2
    return _is_glued_code(tokens, at, masked)


def _is_defined_or_lettered(number: Token, follows: Token) -> bool:
    """Judge the 0 of "(0 = less than a day)" and the year of "Sing et al. (2008a)"."""
    if follows.text == "=":
        return number.text.isdecimal()
    return len(number.text) == 4 and not follows.spaced and follows.text in _YEAR_LETTERS


def _is_glued_code(tokens: Sequence[Token], at: int, masked: bytearray) -> bool:
    before = tokens[at - 1]
    earlier = tokens[at - 2] if at > 1 else None
    if before.text in ("#", "_", "№", "@"):
        return True
    if before.kind == "word":
        if before.low == "x" and earlier is not None and earlier.kind == "number":
            return False  # "6.1x10^4"
        if before.text == "US" and earlier is not None and earlier.text == "$":
            return False
        return before.text not in _CURRENCY_LETTERS or (
            len(before.text) == 1 and not _is_amount(tokens, at)
        )
    if earlier is None or before.spaced:
        return False
    if before.text in ")]":
        return True
    if before.text in "(.":
        return earlier.kind == "word"
    if before.text in _DASHES:
        return bool(masked[at - 2]) or _is_hyphened_name(tokens, at)
    return before.text == "/" and (earlier.kind == "word" or bool(masked[at - 2]))


def _is_amount(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number after one letter looks like money: "R250", "R15m", "R1,200"."""
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    return len(tokens[at].text) > 2 or (
        follows is not None and not follows.spaced and follows.low in ("m", "bn", "k")
    )


def _is_hyphened_name(tokens: Sequence[Token], at: int) -> bool:
    """Judge the 19 of "COVID-19", the 7 of "sub-7", the 12 of "10-12", the 20 of "5k-20k"."""
    joined = tokens[at - 2]
    if joined.kind != "word" or joined.low in SMALL or joined.low in SCALES:
        return joined.kind == "code"
    if at > 2 and not joined.spaced and tokens[at - 3].kind == "number":
        return len(joined.text) == 1 and joined.low not in ("k", "m", "b")
    if joined.low in _JOINED_BEFORE or len(joined.text) > 12:
        return False
    return tokens[at - 1].text in HYPHENS or tokens[at - 1].text == "−"


# ---------------------------------------------------------------- names


def _is_after_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number ends a proper name: "Boeing 747", "iPhone 11", "Summer of 69"."""
    if not at or not tokens[at].text.isdecimal() or not tokens[at].spaced:
        return False
    before = tokens[at - 1]
    if before.low in _MODEL_LEADS and at + 1 < len(tokens):
        return _begins_model_name(tokens, at)
    if before.kind != "word" or before.text.islower() or before.low in _NOT_A_NAME:
        return False
    if before.text in _CURRENCY_LETTERS or is_measured(tokens, at):
        return False
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if at == 1 and before.text[1:].islower():  # the capital letter may be that of the sentence
        if not {before.low, f"{before.low}s", f"{before.low}d"}.isdisjoint(nouns.VERBS):
            return False
        return follows is None or follows.kind != "word" or follows.text[0].isupper()
    is_placed = at > 1 and tokens[at - 2].low in _PREPOSITIONS
    return not (_counts_plural(tokens, at) and (is_placed or len(tokens[at].text) > 1))


_MODEL_LEADS = frozenset(["a", "an", "own", "new", "latest"])


def _begins_model_name(tokens: Sequence[Token], at: int) -> bool:
    """Judge "its own 787 Dreamliner", "a 911 Turbo"."""
    name = tokens[at + 1]
    return (
        name.kind == "word"
        and name.spaced
        and name.text[0].isupper()
        and (len(tokens[at].text) > 2 and not is_measured(tokens, at))
    )


def _counts_plural(tokens: Sequence[Token], at: int) -> bool:
    """Whether a plural noun in small letters follows within two words."""
    for token in tokens[at + 1 : at + 3]:
        if token.kind != "word" or token.text[0].isupper():
            return False
        if token.low in ("people", "men", "women", "children"):
            return True
        if token.low.endswith("s") and not token.low.endswith(("ss", "us")) and len(token.low) > 3:
            return token.low not in _UNCOUNTED_PLURALS
    return False


_OPENING = frozenset('"“‘«')
_CLOSING = frozenset('"”’»')
_MAX_TITLE = 6


def _ends_title(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number ends a title in quotation marks: "Summer of 69"."""
    if at + 1 >= len(tokens) or tokens[at + 1].text not in _CLOSING or tokens[at + 1].spaced:
        return False
    for begin in range(at - 1, max(-1, at - _MAX_TITLE), -1):
        if tokens[begin].text in _OPENING:
            return begin + 1 < at and tokens[begin + 1].text[0].isupper()
    return False


def _begins_title(tokens: Sequence[Token], at: int) -> bool:
    """Judge "the opera Eight Hours" and "the novel 8 Hours Ahead", not a headline in capitals."""
    if not at or not tokens[at - 1].text.islower() or at + 1 >= len(tokens):
        return False
    words_after = tokens[at + 1 : at + 3]
    capitals = [word for word in words_after if word.kind == "word" and word.text.istitle()]
    if tokens[at].kind == "word":
        return tokens[at].text[0].isupper() and words_after[0] in capitals
    is_unit = unit_after(tokens, at + 1) is not None
    return is_unit and len(capitals) == 2 and len(words_after[0].text) > 2


def _follows_code_word(tokens: Sequence[Token], at: int) -> bool:
    """Judge "its postal code is 38911", "the Group of 77"."""
    if at < 2 or not tokens[at].text.isdecimal():
        return False
    lead, word = tokens[at - 1], tokens[at - 2]
    if lead.low in ("is", "was", ":"):
        return word.low in _CODE_WORDS
    if lead.low != "of" or at < 3 or len(tokens[at].text) != 2 or not word.text.istitle():
        return False
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    return follows is None or follows.kind != "word" or follows.low in nouns.STOPS | nouns.VERBS


def _is_apposed_age(tokens: Sequence[Token], at: int) -> bool:
    """Whether commas set the number behind a person's name: "Senard, 65, now faces"."""
    if at < 2 or at + 1 >= len(tokens) or not tokens[at].text.isdecimal():
        return False
    name, comma, after = tokens[at - 2], tokens[at - 1], tokens[at + 1]
    is_set_off = comma.text == "," and after.text == "," and tokens[at].spaced
    return is_set_off and len(tokens[at].text) == 2 and name.text[0].isupper()


def _is_attribute(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number word is joined to a noun that is no unit: "six-speed", "three-bed"."""
    if at + 2 >= len(tokens) or tokens[at + 1].text not in HYPHENS or tokens[at + 2].spaced:
        return False
    noun = tokens[at + 2]
    if tokens[at + 1].spaced or noun.kind != "word" or noun.low in _NUMBER_PARTS:
        return False
    return unit_after(tokens, at + 1) is None


def _begins_ordinal(tokens: Sequence[Token], at: int) -> bool:
    """Whether an ordinal is written in two words: "the eighty sixth meeting"."""
    ones = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return tokens[at].low in TENS and ORDINALS.get(ones, 10) < 10


_NUMBER_PARTS = frozenset([*SMALL, *SCALES]) | words("names number parts")
