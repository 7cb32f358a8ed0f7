"""The form of a claim: a statement is enough, and what is filled in beside it takes precedence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from claims.admin.fields import EveryField, FigureFormField, PeriodField, TagsField
from claims.checking.tolerance import NotATolerance, Tolerance, ToleranceKind
from claims.models import Claim, Measure
from claims.models.claim import TOLERANCES
from claims.models.figures import COMPARATORS, ROLES, plain
from claims.quantities.units import kind_of
from claims.services.links import unit_misfit
from claims.services.wording import WordingError, complete

_NUMBERS = ("value", "low", "high", "tolerance")
_ENDS = ("low", "high", "low_open", "high_open")
_AS_READ = [("", "as read from the statement")]


class ClaimForm(forms.ModelForm):  # type: ignore[type-arg]
    """What an editor may set. A valid form carries the claim's columns and tags."""

    role = forms.ChoiceField(
        choices=[*_AS_READ, *ROLES],
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=Claim._meta.get_field("role").help_text,
    )
    value = FigureFormField()
    unit = forms.CharField(required=False, max_length=100)
    comparator = forms.ChoiceField(
        choices=[*_AS_READ, *COMPARATORS], required=False, widget=UnfoldAdminSelectWidget
    )
    low = FigureFormField(help_text="The lowest value that the claim allows.")
    high = FigureFormField(help_text="The highest value that the claim allows.")
    tolerance_kind = forms.ChoiceField(
        choices=[("", "none: the wording decides"), *TOLERANCES],
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=Claim._meta.get_field("tolerance_kind").help_text,
    )
    tolerance = FigureFormField(help_text=Claim._meta.get_field("tolerance").help_text)
    as_of = PeriodField(required=False)
    tags = TagsField(required=False, help_text="Separated by commas.")
    check_interval = EveryField(
        label="Check every",
        required=False,
        help_text="How often it is re-checked; empty: as its measure has it, or once a day.",
    )
    seen_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Claim
        fields = (
            "statement", "subject", "measure", "defined_measure", "place", "role", "value", "unit",
            "comparator", "low", "low_open", "high", "high_open", "tolerance_kind", "tolerance",
            "as_of", "language", "tags", "check_interval",
        )  # fmt: skip
        widgets = {"statement": UnfoldAdminTextareaWidget(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns: dict[str, Any] = {}
        claim = self.instance
        if claim.pk is not None:
            self.initial = {
                **self.initial,
                **{name: plain(getattr(claim, name)) for name in _NUMBERS},
                "as_of": str(claim.period or ""),
                "tags": ", ".join(tag.name for tag in claim.tags.all()),
                "check_interval": claim.check_interval if claim.check_interval_is_own else None,
                "seen_revision": claim.revision,
            }

    def clean_tolerance(self) -> Any:
        """Refuse an amount without a kind, a kind without an amount, and one that does not fit."""
        kind, amount = self.cleaned_data.get("tolerance_kind"), self.cleaned_data["tolerance"]
        if not kind and amount is not None:
            raise forms.ValidationError("Choose what kind of tolerance it is.")
        if kind and amount is None:
            raise forms.ValidationError("Is needed for this kind of tolerance.")
        if kind:
            try:
                Tolerance(ToleranceKind(kind), amount)
            except NotATolerance as error:
                raise forms.ValidationError(f"{capfirst(str(error))}.") from None
        return amount

    def clean(self) -> dict[str, Any]:
        """Complete what was given by what the statement says; the reasons stand at their fields."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        stored = self.instance if self.instance.pk is not None else None
        if stored and cleaned.get("seen_revision") != stored.revision:
            raise forms.ValidationError(
                "Somebody has changed this claim since you opened it."
                " Open it again, and make your changes on what is there now."
            )
        try:
            self.columns = complete(self._given(cleaned), stored)
        except WordingError as error:
            for name, reason in error.errors.items():
                self.add_error(name, f"{capfirst(reason)}.")
            return cleaned
        misfit = unit_misfit(stored, self.columns.get("unit", stored.unit)) if stored else ""
        if misfit:
            self.add_error("unit", f"{capfirst(misfit)}.")
        self._hold_against_measure(cleaned.get("defined_measure"))
        columns = {"as_of": self.instance.as_of, **self.columns}
        return cleaned | {name: value for name, value in columns.items() if name in self.fields}

    @property
    def tags_given(self) -> list[str] | None:
        """The tags to store; None where they stay as they are."""
        return self.cleaned_data["tags"] if "tags" in self.changed_data else None

    def _hold_against_measure(self, measure: Measure | None) -> None:
        unit = self.columns.get("unit", self.instance.unit)
        reason = measure.misfit(unit, kind_of(unit)) if measure else ""
        if reason:
            self.add_error("defined_measure", f"{reason}.")

    def _given(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Return the fields that the editor touched. The ends of an interval come together."""
        given = {
            name: cleaned[name]
            for name in self.changed_data
            if name not in ("tags", "seen_revision")
        }
        if any(name in given for name in _ENDS):
            given |= {name: cleaned[name] for name in _ENDS}
            for end in ("low", "high"):
                given[f"{end}_open"] = given[f"{end}_open"] and given[end] is not None
        return given
