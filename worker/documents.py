"""What an answer's body says, by its kind: HTML, plain text, PDF, CSV and JSON tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from email.message import Message

from django.conf import settings

from claims.services.page import NoMainText, Page, read_page
from worker.charset import NotText, decode
from worker.errors import FetchError
from worker.extraction import extract_apart
from worker.http import Answer
from worker.tables import NoTable, read_csv, read_json

_TAGS_READ_HERE = 10_000  # more of them are read in a process of their own
_TAGS_READ = 500_000
_KINDS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "text",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "text/csv": "csv",
    "application/csv": "csv",
    "text/tab-separated-values": "csv",
    "application/json": "json",
    "text/json": "json",
}
_SAYS_NOTHING = {"", "application/octet-stream", "binary/octet-stream", "application/download"}
_DECLARATION = re.compile(rb"<\?xml[^>]*>\s*")
_HTML = re.compile(rb"<(!doctype html|html|head|body)\b", re.IGNORECASE)
_ENDINGS = {".csv": "csv", ".tsv": "csv", ".json": "json", ".pdf": "pdf", ".txt": "text"}


def read_document(answer: Answer, *, now: datetime) -> Page:
    """Return what the document says; raise FetchError, permanent, when it cannot be read."""
    kind, charset = _kind_and_charset(answer)
    try:
        page = _READERS[kind](answer, charset, now)
    except (NoMainText, NotText, NoTable) as error:
        raise FetchError(str(error), permanent=True) from None
    if len(page.text) > settings.MAX_TEXT_LENGTH:
        raise FetchError(f"has more than {settings.MAX_TEXT_LENGTH:,} characters", permanent=True)
    return page


def _kind_and_charset(answer: Answer) -> tuple[str, str | None]:
    header = Message()
    header["Content-Type"] = answer.headers.get("content-type", "")
    named = header.get_content_type() if header["Content-Type"] else ""
    charset = header.get_content_charset()
    if answer.body.startswith(b"%PDF-"):
        return "pdf", charset
    if named.endswith("+json"):
        return "json", charset
    kind = _KINDS.get(named)
    if kind in ("text", None) and _is_html(answer.body[:2048]):
        return "html", charset
    if named in _SAYS_NOTHING or kind == "text":
        path = answer.url.partition("?")[0].lower()
        kind = next((kind for end, kind in _ENDINGS.items() if path.endswith(end)), kind)
    if kind is None:
        raise FetchError(f"is {named[:80] or 'of no named kind'}, not read", permanent=True)
    return kind, charset


def _is_html(head: bytes) -> bool:
    """Whether a body begins as an HTML page, after comments perhaps."""
    rest = head.lstrip()
    declared = _DECLARATION.match(rest)
    rest = rest[declared.end() :] if declared else rest
    while rest.startswith(b"<!--"):
        rest = rest.partition(b"-->")[2].lstrip()
    return bool(_HTML.match(rest))


def _read_html(answer: Answer, charset: str | None, now: datetime) -> Page:
    html = decode(answer.body, charset)
    tags = html.count("<")
    if tags > _TAGS_READ:
        raise FetchError(f"has more than {_TAGS_READ:,} tags", permanent=True)
    if tags > _TAGS_READ_HERE:
        return extract_apart("html", html.encode(), url=answer.url)
    return read_page(html, url=answer.url, now=now)


def _read_text(answer: Answer, charset: str | None, now: datetime) -> Page:
    text = decode(answer.body, charset).replace("\r\n", "\n").strip()
    if not text:
        raise NoMainText("it is empty")
    return Page(text=text)


def _read_pdf(answer: Answer, charset: str | None, now: datetime) -> Page:
    return extract_apart("pdf", answer.body, url=answer.url)


def _read_csv(answer: Answer, charset: str | None, now: datetime) -> Page:
    return Page(text=read_csv(decode(answer.body, charset)))


def _read_json(answer: Answer, charset: str | None, now: datetime) -> Page:
    return Page(text=read_json(decode(answer.body, charset)))


_READERS: dict[str, Callable[[Answer, str | None, datetime], Page]] = {
    "html": _read_html,
    "text": _read_text,
    "pdf": _read_pdf,
    "csv": _read_csv,
    "json": _read_json,
}
