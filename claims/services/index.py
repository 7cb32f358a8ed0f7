"""Reverse search: which claims a mention may concern, and which mentions a claim.

Both sides are stored under hashed keys of `claims.checking.candidates`, so the cost of a question
grows with its own words and not with the number of rows stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from claims.checking.candidates import (
    CLAIM_TERMS,
    MENTION_TERMS,
    claim_signatures,
    rarest_first,
    unit_key,
    weighted_signatures,
)
from claims.checking.reading import as_json, is_current, names_of
from claims.checking.sight import may_speak_of
from claims.checking.terms import terms
from claims.checking.wordings import wordings
from claims.models import Claim, ClaimSignature, Mention, MentionSignature
from claims.quantities.mention import Document
from claims.quantities.mention import Mention as ReadMention
from claims.services.rarity import Frequencies, frequencies_of

MAX_CANDIDATES = 20  # claims judged for one mention, best first
MANY_MENTIONS = 500  # a document with more asks with fewer keys for each
MAX_KEYS = 50_000  # keys that one document asks with, those of the rarest terms first
MAX_CLAIMS = 500  # claims judged for one document, best first
MAX_MENTIONS = 200  # mentions of one document judged for one claim, best first
MAX_STORED_MENTIONS = 1_000  # stored mentions that a new claim meets, best first
ROWS_PER_SIGNATURE = 200  # index rows read for one key
ROWS_PER_MENTION = 500  # index rows read for one mention, those under its rarest keys first
ROWS_PER_CLAIM = 2_000  # the same for a claim that meets the stored mentions
MENTION_TERMS_STORED = 4  # a text has many mentions: each is stored under fewer pairs than a claim
SHARED_BY_FEW = ROWS_PER_SIGNATURE  # a term that at most so many claims have is a key by itself

Signatures = dict[int, float]  # each with the rarity of the terms that it stands for


@dataclass(frozen=True, slots=True)
class Candidates:
    """The claims to judge by one document, and what was left out because there is too much of it.

    `cut` says so in words; it is empty as a rule.
    """

    claims: list[Claim]
    cut: str


def index_claims(claims: Iterable[Claim]) -> None:
    """Store the keys of `claims`, and what their statements say, replacing what was stored.

    Call it in the claims' transaction.
    """
    claims = list(claims)
    _keep_readings(claims)
    terms_of = {claim.pk: worded_terms(claim) for claim in claims}
    known = _frequencies(chain.from_iterable(terms_of.values()))
    ClaimSignature.objects.filter(claim__in=claims).delete()
    ClaimSignature.objects.store(
        (signature, claim.pk)
        for claim in claims
        for signature in stored_under(terms_of[claim.pk], claim.unit, known)
    )


def _keep_readings(claims: Iterable[Claim]) -> None:
    outdated = [each for each in claims if not is_current(each.reading, each.statement)]
    for claim in outdated:
        claim.reading = as_json(claim.statement)
    Claim.objects.bulk_update(outdated, ["reading"])


def index_mentions(rows: Sequence[Mention], document: Document) -> None:
    """Store the keys of the mentions of one document, of which none are stored."""
    terms_of = {row.pk: mention_terms(row.as_read(), document) for row in rows}
    known = _frequencies(terms_of.values())
    MentionSignature.objects.store(
        (signature, row.pk)
        for row in rows
        for signature in stored_keys(terms_of[row.pk], row.unit, known, count=MENTION_TERMS_STORED)
    )


def claims_for(mentions: Sequence[ReadMention], document: Document) -> Candidates:
    """Return the claims that the mentions of one document may concern, by key."""
    asked = asked_by(mentions, document)
    best: dict[int, float] = {}
    crowded = 0
    for scores in _scores_of_claims(asked):
        found = _best(scores, MAX_CANDIDATES + 1)
        # What is cut off as a rule is worse than what is kept; here it is as good as the best.
        crowded += len(found) > MAX_CANDIDATES and found[-1][1] == found[0][1]
        for key, score in found[:MAX_CANDIDATES]:
            best[key] = max(best.get(key, 0.0), score)
    cut = [_cut_mentions(len(mentions)), _cut_crowded(crowded), _cut_claims(len(best))]
    keys = [key for key, _ in _best(best, MAX_CLAIMS)]
    return Candidates(
        [
            claim
            for claim in Claim.objects.filter(pk__in=keys).to_judge()
            if claim.defined_measure_id
            or may_speak_of(claim.statement, names_of(claim.statement, claim.reading), document)
        ],
        "; ".join(filter(None, cut)),
    )


def best_claims(asked: Sequence[Signatures]) -> list[list[tuple[int, float]]]:
    """Return, for each mention, the keys of its best candidate claims with their scores."""
    return [_best(scores, MAX_CANDIDATES) for scores in _scores_of_claims(asked)]


def _scores_of_claims(asked: Sequence[Signatures]) -> Iterator[dict[int, float]]:
    stored = ClaimSignature.objects.keys_under(
        _rarest_first(asked)[:MAX_KEYS],
        limit=ROWS_PER_SIGNATURE,
        total=ROWS_PER_MENTION * min(len(asked), MANY_MENTIONS),
    )
    return (_scores(signatures, stored, ROWS_PER_MENTION) for signatures in asked)


def _cut_mentions(count: int) -> str:
    if count <= MAX_MENTIONS:
        return ""
    return f"each claim is judged by the nearest {MAX_MENTIONS} of {count} figures"


def _cut_crowded(count: int) -> str:
    if not count:
        return ""
    return (
        f"{count} of the figures fit more than {MAX_CANDIDATES} claims equally well:"
        " the others wait for their next check"
    )


def _cut_claims(count: int) -> str:
    if count <= MAX_CLAIMS:
        return ""
    return f"of {count} candidate claims the best {MAX_CLAIMS} are judged"


def mentions_to_judge(
    claims: Sequence[Claim], mentions: Sequence[ReadMention], document: Document
) -> Iterator[tuple[Claim, Sequence[ReadMention]]]:
    """Yield each claim with the mentions to judge it by: all, but of many only the nearest."""
    if len(mentions) <= MAX_MENTIONS:
        yield from ((claim, mentions) for claim in claims)
        return
    terms_of = [worded_terms(claim) for claim in claims]
    known = _frequencies(chain.from_iterable(terms_of))
    stored = [
        stored_under(found, claim.unit, known)
        for claim, found in zip(claims, terms_of, strict=True)
    ]
    asking = _asking(set().union(*stored), asked_by(mentions, document))
    for claim, keys in zip(claims, stored, strict=True):
        votes = Counter(at for key in keys for at in asking.get(key, ()))
        nearest = sorted(range(len(mentions)), key=lambda at: -votes[at])[:MAX_MENTIONS]
        yield claim, [mentions[at] for at in sorted(nearest)]


def _asking(keys: set[int], asked: Sequence[Signatures]) -> dict[int, list[int]]:
    """Return the places of the mentions that ask with each of the keys."""
    asking: dict[int, list[int]] = {}
    for at, signatures in enumerate(asked):
        for key in signatures.keys() & keys:
            asking.setdefault(key, []).append(at)
    return asking


def mentions_for(claims: Sequence[Claim], *, since: int = 0) -> dict[int, set[int]]:
    """Return, for each claim's key, the stored mentions from `since` on that it may concern."""
    terms_of = {claim.pk: worded_terms(claim) for claim in claims}
    known = _frequencies(chain.from_iterable(terms_of.values()))
    asked = {claim.pk: _asked_any(terms_of[claim.pk], claim.unit, known) for claim in claims}
    stored = MentionSignature.objects.keys_under(
        _rarest_first(asked.values()),
        limit=ROWS_PER_SIGNATURE,
        total=ROWS_PER_CLAIM * len(claims),
        since=since,
    )
    return {
        claim: {
            key
            for key, _ in _best(_scores(signatures, stored, ROWS_PER_CLAIM), MAX_STORED_MENTIONS)
        }
        for claim, signatures in asked.items()
    }


