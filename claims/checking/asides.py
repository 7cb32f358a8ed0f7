"""Figures told in passing: a height at which something is, those who once were, a wider average."""

from __future__ import annotations

import re

from claims.checking import lexicon
from claims.checking.claim import ClaimForCheck
from claims.checking.context import Surroundings, is_unit_word
from claims.checking.likeness import likeness
from claims.checking.opposition import is_among_parts
from claims.checking.stems import stem
from claims.checking.terms import Term, stems_in, terms_between
from claims.checking.weighing import is_distinctive_name
from claims.quantities.mention import Mention
from claims.quantities.quantity import Kind
from claims.quantities.units import PERCENT

# Who is called so is none of those that the noun names: former pupils are no pupils.
_NONE_OF_THEM = frozenset(
    stem(word)
    for word in ("former", "ex", "future", "prospective", "potential", "would-be", "aspiring",
                 "virtual", "imaginary", "fictional", "fake", "alleged", "bogus")
)  # fmt: skip
_AT_A_PLACE = re.compile(
    r"\bat\s+(?:an?|the)\s+(?:\w+\s+)?(?:height|altitude|elevation|depth|distance)\s+of\s+"
    r"(?:(?:about|around|some|roughly|nearly|over|more\s+than)\s+)?$",
    re.IGNORECASE,
)
# "It stands at a height of 93 metres" tells how tall it is itself.
_IS_ITSELF = re.compile(
    r"\b(?:stands?|standing|stood|peaks?|tops?\s+out|ends?|lies|lying|lay|is|located|situated)\s+$",
    re.IGNORECASE,
)
_IS_PLACED = re.compile(r"\b(?:on|in|at|near|of|above)\s", re.IGNORECASE)  # "the hut on Mount Sarn"
_STRETCH = re.compile(r"\s+of\s+(?:the|its|their|this|that)\s+([\w’'-]+)")
_ALL_OF_IT = re.compile(r"\b(?:the|all|its|entire|full|whole)\s+$", re.IGNORECASE)
_AWAY = re.compile(
    r"\s+(?:away|off|inland|offshore|apart|upstream|downstream|(?:to\s+the\s+)?"
    r"(?:north|south|east|west)(?:-?(?:east|west))?(?:\s+of)?|from(?!\s[^.,;]*?\sto\s))\b",
    re.IGNORECASE,
)
_FOR = re.compile(r"\b(?:for|every)\s+(?:(?:about|some|around|nearly)\s+)?$", re.IGNORECASE)
# "It rises 38 metres from the ground" tells how tall it is.
_REACHES = re.compile(
    r"\b(?:ris|soar|towers|towered|drop|plung|reach|fell|fall|climb|stretch|run|extend|wind|measur)\w*\s+"
    r"(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_SHAPES = frozenset(
    stem(word)
    for word in ("long", "length", "tall", "high", "height", "deep", "depth", "wide", "width")
)
_THAN_A_MEAN = re.compile(
    r"\b(?:above|below|than|exceeds?|beats?|under|over|with|to|against)\s+(?:the|an?|its|their)\s"
    r"[^.;,\d]{0,40}\b(?:average|mean|median)(?:\s+\w+)?\s+(?:of|is|was)\s+$",
    re.IGNORECASE,
)
_WIDER = (
    r"(?:national|nationwide|global|worldwide|world|regional|international|federal|european|eu"
    r"|oecd|industry|sector|statewide|provincial|country['’]s|region['’]s|industry['’]s)"
)
_MEAN = r"(?:average|mean|median|norm|figure|rate|level)"
_WIDER_MEAN = re.compile(
    rf"\b{_WIDER}\s+{_MEAN}\b|\b{_MEAN}\s+(?:for|in|across|of)\s+the\s+(?:whole\s+)?"
    r"(?:country|nation|region|industry|sector|world|continent|eu)\b|\baverage\s+elsewhere\b",
    re.IGNORECASE,
)
_OF_WHOLE = re.compile(
    r"(?:\s*(?:%|per\s?cent|pct))?\s+of\s+(?:(?:all|the|its|their)\s+)*"
    r"((?:[A-Z][\w’'-]*\s+){0,3}[\w’'-]+)"
)
_FIGURE = re.compile(r"\b(?!(?:1[5-9]|20)\d\d\b)\d")


