"""Load made-up claims by the hundred thousand: the rows that the service would have stored.

Their keys are computed by the service's own functions, with the terms of all claims counted first,
as `rebuild_index` does. Only the way into the tables is another: COPY, or one prepared INSERT, with
the indexes of a table on PostgreSQL built afterwards.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from corpus import Corpus, MadeClaim

CHUNK = 10_000
LAST_CHECK = datetime(2026, 1, 1, tzinfo=UTC)


def load_claims(corpus: Corpus) -> None:
    """Store the corpus with its keys and term counts in the empty database that is in use."""
    terms_of = all_terms(corpus)
    _insert_claims(corpus)
    counts = Counter(itertools.chain.from_iterable(terms_of))
    _insert_counts(counts, len(terms_of))
    _insert_keys(corpus, terms_of, counts)
    _analyze()


def is_loaded(size: int) -> bool:
    """Return whether the database that is in use holds that many claims, loaded to the end."""
    from claims.models import TermCount

    return TermCount.objects.filter(claims=size).exists()


def all_terms(corpus: Corpus) -> list[tuple[str, ...]]:
    """Return the distinct terms of every claim; stemming takes long, so all cores do it."""
    if corpus.size <= CHUNK:
        return _terms_of_chunk(list(corpus.claims()))
    from django.db import connection

    connection.close()
    with multiprocessing.get_context("fork").Pool() as pool:
        chunks = pool.imap(_terms_of_chunk, _chunks(corpus.claims()))
        return list(itertools.chain.from_iterable(chunks))


def _terms_of_chunk(made: Sequence[MadeClaim]) -> list[tuple[str, ...]]:
    from claims.services.keys import claim_terms

    return [claim_terms(claim) for claim in made]


def _chunks(made: Iterable[Any]) -> Iterator[list[Any]]:
    made = iter(made)
    while chunk := list(itertools.islice(made, CHUNK)):
        yield chunk


def _insert_claims(corpus: Corpus) -> None:
    from claims.checking.reasons import ENGINE_VERSION
    from claims.models import CheckTrigger, Claim

    made = Claim(
        as_of=date(2022, 1, 1), as_of_precision="year", engine_version=ENGINE_VERSION,
        check_trigger=CheckTrigger.SCHEDULE.value, last_checked_at=LAST_CHECK,
        next_check_at=LAST_CHECK + timedelta(days=36_500), created_at=LAST_CHECK,
        updated_at=LAST_CHECK,
    )  # fmt: skip
    numbered = enumerate(corpus.claims(), 1)
    if corpus.size <= CHUNK:
        insert(made, _values_of_chunk(list(numbered)))
        return
    from django.db import connection

    connection.close()
    with multiprocessing.get_context("fork").Pool() as pool:
        # Reading the statements takes long, so all cores do it.
        chunks = pool.imap(_values_of_chunk, _chunks(numbered))
        insert(made, itertools.chain.from_iterable(chunks))


def _values_of_chunk(numbered: Sequence[tuple[int, MadeClaim]]) -> list[dict[str, Any]]:
    return [_values(key, claim) for key, claim in numbered]


def _values(key: int, claim: MadeClaim) -> dict[str, Any]:
    """Return what tells the columns of one claim from those of the others."""
    from claims.checking.reading import as_json
    from claims.models.identity import new_uuid

    half = 0 if claim.unit == "count" else 0.5
    return {
        "id": key, "uuid": new_uuid(), "statement": claim.statement, "subject": claim.subject,
        "measure": claim.measure, "place": claim.place, "role": claim.role, "value": claim.value,
        "unit": claim.unit, "kind": claim.kind, "low": claim.value - half,
        "high": claim.value + half, "high_open": bool(half), "reading": as_json(claim.statement),
    }  # fmt: skip


def _insert_counts(counts: Mapping[str, int], claims: int) -> None:
    from claims.models import TermCount, TermFrequency

    rows = ({"term": term, "claims": count} for term, count in counts.items())
    insert(TermFrequency(), rows)
    TermCount.objects.create(id=1, last_claim=claims, claims=claims)


def _insert_keys(
    corpus: Corpus, terms_of: Sequence[tuple[str, ...]], counts: Mapping[str, int]
) -> None:
    from claims.models import ClaimSignature
    from claims.services.keys import stored_keys
    from claims.services.rarity import Frequencies

    known = Frequencies(len(terms_of), dict(counts))
    pairs = (
        (signature, key)
        for key, (terms, claim) in enumerate(zip(terms_of, corpus.claims(), strict=True), 1)
        for signature in stored_keys(terms, claim.unit, known)
    )
    rows = (
        {"id": number, "signature": signature, "claim_id": key}
        # In the order of the index, which is then written once, from left to right.
        for number, (signature, key) in enumerate(sorted(pairs), 1)
    )
    insert(ClaimSignature(), rows)


def insert(like: Any, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows that are like the unsaved model `like`, but for the columns they give."""
    from django.db import connection

    columns = {
        field.column: field.get_db_prep_save(getattr(like, field.attname), connection)
        for field in like._meta.concrete_fields
    }
    prepare = {field.column: field.get_db_prep_save for field in like._meta.concrete_fields}
    tuples = (
        tuple(
            {
                **columns,
                **{
                    name: value if isinstance(value, str) else prepare[name](value, connection)
                    for name, value in row.items()
                },
            }.values()
        )
        for row in rows
    )
    table = connection.ops.quote_name(like._meta.db_table)
    _write(table, ", ".join(map(connection.ops.quote_name, columns)), len(columns), tuples)
    if connection.vendor == "postgresql" and "id" in columns:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
            )


def _write(table: str, names: str, width: int, tuples: Iterable[tuple[Any, ...]]) -> None:
    from django.db import connection, transaction

    if connection.vendor == "sqlite":
        with transaction.atomic():
            connection.connection.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * width)})", tuples
            )
        return
    with _without_indexes(table), connection.cursor() as cursor:
        raw = cursor.cursor
        with raw.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in tuples:
                copy.write_row(row)


@contextlib.contextmanager
def _without_indexes(table: str) -> Iterator[None]:
    """Drop the indexes and foreign keys of a table of PostgreSQL, and build them at the end."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype IN ('u', 'f')",
            [table],
        )
        constraints = cursor.fetchall()
        for name, _ in constraints:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = %s::regclass AND NOT indisprimary",
            [table],
        )
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _, definition in indexes:
            cursor.execute(definition)
        for name, definition in constraints:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
