"""Addresses of entries: absolute and of the web, or none."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

MAX_ADDRESS = 2000


def absolute(address: object, base: str) -> str | None:
    """Return `address` seen from the page `base`; None when it leads to no web page."""
    text = str(address or "").strip()
    if not text or len(text) > MAX_ADDRESS or any(c.isspace() or not c.isprintable() for c in text):
        return None
    try:
        joined = urljoin(base, text)
        parts = urlsplit(joined)
        usable = parts.scheme in ("http", "https") and parts.hostname and not parts.username
        _ = parts.port  # raises where it is no number of a port
    except ValueError:
        return None
    return joined if usable and len(joined) <= MAX_ADDRESS else None
