"""The ledger: checks and status changes, to read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims.admin.explanation import as_json
from claims.admin.figures import moment
from claims.admin.labels import label
from claims.admin.pages import ReadOnlyPage
from claims.models import Check, Claim, StatusChange


class LedgerPage(ReadOnlyPage):
    """Rows that are about a claim."""

    sortable_by = ()
    list_select_related = ("claim",)

    @admin.display(description="Claim")
    def claim_shown(self, row: Check | StatusChange) -> SafeString:
        """Return the claim, leading to its page."""
        return claim_link(row.claim)


@admin.register(Check)
class CheckPage(LedgerPage):
    """Every look at a claim, also those that changed nothing."""

    list_display = (
        "started_shown", "outcome_shown", "trigger", "claim_shown", "status_shown",
        "considered", "added", "retired", "duration",
    )  # fmt: skip
    list_filter = ("outcome", "trigger")
    fields = (
        "claim_shown", "started_shown", "trigger", "outcome_shown", "error", "status_shown",
        "considered", "added", "retired", "duration", "engine_version",
    )  # fmt: skip

    @admin.display(description="When")
    def started_shown(self, check: Check) -> str | None:
        """Return when it began."""
        return moment(check.started_at)

    @admin.display(description="Outcome")
    def outcome_shown(self, check: Check) -> SafeString:
        """Return how it ended."""
        return label(check.outcome)

    @admin.display(description="Status after it")
    def status_shown(self, check: Check) -> SafeString:
        """Return the claim's status after it."""
        return label(check.status)

    @admin.display(description="Texts")
    def considered(self, check: Check) -> int:
        """Return how many texts were judged."""
        return check.texts_judged

    @admin.display(description="New")
    def added(self, check: Check) -> int:
        """Return how many pieces of evidence it added."""
        return check.evidence_added

    @admin.display(description="Retired")
    def retired(self, check: Check) -> int:
        """Return how many pieces of evidence it retired."""
        return check.evidence_retired

    @admin.display(description="Took")
    def duration(self, check: Check) -> str:
        """Return how long it took."""
        return f"{check.duration_ms:,} ms"


@admin.register(StatusChange)
class StatusChangePage(LedgerPage):
    """Every move of a claim's status, with its reasons."""

    list_display = ("changed_shown", "move", "by_whom", "claim_shown", "sentence")
    list_filter = ("new_status",)
    fields = (
        "claim_shown", "changed_shown", "move", "by_whom", "sentence", "reasons_shown",
        "claim_check",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[StatusChange]:
        """Return changes with their claims."""
        rows: QuerySet[StatusChange] = super().get_queryset(request)
        return rows.select_related("claim", "claim_check", "changed_by")

    @admin.display(description="When")
    def changed_shown(self, change: StatusChange) -> str | None:
        """Return when it moved."""
        return moment(change.changed_at)

    @admin.display(description="Change")
    def move(self, change: StatusChange) -> SafeString:
        """Return the status before and after."""
        return status_move(change)

    @admin.display(description="By", empty_value="the machine")
    def by_whom(self, change: StatusChange) -> str | None:
        """Return whose review moved it; the machine's moves have no name."""
        return change.changed_by.get_username() if change.changed_by else None

    @admin.display(description="Why")
    def sentence(self, change: StatusChange) -> str:
        """Return the reason in words."""
        return str(change.reasons.get("sentence", ""))

    @admin.display(description="Reasons")
    def reasons_shown(self, change: StatusChange) -> SafeString:
        """Return the stored reasons, folded."""
        return format_html(
            '<details><summary>as stored</summary><pre class="claims-raw">{}</pre></details>',
            as_json(change.reasons),
        )


def claim_link(claim: Claim) -> SafeString:
    """Return a claim, leading to its page."""
    url = reverse("admin:claims_claim_change", args=[claim.pk])
    return format_html('<a class="claims-statement" href="{}">{}</a>', url, claim.statement)


def status_move(change: Any) -> SafeString:
    """Return a status change as two labels."""
    return format_html("{} → {}", label(change.old_status), label(change.new_status))
