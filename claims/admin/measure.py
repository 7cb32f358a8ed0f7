"""Measures: what several claims share, with its wordings and how fast it ages."""

from __future__ import annotations

from copy import copy
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from claims.admin.fields import EveryField
from claims.admin.figures import span_words
from claims.admin.pages import HistoryPage, Page
from claims.models import Measure
from claims.models.figures import KINDS
from claims.services.measures import (
    MeasureError,
    MeasureInUse,
    create_measure,
    delete_measure,
    fill_in,
    update_measure,
)


class LinesField(forms.CharField):
    """Texts, one a line, as a list."""

    widget = UnfoldAdminTextareaWidget(attrs={"rows": 5})

    def prepare_value(self, value: Any) -> Any:
        """Return the texts as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the lines that are not empty."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other texts stand there."""
        return (initial or []) != [ln.strip() for ln in (data or "").splitlines() if ln.strip()]


class MeasureForm(forms.ModelForm):  # type: ignore[type-arg]
    """What an editor may say of a measure."""

    kind = forms.ChoiceField(
        choices=[("", "follows from the unit"), *KINDS],
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text="Needed where no unit is given.",
    )
    synonyms = LinesField(
        required=False,
        help_text="One a line. Other wordings of exactly this measure: a text that uses one of them"
        " speaks of the claims that are linked to it.",
    )
    ages_in = EveryField(
        label="A figure ages in",
        required=False,
        help_text="After how long a newer figure is likely there. Its claims are checked twelve"
        " times as often, unless they say otherwise.",
    )

    class Meta:
        model = Measure
        fields = ("name", "definition", "unit", "kind", "synonyms", "ages_in")

    def clean(self) -> dict[str, Any]:
        """Show the reasons why these make no measure at their fields."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        try:
            fill_in(copy(self.instance), self.given(cleaned))
        except MeasureError as error:
            for name, reasons in error.errors.items():
                self.add_error(name if name in self.fields else None, reasons)
        return cleaned

    def _post_clean(self) -> None:
        """Leave the instance as it is: the service fills it in."""

    def given(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Return the fields for the services; an empty kind is left to the unit."""
        return {
            name: cleaned[name]
            for name in self.changed_data
            if name in cleaned and not (name == "kind" and not cleaned[name])
        }


@admin.register(Measure)
class MeasurePage(HistoryPage, Page):
    """What is written goes through the services; an edit reaches the claims in the background."""

    form = MeasureForm
    list_display = ("name", "kind", "unit", "synonyms_shown", "every")
    list_filter = ("kind",)
    search_fields = ("name", "definition")
    sortable_by = ()
    fields = ("name", "definition", "unit", "kind", "synonyms", "ages_in")
    history_list_display = ("unit", "synonyms_shown")
    history_fields = ("name", "definition", "kind", "unit", "synonyms_shown", "every")

    def get_fields(self, request: HttpRequest, obj: Measure | None = None) -> Any:
        """Return the fields, with the claims of a measure that is stored."""
        return [*self.fields, "claims_shown"] if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return what stays: the unit, once claims are linked."""
        fixed = ("kind", "unit") if obj is not None and obj.claims.exists() else ()
        return (*super().get_readonly_fields(request, obj), *fixed, "claims_shown")

    def save_model(self, request: HttpRequest, obj: Measure, form: Any, change: bool) -> None:
        """Store it through the service."""
        fields = form.given(form.cleaned_data)
        try:
            if change:
                stored = update_measure(measure=obj, fields=fields)
            else:
                stored = create_measure(fields=fields)
        except MeasureInUse as conflict:
            raise PermissionDenied(str(conflict)) from None
        obj.pk = stored.pk
        obj.refresh_from_db()

    def delete_model(self, request: HttpRequest, obj: Measure) -> None:
        """Remove the measure, unless claims have been linked to it meanwhile."""
        try:
            delete_measure(measure=obj)
        except MeasureInUse as conflict:
            raise PermissionDenied(str(conflict)) from None

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Measure]) -> None:
        """Remove the measures one by one."""
        for measure in queryset:
            self.delete_model(request, measure)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Return what goes, and which measures claims still need."""
        used = [f"the claims of “{each}”" for each in objs if each.claims.exists()]
        return [str(each) for each in objs], {"measures": len(list(objs))}, set(), used

    @admin.display(description="Synonyms")
    def synonyms_shown(self, measure: Measure) -> str:
        """Return the other wordings."""
        return ", ".join(measure.synonyms)

    @admin.display(description="Its claims are checked every")
    def every(self, measure: Measure) -> str:
        """Return the usual interval."""
        return span_words(measure.check_interval)

    @admin.display(description="Claims")
    def claims_shown(self, measure: Measure) -> SafeString:
        """Return the way to the claims that are linked to it."""
        page = reverse("admin:claims_claim_changelist")
        waits = "" if measure.applied_to is None else " (the last edit has not reached all yet)"
        url = f"{page}?defined_measure__id__exact={measure.pk}"
        return format_html('<a class="claims-link" href="{}">linked to it</a>{}', url, waits)
