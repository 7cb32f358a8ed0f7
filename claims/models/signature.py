"""The index that finds claims for a mention and mentions for a claim (checking.candidates)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models

from claims.models.claim import Claim
from claims.models.evidence import Mention
from claims.models.source import Snapshot


class SignatureQuerySet(models.QuerySet[Any]):
    """Reading the index: bounded, however many rows share a key."""

    def keys_under(
        self, signatures: Collection[int], *, limit: int, total: int | None = None, since: int = 0
    ) -> dict[int, list[int]]:
        """Return, for each signature that is stored, at most `limit` keys of the rows under it.

        At most `total` rows are read, those of the first signatures first. Keys below `since` are
        passed over.
        """
        found: dict[int, list[int]] = defaultdict(list)
        total = limit * len(signatures) if total is None else total
        for signature, key in self._rows(list(signatures), limit, total, since):
            found[signature].append(key)
        return found

    def shared_with(
        self, others: models.QuerySet[Any], *, limit: int, since: int
    ) -> Iterable[tuple[int, int]]:
        """Return the pairs of a key of `others`, stored rows of the index, and one of these rows.

        The two are stored under one signature; under each, at most `limit` of these rows from
        the key `since` on are looked at.
        """
        theirs = others.model.objects.owner()
        asked = others.values_list(theirs, "signature")
        if connections[self.db].vendor != "postgresql":
            pairs = list(asked)
            stored = self.keys_under({each for _, each in pairs}, limit=limit, since=since)
            return [(key, found) for key, each in pairs for found in stored.get(each, ())]
        try:
            query, parameters = asked.query.sql_with_params()
        except EmptyResultSet:  # no rows at all are asked for
            return ()
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                f"SELECT asked.{theirs}, stored.key FROM ({query}) AS asked"
                f" CROSS JOIN LATERAL (SELECT {self._key()} AS key FROM {self._table()}"
                f" WHERE signature = asked.signature AND {self._key()} >= %s LIMIT %s) AS stored",
                [*parameters, since, limit],
            )
            return list(cursor.fetchall())

    def store(self, rows: Iterable[tuple[int, int]]) -> None:
        """Store rows of the index: each a signature, and the key of the row that is found by it."""
        into = f"INSERT INTO {self._table()} (signature, {self._key()})"
        pairs = list(rows)
        with connections[self.db].cursor() as cursor:
            if connections[self.db].vendor == "postgresql":
                cursor.execute(
                    f"{into} SELECT * FROM unnest(%s::bigint[], %s::bigint[])",
                    [[each for each, _ in pairs], [key for _, key in pairs]],
                )
            else:
                cursor.executemany(f"{into} VALUES (%s, %s)", pairs)

    def owner(self) -> str:
        """Return the column of the row that is found by a key."""
        (owner,) = (f for f in self.model._meta.concrete_fields if f.is_relation)
        return str(owner.attname)

    def _rows(
        self, signatures: list[int], limit: int, total: int, since: int
    ) -> Iterable[tuple[int, int]]:
        if not signatures:
            return ()
        if connections[self.db].vendor == "postgresql":
            return self._rows_in_one_query(signatures, limit, total, since)
        return islice(self._rows_one_by_one(signatures, limit, since), total)

    def _rows_in_one_query(
        self, signatures: list[int], limit: int, total: int, since: int
    ) -> Iterable[tuple[int, int]]:
        with connections[self.db].cursor() as cursor:
            # The nested loop goes through the signatures in the order they are given.
            cursor.execute(
                "SELECT asked.signature, stored.key FROM unnest(%s::bigint[]) AS asked(signature)"
                f" CROSS JOIN LATERAL (SELECT {self._key()} AS key FROM {self._table()}"
                f" WHERE signature = asked.signature AND {self._key()} >= %s LIMIT %s) AS stored"
                " LIMIT %s",
                [signatures, since, limit, total],
            )
            return list(cursor.fetchall())

    def _rows_one_by_one(
        self, signatures: list[int], limit: int, since: int
    ) -> Iterator[tuple[int, int]]:
        # SQLite has no LATERAL, and no round trip either: a prepared look-up takes microseconds.
        connection = connections[self.db]
        connection.ensure_connection()
        key = self._key()
        query = f"SELECT {key} FROM {self._table()} WHERE signature = ? AND {key} >= ? LIMIT ?"
        for signature in signatures:
            for (found,) in connection.connection.execute(query, (signature, since, limit)):
                yield signature, found

    def _table(self) -> str:
        return connections[self.db].ops.quote_name(self.model._meta.db_table)

    def _key(self) -> str:
        return connections[self.db].ops.quote_name(self.owner())


class ClaimSignature(models.Model):
    """One key under which a claim is found."""

    signature = models.BigIntegerField()
    claim = models.ForeignKey(
        Claim, on_delete=models.CASCADE, related_name="signatures", db_index=True
    )

    objects = SignatureQuerySet.as_manager()

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

    objects = SignatureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="mention_signature_unique", fields=["signature", "mention"]
            )
        ]


class TextSignature(models.Model):
    """One key under which a text is found that repeats another."""

    signature = models.BigIntegerField()
    snapshot = models.ForeignKey(
        Snapshot, on_delete=models.CASCADE, related_name="signatures", db_index=True
    )

    objects = SignatureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="text_signature_unique", fields=["signature", "snapshot"])
        ]


class TermFrequency(models.Model):
    """How many claims have a term: what makes it rare. Counted by a sweep, a little behind."""

    term = models.CharField(max_length=100, primary_key=True)
    claims = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "term frequencies"


class TermCount(models.Model):
    """How far the counting has come; one row."""

    last_claim = models.BigIntegerField(default=0)
    claims = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="term_count_single", condition=models.Q(id=1))]


class IndexProgress(models.Model):
    """How far the keys that another release stored have been stored anew; one row.

    `version` is that of the engines whose keys are being stored, or are all stored by now. While
    there is no row, no other release has stored any. From `repeat_at` on all is stored once more.
    """

    version = models.CharField(max_length=50, default="")
    last_claim = models.BigIntegerField(default=0)
    last_text = models.BigIntegerField(default=0)
    is_finished = models.BooleanField(default=False)
    repeat_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "index progress"
        constraints = [
            models.CheckConstraint(name="index_progress_single", condition=models.Q(id=1))
        ]
