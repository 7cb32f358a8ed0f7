"""Those who did one thing are not all there are: "2,300 citizens of Fern went to the polls"."""

from __future__ import annotations

import re

from claims.checking import lexicon
from claims.checking.claim import ClaimForCheck
from claims.checking.context import Surroundings
from claims.checking.likeness import likeness
from claims.checking.stems import stem
from claims.checking.terms import stems_in, terms_in
from claims.quantities.nouns import VERBS
from claims.quantities.quantity import Kind

_OF_A_PLACE = (
    r"(?:\s+(?:of|in|at|from)\s+"
    r"(?:the\s+(?:[A-Z][\w’'-]*\s+)+[a-z]+|(?:the\s+)?(?:[A-Z][\w’'-]*\s*)+))?"
)
# What stands before the figure, without the words that make it rough.
_BEFORE = re.compile(
    r"(?:(?P<second>[\w’'-]+)\s+)?(?P<first>[\w’'-]+)\s+"
    r"(?:(?:about|around|some|roughly|nearly|almost|only|just|over|under|exactly|at\s+least|up\s+to"
    r"|more\s+than|fewer\s+than|less\s+than|as\s+many\s+as|another|all|the|its|their)\s+)*$"
)
_IS_SO = re.compile(
    _OF_A_PLACE + r"\s*\b(?:is|are|was|were)\s+(?:(?:now|still|currently|also)\s+)?([a-z]+)"
)
_OWNS = re.compile(
    _OF_A_PLACE + r"\s*\b(?:has|have|had)\s+"
    r"(?!been\b|\w+(?:ed|en)\b|come\b|left\b|made\b|grown\b)"
)
# "The nine penguins share a pool" tells how many there are.
_ALL_OF_THEM = re.compile(r"(?:\b(?:the|its|their|all|all\s+of|other)|['’]s)\s+$", re.IGNORECASE)
_VERB = re.compile(_OF_A_PLACE + r"\s*\b([a-z]+)\b")
_ON = re.compile(
    _OF_A_PLACE + r"\s*\b(?:is|are|was|were|have\s+been|had\s+been)\s+(?:\w+\s+)?on\s+"
    r"(duty|loan|strike|leave|sick|parole|remand|bail|holiday|display|show|view|sale|offer|order|hold"
    r"|call|board|trial)\b"
)
# Verbs that say that they are there, what they are for, or what they came for.
_THERE = frozenset(
    stem(word)
    for word in ("live", "work", "remain", "stay", "exist", "belong", "operate", "serve", "stand",
                 "stood", "make", "have", "has", "had", "is", "are", "was", "were", "been",
                 "survive", "reside", "inhabit", "study", "attend", "compose", "form", "come",
                 "came", "visit", "run", "bring", "go")
)  # fmt: skip
# "72 concerts last season", "nine farms left", "240 species found in the bay".
_NO_DEEDS = frozenset(
    ["last", "left", "open", "found", "known", "registered", "located", "based", "listed", "owned",
     "employed", "licensed", "held", "run", "kept", "seen", "recorded", "counted", "used", "led",
     "built", "made", "born", "face", "like"]
)  # fmt: skip
# Those who are so are still all of them: "40 shops are left", "900 students are enrolled".
_STILL_ALL = frozenset(
    ["left", "registered", "recorded", "counted", "living", "working", "employed", "enrolled", "in",
     "there", "open", "known", "listed", "active", "members", "there", "spread", "built", "run",
     "owned", "located", "operating", "part", "more", "fewer", "not", "at"]
)  # fmt: skip
_AT = frozenset(["at", "for", "from", "among", "against", "into", "around", "through", "by"])
# "It stands at 40 shops", "it cares for 90 animals".
_SET_AT = frozenset(
    ["stands", "stood", "stand", "put", "estimated", "remains", "remained", "remain", "peaked",
     "arrived", "room", "space", "cares", "caring", "cared", "care", "provides", "homes", "house",
     "jobs", "work", "employment", "caters", "catered"]
)  # fmt: skip
_HAVING = frozenset(
    stem(word)
    for word in ("has", "have", "employ", "count", "own", "keep", "hold", "house", "run",
                 "operate", "number", "live", "exist", "home", "there")
)  # fmt: skip


def is_told_by_deed(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether only those are counted who do something, where the claim tells how many there are."""
    mention, head = around.mention, claim.head
    if mention.quantity.kind != Kind.COUNT or head is None or not _tells_stock(claim):
        return False
    text, end = around.document.text, around.clause[1]
    if _ALL_OF_THEM.search(text, around.clause[0], mention.start):
        return False
    claimed = stems_in(claim.statement)
    on = _ON.match(text, mention.end, end)
    if on:
        return stem(on[1]) not in claimed
    if around.head is None or likeness(around.head, head) < 1:
        return False
    if _is_done_to_them(claim, around):
        return True
    so = _IS_SO.match(text, mention.end, end)
    if so:
        return so[1] not in _STILL_ALL and stem(so[1]) not in claimed
    if _OWNS.match(text, mention.end, end):
        return True
    done = _VERB.match(text, mention.end, end)
    if done is None or done[1] not in VERBS or done[1] in _NO_DEEDS:
        return False
    verb = stem(done[1])
    if verb in _THERE or verb in claimed:
        return False
    said = terms_in(done[1])
    return not any(likeness(term, own) == 1 for term in said for own in claim.content) and not (
        head.stem.startswith(verb)  # "its 40 teachers teach": they do what they are
    )


def _is_done_to_them(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether something is done to those counted: "a storm hit eleven farms", "at 8 stations"."""
    text, mention = around.document.text, around.mention
    before = _BEFORE.search(text, around.clause[0], mention.start)
    if before is None:
        return False
    word = before["first"].lower()
    if word in _AT:
        if before["second"] and before["second"].lower() in _SET_AT:
            return False
        ours = claim.reading and _BEFORE.search(claim.statement, 0, claim.reading.start)
        return not (ours and ours["first"].lower() == word)
    verb = stem(word)
    is_verb = word in VERBS or verb in lexicon.verbs() or word.endswith("ed")
    if (
        not is_verb
        or verb in _HAVING | lexicon.telling() | lexicon.flows()
        or verb in stems_in(claim.statement)
    ):
        return False
    return not any(likeness(term, own) == 1 for term in terms_in(word) for own in claim.content)


def _tells_stock(claim: ClaimForCheck) -> bool:
    """Whether the claim tells no more than how many of something there are: "Fern has 90 farms"."""
    others = [term for term in claim.words if term not in claim.noun]
    return " per " not in claim.quantity.unit and all(
        term.stem in _HAVING or term.key in _HAVING or term.stem in lexicon.generic()
        for term in others
    )
