"""Bodies: JSON without loss of digits, and texts and pages pushed as they are."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from django.conf import settings
from rest_framework.parsers import BaseParser

from claims.api.errors import Invalid, Malformed, TooLarge, escaped
from claims.services.page import decode_page

_CHUNK = 1 << 16
_DRAINED = 8  # times the limit; a client that is cut off in mid-sending never sees the answer


class JSONParser(BaseParser):
    """JSON whose fractions arrive as Decimal. No NaN, no name twice, no broken characters."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return the document; raise Malformed when it is none."""
        body = read_limited(stream)
        try:
            text = body.decode("utf-8-sig")
            document = json.loads(
                text,
                parse_float=_number,
                parse_constant=_refuse_constant,
                object_pairs_hook=_object,
            )
        except RecursionError:
            raise Malformed("The JSON is nested too deeply.") from None
        except UnicodeDecodeError as error:
            raise Malformed(f"The JSON is not UTF-8: byte {error.start} fits nowhere.") from None
        except ValueError as error:
            raise Malformed(f"The body is no JSON: {error}.") from None
        if "\\u" in text:
            _refuse_half_characters(document)
        return document


class TextParser(BaseParser):
    """A plain text, as `{"text": …}`."""

    media_type = "text/plain"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Any = None
    ) -> dict[str, str]:
        """Return the text; raise Invalid when its bytes are none."""
        body = read_limited(stream)
        try:
            text = body.decode(_charset(media_type) or "utf-8")
        except UnicodeError as error:
            raise Invalid("The body is no text.", {"": f"It cannot be decoded: {error}."}) from None
        return {"text": text.removeprefix("\ufeff")}


class PageParser(BaseParser):
    """An HTML page, as `{"html": …}`."""

    media_type = "text/html"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Any = None
    ) -> dict[str, str]:
        """Return the page; raise Invalid when its bytes are no text."""
        body = read_limited(stream)
        try:
            return {"html": decode_page(body, _charset(media_type))}
        except ValueError as error:
            raise Invalid("The body is no HTML page.", {"": str(error)}) from None


def read_limited(stream: IO[bytes]) -> bytes:
    """Return the whole body; raise TooLarge above DATA_UPLOAD_MAX_MEMORY_SIZE."""
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if limit is None:
        return stream.read()
    body = stream.read(limit + 1)
    if len(body) > limit:
        for _ in range(_DRAINED * limit // _CHUNK):
            if not stream.read(_CHUNK):
                break
        raise TooLarge(f"The body is longer than {limit} bytes.")
    return body


def _charset(media_type: str | None) -> str | None:
    """Return the charset that a Content-Type names; raise Invalid when nobody knows it."""
    for parameter in (media_type or "").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return _known_encoding(value.strip().strip('"'))
    return None


def _known_encoding(name: str) -> str:
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=name)  # knows codecs that are none of text
    except (LookupError, ValueError):
        raise Invalid(errors={"": f"No text encoding goes by the name {name!r}."}) from None
    return name


def _number(literal: str) -> Decimal:
    try:
        return Decimal(literal)
    except InvalidOperation:
        raise ValueError(f"the number {literal[:40]} is beyond all measure") from None


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"the name {name!r} stands twice in one object")
        found[name] = value
    return found


def _refuse_half_characters(document: Any) -> None:
    """Raise Invalid where an escape leaves half of a surrogate pair, which no UTF-8 can carry."""
    left = [("", document)]
    while left:
        at, value = left.pop()
        if isinstance(value, str):
            _refuse_half_character(at, value)
        elif isinstance(value, Mapping):
            for name, inner in value.items():
                _refuse_half_character(at, name)
                left.append((f"{at}/{escaped(name)}", inner))
        elif isinstance(value, list):
            left += [(f"{at}/{position}", inner) for position, inner in enumerate(value)]


def _refuse_half_character(at: str, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        half = f"\\u{ord(text[error.start]):04x}"
        raise Invalid(errors={at: f"{half} is half of a character."}) from None
