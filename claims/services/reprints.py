"""Recognising reprints when a text is read, by a bounded look-up under its signatures."""

from __future__ import annotations

from collections import Counter

from claims.checking.reprints import repeats, text_signatures
from claims.models import Snapshot, TextSignature

_KEYS_PER_SIGNATURE = 20
_COMPARED = 5  # candidates whose texts are loaded, those with most signatures in common first


def recognise(snapshot: Snapshot) -> None:
    """Store under which signatures a text is found, and which one read before it repeats, if any.

    What was once stored stays: what counted as one voice in the past must not change. Call it in
    the transaction that records the reading, with the claims it speaks of locked: of two reprints
    read at once, the second then sees the first.
    """
    if TextSignature.objects.filter(snapshot=snapshot).exists():
        return
    signatures = text_signatures(snapshot.text)
    original = _original(snapshot, signatures)
    if original is not None:
        Snapshot.objects.filter(pk=snapshot.pk).update(repeats=original)
        snapshot.repeats_id = original
    TextSignature.objects.store((signature, snapshot.pk) for signature in signatures)


def _original(snapshot: Snapshot, signatures: list[int]) -> int | None:
    """Return the key of the text, read before, that this one and others repeat."""
    found = TextSignature.objects.keys_under(signatures, limit=_KEYS_PER_SIGNATURE)
    shared = Counter(key for keys in found.values() for key in keys)
    nearest = sorted(shared, key=lambda key: (-shared[key], key))[:_COMPARED]
    candidates = Snapshot.objects.filter(pk__in=nearest).only("text", "repeats")
    alike = [row for row in candidates if repeats(snapshot.text, row.text)]
    return min((row.voice for row in alike), default=None)
