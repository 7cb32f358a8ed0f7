"""Say what a figure measures, as a short phrase of its clause: "jobless rate", "revenue"."""

from __future__ import annotations

from collections.abc import Sequence

from claims.quantities import nouns
from claims.quantities.figures import Figure
from claims.quantities.ranges import MOVES
from claims.quantities.tokens import Token
from claims.quantities.units import COUNT, PERCENT
from claims.quantities.word_lists import words

AUXILIARIES = words("noun_phrases auxiliaries")
_PRONOUNS = words("noun_phrases pronouns")
_DETERMINERS = words("noun_phrases determiners")
_LINKS = words("noun_phrases links")
_PLACE_LINKS = frozenset(["in", "at", "of", "from", "by", "for", "on", "across", "near"])
_MAX_SHARED = 12
_MAX_OBJECT = 6
_CLAUSE_ENDS = frozenset(".,;:()?!—")
_CLAUSE_WORDS = frozenset(["while", "whereas", "but", "although", "and", "which", "who", "because"])
_TO_FIGURE = frozenset(["at", "to", "by", "from", "up", "down"])
_GIVING_VERBS = MOVES | words("measures giving verbs")
_ADVERBS = words("measures adverbs")
_MAX_PREDICATE = 14
_POSSESSIVES = ("'s", "’s", "s'", "s’")

Span = tuple[int, int]  # of tokens


def measure_of(text: str, tokens: Sequence[Token], figure: Figure, subject: Span) -> str:
    """Return the phrase of what the figure measures; `subject` is that of its clause."""
    if figure.noun_end > figure.noun_first:
        return _counted(text, tokens, figure)
    if figure.unit == COUNT and _is_subject(tokens, figure):
        return ""
    return (
        _shared(text, tokens, figure)
        or _noun_before(text, tokens, figure)
        or _of_predicate(text, tokens, figure, subject)
        or _of_subject(text, tokens, subject)
        or phrase_of(text, tokens, *subject)
    )


