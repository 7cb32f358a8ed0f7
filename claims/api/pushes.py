"""A pushed document: from a body of any kind to a source's columns and its text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from claims.api.errors import BadQuery, Invalid, TooLarge, pointers
from claims.api.serializers.sources import SourceDraftSerializer, SourcePushSerializer
from claims.models import SourceKind
from claims.services.page import NoMainText, read_page

_JSON = "application/json"
_BODY = ("text", "html")
_MOST_TAGS = 100_000  # of a page, which is read while its sender waits

_DESCRIBED = {
    "url": (OpenApiTypes.URI, "Address of the document."),
    "title": (OpenApiTypes.STR, "Title of the document."),
    "publisher": (OpenApiTypes.STR, "Who published it."),
    "author": (OpenApiTypes.STR, "Who wrote it."),
    "published_at": (OpenApiTypes.STR, "A time, or a day for its beginning in UTC."),
    "language": (OpenApiTypes.STR, "Language tag."),
    "kind": (OpenApiTypes.STR, "What sort of document it is."),
    "reliability": (OpenApiTypes.STR, "From 0 to 1."),
}
PUSH_PARAMETERS = [
    OpenApiParameter(
        name,
        kind,
        OpenApiParameter.QUERY,
        description=f"{text} Only with a body of `text/plain` or `text/html`.",
        enum=SourceKind.values if name == "kind" else None,
    )
    for name, (kind, text) in _DESCRIBED.items()
]


def pushed(request: Request, *, now: datetime) -> tuple[dict[str, Any], str]:
    """Return the columns and the text ("" for none); raise a problem naming what is at fault."""
    fields = _fields(request)
    if "html" not in fields:
        text = fields.pop("text", "")
        return _known(fields), text
    html = fields.pop("html")
    try:
        if html.count("<") > _MOST_TAGS:
            raise NoMainText(f"the page has more than {_MOST_TAGS:,} tags; send its text")
        page = read_page(html, url=fields.get("url"), now=now)
    except NoMainText as error:
        raise Invalid(errors={_pointer(request, "html"): f"No text to read: {error}."}) from None
    return {**page.source_fields(), **_known(fields)}, page.text


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    """Return `fields` without those said to be unknown."""
    return {name: value for name, value in fields.items() if value is not None}


def _fields(request: Request) -> dict[str, Any]:
    body: Any = request.data
    if _is_json(request):
        if request.query_params:
            reason = "A JSON body holds the description itself."
            raise BadQuery(parameters=dict.fromkeys(request.query_params, reason))
        serializer = SourcePushSerializer(data=body)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)
    _refuse_unknown(request)
    serializer = SourcePushSerializer(data={**request.query_params.dict(), **body})
    try:
        serializer.is_valid(raise_exception=True)
    except ValidationError as error:
        raise _placed(dict(pointers(error.detail))) from None
    except TooLarge as error:
        raise TooLarge(str(error.detail), {"": list(error.errors.values())[0]}) from None
    return dict(serializer.validated_data)


def _refuse_unknown(request: Request) -> None:
    allowed = SourceDraftSerializer().fields
    unknown = [name for name in request.query_params if name not in allowed]
    if unknown:
        raise BadQuery(parameters=dict.fromkeys(unknown, "There is no such parameter."))


def _placed(errors: dict[str, list[str]]) -> Invalid:
    """Return the reasons with the place they concern when the body is the text itself."""
    parameters = {where[1:]: reasons for where, reasons in errors.items()}
    in_body = [reason for name in ("", *_BODY) for reason in parameters.pop(name, [])]
    return Invalid(errors={"": in_body} if in_body else {}, parameters=parameters)


def _pointer(request: Request, name: str) -> str:
    return f"/{name}" if _is_json(request) else ""


def _is_json(request: Request) -> bool:
    return (request.content_type or _JSON).partition(";")[0].strip().lower() == _JSON
