"""What the views share: finding a row by its public id, validating a body, listing in pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from claims.api.filters.strict import StrictFilters
from claims.api.pagination import CREATED, SortKey
from claims.api.serializers.fields import StrictSerializer


class Resource(APIView):
    """One row, or something done to it."""

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Answer with the methods in `Allow`; the schema says the rest."""
        return Response(status=204)


class ListView(Resource, ListModelMixin, GenericAPIView[Any]):
    """A list that is filtered strictly, sorted by its `sort_keys` and cut into pages."""

    filter_backends = [StrictFilters]
    sort_keys: ClassVar[Mapping[str, SortKey]] = {"created_at": CREATED}
    default_ordering = "-created_at"

    def listed(self, rows: QuerySet[Any], shown: Callable[[Sequence[Any]], Any]) -> Response:
        """Return the page of `rows` that the query asks for."""
        page = self.paginate_queryset(self.filter_queryset(rows))
        return self.get_paginated_response(shown(page or []))


def by_id(rows: QuerySet[Any], uuid: UUID) -> Any:
    """Return the row with this public id; an id of another kind of row finds nothing."""
    row = rows.filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row


def validated(
    serializer_class: type[Serializer[Any]], request: Request, *, partial: bool = False
) -> dict[str, Any]:
    """Return the fields of the body; raise ValidationError naming those at fault."""
    serializer = serializer_class(data=request.data, partial=partial)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def refuse_fields(request: Request) -> None:
    """Raise ValidationError naming what the body of an action holds that takes nothing."""
    validated(StrictSerializer, request)


def shown_by(serializer_class: type[Serializer[Any]]) -> Callable[[Sequence[Any]], Any]:
    """Return the function that shows rows through `serializer_class`."""
    return lambda rows: serializer_class(rows, many=True).data
