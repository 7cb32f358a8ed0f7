"""Saying in the admin what a claim is derived from: a formula and its inputs, in their order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.utils import timezone

from claims.checking.formulas import Formula
from claims.models import Claim, ClaimSet
from claims.services.links import LinkError, derive

_CLAIM = ClaimSet._meta.get_field("claim")
_INPUTS = {
    "first": "Summand, minuend, numerator, part, or the earlier figure of a growth.",
    "second": "Summand, subtrahend, denominator, whole, or the later figure.",
    "more": "A sum may have more summands.",
}


def _claim(name: str) -> forms.ModelChoiceField[Claim]:
    return forms.ModelChoiceField(
        Claim.objects.all(),
        widget=AutocompleteSelect(_CLAIM, admin.site),
        label=f"{name.capitalize()} input",
        help_text=_INPUTS[name],
    )


class DerivationForm(forms.ModelForm):  # type: ignore[type-arg]
    """A claim, a formula, and the claims it is computed from."""

    first = _claim("first")
    second = _claim("second")
    more = forms.ModelMultipleChoiceField(
        Claim.objects.all(),
        widget=AutocompleteSelectMultiple(_CLAIM, admin.site),
        label="More inputs",
        help_text=_INPUTS["more"],
        required=False,
    )

    class Meta:
        model = ClaimSet
        fields = ("claim", "formula")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "formula" not in self.fields:  # a page to read
            return
        self.fields["claim"].help_text = "What it was derived from before is forgotten."
        self.fields["formula"].required = True

    def clean(self) -> dict[str, Any]:
        """Store the derivation; the reasons against it stand at their fields."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        inputs = [cleaned["first"], cleaned["second"], *cleaned["more"]]
        try:
            self.instance = derive(
                claim=cleaned["claim"],
                formula=Formula(cleaned["formula"]),
                inputs=inputs,
                now=timezone.now(),
            )
        except LinkError as error:
            for at, reason in error.errors.items():
                self.add_error(_field(at), reason)
        return cleaned

    def _post_clean(self) -> None:
        """Leave the instance alone: the service has stored it."""


def _field(at: str) -> str | None:
    """Return the form's field for a place of the service; None for the form as a whole."""
    if at == "formula":
        return at
    _, slash, position = at.partition("/")
    if not slash:
        return None
    return ("first", "second")[int(position)] if int(position) < 2 else "more"