def recent_mentions_of(claims: Sequence[Claim], *, since: int) -> dict[int, set[int]]:
    """Return, for each claim's key, the keys of mentions from `since` stored under its own keys.

    Cheaper than `mentions_for`, and finds less: both sides are known by their rarest terms only.
    """
    found: dict[int, set[int]] = {claim.pk: set() for claim in claims}
    stored = ClaimSignature.objects.filter(claim__in=found)
    shared = MentionSignature.objects.shared_with(stored, limit=ROWS_PER_SIGNATURE, since=since)
    for claim, mention in shared:
        found[claim].add(mention)
    return found


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


def mention_terms(mention: ReadMention, document: Document) -> tuple[str, ...]:
    """Return the terms of a mention: its own words, its sentence's, the title's."""
    sentence = document.text[mention.sentence_start : mention.sentence_end]
    return _in_order(mention.subject, mention.place, mention.measure, sentence, document.title)


def asked_by(mentions: Sequence[ReadMention], document: Document) -> list[Signatures]:
    """Return the keys that each mention of a document asks with."""
    terms_of = [mention_terms(mention, document) for mention in mentions]
    known = _frequencies(terms_of)
    count = MENTION_TERMS if len(mentions) <= MANY_MENTIONS else CLAIM_TERMS
    return [
        asked_keys(found, mention.quantity.unit, known, count=count)
        for found, mention in zip(terms_of, mentions, strict=True)
    ]


