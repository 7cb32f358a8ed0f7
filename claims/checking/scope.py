"""Does a figure cover what the claim covers: not a part, a sum, a flow, or a rival of it?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from claims.checking import lexicon
from claims.checking.asides import is_aside
from claims.checking.claim import ClaimForCheck
from claims.checking.context import Surroundings
from claims.checking.deeds import is_told_by_deed
from claims.checking.foils import is_foil_name
from claims.checking.narrowed import is_narrowed
from claims.checking.stems import stem
from claims.checking.terms import Term, stems_in, terms_between, terms_in
from claims.checking.weighing import is_distinctive_name
from claims.quantities.quantity import Kind
from claims.quantities.units import PERCENT

_OPENER = re.compile(
    r"\s*(?:and\s+|but\s+)?(?:in|among|amongst|at|for|within|on)\s+(?!\d)"
    r"(?!(?:the\s+)?(?:present|moment|same|first|last|latest|total|all|fact|addition|average|end)\b)"
    r"((?:the\s+)?(?:[\w'’-]+\s*){1,6}?)(?=,|\s(?:it|its|the|there|he|she|they|a|an|that|this|live)\b)",
    re.IGNORECASE,
)
_SUBSET_AFTER = re.compile(r"[\w\s-]{0,30}?\bof\s+(?:them|these|those|which|whom)\b", re.IGNORECASE)
_SUBSET_BEFORE = re.compile(
    r"\b[Oo]f\s+(?:its|their|his|her|these|those|them|which|the|all)\b[^.;,]*,[^.;]*$"
    r"|\bof (?:which|whom),?\s*$"
)
_IS_LEFT = re.compile(r"\s*(?:\w+\s+){0,2}(?:(?:is|are|were)\s+left|remain(?:s|ed|ing)?)\b")
_LEAVING = re.compile(r"\bleav(?:es|ing)\s+(?:\w+\s+){0,2}$")
_RIGHT_IN = re.compile(r"\s+(?:in|at|from|near)\s+(?:the\s+)?")
_YEARLY = re.compile(r"\s+of\s+(?:them|these|those)\s+(?:a|an|each|every|per)\s+\w+", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:,\d{3})*")
_HOPED_FOR = re.compile(r"\bhad\s+(?:hoped|planned|expected|wanted|intended)\b")
_SUBSET_OF = re.compile(r"\s+of\s+(?:its|their|his|her|our|the)\s", re.IGNORECASE)
_NEXT_WORD = re.compile(r"\s+([a-z]+)\b")
_QUALIFIER = re.compile(
    r"\s+(?:for|from|with|without|aged|suffering from)\s+(?!\d)((?:[\w'’-]+\s*){1,4})",
    re.IGNORECASE,
)
_STATE = re.compile(
    r"\s+(absent|missing|present|abstaining|unaccounted|ill|sick|away|late|vacant|empty|idle|unsold"
    r"|undecided|unfilled)\b",
    re.IGNORECASE,
)
_DEED = 1.5  # who does something is even less how many there are than those in one place
_ALONE = re.compile(r"(\S+\s+\S+)\s+alone\b", re.I)


def rival(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return 1 when the clause names another subject and none of the claim's."""
    text, own = around.document.text, {term.key for term in claim.content}
    named = [term for term in around.in_clause() if term.is_name]
    known = [term for term in named if term.key in own and not is_foil_name(text, term)]
    is_distinct = any(is_distinctive_name(term) for term in claim.content)
    if any(is_distinctive_name(term) or not is_distinct for term in known):
        return 0.0
    before = [term for term in named if _is_before(term, around)]
    return float(
        any(
            is_distinctive_name(term) and term.key not in own and not _is_plural_noun(text, term)
            for term in before
        )
    )


def _is_before(name: Term, around: Surroundings) -> bool:
    """Whether a name stands before the figure, or right after it: "41 farms in Alto"."""
    if name.start < around.mention.start:
        return True
    return bool(_RIGHT_IN.fullmatch(around.document.text[around.mention.end : name.start]))


def _is_plural_noun(text: str, term: Term) -> bool:
    """Whether a word that opens its sentence is a plural noun: "Cavers say ...", "Auditors put"."""
    word = text[term.start : term.end]
    opens = not text[: term.start].strip() or text[: term.start].rstrip()[-1] in ".!?\n"
    follows = _NEXT_WORD.match(text, term.end)
    return (
        opens
        and word.endswith("s")
        and not word.endswith(("ss", "'s", "’s"))
        and follows is not None
        and not follows[1].endswith("s")
        and word not in text[term.end :]
    )


