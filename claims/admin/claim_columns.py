"""What is shown of a claim, one column or field each."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims.admin.figures import (
    interval_words,
    moment,
    number_words,
    quantity_words,
    span_words,
    unit_words,
)
from claims.admin.labels import label
from claims.models import Claim
from claims.models.figures import plain


class ClaimColumns:
    """Columns of the list of claims, and fields of a claim's page to read."""

    @admin.display(description="Claim")
    def statement_shown(self, claim: Claim) -> SafeString:
        """Return the statement, short enough for a row."""
        return format_html(
            '<span class="claims-statement" title="{}">{}</span>', claim.statement, claim.statement
        )

    @admin.display(description="Status")
    def status_shown(self, claim: Claim) -> SafeString:
        """Return the status in its colour."""
        return label(claim.status)

    @admin.display(description="Quantity")
    def figure(self, claim: Claim) -> SafeString:
        """Return the quantity, its interval on hover."""
        words = interval_words(claim.quantity.interval)
        return format_html('<span title="{}">{}</span>', words, quantity_words(claim.quantity))

    def quantity(self, version: Any) -> str:
        """Return the quantity that an old version had."""
        return quantity_words(version.instance.quantity)

    @admin.display(description="Allows")
    def interval(self, claim: Claim) -> str:
        """Return the values that the claim allows."""
        return interval_words(claim.quantity.interval)

    @admin.display(description="Sure", empty_value="")
    def sureness(self, claim: Claim) -> str | None:
        """Return how sure the status is."""
        return f"{claim.confidence:.0%}" if claim.confidence else None

    @admin.display(description="Newest figure", empty_value="none")
    def newest(self, claim: Claim) -> SafeString | None:
        """Return the current value with its unit and time, its interval on hover."""
        value, interval = plain(claim.current_value), claim.current_interval
        if value is None or interval is None:
            return None
        return format_html(
            '<span title="{}">{}</span><br><span class="claims-note">{}</span>',
            interval_words(interval),
            f"{number_words(value)} {unit_words(claim.current_unit)}",
            claim.current_period or "",
        )

    @admin.display(description="Tolerance", empty_value="none")
    def allowance_shown(self, claim: Claim) -> str | None:
        """Return what fits beside the wording."""
        return str(claim.allowance) if claim.allowance else None

    @admin.display(description="As of", empty_value="unknown")
    def as_of_shown(self, claim: Claim) -> str | None:
        """Return the time that the claim is for."""
        return str(claim.period) if claim.period else None

    @admin.display(description="Last check", empty_value="never")
    def checked_shown(self, claim: Claim) -> str | None:
        """Return when the claim was last looked at."""
        return moment(claim.last_checked_at)

    @admin.display(description="Evidence")
    def evidence_count(self, claim: Any) -> int:
        """Return the number of current pieces of evidence."""
        return int(claim.evidence_current)

    @admin.display(description="Tags")
    def tags_shown(self, claim: Claim) -> str:
        """Return the tags."""
        return ", ".join(tag.name for tag in claim.tags.all())

    @admin.display(description="Checked every")
    def every(self, claim: Claim) -> str:
        """Return how often the claim is checked."""
        return span_words(claim.check_interval)
