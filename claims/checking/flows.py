"""Does a figure tell how many came, went or were dealt with, where the claim tells how many are?"""

from __future__ import annotations

import re

from claims.checking import lexicon
from claims.checking.claim import ClaimForCheck
from claims.checking.context import Surroundings
from claims.checking.stems import stem
from claims.checking.terms import stems_in
from claims.quantities.quantity import Kind
from claims.quantities.units import PERCENT

_VERB_REACH = 3  # how many words before the number its verb may stand
_ACT = 1.5  # what is done to some is even less how many there are than what comes or goes
_RECEIVE = stem("receive")
_AFTER_SO_MANY = re.compile(r"\b(?:after|within|before|during)\s+$", re.IGNORECASE)
_BESIDE_VERB = re.compile(r"\b(?:to|in|at|across)\s+(?:some\s+|about\s+)?$", re.IGNORECASE)
_FOR = re.compile(r"\bfor\s+$", re.IGNORECASE)
_PASSIVE = re.compile(r"\s+(?:\w+\s+)?(?:was|were|have been|has been|had been)\s+(\w+)")
# When something opened says nothing of the figure: "since it opened in 1976, 40,000 have come".
_SINCE_THEN = re.compile(
    r"\b(?:since|when|until)\s+(?:it|they|he|she)\s+[^.;:,]*(?:,(?!\d)|:)", re.IGNORECASE
)
_ALL = re.compile(r"\ball\s+(?:of\s+)?(?:(?:its|the|their|his|her)\s+)?$", re.IGNORECASE)


def flow(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return 1 when the figure tells how many came or went, and the claim how many there are."""
    text, mention = around.document.text, around.mention
    if mention.quantity.unit == PERCENT:
        return 0.0
    lead = _SINCE_THEN.sub(",", text[around.clause[0] : mention.start])
    if _AFTER_SO_MANY.search(lead):
        return 0.0  # "it closed after 268 performances" tells how many there had been
    before = stems_in(lead)[-_VERB_REACH:]
    if mention.quantity.kind == Kind.CURRENCY and (_RECEIVE in before or _FOR.search(lead)):
        return 0.0  # a prize, a pension, a wage is what somebody receives, a house is sold for it
    if _BESIDE_VERB.search(lead):
        return 0.0  # "it delivers power to 9,000 homes" tells for how many, and not how many came
    after = _PASSIVE.match(text, mention.end)
    done = frozenset([*before, *([stem(after[1])] if after else [])])
    if _strange(claim, done & lexicon.flows()):
        return 1.0
    if mention.quantity.kind != Kind.COUNT or _ALL.search(lead):
        return 0.0  # who inspects all 35 homes tells how many there are
    return _ACT * _strange(claim, done & lexicon.acts())


def _strange(claim: ClaimForCheck, moved: frozenset[str]) -> bool:
    """Whether there are such verbs, and the claim has none of them."""
    claimed = {key for term in claim.content for key in (term.key, term.stem)}
    return bool(moved) and claimed.isdisjoint(key for word in moved for key in (word, _key(word)))


def _key(word: str) -> str:
    return lexicon.synonyms().get((word,), word)