def is_aside(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether the figure is told of something beside what the claim speaks of."""
    return (
        _counts_others(claim, around)
        or _is_where(claim, around)
        or _is_on_its_way(claim, around)
        or _is_wider_mean(claim, around)
        or _is_share_of_other(claim, around)
        or is_among_parts(claim, around)
    )


def _counts_others(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether those counted are none of the noun's any more, or not yet: "640 former pupils"."""
    told = {term.stem for term in around.noun} & _NONE_OF_THEM
    return bool(told) and told.isdisjoint(stems_in(claim.statement))


def _is_where(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether it tells where something was, and not how high: "stuck at a height of 2,900 m"."""
    text, mention = around.document.text, around.mention
    if mention.quantity.kind != Kind.DIMENSION:
        return False
    found = _AT_A_PLACE.search(text, around.clause[0], mention.start)
    if found is None:
        return False
    lies = _IS_ITSELF.search(text, around.clause[0], found.start())
    if lies and not _IS_PLACED.search(text, around.clause[0], lies.start()):
        return False
    reading = claim.reading
    return reading is None or not _AT_A_PLACE.search(claim.statement, 0, reading.start)


def _is_on_its_way(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether a length is no size of the claim's thing: how far off it lies, or a stretch of it.

    "It lies 38 metres from the shore" and "they rafted down 410 km of the river".
    """
    text, mention = around.document.text, around.mention
    if mention.quantity.kind != Kind.DIMENSION or claim.reading is None:
        return False
    stretch = _STRETCH.match(text, mention.end, around.clause[1])
    is_all = _ALL_OF_IT.search(text, around.clause[0], mention.start)
    if stretch and not is_all and not _STRETCH.match(claim.statement, claim.reading.end):
        told = {term.key for term in terms_between(text, *stretch.span(1))}
        return not told.isdisjoint(term.key for term in claim.entity)
    if _SHAPES.isdisjoint(stems_in(claim.statement)):
        return False
    is_away = _AWAY.match(text, mention.end, around.clause[1]) or _FOR.search(
        text, around.clause[0], mention.start
    )
    return bool(is_away) and not _REACHES.search(text, around.clause[0], mention.start)


def _is_wider_mean(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether it is the average of a country that the text holds another figure against.

    "They wait 12 weeks; the national average is 19": where the clause names the claim's subject,
    or no other figure stands beside, the average may be the claim's.
    """
    if _THAN_A_MEAN.search(around.document.text, around.clause[0], around.mention.start):
        return True
    found = _WIDER_MEAN.search(around.clause_text)
    if found is None or _WIDER_MEAN.search(claim.statement):
        return False
    if any(is_distinctive_name(term) for term in around.in_clause()):
        return False
    text, sentence = around.document.text, around.sentence
    beside = text[sentence[0] : around.clause[0]], text[around.clause[1] : sentence[1]]
    return any(_FIGURE.search(words) for words in beside)


def _is_share_of_other(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether it is a share of what the claim only names beside its whole.

    "Two in five cars run on diesel" is no figure for "Two in five households own a car".
    """
    text, mention = around.document.text, around.mention
    if mention.quantity.unit != PERCENT or claim.quantity.unit != PERCENT or claim.reading is None:
        return False
    ours = _whole(claim.statement, claim.reading)
    theirs = _whole(text, mention)
    if not theirs or all(term.stem in lexicon.generic() for term in ours):
        return False  # "in 92 percent of cases" names no whole
    own = {term.key for term in ours}
    if any(likeness(one, other) for one in ours for other in theirs):
        return False
    named = {
        term.key for term in claim.content if not (term.is_name or claim.is_predicate(term))
    } - own
    return theirs[-1].key in named


def _whole(text: str, mention: Mention) -> tuple[Term, ...]:
    """Return the words for what a share is of: "of Zamora's exports", "in five households"."""
    words = _OF_WHOLE.match(text, mention.number_end) or _OF_WHOLE.match(text, mention.end)
    span = words.span(1) if words else (mention.number_end, mention.end)
    return tuple(
        term
        for term in terms_between(text, *span)
        if not term.is_name and not is_unit_word(text, term, mention)
    )
