"""What the pages of all models share: paging, read-only pages, history without a way back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin

from claims.admin.paging import BoundedChangeList, BoundedPaginator


class Page(ModelAdmin):  # type: ignore[misc]
    """The pages of a table that may hold millions of rows."""

    list_per_page = 50
    paginator = BoundedPaginator
    list_disable_select_all = True  # "all" is what the list shows, not what the table holds
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[BoundedChangeList]:
        """Return the list that counts no further than it must."""
        return BoundedChangeList


class ReadOnlyPage(Page):
    """The pages of rows that only the service writes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds such rows by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody edits such rows."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Such rows go with what they belong to."""
        return False


class HistoryPage(SimpleHistoryAdmin):  # type: ignore[misc]
    """An audit trail to look at: going back to an old version is an edit like any other."""

    history_fields: ClassVar[tuple[str, ...]] = ()

    def revert_disabled(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Reverting would write one table past the services that keep several in step."""
        return True

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show one old version; whoever sends a form here is turned away."""
        if request.method != "GET":
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)  # type: ignore[no-any-return]

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Return all recorded fields for an old version."""
        if is_old_version(request):
            return [(None, {"fields": self.history_fields})]
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Return all fields for an old version."""
        if is_old_version(request):
            return self.history_fields
        return super().get_readonly_fields(request, obj)


def back(request: HttpRequest, fallback: str) -> HttpResponseRedirect:
    """Return to the page that the form was on, or to `fallback`."""
    page = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(page if safe else fallback)


def may_view(request: HttpRequest, *models: str) -> bool:
    """Whether the user may see the rows of all these models of ours."""
    return all(
        any(request.user.has_perm(f"claims.{may}_{model}") for may in ("view", "change"))
        for model in models
    )


def is_old_version(request: HttpRequest) -> bool:
    """Whether the page shows an old version out of the history."""
    match = request.resolver_match
    return match is not None and str(match.url_name).endswith("_simple_history")