def asked_keys(
    found: tuple[str, ...], unit: str, known: Frequencies, *, count: int = MENTION_TERMS
) -> Signatures:
    """Return the keys that a text asks with, by the `count` rarest of its terms."""
    rarest = rarest_first(found, known.rarity)[:count]
    return weighted_signatures(rarest, unit_key(unit), known.rarity)


def stored_keys(
    found: tuple[str, ...], unit: str, known: Frequencies, *, count: int = CLAIM_TERMS
) -> set[int]:
    """Return the keys that a claim or a mention of these terms is stored under."""
    rarest = rarest_first(found, known.rarity)
    alone = not rarest or known.count(rarest[0]) <= SHARED_BY_FEW
    return set(claim_signatures(rarest, unit_key(unit), alone=alone, count=count))


def _in_order(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term for text in texts for term in terms(text)))


def _rarest_first(asked: Iterable[Signatures]) -> list[int]:
    """Return all keys that are asked with, those of the rarest terms first."""
    weights: Signatures = {}
    for signatures in asked:
        weights |= signatures
    return sorted(weights, key=weights.__getitem__, reverse=True)


def _scores(asked: Signatures, stored: Mapping[int, Sequence[int]], limit: int) -> dict[int, float]:
    """Return the summed weight of the signatures that each stored row shares.

    Of more than `limit` entries, those under the rarest keys are looked at.
    """
    scores: dict[int, float] = {}
    found = sorted((s for s in asked if s in stored), key=asked.__getitem__, reverse=True)
    for signature in found:
        weight, keys = asked[signature], stored[signature][: max(0, limit)]
        limit -= len(keys)
        for key in keys:
            scores[key] = scores.get(key, 0.0) + weight
    return scores


def _best(scores: Mapping[int, float], limit: int) -> list[tuple[int, float]]:
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]


def _frequencies(texts: Iterable[tuple[str, ...]]) -> Frequencies:
    return frequencies_of({term for terms_of_one in texts for term in terms_of_one})


def stored_under(worded: Iterable[tuple[str, ...]], unit: str, known: Frequencies) -> set[int]:
    """Return the keys that a claim of these wordings is stored under."""
    return {key for found in worded for key in stored_keys(found, unit, known)}


def _asked_any(worded: Iterable[tuple[str, ...]], unit: str, known: Frequencies) -> Signatures:
    return {key: each for found in worded for key, each in asked_keys(found, unit, known).items()}