def _is_subject(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether a number is itself the subject: in "rain kept many away, and 29,000 came"."""
    return figure.end < len(tokens) and tokens[figure.end].low in nouns.PAST_TENSES


def phrase_of(text: str, tokens: Sequence[Token], first: int, end: int) -> str:
    """Return the words of tokens[first:end] without determiners before and particles after."""
    while first < end and (tokens[first].low in _DETERMINERS or tokens[first].kind == "sign"):
        first += 1
    while end > first and (tokens[end - 1].kind == "sign" or tokens[end - 1].low in nouns.STOPS):
        end -= 1
    return text[tokens[first].start : tokens[end - 1].end] if end > first else ""


def _of_subject(text: str, tokens: Sequence[Token], subject: Span) -> str:
    """Return the measure that a subject names beside its owner: "Ardmore's revenue" has revenue.

    Empty when the subject is only a name or a pronoun.
    """
    first, end = subject
    for at in range(end - 2, first - 1, -1):
        if tokens[at].low.endswith(_POSSESSIVES):
            first = at + 1
            break
    end = _without_places(tokens, first, end)
    if not any(_is_common(tokens, at, subject[0]) for at in range(first, end)):
        return ""
    return phrase_of(text, tokens, first, end)


def _without_places(tokens: Sequence[Token], first: int, end: int) -> int:
    """Return where the phrase ends without the "in Esker" or "of Port Elgin" that closes it."""
    at = end
    while at > first and tokens[at - 1].kind == "word" and tokens[at - 1].text[0].isupper():
        at -= 1
    while at > first and tokens[at - 1].low == "the":
        at -= 1
    if first < at - 1 and at < end and tokens[at - 1].low in _PLACE_LINKS:
        return _without_places(tokens, first, at - 1)
    return end


def _is_common(tokens: Sequence[Token], at: int, begin: int) -> bool:
    """Whether a token of a subject is a noun that is no name."""
    token = tokens[at]
    if token.kind != "word" or token.low in nouns.STOPS or token.low in _PRONOUNS:
        return False
    if token.text[0].islower():
        return True
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    is_first = at == 0 or (at == begin and tokens[at - 1].text in "\"'“‘")
    return is_first and follows is not None and not follows.text[:1].isupper()


def _of_predicate(text: str, tokens: Sequence[Token], figure: Figure, subject: Span) -> str:
    """Return what the clause does to its figure: "spent on roads", "the cost of the dam" at.

    Empty where the verb only gives its subject a value ("was", "rose to").
    """
    at = max(subject[1], figure.first - _MAX_PREDICATE)
    while at < figure.first and (tokens[at].low in AUXILIARIES or tokens[at].low in _ADVERBS):
        at += 1
    if at >= figure.first or tokens[at].low not in nouns.VERBS | _GIVING_VERBS:
        return ""
    end = at + 1
    while end < figure.first and tokens[end].kind == "word" and tokens[end].low not in _TO_FIGURE:
        end += 1
    if tokens[figure.first - 1].low in _TO_FIGURE and end > at + 1:
        return phrase_of(text, tokens, at + 1, end)
    if end < figure.first:
        return ""
    if tokens[at].low in _GIVING_VERBS:
        return ""
    told = _object(text, tokens, figure.end)
    return f"{tokens[at].text} {told}".strip()


def _object(text: str, tokens: Sequence[Token], begin: int) -> str:
    """Return the "on roads" that may follow the figure of a verb."""
    if begin >= len(tokens) or tokens[begin].low not in ("for", "on", "to", "with"):
        return ""
    end = begin + 1
    while end < min(len(tokens), begin + _MAX_OBJECT) and tokens[end].kind == "word":
        if tokens[end].low in nouns.VERBS or tokens[end].low in AUXILIARIES:
            break
        end += 1
    return f"{tokens[begin].text} {phrase_of(text, tokens, begin + 1, end)}"


def _shared(text: str, tokens: Sequence[Token], figure: Figure) -> str:
    """Return what a share is taken of, with what is said of that part: "ships registered abroad".

    "Over 80 percent of Torvik's ships are registered abroad" speaks of "Torvik's ships are
    registered abroad"; "70 percent of the diabetes-care market" of "diabetes-care market".
    """
    begin = figure.end
    if figure.unit != PERCENT or begin >= len(tokens) or tokens[begin].low != "of":
        return ""
    end = begin + 1
    while end < min(len(tokens), begin + _MAX_SHARED) and tokens[end].text not in _CLAUSE_ENDS:
        if tokens[end].low in _CLAUSE_WORDS and end > begin + 1:
            break
        end += 1
    return phrase_of(text, tokens, begin + 1, end)


def _counted(text: str, tokens: Sequence[Token], figure: Figure) -> str:
    """Return the counted noun phrase with the "of" or "with" phrase that follows it."""
    end = figure.noun_end
    if end < len(tokens) and tokens[end].low in ("with", "of", "for", "without"):
        further = end + 1
        while further < len(tokens) and further < end + 6:
            token = tokens[further]
            if token.kind not in ("word",) and token.text not in "&-":
                break
            if token.low in nouns.VERBS or token.low in _LINKS or token.low in AUXILIARIES:
                break
            further += 1
        if further > end + 1 and not _leads_to_number(tokens, further):
            end = further
    return phrase_of(text, tokens, figure.noun_first, end)


def _leads_to_number(tokens: Sequence[Token], at: int) -> bool:
    """Whether the phrase is that of another figure: "with a fleet of" before "48 ships"."""
    if at < len(tokens) and tokens[at].low in ("of", "for"):
        at += 1
    return at < len(tokens) and tokens[at].kind == "number"


def _noun_before(text: str, tokens: Sequence[Token], figure: Figure) -> str:
    """Return the noun of "a population of 641,000", "a loss of €2m", "sales to €71m"."""
    at = figure.first
    if at < 2 or tokens[at - 1].low not in ("of", "at", "to", "by"):
        return ""
    if tokens[at - 1].low != "of":
        return ""
    begin = at - 1
    while begin > 0 and begin > at - 5 and tokens[begin - 1].kind == "word":
        if tokens[begin - 1].low in nouns.STOPS or tokens[begin - 1].low in nouns.VERBS:
            break
        begin -= 1
    return phrase_of(text, tokens, begin, at - 1)
