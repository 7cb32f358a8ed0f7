"""The looks at cited sources, to read."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims.admin.check import claim_link
from claims.admin.figures import moment
from claims.admin.labels import label
from claims.admin.pages import ReadOnlyPage
from claims.models import CitationCheck


@admin.register(CitationCheck)
class CitationCheckPage(ReadOnlyPage):
    """What became of each quote that a claim cites, at every look at its source."""

    sortable_by = ()
    list_select_related = ("citation__claim", "citation__source")
    list_display = ("checked_shown", "outcome_shown", "numbers", "claim_shown", "source_shown")
    list_filter = ("outcome",)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow the list of one claim, to which its page leads."""
        return lookup == "citation__claim__id__exact" or super().lookup_allowed(
            lookup, value, request
        )

    fields = (
        "claim_shown", "source_shown", "checked_shown", "outcome_shown", "numbers", "quote",
        "passage", "difference_shown", "error",
    )  # fmt: skip

    @admin.display(description="When")
    def checked_shown(self, row: CitationCheck) -> str | None:
        """Return when the source was looked at."""
        return moment(row.checked_at)

    @admin.display(description="Found")
    def outcome_shown(self, row: CitationCheck) -> SafeString:
        """Return what became of the quote."""
        return label(row.outcome)

    @admin.display(description="Number", empty_value="")
    def numbers(self, row: CitationCheck) -> str | None:
        """Return the altered number, old and new."""
        return f"{row.old_number} → {row.new_number}" if row.old_number else None

    @admin.display(description="Claim")
    def claim_shown(self, row: CitationCheck) -> SafeString:
        """Return the claim, leading to its page."""
        return claim_link(row.citation.claim)

    @admin.display(description="Source")
    def source_shown(self, row: CitationCheck) -> str:
        """Return the source's name."""
        return str(row.citation.source)

    @admin.display(description="What changed in the text", empty_value="nothing")
    def difference_shown(self, row: CitationCheck) -> SafeString | None:
        """Return the difference, line by line."""
        if not row.difference:
            return None
        return format_html('<pre class="claims-raw">{}</pre>', row.difference)
