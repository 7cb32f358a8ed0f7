"""The keys of claims and mentions in the index: their terms, and what these are stored under.

Both sides are hashed by `claims.checking.candidates`, with the rarity of terms as it is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from claims.checking.candidates import (
    CLAIM_TERMS,
    MENTION_TERMS,
    claim_signatures,
    rarest_first,
    signature,
    unit_key,
    weighted_signatures,
)
from claims.checking.carried import names_before
from claims.checking.terms import terms
from claims.checking.wordings import wordings
from claims.models import Claim
from claims.quantities.mention import Document, Mention
from claims.services.rarity import Frequencies, frequencies_of

MANY_MENTIONS = 500  # a document with more asks with fewer keys for each
MENTION_TERMS_STORED = 4  # a text has many mentions: each is stored under fewer pairs than a claim
NAMES_STORED = 2  # names that the text has told before, beside each of these terms
SHARED_BY_FEW = 200  # a term that at most so many claims have is a key by itself

Signatures = dict[int, float]  # each with the rarity of the terms that it stands for


def claim_terms(claim: Claim) -> tuple[str, ...]:
    """Return the claim's terms, the most telling first: names, then the measure, then the rest."""
    return _in_order(claim.subject, claim.place, claim.measure, claim.statement)


def worded_terms(claim: Claim) -> list[tuple[str, ...]]:
    """Return the claim's terms, and then its terms as each synonym of its measure words it."""
    found = [claim_terms(claim)]
    if claim.defined_measure is not None:
        for _, worded in wordings(claim.for_check())[1:]:
            texts = (worded.subject, worded.place, worded.measure, worded.statement)
            found.append(_in_order(*texts))
    return found


def mention_terms(mention: Mention, document: Document) -> tuple[str, ...]:
    """Return the terms of a mention: its own words, its sentence's, the title's."""
    sentence = document.text[mention.sentence_start : mention.sentence_end]
    return _in_order(mention.subject, mention.place, mention.measure, sentence, document.title)


def asked_by(mentions: Sequence[Mention], document: Document) -> list[Signatures]:
    """Return the keys that each mention of a document asks with."""
    terms_of = [mention_terms(mention, document) for mention in mentions]
    names_of = [names_before(document.text, mention.sentence_start) for mention in mentions]
    known = frequencies([*terms_of, *names_of])
    count = MENTION_TERMS if len(mentions) <= MANY_MENTIONS else CLAIM_TERMS
    return [
        asked_keys(found, mention.quantity.unit, known, count=count, carried=names)
        for found, names, mention in zip(terms_of, names_of, mentions, strict=True)
    ]


def stored_by(mentions: Sequence[Mention], document: Document) -> list[set[int]]:
    """Return the keys that each mention of a document is stored under."""
    terms_of = [mention_terms(mention, document) for mention in mentions]
    names_of = [
        names_before(document.text, mention.sentence_start, count=NAMES_STORED)
        for mention in mentions
    ]
    known = frequencies([*terms_of, *names_of])
    return [
        stored_keys(found, mention.quantity.unit, known, count=MENTION_TERMS_STORED)
        | _stored_beside(names, found, mention.quantity.unit, known)
        for found, names, mention in zip(terms_of, names_of, mentions, strict=True)
    ]


def _stored_beside(
    names: Sequence[str], found: Sequence[str], unit: str, known: Frequencies
) -> set[int]:
    """Return the keys of names told before a mention, alone and beside its terms."""
    kind, rarest = unit_key(unit), rarest_first(found, known.rarity)[:MENTION_TERMS_STORED]
    alone = {signature(kind, name) for name in names if known.count(name) <= SHARED_BY_FEW}
    pairs = product(set(names) - set(rarest), rarest)
    return alone | {signature(kind, *pair) for pair in pairs}


def asked_by_claim(worded: Iterable[tuple[str, ...]], unit: str, known: Frequencies) -> Signatures:
    """Return the keys that a claim of these wordings asks with."""
    return {key: each for found in worded for key, each in asked_keys(found, unit, known).items()}


def asked_keys(
    found: tuple[str, ...],
    unit: str,
    known: Frequencies,
    *,
    count: int = MENTION_TERMS,
    carried: Sequence[str] = (),
) -> Signatures:
    """Return the keys that a text asks with, by the `count` rarest of its terms.

    `carried` are the names that it has told before.
    """
    rarest = rarest_first(found, known.rarity)[:count]
    return weighted_signatures(rarest, unit_key(unit), known.rarity, carried)


def stored_keys(
    found: tuple[str, ...], unit: str, known: Frequencies, *, count: int = CLAIM_TERMS
) -> set[int]:
    """Return the keys that a claim or a mention of these terms is stored under."""
    rarest = rarest_first(found, known.rarity)
    alone = not rarest or known.count(rarest[0]) <= SHARED_BY_FEW
    return set(claim_signatures(rarest, unit_key(unit), alone=alone, count=count))


def _in_order(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term for text in texts for term in terms(text)))


def frequencies(texts: Iterable[tuple[str, ...]]) -> Frequencies:
    """Return how rare the terms of some texts are."""
    return frequencies_of({term for terms_of_one in texts for term in terms_of_one})


def stored_under(worded: Iterable[tuple[str, ...]], unit: str, known: Frequencies) -> set[int]:
    """Return the keys that a claim of these wordings is stored under."""
    return {key for found in worded for key in stored_keys(found, unit, known)}
