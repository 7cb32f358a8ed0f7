"""Claims: the list an editor works from, and the page of one claim."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.contrib.filters.admin import AutocompleteSelectFilter, AutocompleteSelectMultipleFilter

from claims.admin.citation import CitationInline, citations_of
from claims.admin.claim_columns import ClaimColumns
from claims.admin.claim_form import ClaimForm
from claims.admin.claim_view import claim_view
from claims.admin.pages import HistoryPage, Page, back, may_view
from claims.models import Claim, Evidence, Tag
from claims.models.evidence import STANCES
from claims.services.claims import create_claim, delete_claims, request_check, update_claim

_SOON = timedelta(days=1)


class DueFilter(admin.SimpleListFilter):
    """When the next check comes."""

    title = "next check"
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the times that editors ask for."""
        return [("now", "Due now"), ("soon", "Within a day"), ("never", "Not checked yet")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        """Return the claims whose check is due by then."""
        match self.value():
            case "now":
                return queryset.filter(next_check_at__lte=timezone.now())
            case "soon":
                return queryset.filter(next_check_at__lte=timezone.now() + _SOON)
            case "never":
                return queryset.filter(last_checked_at__isnull=True)
        return queryset


@admin.register(Claim)
class ClaimPage(ClaimColumns, HistoryPage, Page):
    """Everything that is written goes through the services, as with the API."""

    form = ClaimForm
    list_display = (
        "statement_shown", "status_shown", "sureness", "figure", "as_of_shown", "newest",
        "checked_shown", "evidence_count",
    )  # fmt: skip
    list_display_links = ("statement_shown",)
    list_filter = (
        "status",
        "kind",
        DueFilter,
        ("defined_measure", AutocompleteSelectFilter),
        ("tags", AutocompleteSelectMultipleFilter),
    )
    list_filter_submit = True
    search_fields = ("statement", "subject", "measure")
    search_help_text = "Words of the statement"
    sortable_by = ()
    actions = ("recheck_selected",)
    inlines = (CitationInline,)
    autocomplete_fields = ("defined_measure",)
    change_form_outer_before_template = "claims/admin/claim_before.html"
    change_form_outer_after_template = "claims/admin/claim_after.html"
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "statement", "as_of", "defined_measure", "tags", "check_interval", "language",
                )
            },
        ),
        (
            "Only where it differs from what the statement says",
            {
                "classes": ("collapse",),
                "fields": (
                    "subject", "measure", "place", "role", "value", "unit", "comparator",
                    ("low", "low_open"), ("high", "high_open"), ("tolerance_kind", "tolerance"),
                ),
            },
        ),
    )  # fmt: skip
    fieldsets = (
        (
            "Claim",
            {
                "fields": (
                    "statement", "as_of", "defined_measure", "tags", "check_interval",
                    "seen_revision",
                )
            },
        ),
        (
            "Quantity and measure",
            {
                "classes": ("collapse",),
                "fields": (
                    "subject", "measure", "place", "role", "value", "unit", "comparator",
                    ("low", "low_open"), ("high", "high_open"), ("tolerance_kind", "tolerance"),
                    "language",
                ),
            },
        ),
    )  # fmt: skip
    view_fields = (
        "statement", "figure", "interval", "allowance_shown", "as_of_shown", "subject", "measure",
        "defined_measure",
        "place", "role", "tags_shown", "every", "language",
    )  # fmt: skip
    history_list_display = ("quantity", "subject")
    history_fields = (
        "statement", "figure", "interval", "allowance_shown", "as_of_shown", "subject", "measure",
        "defined_measure",
        "place", "role", "every", "language",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        """Return claims with the number of their current pieces of evidence."""
        rows: QuerySet[Claim] = super().get_queryset(request)
        evidence = Evidence.objects.current().filter(claim=OuterRef("pk")).order_by()
        count = evidence.values("claim").annotate(n=Count("pk")).values("n")
        return rows.annotate(
            evidence_current=Coalesce(Subquery(count, output_field=IntegerField()), 0)
        )

    def get_urls(self) -> list[URLPattern]:
        """Add the address that asks for a re-check."""
        recheck = self.admin_site.admin_view(self.recheck_view)
        return [
            path("<int:pk>/recheck/", recheck, name="claims_claim_recheck"),
            *super().get_urls(),
        ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return fields to fill in, or words to read for who may not edit."""
        if obj is not None and not self.has_change_permission(request, obj):
            return [("Claim", {"fields": self.view_fields})]
        return super().get_fieldsets(request, obj)

    def get_form(
        self, request: HttpRequest, obj: Claim | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Return the editors' form; a plain one where nothing is edited."""
        readonly = self.get_readonly_fields(request, obj)
        if readonly or (obj is not None and not self.has_change_permission(request, obj)):
            kwargs["form"] = forms.ModelForm
        return super().get_form(request, obj, change, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Show the verdict and the evidence around the form of a stored claim."""
        claim = context.get("original")
        if claim is not None:
            context |= {
                "view": claim_view(claim),
                "may_view": {
                    name: may_view(request, name)
                    for name in ("evidence", "source", "check", "statuschange")
                },
                "may_recheck": self.has_change_permission(request, claim),
                "may_review": request.user.has_perm("claims.change_evidence"),
                "stances": STANCES,
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Claim, form: Any, change: bool) -> None:
        """Leave it to `save_related`: a claim and its citations are stored in one go."""

    def save_related(
        self, request: HttpRequest, form: ClaimForm, formsets: Any, change: bool
    ) -> None:
        """Store the claim with its tags and citations."""
        citations = citations_of(formsets)
        if change:
            stored = update_claim(
                claim=form.instance,
                fields=form.columns,
                tags=form.tags_given,
                citations=citations,
                now=timezone.now(),
            )
        else:
            stored = create_claim(
                fields=form.columns,
                tags=form.tags_given or (),
                citations=citations or (),
                now=timezone.now(),
            )
        form.instance.pk = stored.pk
        form.instance.refresh_from_db()

    def delete_model(self, request: HttpRequest, obj: Claim) -> None:
        """Remove the claim through the service."""
        delete_claims(claims=[obj], now=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> None:
        """Remove the claims through the service."""
        delete_claims(claims=list(queryset), now=timezone.now())

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Return what goes with the claims in numbers: it may be thousands of rows."""
        keys = [claim.pk for claim in objs]
        counts = {
            "claims": len(keys),
            "pieces of evidence": Evidence.objects.filter(claim__in=keys).count(),
        }
        return [str(claim) for claim in objs], counts, set(), []

    def recheck_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make one claim due at once, and go back to its page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        self._recheck(request, [get_object_or_404(Claim, pk=pk)])
        return back(request, reverse("admin:claims_claim_change", args=[pk]))

    @admin.action(description="Re-check now", permissions=["change"])
    def recheck_selected(self, request: HttpRequest, rows: QuerySet[Claim]) -> None:
        """Make the selected claims due at once."""
        self._recheck(request, list(rows))

    def _recheck(self, request: HttpRequest, claims: list[Claim]) -> None:
        request_check(claims=claims, now=timezone.now())
        noun = "claim is" if len(claims) == 1 else "claims are"
        messages.success(
            request, f"{len(claims)} {noun} being checked. Load the page again in a moment."
        )


@admin.register(Tag)
class TagPage(Page):
    """The words that claims are sorted by."""

    search_fields = ("name",)
