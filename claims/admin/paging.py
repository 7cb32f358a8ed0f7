"""Paging through tables of any size: rows are counted up to a limit, and no further."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property
from unfold.views import ChangeList

COUNTED = 10_000  # rows; a longer list is paged by "previous" and "next"
_ENDLESS = 10**12


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """A paginator that asks for no count above `COUNTED`."""

    @cached_property
    def count(self) -> int:
        """The number of rows, or a number that no table reaches."""
        rows: Any = self.object_list
        counted: int = rows[: COUNTED + 1].count()
        return counted if counted <= COUNTED else _ENDLESS

    @property
    def template_name(self) -> str | None:
        """Unfold's template for a list whose last page is unknown; None for its usual one."""
        return "unfold/helpers/pagination_infinite.html" if self.count == _ENDLESS else None

    def _get_page(self, *args: Any, **kwargs: Any) -> Page:  # type: ignore[type-arg]
        return _PageOfUnknown(*args, **kwargs)


class _PageOfUnknown(Page):  # type: ignore[type-arg]
    def has_next(self) -> bool:
        return len(self.object_list) == self.paginator.per_page and super().has_next()


class BoundedChangeList(ChangeList):  # type: ignore[misc]
    """A list whose heading tells the number of its rows only where that says something."""

    def get_results(self, request: HttpRequest) -> None:
        """Load the page; a list that is whole, or was not counted to its end, tells no number."""
        super().get_results(request)
        if self.result_count == _ENDLESS or not (self.query or self.has_active_filters):
            self.full_result_count = self.result_count
