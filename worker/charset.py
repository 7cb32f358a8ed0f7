"""The text that bytes stand for, whatever their server calls them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain

from charset_normalizer import from_bytes

from claims.utf8 import nearly_utf8

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_IN_HEAD = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_HEAD = 4096  # bytes in which a page names its encoding
_SAMPLE = 64 * 1024  # bytes that an encoding is guessed from
# One byte a character: they fit any bytes, so UTF-8 is asked before them.
_ANY_BYTES = re.compile(r"(iso-?8859|latin|windows-?125|cp-?125|us-?ascii|ascii)", re.IGNORECASE)
# Python's codecs that no document is written in, among them slow ones.
_NO_CHARSETS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "undefined"}
_LATIN = {"iso8859-1", "ascii", "latin-1"}  # as on the web, these mean the following
_AS_ON_THE_WEB = "cp1252"
_LETTERS = b"<meta"
_LATIN_LETTERS = re.compile(r"[A-Za-z]{3}")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_FOREIGN_SHARE = 0.05  # of characters that stand for bytes nobody could read


class NotText(ValueError):
    """The bytes are in no encoding that is known."""


def decode(body: bytes, named: str | None) -> str:
    """Return the text of `body`; `named` is the encoding that its server names.

    Control characters become spaces. Raises NotText.
    """
    told = _told(body, named)
    sure = [encoding for mark, encoding in _MARKS if body.startswith(mark)]
    sure += [encoding for encoding in told if not _ANY_BYTES.match(encoding)]
    text = _first(body, [*sure, "utf-8"])
    if text is None:
        text = nearly_utf8(body)
    if text is None:
        text = _first(body, chain(told, _guessed(body[:_SAMPLE])))
    if text is None:
        raise NotText("its bytes are in no known encoding")
    return _printable(text)


def _told(body: bytes, named: str | None) -> list[str]:
    """Return the encodings that the server and the head name, as far as they can be true."""
    head = _IN_HEAD.search(body[:_HEAD])
    names = [named, head[1].decode("ascii")] if head else [named]
    return [each for each in map(_known, names) if each and not (head and _is_wide(each))]


def _first(body: bytes, encodings: Iterable[str]) -> str | None:
    for encoding in encodings:
        with suppress(UnicodeError, LookupError):
            return body.decode(encoding)
    return None


def _is_wide(encoding: str) -> bool:
    """Whether letters of ASCII are other bytes in `encoding`, as they are in UTF-16.

    A page whose ASCII says so is not in it. To read it as UTF-8 instead is a rule of HTML:
    https://html.spec.whatwg.org/#determining-the-character-encoding
    """
    try:
        return _LETTERS.decode(encoding) != _LETTERS.decode("ascii")
    except (UnicodeError, LookupError):
        return True


def _guessed(sample: bytes) -> Iterator[str]:
    best = from_bytes(sample).best()
    if best is None:
        return
    # Among the encodings of Latin letters a guess is no better than what browsers take.
    if _LATIN_LETTERS.search(str(best)):
        yield _AS_ON_THE_WEB
    yield best.encoding


def _known(name: str | None) -> str | None:
    try:
        encoding = codecs.lookup((name or "").strip("\"' ")).name
    except (LookupError, ValueError):
        return None
    if encoding in _NO_CHARSETS:
        return None
    return _AS_ON_THE_WEB if encoding in _LATIN else encoding


def cleaned(text: str) -> str:
    """Return `text` with spaces for what no text holds: control characters, half characters."""
    return _UNPRINTABLE.sub(" ", text)


def _printable(text: str) -> str:
    unreadable = text.count("\ufffd") + len(_UNPRINTABLE.findall(text))
    if unreadable > _FOREIGN_SHARE * len(text):
        raise NotText("most of it is no text")
    return cleaned(text)
