"""Evidence: the review queue, and one piece with all that led to its stance."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims.admin.evidence_card import cards, quote_in_context, shown, text_url
from claims.admin.figures import interval_words, quantity_words
from claims.admin.labels import stance_label
from claims.admin.pages import HistoryPage, ReadOnlyPage, back, is_old_version, may_view
from claims.admin.review import ReviewForm, error_words
from claims.models import Evidence, ReviewDecision
from claims.models.evidence import STANCES, EvidenceQuerySet


class QueueFilter(admin.SimpleListFilter):
    """What waits for an editor comes first."""

    title = "queue"
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the parts of the table that editors ask for."""
        return [("review", "To review"), ("current", "Current"), ("superseded", "Superseded")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Evidence]
    ) -> QuerySet[Evidence] | None:
        """Return the part that was asked for."""
        assert isinstance(queryset, EvidenceQuerySet)
        match self.value():
            case "review":
                return queryset.to_review()
            case "current":
                return queryset.current()
            case "superseded":
                return queryset.filter(superseded_at__isnull=False)
        return queryset


@admin.register(Evidence)
class EvidencePage(HistoryPage, ReadOnlyPage):
    """Nothing of a piece of evidence is edited: an editor's word stands beside the machine's."""

    list_display = ("said", "stance_shown", "figure", "as_of_shown", "claim_shown", "source_shown")
    list_filter = (QueueFilter, "stance", "review", "engine_version")
    list_display_links = ("said",)
    search_fields = ("claim__statement", "quote")
    search_help_text = "Words of the claim or of the quote"
    sortable_by = ()
    actions = ("confirm", "reject", "set_stance")
    change_form_outer_before_template = "claims/admin/evidence_page.html"
    history_list_display = ("stance", "review", "reviewed_stance", "review_reason")
    history_fields = (
        "quote", "stance", "score", "review", "reviewed_stance", "reviewed_by", "reviewed_at",
        "review_reason", "superseded_at", "engine_version",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evidence]:
        """Return evidence with its claim and source, without their texts."""
        return shown(super().get_queryset(request)).select_related("claim")

    def get_urls(self) -> list[URLPattern]:
        """Add the address that reviews one piece."""
        review = self.admin_site.admin_view(self.review_view)
        return [
            path("<int:pk>/review/", review, name="claims_evidence_review"),
            *super().get_urls(),
        ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return no field for a current version: its card says all of it."""
        return super().get_fieldsets(request, obj) if is_old_version(request) else []

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Whether the user may say what evidence is worth."""
        return request.user.has_perm("claims.change_evidence")

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Store the review that one form brings, and go back to its page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_review_permission(request):
            raise PermissionDenied
        evidence = get_object_or_404(Evidence, pk=pk)
        form = ReviewForm(request.POST)
        if form.is_valid():
            self._apply(request, form, [evidence])
        else:
            messages.error(request, f"Not reviewed. {error_words(form)}")
        return back(request, reverse("admin:claims_evidence_change", args=[pk]))

    @admin.action(description="Confirm …", permissions=["review"])
    def confirm(self, request: HttpRequest, rows: QuerySet[Evidence]) -> HttpResponse | None:
        """Say that the machine is right."""
        return self._review_selected(request, rows, ReviewDecision.CONFIRMED)

    @admin.action(description="Reject …", permissions=["review"])
    def reject(self, request: HttpRequest, rows: QuerySet[Evidence]) -> HttpResponse | None:
        """Say that it does not count at all."""
        return self._review_selected(request, rows, ReviewDecision.REJECTED)

    @admin.action(description="Set stance …", permissions=["review"])
    def set_stance(self, request: HttpRequest, rows: QuerySet[Evidence]) -> HttpResponse | None:
        """Say what it really says of its claim."""
        return self._review_selected(request, rows, ReviewDecision.OVERRULED)

    def _review_selected(
        self, request: HttpRequest, rows: QuerySet[Evidence], decision: ReviewDecision
    ) -> HttpResponse | None:
        """Ask for the reason first; review when the page that asks has been answered."""
        form = ReviewForm(request.POST if "apply" in request.POST else None)
        if form.is_bound and form.is_valid():
            self._apply(request, form, rows)
            return None
        form.initial["decision"] = decision.value
        if decision != ReviewDecision.OVERRULED:
            del form.fields["stance"]
        name = request.POST["action"]
        context = {
            **self.admin_site.each_context(request),
            "may_view": {"source": may_view(request, "source")},
            "title": f"{name.replace('_', ' ').capitalize()}: {len(rows)} selected",
            "opts": self.opts,
            "media": self.media,
            "form": form,
            "cards": cards(rows),
            "action": name,
        }
        return TemplateResponse(request, "claims/admin/review_selected.html", context)

    def _apply(self, request: HttpRequest, form: ReviewForm, rows: Any) -> None:
        reviewed, missed = form.apply(rows, request.user)
        if reviewed:
            noun = "piece" if reviewed == 1 else "pieces"
            messages.success(request, f"{reviewed} {noun} of evidence reviewed.")
        if missed:
            messages.warning(
                request, f"{missed} left as it was: superseded meanwhile, review its successor."
            )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Show the piece with its claim, its reasons and the review."""
        evidence = context["original"]
        context |= {
            "card": cards([evidence])[0],
            "claim": evidence.claim,
            "claim_figure": quantity_words(evidence.claim.quantity),
            "may_view": {name: may_view(request, name) for name in ("claim", "source")},
            "may_review": self.has_review_permission(request),
            "stances": STANCES,
        }
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="Quote")
    def said(self, evidence: Evidence) -> SafeString:
        """Return the quote among its words."""
        return format_html(
            '<span class="claims-quote claims-clamped">{}</span>', quote_in_context(evidence)
        )

    @admin.display(description="Stance")
    def stance_shown(self, evidence: Evidence) -> SafeString:
        """Return the stance that counts."""
        return stance_label(evidence)

    @admin.display(description="Value")
    def figure(self, evidence: Evidence) -> SafeString:
        """Return the figure, its interval on hover."""
        words = interval_words(evidence.quantity.interval)
        return format_html('<span title="{}">{}</span>', words, quantity_words(evidence.quantity))

    @admin.display(description="As of", empty_value="unknown")
    def as_of_shown(self, evidence: Evidence) -> str | None:
        """Return the time that the figure is for."""
        return str(evidence.period) if evidence.period else None

    @admin.display(description="Claim")
    def claim_shown(self, evidence: Evidence) -> SafeString:
        """Return the claim, leading to its page."""
        url = reverse("admin:claims_claim_change", args=[evidence.claim_id])
        return format_html(
            '<a class="claims-statement" href="{}">{}</a>', url, evidence.claim.statement
        )

    @admin.display(description="Source")
    def source_shown(self, evidence: Evidence) -> SafeString:
        """Return the source, leading to the quote in its text."""
        source = evidence.snapshot.source
        return format_html('<a href="{}">{}</a>', text_url(evidence), source)
