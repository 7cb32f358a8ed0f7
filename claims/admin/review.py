"""The editor's word on evidence: the form, and what becomes of it for one piece or many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from claims.models import Evidence, ReviewDecision
from claims.models.evidence import STANCES
from claims.services.review import NotCurrent, review_evidence


class ReviewForm(forms.Form):
    """A decision and the reason for it; a stance where the machine's is overruled."""

    decision = forms.ChoiceField(choices=ReviewDecision.choices, widget=forms.HiddenInput)
    stance = forms.ChoiceField(
        choices=[("", "Choose a stance"), *STANCES],
        required=False,
        widget=UnfoldAdminSelectWidget,
        label="What it says of the claim",
    )
    reason = forms.CharField(
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text="Kept with the evidence, in its history.",
        error_messages={"required": "Give a reason."},
    )

    def clean(self) -> dict[str, Any]:
        """Demand a stance where one is to be set, and ignore it elsewhere."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") != ReviewDecision.OVERRULED:
            cleaned["stance"] = ""
        elif not cleaned.get("stance"):
            self.add_error("stance", "Choose the stance to set.")
        return cleaned

    def apply(self, rows: Iterable[Evidence], user: Any) -> tuple[int, int]:
        """Review `rows`; return how many took it, and how many were superseded meanwhile."""
        reviewed = missed = 0
        for evidence in rows:
            try:
                review_evidence(
                    evidence=evidence,
                    decision=ReviewDecision(self.cleaned_data["decision"]),
                    stance=self.cleaned_data["stance"],
                    reason=self.cleaned_data["reason"],
                    user=user,
                    now=timezone.now(),
                )
                reviewed += 1
            except NotCurrent:
                missed += 1
        return reviewed, missed


def error_words(form: forms.Form) -> str:
    """Return what is wrong with a form, in one line."""
    return " ".join(str(reason) for reasons in form.errors.values() for reason in reasons)
