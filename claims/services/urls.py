"""The canonical form of a URL, so that one document is one source."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

import idna

from claims.feeds.addresses import MAX_ADDRESS

# Parameters that tell where a reader came from and never which document is meant.
_TRACKING = ("utm_", "fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "yclid")
_DEFAULT_PORTS = {"http": 80, "https": 443}
# RFC 3986: what an escape need not stand for, an escape, and what no path may hold.
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_IN_PATH = re.compile(r"%([0-9A-Fa-f]{2})|[^A-Za-z0-9._~!$&'()*+,;=:@/-]")
# What browsers escape in a query: a server may compare the rest byte for byte, as given.
_NOT_IN_QUERY = re.compile(r'[^\x21-\x7e]|["#<>\\]')


def canonical_url(url: str) -> str:
    """Return `url` in ASCII and as RFC 3986 (6.2.2) normalises it, without fragment and tracking.

    Of the query only tracking is dropped and only what no query may hold is escaped: servers tell
    `?a` from `?a=`, and sign addresses as they are written.

    Rows of older releases keep the addresses that those made. Where only path or host is written
    otherwise now, an alias leads to the source; a query that was rewritten then is another address.

    ValueError says what is wrong with a URL that is no http(s) address, or too long for one.
    """
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise ValueError("the address must begin with http:// or https://")
    host = _ascii((parts.hostname or "").rstrip("."))
    if not host:
        raise ValueError("the address names no host")
    if parts.username or parts.password:
        raise ValueError("the address must not carry a user name or password")
    authority = _authority(host, scheme, parts)
    canonical = urlunsplit((scheme, authority, _path(parts.path), _query(parts.query), ""))
    if len(canonical) > MAX_ADDRESS:
        raise ValueError(f"the address has more than {MAX_ADDRESS:,} characters")
    return canonical


def _ascii(host: str) -> str:
    """Return the name of a host as name servers know it."""
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii").rstrip(".")
    except UnicodeError:
        raise ValueError("the address names a host that there cannot be") from None


def _authority(host: str, scheme: str, parts: SplitResult) -> str:
    if ":" in host:
        host = f"[{host}]"
    return host if parts.port in (None, _DEFAULT_PORTS[scheme]) else f"{host}:{parts.port}"


def _path(path: str) -> str:
    path = _IN_PATH.sub(_in_path, path)
    return _without_dots(path) if "/." in path else path or "/"


def _in_path(found: re.Match[str]) -> str:
    """Return an escape in its one form, and the escape of what a path may not hold."""
    if found[1] is None:
        return _escaped(found)
    character = chr(int(found[1], 16))
    return character if _UNRESERVED.fullmatch(character) else found[0].upper()


def _escaped(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def _without_dots(path: str) -> str:
    """Return `path` with its steps "." and ".." taken (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    steps = path.split("/")[1:]
    for step in steps:
        if step == "..":
            del kept[-1:]
        elif step != ".":
            kept.append(step)
    if steps[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    kept = [part for part in query.split("&") if not _is_tracking(part)]
    return _NOT_IN_QUERY.sub(_escaped, "&".join(kept))


def _is_tracking(part: str) -> bool:
    return unquote(part.partition("=")[0]).lower().startswith(_TRACKING)
