"""The form of a feed: an address is enough."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from claims.admin.fields import EveryField
from claims.models import Feed, FeedState
from claims.models.feed import DEFAULT_MAX_INTERVAL, DEFAULT_MIN_INTERVAL, MAX_POLL_INTERVAL
from claims.services.feeds import feed_with_address
from claims.services.urls import canonical_url

POLLING = ("state", "min_interval", "max_interval", "expected_silence", "failure_limit")
_SET_BY_POLLS = ("url", "kind", "title", "state")
INHERITED = ("publisher", "source_kind", "reliability")


class FeedForm(forms.ModelForm):  # type: ignore[type-arg]
    """What an editor may set of a feed."""

    url = forms.CharField(
        label="URL",
        max_length=2000,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "url"}),
        help_text="Of a feed, a sitemap or a site. A site's feed is found by the first poll.",
    )
    state = forms.ChoiceField(
        choices=[(state.value, state.label) for state in (FeedState.ACTIVE, FeedState.PAUSED)],
        initial=FeedState.ACTIVE.value,
        widget=UnfoldAdminSelectWidget,
    )
    min_interval = EveryField(
        label="At most every",
        initial=DEFAULT_MIN_INTERVAL,
        help_text=Feed._meta.get_field("min_interval").help_text,
    )
    max_interval = EveryField(
        label="At least every",
        initial=DEFAULT_MAX_INTERVAL,
        help_text=Feed._meta.get_field("max_interval").help_text,
    )
    expected_silence = EveryField(
        required=False, help_text=Feed._meta.get_field("expected_silence").help_text
    )
    failure_limit = forms.IntegerField(
        min_value=1,
        max_value=1000,
        initial=Feed._meta.get_field("failure_limit").default,
        help_text=Feed._meta.get_field("failure_limit").help_text,
        widget=UnfoldAdminIntegerFieldWidget,
    )
    reliability = forms.DecimalField(
        min_value=0,
        max_value=1,
        max_digits=3,
        decimal_places=2,
        initial=Feed._meta.get_field("reliability").default,
        help_text=Feed._meta.get_field("reliability").help_text,
        widget=UnfoldAdminTextInputWidget,
    )

    class Meta:
        model = Feed
        fields = ("url", "kind", "title", *POLLING, *INHERITED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() & _SET_BY_POLLS if self.instance.pk else ():
            # What a poll has changed since the form was shown is not what the editor changed.
            self.fields[name].show_hidden_initial = True
        if self.instance.state == FeedState.GONE and "state" in self.fields:
            choices = [(FeedState.GONE.value, "gone"), (FeedState.ACTIVE.value, "active again")]
            self.fields["state"].choices = choices  # type: ignore[attr-defined]

    def clean_url(self) -> str:
        """Return the address in its canonical form; refuse that of another feed."""
        try:
            url = canonical_url(self.cleaned_data["url"])
            # The field takes any text; the column's validators refuse hosts like "0x7f.1".
            Feed._meta.get_field("url").run_validators(url)
        except ValueError as error:
            raise forms.ValidationError(f"{capfirst(str(error))}.") from None
        if feed_with_address(url, but=self.instance if self.instance.pk else None):
            raise forms.ValidationError("Another feed has this address.")
        return url

    def clean(self) -> dict[str, Any]:
        """Demand that the shortest pause is no longer than the longest."""
        cleaned = super().clean() or self.cleaned_data
        shortest, longest = cleaned.get("min_interval"), cleaned.get("max_interval")
        if longest and longest > MAX_POLL_INTERVAL:
            self.add_error("max_interval", "The longest pause is at most a year.")
        elif shortest and longest and shortest > longest:
            self.add_error("min_interval", "The shortest pause is longer than the longest.")
        return cleaned

    def _post_clean(self) -> None:
        """Leave the rest to the service: a feed without its next poll is none yet."""
        self._validate_unique = False
