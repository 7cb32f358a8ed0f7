"""Sources and their texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from claims.models import ReadState, Snapshot, Source, SourceAlias, SourceState
from claims.models.source import content_hash
from claims.services.host_turns import wake_fetcher
from claims.wake import wake

_WITHOUT_TEXT = (SourceState.REGISTERED, SourceState.FAILED, SourceState.GONE)
_HOSTS_WOKEN = 100  # at once; a sweep wakes fetchers for the others
# What a later push may complete, but never overwrite.
_COMPLETED = ("title", "publisher", "author", "published_at")


@dataclass(frozen=True, slots=True)
class Push:
    """What a push led to. `snapshot` is None for an address without a text.

    `fetching` says that the address is to be fetched.
    """

    source: Source
    snapshot: Snapshot | None
    source_created: bool
    snapshot_created: bool
    fetching: bool = False


@transaction.atomic
def push_source(*, fields: dict[str, Any], text: str, now: datetime, fetch: bool = True) -> Push:
    """Register a source, and its text for reading when there is one.

    An address without a text is fetched, unless `fetch` is false or it was fetched before.

    A URL or text that is already known gives the stored source; a new text of a known URL gives it
    another snapshot. Fields that the stored source lacks are filled in, none is overwritten.
    """
    digest = content_hash(text) if text else ""
    source, created = _find_or_create(fields, digest)
    if not created:
        complete_source(source, fields)
    if not text:
        fetching = fetch and source.state == SourceState.REGISTERED
        if fetching:
            request_fetch(sources=[source], now=now)
            source.refresh_from_db()
        return Push(source, None, created, False, fetching)
    snapshot, snapshot_created = add_snapshot(source=source, text=text, fields=fields, now=now)
    return Push(source, snapshot, created, snapshot_created)


def _find_or_create(fields: dict[str, Any], digest: str) -> tuple[Source, bool]:
    url = fields.get("url")
    rest = {name: value for name, value in fields.items() if name != "url"}
    alias = SourceAlias.objects.filter(url=url).select_related("source").first() if url else None
    if alias:
        return alias.source, False
    if url:
        return Source.objects.get_or_create(url=url, defaults={**rest, "content_hash": digest})
    return Source.objects.get_or_create(url=None, content_hash=digest, defaults=rest)


def complete_source(source: Source, fields: dict[str, Any]) -> None:
    """Fill in what the stored source lacks; nothing is overwritten."""
    missing = [name for name in _COMPLETED if fields.get(name) and not getattr(source, name)]
    for name in missing:
        setattr(source, name, fields[name])
    if missing:
        source.version += 1
        source.save(update_fields=[*missing, "version", "updated_at"])


@transaction.atomic
def add_snapshot(
    *, source: Source, text: str, fields: dict[str, Any], now: datetime
) -> tuple[Snapshot, bool]:
    """Keep `text` as a snapshot of `source`, due at once; a known text is not doubled."""
    # First: a text that is just being removed as idle is not known any more, and one that another
    # has just brought is the current one.
    lock_source(source.pk)
    stored = Source.objects.filter(pk=source.pk).values_list("current_id", flat=True)
    source.current_id = stored.first()
    snapshot, created = Snapshot.objects.get_or_create(
        source=source,
        content_hash=content_hash(text),
        defaults={
            "text": text,
            "text_length": len(text),
            "title": fields.get("title") or source.title,
            "published_at": fields.get("published_at") or source.published_at,
            "fetched_at": now,
            "next_read_at": now,
        },
    )
    if source.current_id != snapshot.pk:
        _make_current(source, snapshot, now)
    if created:
        set_state(source, SourceState.PENDING)
        wake("read_snapshots", [snapshot.pk])
    return snapshot, created


def _make_current(source: Source, snapshot: Snapshot, now: datetime) -> None:
    """Note what `source` says now. Returning to an earlier text, it withdraws those since.

    Their readers are woken: who reads a withdrawn text retires its evidence.
    """
    # The source first, as whoever reads one of its texts does: none waits for another in a circle.
    # By the tags of the text before, its server would say of this one that it is unchanged.
    Source.objects.filter(pk=source.pk).update(current=snapshot, etag="", last_modified="")
    source.current = snapshot
    texts = Snapshot.objects.filter(source=source)
    # All in the order of their keys, as who checks claims locks several.
    touched = texts.filter(pk__gte=snapshot.pk).order_by("pk")
    list(touched.select_for_update(no_key=True).values_list("pk"))
    since = texts.filter(pk__gt=snapshot.pk, withdrawn_at__isnull=True)
    restored = texts.filter(pk=snapshot.pk, withdrawn_at__isnull=False)
    for rows, moment in ((since, now), (restored, None)):
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        Snapshot.objects.filter(pk__in=keys).update(withdrawn_at=moment)
        read_anew(source, keys, now)


@transaction.atomic
def read_anew(source: Source, keys: list[int], now: datetime) -> None:
    """Make these texts of `source` due for reading, whatever came of reading them before."""
    if not keys:
        return
    set_state(source, SourceState.PENDING)
    Snapshot.objects.filter(pk__in=keys).update(
        state=ReadState.PENDING, next_read_at=now, attempts=0, error="", queued_until=None
    )
    wake("read_snapshots", keys)


@transaction.atomic
def read_again(*, source: Source, now: datetime) -> Snapshot | None:
    """Make the newest text of `source` due for reading; return it, or None without a text."""
    snapshot = current_text(source)
    if snapshot is None:
        return None
    read_anew(source, [snapshot.pk], now)
    return snapshot


@transaction.atomic
def request_fetch(*, sources: Iterable[Source], now: datetime) -> list[int]:
    """Make the sources due for fetching at once, however often it failed; return their keys.

    Sources without an address are left out.
    """
    keys = sorted(source.pk for source in sources if source.url)
    lock_sources(keys)
    rows = Source.objects.filter(pk__in=keys)
    rows.filter(state__in=_WITHOUT_TEXT).update(state=SourceState.PENDING)
    rows.update(next_fetch_at=now, fetch_attempts=0, fetch_error="", queued_until=None)
    hosts = rows.order_by("host").values_list("host", flat=True).distinct()
    for host in hosts[:_HOSTS_WOKEN]:
        wake_fetcher(host)
    return keys


@transaction.atomic
def move_source(*, source: Source, url: str, now: datetime) -> bool:
    """Give `source` the address that its document really has; the old one still leads to it.

    Returns False, with nothing changed, when another source has that address: both stay.
    """
    taken = Source.objects.filter(url=url).exclude(pk=source.pk).exists()
    if url == source.url or taken or SourceAlias.objects.filter(url=url).exists():
        return False
    columns = ["url", "version", "updated_at"]
    try:
        with transaction.atomic():
            SourceAlias.objects.get_or_create(url=source.url, defaults={"source": source})
            source.url = url
            source.version += 1
            source._history_date = now
            source.save(update_fields=columns)
    except IntegrityError:  # it was registered since we asked
        source.refresh_from_db(fields=[*columns, "host"])
        return False
    return True


def current_text(source: Source) -> Snapshot | None:
    """Return the text that `source` had when it was last looked at, None without any."""
    newest: Snapshot | None = source.current or source.snapshots.order_by("-pk").first()
    return newest


def lock_source(key: int) -> None:
    """Lock a source, as is done before its texts are locked, until the transaction ends."""
    lock_sources([key])


def lock_sources(keys: Iterable[int]) -> None:
    """Lock sources, in the order of their keys so that none waits for another in a circle."""
    rows = Source.objects.filter(pk__in=list(keys)).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def set_state(source: Source, state: SourceState) -> None:
    """Store how far the service has come with `source`; no history, it is no edit."""
    Source.objects.filter(pk=source.pk).update(state=state)
    source.state = state.value