def part(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return 1 when the clause restricts the figure to a part that the claim does not name."""
    text = around.document.text
    if (held := holding(claim, around)) != "":
        return float(held == "whole")
    if any(_is_strange_part(found[1], claim) for found in _ALONE.finditer(around.clause_text)):
        return 1.0
    if _is_subset(claim, around) and not _tells_subset(claim):
        return 1.0
    if _is_qualified(claim, around) or _is_in_a_state(claim, around) or is_aside(claim, around):
        return 1.0
    if is_narrowed(claim, around):
        return 1.0
    if is_told_by_deed(claim, around):
        return _DEED
    openers = (
        _OPENER.match(text, begin, around.mention.start)
        for begin in {around.clause[0], around.sentence[0]}
    )
    return float(any(found and _is_strange_part(found[1], claim) for found in openers))


def holding(claim: ClaimForCheck, around: Surroundings) -> str:
    """Return "own" for the 61 and "whole" for the 110 of "the Blues won 61 of the 110 seats".

    It tells so only of a claim about who won; "" for all other figures.
    """
    text, mention = around.document.text, around.mention
    if mention.quantity.kind != Kind.COUNT:
        return ""
    if _OF_THE_WHOLE.match(text, mention.number_end):
        return "own" if _is_held(claim, around, mention.start) else ""
    held = _PART_BEFORE.search(text, around.sentence[0], mention.number_start)
    return "whole" if held and _is_held(claim, around, held.start()) else ""


def _is_held(claim: ClaimForCheck, around: Surroundings, end: int) -> bool:
    """Whether the last name before the figure is the claim's, and a verb of having follows it."""
    text = around.document.text
    named = [term for term in terms_between(text, around.sentence[0], end) if term.is_name]
    own = {term.key for term in claim.entity if term.is_name}
    return bool(named) and named[-1].key in own and bool(_HOLDS.search(text, named[-1].end, end))


_HOLDS = re.compile(
    r"\b(?:w[io]n(?:s|ning)?|h[eo]lds?|holding|ha[sd]|have|t(?:ake|akes|ook|aking)|g[eo]ts?|secured?"
    r"|captured?|controls?|controlled|gained|kept|came\s+away|ended\s+up)\b",
    re.IGNORECASE,
)
_OF_THE_WHOLE = re.compile(r"\s+of\s+(?:the\s+)?\d")
_PART_BEFORE = re.compile(r"\d[\d,.]*\s+of\s+(?:the\s+)?$")


def _is_own_part(claim: ClaimForCheck, around: Surroundings, begin: int) -> bool:
    """Whether the part is what the claim speaks of: "Of its 90 beds, 12 are in Marn"."""
    own = {term.key for term in claim.content if is_distinctive_name(term)}
    return any(term.key in own and term.start >= begin for term in around.in_clause())


def _is_subset(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether a count is one of some: "of its 900 pupils, 40 ...", "40 of them"."""
    if around.mention.quantity.kind != Kind.COUNT:
        return False
    text, mention = around.document.text, around.mention
    after = _SUBSET_AFTER.match(text, mention.number_end)
    if after:
        return not (_is_of_a_kind(around) or _do_as_counted(claim, around, after.end()))
    if mention.quantity.value > 1 and _SUBSET_OF.match(text, mention.number_end, around.clause[1]):
        return not _does_as_claimed(claim, around)
    whole = _SUBSET_BEFORE.search(text, around.sentence[0], mention.start)
    if whole is None or _HOPED_FOR.search(whole[0]) or _is_left(around):
        return False
    return not _is_own_part(claim, around, whole.end())


def _do_as_counted(claim: ClaimForCheck, around: Surroundings, begin: int) -> bool:
    """Whether a verb says what the claim counts: "900 of them took part" counts participants."""
    done = terms_between(around.document.text, begin, around.clause[1])[:1]
    return claim.head is not None and any(term.key == claim.head.key for term in done)


def _is_left(around: Surroundings) -> bool:
    """Whether it is what there is now: "five of the shops have closed, so nine are left"."""
    text, mention = around.document.text, around.mention
    after = _IS_LEFT.match(text, mention.end, around.sentence[1])
    return bool(after or _LEAVING.search(text, around.clause[0], mention.start))


def _tells_subset(claim: ClaimForCheck) -> bool:
    """Whether the claim itself is about some of them: "four of them", "eight of the ten pools"."""
    reading = claim.reading
    if _SUBSET_AFTER.search(claim.statement):
        return True
    return reading is not None and bool(_SUBSET_OF.match(claim.statement, reading.number_end))


def _is_of_a_kind(around: Surroundings) -> bool:
    """Whether "them" are no counted things but a kind: "pianos ... it makes 800 of them a year"."""
    text, mention = around.document.text, around.mention
    if not _YEARLY.match(text, mention.number_end):
        return False
    told = _NUMBER.findall(text, around.before[0], mention.start)
    return all(Decimal(number.replace(",", "")) < mention.quantity.value for number in told)


def _does_as_claimed(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether the verb before the part is the claim's: "closed 45 branches", "shut 45 of its"."""
    before = around.document.text[around.clause[0] : around.mention.start]
    done = terms_in(before)[-1:]
    verbs = {term.key for term in claim.words if claim.is_predicate(term)}
    return any(term.key in verbs for term in done)


def _is_qualified(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether a phrase after a counted noun narrows it: "96 beds for children"."""
    if around.mention.quantity.kind != Kind.COUNT:
        return False
    found = _QUALIFIER.match(around.document.text, around.mention.end, around.clause[1])
    if found is None or _NUMBER.search(found[1]):
        return False  # "71 towns with a fleet of 48 ships": that phrase tells another figure
    return _is_strange_part(found[1], claim)


def _is_in_a_state(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether only those in some state are counted: "two members absent", "nine people missing"."""
    if around.mention.quantity.kind != Kind.COUNT:
        return False
    state = _STATE.match(around.document.text, around.mention.end, around.clause[1])
    return state is not None and stem(state[1]) not in stems_in(claim.statement)


def _is_strange_part(phrase: str, claim: ClaimForCheck) -> bool:
    found = [term for term in terms_in(phrase) if not term.is_name]
    nouns = [term for term in found if term.stem not in lexicon.verbs()]
    known = {key for term in claim.content for key in (term.key, term.stem)}
    return bool(nouns) and not any(term.key in known or term.stem in known for term in nouns)


def other_measure(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return 1 when the clause tells a measure that is easily taken for the claim's."""
    is_money = around.mention.quantity.kind == Kind.CURRENCY
    groups = _told_groups(claim.statement, claim.quantity.unit == PERCENT, is_money)
    if not groups:
        return 0.0
    phrases = [stems_in(around.clause_text), tuple(term.stem for term in around.noun)]
    return float(any(_excludes(group, told) for group in groups for told in phrases))


# The sides of a group of rivals that a statement tells, and those it does not tell.
_Sides = tuple[frozenset[lexicon.Phrase], frozenset[lexicon.Phrase]]


def _excludes(group: _Sides, told: Sequence[str]) -> bool:
    """Whether the words tell a rival of what the statement tells, and not that itself."""
    ours, theirs = group
    return any(lexicon.holds(told, phrase) for phrase in theirs) and not any(
        lexicon.holds(told, phrase) for phrase in ours
    )


@lru_cache(maxsize=4096)
def _told_groups(statement: str, of_a_whole: bool, is_money: bool) -> tuple[_Sides, ...]:
    """Return the groups of which a statement tells a side.

    Where it gives a share of a whole, the other part of the whole is no rival, but its complement.
    A sum of money may be what a thing that was built was sold for.
    """
    claimed = stems_in(statement)
    known = lexicon.rivals() if of_a_whole else (*lexicon.rivals(), *lexicon.opposites())
    known = known if is_money else (*known, *lexicon.rivals_of_goods())
    perhaps = (group for group in known if not _first_words(group).isdisjoint(claimed))
    return tuple(sides for group in perhaps if (sides := _sides(group, claimed))[0])


@lru_cache(maxsize=1024)
def _first_words(group: tuple[frozenset[lexicon.Phrase], ...]) -> frozenset[str]:
    return frozenset(phrase[0] for side in group for phrase in side if phrase)


def _sides(group: Sequence[frozenset[lexicon.Phrase]], claimed: Sequence[str]) -> _Sides:
    told: frozenset[lexicon.Phrase] = frozenset()
    untold: frozenset[lexicon.Phrase] = frozenset()
    for side in group:
        if any(lexicon.holds(claimed, phrase) for phrase in side):
            told |= side
        else:
            untold |= side
    return told, untold


def total(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return 1 when the figure is the sum of several things, and the claim is about one."""
    told, claimed = stems_in(around.clause_text), stems_in(claim.statement)
    return float(any(not lexicon.holds(claimed, phrase) for phrase in _combined_in(told)))


@lru_cache(maxsize=512)
def _combined_in(told: tuple[str, ...]) -> tuple[lexicon.Phrase, ...]:
    """Return the wordings in a clause that add up several things."""
    return tuple(phrase for phrase in lexicon.combined() if lexicon.holds(told, phrase))
