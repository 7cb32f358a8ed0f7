"""Say what a figure is about: the subject, the measure and the place, as short noun phrases."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from claims.quantities import measures, nouns
from claims.quantities.calendar_days import MONTHS, WEEKDAYS
from claims.quantities.figures import Figure
from claims.quantities.measures import AUXILIARIES, phrase_of
from claims.quantities.tokens import Token
from claims.quantities.word_lists import words

_PRONOUNS = words("noun_phrases pronouns")
_ANAPHORS = words("noun_phrases anaphors")
_PLACE_LEADS = frozenset(["in", "at", "across", "around", "near", "throughout", "of"])
_MAX_SUBJECT = 12
_MAX_ANTECEDENT = 5
_NAME = re.compile(r"(?:[A-Z][\w’'&-]*)(?:\s+(?:of\s+)?[A-Z][\w’'&-]*){0,3}")
_NAME_SAMPLE = 4000


@dataclass(frozen=True, slots=True)
class About:
    """What a figure speaks of; a phrase that cannot be told is empty."""

    subject: str
    measure: str
    place: str


def topic(title: str, text: str) -> str:
    """Return the name that a document speaks of most: the subject of its "it" and "the company"."""
    counts: Counter[str] = Counter()
    for weight, source in ((3, title), (1, text[:_NAME_SAMPLE])):
        for match in _NAME.finditer(source):
            name = _bare_name(match.group())
            if name:
                counts[name] += weight
    return counts.most_common(1)[0][0] if counts else ""


def _bare_name(name: str) -> str:
    words = name.split()
    while words and words[0].lower() in nouns.STOPS:
        words = words[1:]
    bare = " ".join(words)
    return re.sub(r"['’]s$", "", bare) if len(bare) > 2 else ""


def about(text: str, tokens: Sequence[Token], figure: Figure, topic_name: str, place: str) -> About:
    """Return what the figure is about; `place` is that of its sentence."""
    first, end = _clause_subject(tokens, figure)
    phrase = phrase_of(text, tokens, first, end)
    measure = measures.measure_of(text, tokens, figure, (first, end))
    subject = _resolved(tokens, first, end, phrase, topic_name)
    return About(subject, measure, place)


def _clause_subject(tokens: Sequence[Token], figure: Figure) -> tuple[int, int]:
    """Return the noun phrase before the first verb of the figure's clause."""
    begin = _clause_begin(tokens, figure.first)
    if tokens[begin].low in ("in", "on", "at", "by", "since", "during", "after", "for", "between"):
        comma = next(
            (at for at in range(begin, min(figure.first, begin + 15)) if tokens[at].text == ","), -1
        )
        begin = comma + 1 if comma >= 0 else begin
    if tokens[begin].low in _RELATIVES and begin > 1:
        return _antecedent(tokens, begin)
    end = begin
    while end < figure.first and end < begin + _MAX_SUBJECT:
        token = tokens[end]
        if end > begin and (token.low in nouns.VERBS or token.low in AUXILIARIES):
            break
        if token.text in ",;:(" or token.low in ("that", "which", "who", "as", "when"):
            break
        end += 1
    return begin, end


_RELATIVES = frozenset(["which", "who"])


def _antecedent(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """Return the noun phrase that the relative pronoun at tokens[at] stands for."""
    end = at - (tokens[at - 1].text == ",")
    begin = end
    while begin > max(0, end - _MAX_ANTECEDENT) and tokens[begin - 1].kind == "word":
        if tokens[begin - 1].low in nouns.STOPS or tokens[begin - 1].low in nouns.VERBS:
            break
        begin -= 1
    return begin, end


def _clause_begin(tokens: Sequence[Token], at: int) -> int:
    for position in range(at - 1, max(0, at - 60), -1):
        token = tokens[position]
        if token.text in ";:" or (
            token.low in ("while", "whereas", "but", "that", "although") and position > 1
        ):
            return min(position + 1, at)
        if token.low in _RELATIVES and position > 1 and _begins_clause(tokens, position, at):
            return position
        if token.low == "and" and position + 2 < at and _begins_clause(tokens, position + 1, at):
            return position + 1
    return 0


def _begins_clause(tokens: Sequence[Token], begin: int, at: int) -> bool:
    return (
        any(
            token.low in nouns.VERBS or token.low in AUXILIARIES for token in tokens[begin + 1 : at]
        )
        and tokens[begin].low not in nouns.VERBS
    )


def _resolved(tokens: Sequence[Token], first: int, end: int, phrase: str, topic_name: str) -> str:
    """Return the phrase, or what the document speaks of where the phrase only points back."""
    words = [token.low for token in tokens[first:end]]
    names = [
        token.text
        for token in tokens[first:end]
        if token.kind == "word" and token.text[0].isupper()
    ]
    if len(names) > 1 or (names and first > 0):
        return phrase
    if not words or words[0] in _PRONOUNS or not phrase:
        return topic_name or phrase
    if words[0] == "the" and words[-1] in _ANAPHORS:
        return topic_name or phrase
    if names and topic_name.startswith(names[0]):
        return topic_name
    if names and len(words) < 3:
        return phrase
    return topic_name or phrase


def place_of(text: str, tokens: Sequence[Token]) -> str:
    """Return the first name after "in", "at" or "across" that is no time."""
    for at, token in enumerate(tokens[:-1]):
        if token.low not in ("in", "at", "across", "throughout"):
            continue
        end = at + 1
        if tokens[end].low == "the":
            end += 1
        begin = end
        while end < len(tokens) and end < begin + 4 and _is_name(tokens[end]):
            end += 1
        if end > begin:
            return text[tokens[begin].start : tokens[end - 1].end]
    return ""


def _is_name(token: Token) -> bool:
    return (
        token.kind == "word"
        and token.text[0].isupper()
        and token.low not in MONTHS
        and token.low not in WEEKDAYS
        and token.low not in nouns.STOPS
    )
