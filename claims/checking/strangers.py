"""Words of what a mention measures that the claim lacks: another measure, or a narrower one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.checking import lexicon
from claims.checking.claim import ClaimForCheck
from claims.checking.context import Surroundings
from claims.checking.likeness import likeness
from claims.checking.terms import Term, terms_in
from claims.checking.weighing import DISTINCTIVE, names_unit, weight
from claims.quantities.nouns import VERBS, is_plural
from claims.quantities.quantity import Kind

_ADVERBIAL = re.compile(
    r"(?:from|in|with|over|for|of|by|at|on|before|after|since|during|known|what|which|it)\b",
    re.IGNORECASE,
)
_OF_SOMETHING = re.compile(r"\s*[\w²³]+(?:\s+[a-z]+)?\s+of\s+((?:[\w’'-]+\s*){1,2})")
_HOLDS_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand)\b", re.IGNORECASE
)


def stranger(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return the share of telling words of what the mention measures that the claim lacks."""
    if says_head(claim, around):
        return 0.0
    found = [term for term in _measured(around) if not term.is_name]
    if _is_of_the_claims(claim, around):
        found = [term for term in found if not _is_of_people(term, around.mention.measure)]
    return _unknown_share(found, claim)


def says_head(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether the text's verb says what the claim counts: "children were born" and "births"."""
    if claim.head is None or around.head is None or around.head.key == claim.head.key:
        return False
    done = around.done
    return done is not None and done.key == claim.head.key


def _is_of_the_claims(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether it is so much of what the claim names: "Farmers harvest 4.6 tonnes of rice".

    Then people in its subject are who does it, and no other measure.
    """
    mention = around.mention
    if mention.quantity.kind != Kind.DIMENSION or around.label:
        return False
    of = _OF_SOMETHING.match(around.document.text, mention.number_end, around.clause[1])
    told = terms_in(of[1]) if of else ()
    return bool(told) and _is_known(told[0], claim)


def _is_of_people(term: Term, measure: str) -> bool:
    """Whether a word of a measure names people who do something: "farmers", not "harvested"."""
    is_person = term.stem in lexicon.persons()
    return is_person and is_plural(measure[term.start : term.end].lower())


def _measured(around: Surroundings) -> list[Term]:
    """Return the telling terms of what the mention measures, by its label or as it was read."""
    measure, quantity = around.mention.measure, around.mention.quantity
    if around.label:
        return [term for term in around.label if weight(term, quantity) >= DISTINCTIVE]
    if _HOLDS_NUMBER.search(measure) or _ADVERBIAL.match(measure):
        return []  # the phrase of another figure, or none that names a measure
    return [
        term
        for term in terms_in(measure)
        if weight(term, quantity) >= DISTINCTIVE
        and not names_unit(measure[term.start : term.end])
        and measure[term.start : term.end].lower() not in VERBS
    ]


def narrower(claim: ClaimForCheck, around: Surroundings) -> float:
    """Return the share of the words before a counted noun that the claim lacks: "electric cars".

    Only the very same word will do: a word near in meaning may still tell a part from the whole.
    """
    narrowing = [
        term
        for term in around.noun
        if term != around.head and weight(term, around.mention.quantity) >= DISTINCTIVE
    ]
    if not narrowing:
        return 0.0
    own = {key for term in claim.content for key in (term.key, term.stem)}
    return sum(not own & {term.key, term.stem} for term in narrowing) / len(narrowing)


def _unknown_share(found: Sequence[Term], claim: ClaimForCheck) -> float:
    if not found:
        return 0.0
    return sum(not _is_known(term, claim) for term in found) / len(found)


def _is_known(term: Term, claim: ClaimForCheck) -> bool:
    return any(likeness(term, own) for own in claim.content)
