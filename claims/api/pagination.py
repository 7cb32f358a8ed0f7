"""Lists in pages: by cursor, without counting, and stable while rows come and go.

A cursor holds the sort key and the id of the row it stands at, so the next page begins after that
row whatever was added or deleted meanwhile.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.errors import BadQuery

PAGE_SIZE = 50
MAX_PAGE_SIZE = 200
PARAMETERS = ("page_size", "cursor", "ordering")

_BEFORE_ALL: dict[type[Any], date] = {
    datetime: datetime.min.replace(tzinfo=UTC, year=1),
    date: date.min,
}


class SortKey(NamedTuple):
    """A column that a list can be sorted by. Rows without a value sort as the earliest."""

    column: str
    type: type[Any]
    nullable: bool = False

    def expression(self) -> Combinable:
        """Return what the database sorts by."""
        if self.nullable:
            return Coalesce(self.column, Value(_BEFORE_ALL[self.type]))
        return F(self.column)


# Identifiers grow with the time of creation, so this is the order of creation.
CREATED = SortKey("uuid", UUID)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two rows: the row passed last, and the direction of travel."""

    ordering: str
    key: Any
    id: UUID
    backwards: bool = False

    def encode(self) -> str:
        """Return the cursor as it stands in an address."""
        parts = [self.ordering, _as_text(self.key), self.id.hex, int(self.backwards)]
        packed = json.dumps(parts, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()

    @classmethod
    def decode(cls, text: str, keys: Mapping[str, SortKey]) -> Cursor:
        """Return the cursor that `text` encodes; raise ValueError when it is none of this list."""
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        ordering, key, uuid, backwards = json.loads(packed)
        sort_key = keys[ordering.removeprefix("-")]
        return cls(ordering, _from_text(key, sort_key.type), UUID(uuid), bool(backwards))


class CursorPagination(BasePagination):
    """Pages of a view's list. The view's `sort_keys` name what it can be sorted by."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """Return the rows of the page that the query asks for."""
        self.request = request
        self.size = page_size(request)
        self.sort_keys: Mapping[str, SortKey] = view.sort_keys
        self.ordering = _ordering(request, view)
        self.cursor = self._cursor()
        rows = self._rows(queryset)
        self.has_more = len(rows) > self.size
        page = rows[: self.size]
        if self.cursor and self.cursor.backwards:
            page.reverse()
        self.page = page
        return page

    def get_paginated_response(self, data: Any) -> Response:
        """Return the page with the addresses of its neighbours, in the body and as Link headers."""
        backwards = bool(self.cursor and self.cursor.backwards)
        has_next = self.has_more or backwards
        has_previous = self.has_more if backwards else self.cursor is not None
        following = self._address(self.page[-1], False) if self.page and has_next else None
        preceding = self._address(self.page[0], True) if self.page and has_previous else None
        return paged(self.request, data, following, preceding)

    def _cursor(self) -> Cursor | None:
        text = self.request.query_params.get("cursor")
        if not text:
            return None
        try:
            cursor = Cursor.decode(text, self.sort_keys)
        except (ValueError, KeyError, TypeError, AttributeError, binascii.Error, InvalidOperation):
            raise BadQuery(parameters={"cursor": "This is no cursor of this list."}) from None
        if cursor.ordering != self.ordering:
            raise BadQuery(parameters={"cursor": "This cursor belongs to another ordering."})
        return cursor

    def _rows(self, queryset: QuerySet[Any]) -> list[Any]:
        descending = self.ordering.startswith("-")
        sort_key = self.sort_keys[self.ordering.removeprefix("-")]
        rows = queryset.annotate(sort_key=sort_key.expression())
        if self.cursor:
            backwards = self.cursor.backwards
            rows = rows.filter(_after(self.cursor, descending != backwards))
            descending = descending != backwards
        direction = "-" if descending else ""
        return list(rows.order_by(f"{direction}sort_key", f"{direction}uuid")[: self.size + 1])

    def _address(self, row: Any, backwards: bool) -> str:
        cursor = Cursor(self.ordering, row.sort_key, row.uuid, backwards)
        return page_address(self.request, cursor.encode())

    def get_paginated_response_schema(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """Return the description of a page."""
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["results", "next", "previous"],
            "properties": {
                "results": schema,
                "next": {
                    **address,
                    "description": "Address of the next page, null on the last.",
                    "example": "https://claims.example/api/v1/claims/?cursor=WyItY3JlYXRlZF9hdCJd",
                },
                "previous": {
                    **address,
                    "description": "Address of the page before, null on the first.",
                    "example": None,
                },
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Return the description of the paging parameters."""
        parameters = [
            _parameter(
                "page_size",
                "How many rows a page has.",
                {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE},
            ),
            _parameter(
                "cursor",
                "Where the page begins: taken from the addresses in `next` and `previous`.",
                {"type": "string"},
            ),
        ]
        if len(view.sort_keys) > 1:
            parameters.append(_ordering_parameter(view))
        return parameters


class MergedPagination(CursorPagination):
    """Pages of one list whose rows stand in several tables: a sequence of querysets."""

    def _rows(self, queryset: Any) -> list[Any]:
        rows = [row for each in queryset for row in super(MergedPagination, self)._rows(each)]
        backwards = bool(self.cursor and self.cursor.backwards)
        descending = self.ordering.startswith("-") != backwards
        rows.sort(key=lambda row: (row.sort_key, row.uuid), reverse=descending)
        return rows[: self.size + 1]


def paged(request: Request, data: Any, following: str | None, preceding: str | None) -> Response:
    """Return one page: body and Link headers (RFC 8288)."""
    response = Response({"results": data, "next": following, "previous": preceding})
    links = [("next", following), ("prev", preceding), ("first", page_address(request, None))]
    response["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links if url)
    return response


def page_size(request: Request) -> int:
    """Return how many rows the query asks for; raise BadQuery when that is no sensible number."""
    text = request.query_params.get("page_size", str(PAGE_SIZE))
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MAX_PAGE_SIZE):
        raise BadQuery(parameters={"page_size": f"A whole number from 1 to {MAX_PAGE_SIZE}."})
    return int(text)


def page_address(request: Request, cursor: str | None) -> str:
    """Return the address of this list at another cursor."""
    query = [
        (name, value)
        for name, values in request.query_params.lists()
        if name != "cursor"
        for value in values
    ]
    if cursor:
        query.append(("cursor", cursor))
    path = request.build_absolute_uri(request.path)
    return f"{path}?{urlencode(query)}" if query else path


def _ordering(request: Request, view: Any) -> str:
    ordering = request.query_params.get("ordering") or view.default_ordering
    if ordering.removeprefix("-") not in view.sort_keys:
        raise BadQuery(parameters={"ordering": f"One of {', '.join(_orderings(view))}."})
    return str(ordering)


def _orderings(view: Any) -> Sequence[str]:
    return [f"{sign}{name}" for name in view.sort_keys for sign in ("", "-")]


def _after(cursor: Cursor, descending: bool) -> Q:
    beyond = "lt" if descending else "gt"
    return Q(**{f"sort_key__{beyond}": cursor.key}) | Q(
        sort_key=cursor.key, **{f"uuid__{beyond}": cursor.id}
    )


def _as_text(key: Any) -> str:
    if isinstance(key, datetime | date):
        return key.isoformat()
    return key.hex if isinstance(key, UUID) else str(key)


def _from_text(text: str, kind: type[Any]) -> Any:
    if issubclass(kind, datetime | date):
        return kind.fromisoformat(text)
    if issubclass(kind, Decimal):
        number = Decimal(text)
        if not number.is_finite() or abs(number.adjusted()) > 40:
            raise ValueError("beyond all measure")
        return number
    return kind(text)


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
    }


def _ordering_parameter(view: Any) -> dict[str, Any]:
    schema = {"type": "string", "enum": _orderings(view), "default": view.default_ordering}
    return _parameter("ordering", "What the list is sorted by; `-` turns it around.", schema)
