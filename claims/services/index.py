"""Reverse search: which claims a mention may concern, and which mentions a claim.

Both sides are stored under hashed keys of `claims.checking.candidates`, so the cost of a question
grows with its own words and not with the number of rows stored.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Model, QuerySet

from claims.checking.candidates import claim_signatures, mention_signatures, unit_key
from claims.checking.terms import terms
from claims.models import Claim, ClaimSignature, Mention, MentionSignature
from claims.quantities.mention import Document
from claims.quantities.mention import Mention as ReadMention

log = logging.getLogger(__name__)

MAX_CANDIDATES = 100  # claims judged for one mention, best first
MAX_CLAIMS = 500  # claims judged for one document, best first
MAX_MENTIONS = 200  # mentions of one document judged for one claim, best first
MAX_ROWS = 50_000  # index rows read for one question
_CHUNK = 5_000  # parameters of one query


def index_claims(claims: Iterable[Claim]) -> None:
    """Store the keys of `claims`, replacing what was stored. Call it in the claim's transaction."""
    claims = list(claims)
    ClaimSignature.objects.filter(claim__in=claims).delete()
    ClaimSignature.objects.bulk_create(
        ClaimSignature(signature=signature, claim=claim)
        for claim in claims
        for signature in set(claim_signatures(claim_terms(claim), unit_key(claim.unit)))
    )


def index_mentions(rows: Sequence[Mention], document: Document) -> None:
    """Store the keys of new mentions of one document."""
    MentionSignature.objects.bulk_create(
        MentionSignature(signature=signature, mention=row)
        for row in rows
        for signature in set(_stored_signatures(row.as_read(), document))
    )


def claims_for(mentions: Sequence[ReadMention], document: Document) -> list[Claim]:
    """Return the claims that the mentions of one document may concern, by key."""
    asked = [_asked_signatures(mention, document) for mention in mentions]
    rows = ClaimSignature.objects.values_list("signature", "claim_id")
    claims_by_signature = _lookup(rows, set().union(*asked) if asked else set())
    best: Counter[int] = Counter()
    for signatures in asked:
        votes = Counter(key for s in signatures for key in claims_by_signature.get(s, ()))
        for key, count in votes.most_common(MAX_CANDIDATES):
            best[key] = max(best[key], count)
    if len(best) > MAX_CLAIMS:
        log.warning("of %d candidate claims the best %d are judged", len(best), MAX_CLAIMS)
    keys = [key for key, _ in best.most_common(MAX_CLAIMS)]
    return list(Claim.objects.filter(pk__in=keys).order_by("pk"))


def mentions_to_judge(
    claims: Sequence[Claim], mentions: Sequence[ReadMention], document: Document
) -> Iterator[tuple[Claim, Sequence[ReadMention]]]:
    """Yield each claim with the mentions to judge it by: all, but of many only the nearest."""
    if len(mentions) <= MAX_MENTIONS:
        yield from ((claim, mentions) for claim in claims)
        return
    asked = [_asked_signatures(mention, document) for mention in mentions]
    for claim in claims:
        stored = set(claim_signatures(claim_terms(claim), unit_key(claim.unit)))
        votes = [len(stored & signatures) for signatures in asked]
        nearest = sorted(range(len(mentions)), key=votes.__getitem__, reverse=True)[:MAX_MENTIONS]
        yield claim, [mentions[at] for at in sorted(nearest)]


def mentions_for(claims: Sequence[Claim]) -> dict[int, set[int]]:
    """Return, for each claim's key, the keys of the stored mentions it may concern."""
    asked = {
        claim.pk: set(mention_signatures(claim_terms(claim), unit_key(claim.unit)))
        for claim in claims
    }
    rows = MentionSignature.objects.values_list("signature", "mention_id")
    mentions_by_signature = _lookup(rows, set().union(*asked.values()) if asked else set())
    return {
        key: {mention for s in signatures for mention in mentions_by_signature.get(s, ())}
        for key, signatures in asked.items()
    }


def claim_terms(claim: Claim) -> tuple[str, ...]:
    """Return the claim's terms, the most telling first: names, then the measure, then the rest."""
    return _in_order(claim.subject, claim.place, claim.measure, claim.statement)


def mention_terms(mention: ReadMention, document: Document) -> tuple[str, ...]:
    """Return the terms of a mention: its own words, its sentence's, the title's."""
    sentence = document.text[mention.sentence_start : mention.sentence_end]
    return _in_order(mention.subject, mention.place, mention.measure, sentence, document.title)


def _asked_signatures(mention: ReadMention, document: Document) -> frozenset[int]:
    terms_of_mention = mention_terms(mention, document)
    return frozenset(mention_signatures(terms_of_mention, unit_key(mention.quantity.unit)))


def _stored_signatures(mention: ReadMention, document: Document) -> tuple[int, ...]:
    return claim_signatures(mention_terms(mention, document), unit_key(mention.quantity.unit))


def _in_order(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term for text in texts for term in terms(text)))


def _lookup(rows: QuerySet[Model, tuple[int, int]], signatures: set[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    left = MAX_ROWS
    asked = sorted(signatures)
    for begin in range(0, len(asked), _CHUNK):
        chunk = asked[begin : begin + _CHUNK]
        for signature, key in rows.filter(signature__in=chunk)[: max(left, 0)]:
            found[signature].append(key)
            left -= 1
    if left <= 0:
        log.warning("index lookup cut after %d rows", MAX_ROWS)
    return found
