"""Bodies of answers: unpacked piece by piece, so that a bomb stops at the limit and not later."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from itertools import chain

from worker.errors import FetchError

ACCEPTED_ENCODINGS = "gzip, deflate"
_GZIP = 16 + zlib.MAX_WBITS
_MEMBER = b"\x1f\x8b"  # how each member of a gzip file begins
_PLAIN = {"", "identity"}
_PIECE = 256 * 1024


def read_body(pieces: Iterable[bytes], *, encoding: str, limit: int) -> bytes:
    """Return the unpacked body; raise FetchError when it is broken or larger than `limit`."""
    encoding = encoding.strip().lower()
    if encoding in _PLAIN:
        unpacked: Iterable[bytes] = pieces
    elif encoding in ("gzip", "x-gzip"):
        unpacked = _inflate(pieces, _GZIP)
    elif encoding == "deflate":
        unpacked = _inflate(*_deflate_kind(iter(pieces)))
    else:
        raise FetchError(f"is packed as {encoding[:50]!r}, which is not read", permanent=True)
    body = bytearray()
    for piece in unpacked:
        body += piece
        if len(body) > limit:
            raise FetchError(f"is larger than {limit:,} bytes unpacked", permanent=True)
    return bytes(body)


def _deflate_kind(pieces: Iterator[bytes]) -> tuple[Iterator[bytes], int]:
    """Return the pieces with the sort of "deflate" they are: with a header of zlib's, or without.

    Servers send both under that name.
    """
    head = next(pieces, b"")
    while len(head) < 2:
        more = next(pieces, b"")
        if not more:
            break
        head += more
    with_header = len(head) > 1 and head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0
    return chain([head], pieces), zlib.MAX_WBITS if with_header else -zlib.MAX_WBITS


def _inflate(pieces: Iterable[bytes], window: int) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(window)
    packed = b""
    try:
        for piece in pieces:
            packed += piece
            while packed and not (unpacker.eof and packed == _MEMBER[:1]):
                if unpacker.eof:  # a gzip file may have several members
                    if window != _GZIP or not packed.startswith(_MEMBER):
                        return  # padding or rubbish behind it, which gzip(1) ignores too
                    unpacker = zlib.decompressobj(window)
                yield unpacker.decompress(packed, _PIECE)
                packed = unpacker.unconsumed_tail or unpacker.unused_data
    except zlib.error as error:
        raise FetchError(f"is not packed as it says: {error}", permanent=False) from None
    if not unpacker.eof:
        raise FetchError("breaks off before its end", permanent=False)
