"""The canonical form of a URL, so that one document is one source."""

from __future__ import annotations

from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

# Parameters that tell where a reader came from and never which document is meant.
_TRACKING = ("utm_", "fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "yclid")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """Return `url` with scheme and host in lower case, without default port, fragment, tracking.

    ValueError says what is wrong with a URL that is no http(s) address.
    """
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise ValueError("the address must begin with http:// or https://")
    host = (parts.hostname or "").rstrip(".")
    if not host:
        raise ValueError("the address names no host")
    if parts.username or parts.password:
        raise ValueError("the address must not carry a user name or password")
    return urlunsplit(
        (scheme, _host(host, scheme, parts), parts.path or "/", _query(parts.query), "")
    )


def _host(host: str, scheme: str, parts: SplitResult) -> str:
    if ":" in host:
        host = f"[{host}]"
    return host if parts.port in (None, _DEFAULT_PORTS[scheme]) else f"{host}:{parts.port}"


def _query(query: str) -> str:
    kept = [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True)
        if not name.lower().startswith(_TRACKING)
    ]
    return urlencode(kept)
