"""Filtering in which a misspelt parameter is an error, and not a list of everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field
from rest_framework.request import Request

from claims.api.errors import BadQuery
from claims.api.pagination import PARAMETERS
from claims.models.figures import DIGITS_AFTER_POINT, DIGITS_BEFORE_POINT
from claims.quantities.periods import Period
from claims.quantities.units import UnknownUnit, canonical

_FORMAT = "format"  # REST framework's own way to ask for a renderer


class StrictFilters(DjangoFilterBackend):
    """The view's filters; unknown parameters and wrong values raise BadQuery."""

    def filter_queryset(  # type: ignore[override]  # REST framework gives its own request
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> QuerySet[Any]:
        """Return the rows that the query asks for."""
        filterset = self.get_filterset(request, queryset, view)
        known = {*PARAMETERS, _FORMAT, *(filterset.filters if filterset else ())}
        unknown = [name for name in request.query_params if name not in known]
        if unknown:
            raise BadQuery(parameters=dict.fromkeys(unknown, "There is no such parameter."))
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            raise BadQuery(parameters=_reasons(filterset.errors))
        return filterset.qs


def _reasons(errors: Any) -> dict[str, list[str]]:
    return {name: [str(reason) for reason in reasons] for name, reasons in errors.items()}


class PeriodFormField(forms.CharField):
    """A year, quarter, month or day."""

    def clean(self, value: Any) -> Any:
        """Return the period; None where nothing is given."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return Period.parse(text)
        except ValueError as error:
            raise forms.ValidationError(f"{error}.") from None


class UnitFormField(forms.CharField):
    """A unit under any of its names."""

    def clean(self, value: Any) -> str:
        """Return the canonical name."""
        text = super().clean(value)
        try:
            return canonical(text) if text else ""
        except UnknownUnit as error:
            raise forms.ValidationError(f"{error}.") from None


class PeriodFilter(filters.Filter):
    """A bound in time."""

    field_class = PeriodFormField

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        super().__init__(label=label, **kwargs)
        _describe(self, {"type": "string"})


class UnitFilter(filters.Filter):
    """A unit under any of its names."""

    field_class = UnitFormField

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        super().__init__(label=label, **kwargs)
        _describe(self, {"type": "string"})


class FigureFilter(filters.NumberFilter):
    """A bound on a stored number."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        digits = DIGITS_BEFORE_POINT + DIGITS_AFTER_POINT
        super().__init__(
            label=label, max_digits=digits, decimal_places=DIGITS_AFTER_POINT, **kwargs
        )
        _describe(self, {"type": "string", "format": "decimal"})


class ShareFilter(filters.NumberFilter):
    """A bound on a share, from 0 to 1."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        super().__init__(label=label, min_value=0, max_value=1, **kwargs)
        _describe(self, {"type": "number", "minimum": 0, "maximum": 1})


class TruthFilter(filters.Filter):
    """`true` or `false`, and nothing else."""

    field_class = forms.TypedChoiceField

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        super().__init__(
            label=label,
            choices=[("true", "true"), ("false", "false")],
            coerce=lambda text: text == "true",
            empty_value=None,
            **kwargs,
        )
        _describe(self, {"type": "boolean"})


class ChoicesFilter(filters.MultipleChoiceFilter):
    """Any of several values, each given as a parameter of its own."""

    def __init__(self, *, values: Sequence[Any], label: str, **kwargs: Any) -> None:
        pairs = [value if isinstance(value, tuple) else (value, value) for value in values]
        super().__init__(label=label, choices=pairs, **kwargs)
        _describe(self, {"type": "string", "enum": [name for name, _ in pairs]})


def choices(field_name: str, values: Sequence[Any], label: str, **kwargs: Any) -> ChoicesFilter:
    """Return a filter that takes several of `values`."""
    return ChoicesFilter(field_name=field_name, values=values, label=label, **kwargs)


def _describe(one: filters.Filter, schema: dict[str, Any]) -> None:
    extend_schema_field({**schema, "description": one.label})(one)  # type: ignore[type-var]


def every_word(queryset: QuerySet[Any], text: str, columns: Sequence[str]) -> QuerySet[Any]:
    """Return the rows in which each word of `text` stands in some of `columns`."""
    for word in text.split():
        found = Q()
        for column in columns:
            found |= Q(**{f"{column}__icontains": word})
        queryset = queryset.filter(found)
    return queryset
