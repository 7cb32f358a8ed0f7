"""How much each word of a claim counts when a text is searched for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from claims.checking import lexicon
from claims.checking.stems import stem
from claims.checking.terms import Term
from claims.quantities.quantity import Kind, Quantity
from claims.quantities.units import UnknownUnit, canonical, dimension

NAME, BESIDE_A_NAME = 1.0, 0.2
NOUN, VERB, GENERIC, IMPLIED = 1.0, 0.5, 0.35, 0.2
# From this weight on a word is one that tells measures apart.
DISTINCTIVE = NOUN


def weight(term: Term, quantity: Quantity) -> float:
    """Return how much a claim's term tells, given what its quantity already says."""
    if term.is_name:
        return NAME
    if " per " in quantity.unit and _names_denominator(term.stem, quantity.unit):
        return IMPLIED
    if term.stem in lexicon.implied_by(kind_of_measure(quantity)):
        return IMPLIED
    if term.stem in lexicon.generic():
        return GENERIC
    if term.stem in lexicon.verbs():
        return VERB
    return NOUN


@lru_cache(maxsize=8192)
def _names_denominator(word: str, unit: str) -> bool:
    """Whether a word is what a rate is per: the "litre" of "a litre costs 1.78 euros"."""
    return word in {stem(part) for part in unit.split(" per ")[1:]}


def entity_weight(term: Term, entity: Sequence[Term]) -> float:
    """Return how much a word of an entity's name tells: little beside a word that is only a name.

    "Renfrew County" is found by "Renfrew"; "Harbour Party" only by both its words.
    """
    if is_distinctive_name(term):
        return NAME
    if not term.is_name and any(other.is_name for other in entity):
        return BESIDE_A_NAME
    return BESIDE_A_NAME if any(is_distinctive_name(other) for other in entity) else NAME


def is_distinctive_name(term: Term) -> bool:
    """Whether a term is a name that is no ordinary word ("Renfrew", but not "County")."""
    return term.is_name and term.stem not in lexicon.related()


@lru_cache(maxsize=8192)
def names_unit(word: str) -> bool:
    """Whether a word is the name of a unit, and tells no measure."""
    try:
        canonical(word)
    except UnknownUnit:
        return False
    return True


def kind_of_measure(quantity: Quantity) -> str:
    """Return the key of a quantity in the list of implied words."""
    if quantity.kind == Kind.CURRENCY:
        return "currency"
    try:
        return dimension(quantity.unit)
    except UnknownUnit:
        return quantity.unit
