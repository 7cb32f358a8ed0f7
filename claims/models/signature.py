"""The index that finds claims for a mention and mentions for a claim (checking.candidates)."""

from __future__ import annotations

from django.db import models

from claims.models.claim import Claim
from claims.models.evidence import Mention


class ClaimSignature(models.Model):
    """One key under which a claim is found."""

    signature = models.BigIntegerField()
    claim = models.ForeignKey(
        Claim, on_delete=models.CASCADE, related_name="signatures", db_index=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="claim_signature_unique", fields=["signature", "claim"])
        ]


class MentionSignature(models.Model):
    """One key under which a mention is found."""

    signature = models.BigIntegerField()
    mention = models.ForeignKey(
        Mention, on_delete=models.CASCADE, related_name="signatures", db_index=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="mention_signature_unique", fields=["signature", "mention"]
            )
        ]
