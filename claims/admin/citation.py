"""The sources that a claim itself rests on, as rows of its form."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import TabularInline
from unfold.widgets import UnfoldAdminTextareaWidget

from claims.admin.labels import label
from claims.models import Citation
from claims.services.claims import CitedSource


class CitationInline(TabularInline):  # type: ignore[misc]
    """The sources that the claim itself rests on."""

    model = Citation
    fields = ("source", "quote", "locator", "outcome_shown")
    readonly_fields = ("outcome_shown",)
    autocomplete_fields = ("source",)
    extra = 0
    verbose_name = "source"
    verbose_name_plural = "sources that the claim cites"

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Give the quote a low box: it stands in a row."""
        if db_field.name == "quote":
            kwargs["widget"] = UnfoldAdminTextareaWidget(attrs={"rows": 2})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="Last look", empty_value="not yet")
    def outcome_shown(self, citation: Citation) -> SafeString | None:
        """Return what the last look at the source found, leading to all looks at it."""
        if not citation.outcome:
            return None
        url = reverse("admin:claims_citationcheck_changelist")
        return format_html(
            '<a href="{}?citation__claim__id__exact={}">{}</a>',
            url, citation.claim_id, label(citation.outcome),
        )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Citation]:
        """Return citations with their sources."""
        return super().get_queryset(request).select_related("source")  # type: ignore[no-any-return]


def citations_of(formsets: Any) -> list[CitedSource] | None:
    """Return the citations as the page shows them; None for who may not edit them."""
    cited: list[CitedSource] | None = None
    for formset in formsets:
        formset.save(commit=False)  # says in the log what was added, changed and removed
        rows = [form.instance for form in formset.forms if form not in formset.deleted_forms]
        cited = [CitedSource(row.source, row.quote, row.locator) for row in rows if row.source_id]
    return cited
