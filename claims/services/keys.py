"""The keys of claims and mentions in the index: their terms, and what these are stored under.

Both sides are hashed by `claims.checking.candidates`, with the rarity of terms as it is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

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
        asked_keys(_known_first(found, known)[:count], mention.quantity.unit, known, carried=names)
        for found, names, mention in zip(terms_of, names_of, mentions, strict=True)
    ]


def _known_first(found: Sequence[str], known: Frequencies) -> tuple[str, ...]:
    """Return the terms that claims have, the rarest first, and then those of which none is counted.

    The last are the rarest of all, and in a long sentence would leave no room for the others; but a
    claim that came a moment ago may have one.
    """
    rarest = rarest_first(found, known.rarity)
    return tuple(sorted(rarest, key=lambda term: not known.count(term)))


def stored_by(mentions: Sequence[Mention], document: Document) -> list[set[int]]:
    """Return the keys that each mention of a document is stored under: pairs of its own terms.

    By one term alone, or by a name told before, a new claim would meet texts that their reader, who
    judges twenty claims for a mention, passed over.
    """
    terms_of = [mention_terms(mention, document) for mention in mentions]
    known = frequencies(terms_of)
    return [
        {
            signature(unit_key(mention.quantity.unit), *pair)
            for pair in combinations(_telling(mention, found, known), 2)
        }
        for found, mention in zip(terms_of, mentions, strict=True)
    ]


def _telling(mention: Mention, found: Sequence[str], known: Frequencies) -> Sequence[str]:
    """Return the terms to store a mention under: those of its figure before other words about it.

    A word that no claim has yet is the rarest of all, and most such words no claim will ever have.
    """
    own = _in_order(mention.subject, mention.place, mention.measure)
    others = rarest_first((term for term in found if term not in own), known.rarity)
    return (*rarest_first(own, known.rarity), *others)[:MENTION_TERMS_STORED]


def asked_by_claim(worded: Iterable[tuple[str, ...]], unit: str, known: Frequencies) -> Signatures:
    """Return the keys that a claim of these wordings asks with."""
    return {key: each for found in worded for key, each in asked_keys(found, unit, known).items()}


def asked_keys(
    found: Sequence[str], unit: str, known: Frequencies, *, carried: Sequence[str] = ()
) -> Signatures:
    """Return the keys that a text asks with, by the rarest of its terms.

    `carried` are the names that it has told before.
    """
    rarest = rarest_first(found, known.rarity)[:MENTION_TERMS]
    return weighted_signatures(rarest, unit_key(unit), known.rarity, carried)


def stored_keys(found: Sequence[str], unit: str, known: Frequencies) -> set[int]:
    """Return the keys that a claim of these terms is stored under."""
    rarest = rarest_first(found, known.rarity)
    alone = not rarest or known.count(rarest[0]) <= SHARED_BY_FEW
    return set(claim_signatures(rarest, unit_key(unit), alone=alone))


def _in_order(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term for text in texts for term in terms(text)))


def frequencies(texts: Iterable[tuple[str, ...]]) -> Frequencies:
    """Return how rare the terms of some texts are."""
    return frequencies_of({term for terms_of_one in texts for term in terms_of_one})


def stored_under(worded: Iterable[tuple[str, ...]], unit: str, known: Frequencies) -> set[int]:
    """Return the keys that a claim of these wordings is stored under."""
    return {key for found in worded for key in stored_keys(found, unit, known)}
