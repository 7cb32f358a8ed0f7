"""Sources: what is known of them, their texts with the figures marked, and a way to add one."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims.admin.figures import moment
from claims.admin.labels import label
from claims.admin.pages import HistoryPage, Page, back, may_view
from claims.admin.source_form import DESCRIPTION, PushForm, SourceForm
from claims.admin.source_text import text_view
from claims.models import Citation, Evidence, Source
from claims.services.source_edits import SourceConflict, delete_source, update_source
from claims.services.sources import Push, push_source, read_again, request_fetch


@admin.register(Source)
class SourcePage(HistoryPage, Page):
    """A source is pushed through the service; afterwards only its description is edited."""

    form = SourceForm
    list_display = (
        "title_shown",
        "state_shown",
        "publisher",
        "published_shown",
        "kind",
        "reliability",
    )
    list_display_links = ("title_shown",)
    list_filter = ("state", "kind")
    search_fields = ("title", "publisher", "url")
    search_help_text = "Words of the title, the publisher or the address"
    sortable_by = ()
    change_form_outer_before_template = "claims/admin/source_text.html"
    add_fieldsets = (
        (None, {"fields": ("url", "text")}),
        ("What is known of it", {"fields": DESCRIPTION}),
    )
    fieldsets = (
        ("What is known of it", {"fields": ("address", *DESCRIPTION)}),
        ("Fetching", {"fields": ("fetched_shown", "next_fetch_shown", "fetch_error_shown")}),
    )
    readonly_fields = ("address", "fetched_shown", "next_fetch_shown", "fetch_error_shown")
    actions = ("fetch_selected",)
    history_list_display = ("title", "reliability")
    history_fields = ("address", *DESCRIPTION)

    def get_urls(self) -> list[URLPattern]:
        """Add the address that has a text read again."""
        read = self.admin_site.admin_view(self.read_view)
        return [
            path("<int:pk>/read-again/", read, name="claims_source_read_again"),
            *super().get_urls(),
        ]

    def get_form(
        self, request: HttpRequest, obj: Source | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Return the form that pushes a text for a new source."""
        if obj is None:
            kwargs["form"] = PushForm
        return super().get_form(request, obj, change, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Show the text with its figures above the description."""
        source = context.get("original")
        if source is not None:
            context |= {
                "view": text_view(
                    source,
                    snapshot_uuid=_uuid(request),
                    at=_offset(request),
                    with_claims=may_view(request, "claim", "evidence"),
                ),
                "state": label(source.state),
                "may_read_again": self.has_change_permission(request, source),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        """Push a new source; store the description of a known one."""
        if change:
            fields = {name: form.cleaned_data[name] for name in form.changed_data}
            update_source(source=obj, fields=fields, now=timezone.now())
            obj.refresh_from_db()
            return
        push = push_source(
            fields=form.described(), text=form.cleaned_data["text"], now=timezone.now()
        )
        obj.pk = push.source.pk
        obj.refresh_from_db()
        messages.info(request, _push_words(push))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Return what goes with the sources in numbers, and what they are still needed for."""
        keys = [source.pk for source in objs]
        used = [
            f"{count} {words}"
            for count, words in (
                (Evidence.objects.filter(snapshot__source__in=keys).count(), "pieces of evidence"),
                (Citation.objects.filter(source__in=keys).count(), "citations"),
            )
            if count
        ]
        return [str(source) for source in objs], {"sources": len(keys)}, set(), used

    def delete_model(self, request: HttpRequest, obj: Source) -> None:
        """Remove the source, unless something has come to rest on it meanwhile."""
        try:
            delete_source(source=obj)
        except SourceConflict as conflict:
            raise PermissionDenied(str(conflict)) from None

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        """Remove the sources one by one."""
        for source in queryset:
            self.delete_model(request, source)

    def read_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have the newest text read again, and go back to the source."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        source = get_object_or_404(Source, pk=pk)
        if read_again(source=source, now=timezone.now()):
            messages.success(request, "The text is being read again. Load the page in a moment.")
        else:
            messages.error(request, "This source has no text to read.")
        return back(request, reverse("admin:claims_source_change", args=[pk]))

    @admin.action(description="Fetch the selected sources now", permissions=["change"])
    def fetch_selected(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        """Have the addresses fetched, also after all attempts failed."""
        keys = request_fetch(sources=queryset, now=timezone.now())
        messages.success(request, f"{len(keys)} sources are being fetched.")

    @admin.display(description="Last fetched", empty_value="never")
    def fetched_shown(self, source: Source) -> str | None:
        """Return when its server last gave it."""
        return moment(source.fetched_at)

    @admin.display(description="To be fetched next", empty_value="not planned")
    def next_fetch_shown(self, source: Source) -> str | None:
        """Return when its server is asked next."""
        return moment(source.next_fetch_at)

    @admin.display(description="Last error", empty_value="none")
    def fetch_error_shown(self, source: Source) -> str | None:
        """Return why it could not be fetched."""
        return source.fetch_error or None

    @admin.display(description="Source")
    def title_shown(self, source: Source) -> SafeString:
        """Return the title, with the address below it."""
        return format_html(
            '<span class="claims-statement">{}</span><span class="claims-note">{}</span>',
            source,
            source.url or "",
        )

    @admin.display(description="Published", empty_value="unknown")
    def published_shown(self, source: Source) -> str | None:
        """Return when it was published."""
        return moment(source.published_at)

    @admin.display(description="State")
    def state_shown(self, source: Source) -> SafeString:
        """Return how far the service has come with it."""
        return label(source.state)

    @admin.display(description="Address", empty_value="known by its text alone")
    def address(self, source: Source) -> SafeString | None:
        """Return the address as a link that leaves the service."""
        if not source.url:
            return None
        return format_html(
            '<a class="claims-link" href="{0}" rel="noreferrer noopener">{0}</a>', source.url
        )


def _push_words(push: Push) -> str:
    if push.fetching:
        return "The address is being fetched. Load the page again in a moment."
    if push.snapshot is None:
        return "This address is known already; nothing was stored."
    if not push.snapshot_created:
        return "This text is known already; nothing was stored."
    known = "" if push.source_created else "The source is known: this is another text of it. "
    return f"{known}The text is being read. Load the page again in a moment."


def _uuid(request: HttpRequest) -> str:
    text = request.GET.get("snapshot", "")
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""


def _offset(request: HttpRequest) -> int:
    text = request.GET.get("at", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
