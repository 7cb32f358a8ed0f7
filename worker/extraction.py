"""Reading documents that may be too much: in a process of its own, with limits on time and memory.

Libraries for HTML and PDF can be led to take hours or all memory. Here only the process is lost.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from claims.services.page import NoMainText, Page, read_page
from worker.errors import FetchError

SECONDS = 60
MEMORY = 1_500_000_000  # bytes
_MOST_PAGES = 1_000
_CANNOT_BE_READ = 3  # exit status: the reason is on standard output


def extract_apart(kind: str, body: bytes, *, url: str) -> Page:
    """Return what a document ("html" in UTF-8, or "pdf") says; raise FetchError."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "worker.extraction", kind, url],
            input=body,
            capture_output=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise FetchError(f"could not be read within {SECONDS} seconds", permanent=True) from None
    if done.returncode == _CANNOT_BE_READ:
        raise FetchError(done.stdout.decode("utf-8", "replace"), permanent=True)
    if done.returncode:
        raise FetchError("could not be read: it takes too much memory or time", permanent=True)
    fields: dict[str, Any] = json.loads(done.stdout)
    published = fields.pop("published_at")
    return Page(**fields, published_at=published and datetime.fromisoformat(published))


def _html(body: bytes, url: str) -> Page:
    return read_page(body.decode(), url=url, now=datetime.now(UTC))


def _pdf(body: bytes, url: str) -> Page:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            raise NoMainText("the PDF needs a password")
        pages = [page.extract_text() for page in reader.pages[:_MOST_PAGES]]
        told = reader.metadata
    # pypdf raises whatever its own code stumbles over in a broken file.
    except (PyPdfError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError,
            RecursionError, OSError, NotImplementedError) as error:  # fmt: skip
        if isinstance(error, NoMainText):
            raise
        raise NoMainText(f"the PDF is broken: {str(error)[:200]}") from None
    text = "\n\n".join(page.strip() for page in pages if page.strip())
    if not text:
        raise NoMainText("the PDF has no text, perhaps pictures of it")
    return Page(text=text, title=_line(told and told.title), author=_line(told and told.author))


def _line(words: Any) -> str:
    return " ".join(str(words or "").split())


_READERS: dict[str, Callable[[bytes, str], Page]] = {"html": _html, "pdf": _pdf}


def main() -> int:
    """Read standard input, print what it says as JSON; return the exit status."""
    kind, url = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        page = _READERS[kind](sys.stdin.buffer.read(), url)
    except NoMainText as error:
        sys.stdout.write(str(error))
        return _CANNOT_BE_READ
    published = page.published_at and page.published_at.isoformat()
    json.dump({**asdict(page), "published_at": published}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
