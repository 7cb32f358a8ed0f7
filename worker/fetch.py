"""Fetch one source: ask its server, keep what it says now, and say when to look again."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import httpx
from django.conf import settings
from django.utils import timezone

from claims.models import Source
from claims.services.fetching import (
    FetchedPage,
    record_fetch_failure,
    record_fetched,
    record_gone,
    record_not_yet,
    record_unchanged,
)
from claims.services.host_turns import wake_fetcher
from claims.services.urls import canonical_url
from worker.counting import note
from worker.documents import read_document
from worker.errors import FetchError, brings_all, may_pass
from worker.http import Answer
from worker.outage import is_outage
from worker.polite import NotYet, retry_at, visit
from worker.told import told

log = logging.getLogger(__name__)

_GONE = {404, 410}
_FOR_A_HEADER = re.compile(r"[\x21-\x7e][\x20-\x7e]*")
_ACCEPTED = "text/html, application/xhtml+xml, text/plain, application/pdf, text/csv, */*;q=0.5"


def fetch_sources(keys: Sequence[int]) -> None:
    """Fetch those of the sources that are due; one that fails is marked and the others go on."""
    for key in keys:
        for source in Source.objects.take([key], now=timezone.now(), lease=settings.LEASE):
            asked = source.host
            _fetch(source)
            for host in {asked, source.host}:  # it may have another address now
                wake_fetcher(host)


def _fetch(source: Source) -> None:
    try:
        _fetch_and_record(source)
    except NotYet as early:
        record_not_yet(source=source, at=early.at, now=timezone.now())
        note("not yet")
    except FetchError as error:
        log.info("source %s: %s", source.uuid, error.reason)
        _record_failure(source, error)
    # Whatever a document provokes is that document's outcome: stored with it, tried again later.
    except Exception as error:
        log.exception("fetching source %s failed", source.uuid)
        if is_outage(error):
            Source.objects.give_back([source])
            note("given back")
            return
        _record_failure(source, FetchError(told(error), permanent=False))


def _record_failure(source: Source, error: FetchError) -> None:
    now = timezone.now()
    if error.status in _GONE:
        record_gone(source=source, error=error.reason, now=now)
        note("gone")
        return
    note("failed")
    record_fetch_failure(
        source=source,
        error=error.reason,
        permanent=error.permanent,
        retry_at=error.retry_at,
        now=now,
    )


def _fetch_and_record(source: Source) -> None:
    has_text = source.snapshots.exists()
    answer = visit(str(source.url), headers=_asked(source, has_text))
    now = timezone.now()
    if answer.status == 304 and has_text:
        record_unchanged(source=source, now=now)
        note("unchanged")
        log.info("source %s: not modified", source.uuid)
        return
    _refuse_error(answer, now)
    page = read_document(answer, now=now)
    fetched = FetchedPage(
        page=page,
        address=_address(str(source.url), answer, page.canonical),
        etag=_for_a_header(answer, "etag", 500),
        last_modified=_for_a_header(answer, "last-modified", 100),
    )
    recorded = record_fetched(source=source, fetched=fetched, now=timezone.now())
    outcome = "fetched" if recorded else "lease lost"
    note(outcome)
    log.info("source %s: %s", source.uuid, outcome)


def _asked(source: Source, has_text: bool) -> dict[str, str]:
    """Return the headers of the request; who has no text must not be told that it is unchanged."""
    headers = {"Accept": _ACCEPTED}
    if has_text and source.etag:
        headers["If-None-Match"] = source.etag
    if has_text and source.last_modified:
        headers["If-Modified-Since"] = source.last_modified
    return headers


def _refuse_error(answer: Answer, now: datetime) -> None:
    status = answer.status
    if brings_all(status) and answer.body:
        return
    if brings_all(status):
        raise FetchError("the answer is empty", permanent=False, status=status)
    raise FetchError(
        f"the answer was {status}",
        permanent=not may_pass(status),
        status=status,
        retry_at=retry_at(answer, now),
    )


def _address(asked: str, answer: Answer, canonical: str) -> str:
    """Return the document's own address, "" when it is the one that was asked for.

    A permanent redirect may lead anywhere; a page may only name an address on its own host, or any
    site could take another's place.
    """
    told = [answer.moved_to or ""]
    with suppress(httpx.InvalidURL, ValueError):
        named = httpx.URL(answer.url).join(canonical) if canonical else httpx.URL("")
        told.insert(0, str(named) if _host(named) == _host(httpx.URL(answer.url)) else "")
    for url in filter(None, told):
        with suppress(ValueError):
            address = canonical_url(url)
            return address if address != asked else ""
    return ""


def _host(url: httpx.URL) -> str:
    return url.host.removeprefix("www.")


def _for_a_header(answer: Answer, name: str, length: int) -> str:
    """Return a header that can be sent back, "" for what no header may hold."""
    value = answer.headers.get(name, "").strip()
    return value if len(value) <= length and _FOR_A_HEADER.fullmatch(value) else ""
