"""The forms of a source: one that pushes a text, and one that describes what is there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from claims.models import Source
from claims.services.refused import CONTROL, FUTURE, control_in_text, has_control, is_future
from claims.services.urls import canonical_url

DESCRIPTION = (
    "title", "publisher", "author", "published_at", "kind", "language", "reliability",
)  # fmt: skip
_COMPLETED_BY_FETCHES = ("title", "publisher", "author", "published_at")


class SourceForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is known of a source. Its address and its texts stay."""

    reliability = forms.DecimalField(
        min_value=0,
        max_value=1,
        max_digits=3,
        decimal_places=2,
        initial=Source._meta.get_field("reliability").default,
        help_text=Source._meta.get_field("reliability").help_text,
        widget=UnfoldAdminTextInputWidget,
    )

    class Meta:
        model = Source
        fields = DESCRIPTION

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() & _COMPLETED_BY_FETCHES if self.instance.pk else ():
            # What a fetch has filled in since the form was shown is not what the editor changed.
            self.fields[name].show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        """Refuse what the API refuses: a claim would be outdated as of a day to come."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("title", "publisher", "author", "language"):
            if has_control(cleaned.get(name) or ""):
                self.add_error(name, CONTROL)
        published_at = cleaned.get("published_at")
        if published_at and is_future(published_at, timezone.now()):
            self.add_error("published_at", FUTURE)
        return cleaned


class PushForm(SourceForm):
    """A new source, or a new text of a known one."""

    url = forms.CharField(
        label="URL",
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "url"}),
        help_text="The address of the document. Without a text it is fetched.",
    )
    text = forms.CharField(
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 16}),
        help_text="The text itself, without menus and advertisements. It is read within seconds.",
    )

    class Meta:
        model = Source
        fields = ("url", *DESCRIPTION)

    def clean_url(self) -> str | None:
        """Return the address in its canonical form, None when it is left empty."""
        url = self.cleaned_data["url"]
        if not url:
            return None
        try:
            return canonical_url(url)
        except ValueError as error:
            raise forms.ValidationError(f"{capfirst(str(error))}.") from None

    def clean_text(self) -> str:
        """Return the text as it was before the browser changed its line ends."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > settings.MAX_TEXT_LENGTH:
            raise forms.ValidationError(
                f"Has {len(text):,} characters; at most {settings.MAX_TEXT_LENGTH:,} are taken."
            )
        control = control_in_text(text)
        if control:
            raise forms.ValidationError(control)
        return text

    def clean(self) -> dict[str, Any]:
        """Demand one of the two that make a source."""
        cleaned = super().clean()
        if not self.errors and not cleaned.get("url") and not cleaned.get("text"):
            raise forms.ValidationError("Give a URL, a text, or both.")
        return cleaned

    def validate_unique(self) -> None:
        """Let a known address pass: its source gets the new text."""

    def described(self) -> dict[str, Any]:
        """Return the fields for `push_source`."""
        return {name: self.cleaned_data[name] for name in ("url", *DESCRIPTION)}
