"""Numbers of houses, telephones and places on the map."""

from __future__ import annotations

from collections.abc import Sequence

from claims.quantities.tokens import Token
from claims.quantities.word_lists import words

_STREETS = words("names streets")
_MAX_STREET_WORDS = 4
_MAX_GROUPS = 4
_FEWEST_DIGITS = 7


def is_address(tokens: Sequence[Token], at: int) -> bool:
    """Whether a street follows: "9 Tanner's Row", "16-18 Industrial Avenue"."""
    if not tokens[at].text.isdecimal() or len(tokens[at].text) > 5:
        return False
    end = at + 1
    if end + 1 < len(tokens) and tokens[end].text in "-–" and tokens[end + 1].kind == "number":
        end += 2
    begin = end
    while end < len(tokens) and end < begin + _MAX_STREET_WORDS and _is_capitalised(tokens[end]):
        if tokens[end].low in _STREETS and end > begin:
            return True
        end += 1
    return False


def _is_capitalised(token: Token) -> bool:
    return token.kind == "word" and token.text[0].isupper()


def is_postcode(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number is a code of the post: "the 90049 ZIP code"."""
    return at + 1 < len(tokens) and tokens[at + 1].low in ("zip", "postcode", "postal")


def is_coordinate(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number is a part of "57°44’8.47”N"."""
    if at + 2 < len(tokens) and tokens[at + 1].text in "°’'′":
        follows = tokens[at + 2]
        if follows.kind == "number" and not follows.spaced and not tokens[at + 1].spaced:
            return True
    return (
        at > 1
        and tokens[at - 1].text in "°’′"
        and not tokens[at].spaced
        and (tokens[at - 2].kind == "number")
    )


def is_telephone(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number is a group of "555 0163" or "+1-222-2222-2222"."""
    if not tokens[at].text.isdecimal():
        return False
    groups = _groups(tokens, at)
    first = tokens[groups[0]]
    has_plus = groups[0] > 0 and tokens[groups[0] - 1].text == "+"
    digits = sum(len(tokens[group].text) for group in groups)
    if len(groups) == 1:
        return has_plus and digits > _FEWEST_DIGITS
    ends_like_one = any(
        len(tokens[group].text) == 4 and tokens[group].text[0] == "0" for group in groups[1:]
    )
    is_like_one = has_plus or first.text[0] == "0" or len(groups) >= 3 or ends_like_one
    return is_like_one and digits >= _FEWEST_DIGITS


def _groups(tokens: Sequence[Token], at: int) -> list[int]:
    """Return the places of the groups of digits that stand together with tokens[at]."""
    groups = [at]
    for step in (-1, 1):
        here = at
        for _ in range(_MAX_GROUPS):
            here = _next_group(tokens, here, step)
            if here < 0:
                break
            groups.append(here)
    return sorted(groups)


def _next_group(tokens: Sequence[Token], at: int, step: int) -> int:
    """Return the next group of digits in that direction, or -1."""
    near = at + step
    if not 0 <= near < len(tokens):
        return -1
    if tokens[near].text in "-–." and 0 <= near + step < len(tokens):
        near += step
        if tokens[max(at, near)].spaced:
            return -1
    token = tokens[near]
    return near if token.kind == "number" and token.text.isdecimal() and len(token.text) < 6 else -1
