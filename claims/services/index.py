"""Reverse search: which claims a mention may concern, and which mentions a claim.

Both sides are stored under hashed keys of `claims.checking.candidates`, so the cost of a question
grows with its own words and not with the number of rows stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from claims.checking.reading import as_json, is_current, names_of
from claims.checking.sight import may_speak_of
from claims.models import Claim, ClaimSignature, Mention, MentionSignature
from claims.quantities.mention import Document
from claims.quantities.mention import Mention as ReadMention
from claims.services.keys import (
    MANY_MENTIONS,
    SHARED_BY_FEW,
    Signatures,
    asked_by,
    asked_by_claim,
    frequencies,
    stored_by,
    stored_under,
    worded_terms,
)

MAX_CANDIDATES = 20  # claims judged for one mention, best first
MAX_KEYS = 50_000  # keys that one document asks with, those of the rarest terms first
MAX_CLAIMS = 500  # claims judged for one document, best first
MAX_MENTIONS = 200  # mentions of one document judged for one claim, best first
MAX_STORED_MENTIONS = 1_000  # stored mentions that a new claim meets, best first
ROWS_PER_SIGNATURE = SHARED_BY_FEW  # index rows read for one key
ROWS_PER_MENTION = 500  # index rows read for one mention, those under its rarest keys first
ROWS_PER_CLAIM = 2_000  # the same for a claim that meets the stored mentions


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
    known = frequencies(chain.from_iterable(terms_of.values()))
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
    stored = stored_by([row.as_read() for row in rows], document)
    MentionSignature.objects.store(
        (signature, row.pk)
        for row, signatures in zip(rows, stored, strict=True)
        for signature in signatures
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
    known = frequencies(chain.from_iterable(terms_of))
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
    known = frequencies(chain.from_iterable(terms_of.values()))
    asked = {claim.pk: asked_by_claim(terms_of[claim.pk], claim.unit, known) for claim in claims}
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
