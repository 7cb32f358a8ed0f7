"""What editors taught: the reviews, as cases that a changed engine is held against."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims.admin.figures import moment
from claims.admin.highlight import Mark, highlight
from claims.admin.labels import label
from claims.admin.pages import ReadOnlyPage
from claims.models import ReviewCase

_AROUND = 400  # characters of the text shown before and after the quote


class OverruledFilter(admin.SimpleListFilter):
    """Whether editor and machine agree."""

    title = "the editor"
    parameter_name = "overruled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the one question that is asked."""
        return [("yes", "overruled the machine")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ReviewCase]
    ) -> QuerySet[ReviewCase]:
        """Return the cases in which they differ."""
        if self.value() == "yes":
            return queryset.exclude(editor_stance=F("machine_stance"))
        return queryset


@admin.register(ReviewCase)
class ReviewCasePage(ReadOnlyPage):
    """Kept by the service with each review."""

    list_display = ("reviewed_shown", "statement", "quote", "machine", "editor", "reason")
    list_display_links = ("reviewed_shown",)
    list_filter = (OverruledFilter, "decision")
    search_fields = ("quote", "reason")
    sortable_by = ()
    fields = (
        "statement", "quote_in_text", "title", "published_at", "machine", "editor", "decision",
        "reason", "reviewed_shown", "engine_version",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReviewCase]:
        """Return cases; a list needs no texts."""
        rows: QuerySet[ReviewCase] = super().get_queryset(request)
        return rows.defer("text")

    @admin.display(description="When")
    def reviewed_shown(self, case: ReviewCase) -> str | None:
        """Return when it was reviewed."""
        return moment(case.reviewed_at)

    @admin.display(description="Claim, as it was judged")
    def statement(self, case: ReviewCase) -> str:
        """Return the claim's words."""
        return str(case.claim.get("statement", ""))

    @admin.display(description="The machine")
    def machine(self, case: ReviewCase) -> SafeString:
        """Return what the machine said."""
        return label(case.machine_stance)

    @admin.display(description="The editor")
    def editor(self, case: ReviewCase) -> SafeString:
        """Return what the editor said."""
        return label(case.editor_stance)

    @admin.display(description="Quote")
    def quote_in_text(self, case: ReviewCase) -> SafeString:
        """Return the quote among its words."""
        begin = max(0, case.start - _AROUND)
        text = case.text[begin : case.end + _AROUND]
        marks = [Mark(case.start, case.end, case.quote, "claims-mark")]
        return format_html("<p>{}</p>", highlight(text, marks, offset=begin))
