"""Linked claims: links to make and remove, and the sets that must fit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims.admin.check import claim_link
from claims.admin.derivation import DerivationForm
from claims.admin.explanation import as_json
from claims.admin.figures import moment, quantity_words
from claims.admin.labels import label
from claims.admin.pages import Page, ReadOnlyPage
from claims.models import ClaimLink, ClaimSet, LinkKind
from claims.services.links import LinkError, LinkExists, link_claims, underive, unlink
from claims.services.sets import confirm_set, members

_BY_HAND = (LinkKind.SAME_MEASURE, LinkKind.PART_OF)
_CONFIRMED_HERE = "Looked at in the admin."


class LinkForm(forms.ModelForm):  # type: ignore[type-arg]
    """Two claims to be linked; a formula links what is derived by it (`DerivationForm`)."""

    class Meta:
        model = ClaimLink
        fields = ("kind", "claim", "other")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" not in self.fields:  # a page to read
            return
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in _BY_HAND]  # type: ignore[attr-defined]
        self.fields["claim"].help_text = "With “part of”, the part."
        self.fields["other"].help_text = "With “part of”, the whole; its parts do not overlap."

    def clean(self) -> dict[str, Any]:
        """Make the link; the reasons against it stand at their fields."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        try:
            self.instance = link_claims(**cleaned, now=timezone.now())
        except LinkError as error:
            for at, reason in error.errors.items():
                self.add_error(at if at in self.fields else None, reason)
        except LinkExists as error:
            self.add_error(None, str(error))
        return cleaned

    def _post_clean(self) -> None:
        """Leave the instance alone: the service has stored it."""


@admin.register(ClaimLink)
class LinkPage(Page):
    """A link is made or removed, never edited."""

    form = LinkForm
    list_display = ("claim_shown", "kind_shown", "other_shown")
    list_display_links = ("kind_shown",)
    list_filter = ("kind",)
    list_select_related = ("claim", "other")
    autocomplete_fields = ("claim", "other")
    sortable_by = ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody edits a link."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An input of a formula goes with the formula."""
        derived = obj is not None and obj.kind == LinkKind.DERIVED_FROM
        return not derived and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> Any:
        """Offer no removal of many: those of a formula's inputs would be among them."""
        return {}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Do nothing: the form's service has stored it."""

    def delete_model(self, request: HttpRequest, obj: ClaimLink) -> None:
        """Remove it, and reckon its set anew."""
        unlink(link=obj, now=timezone.now())

    @admin.display(description="Claim")
    def claim_shown(self, link: ClaimLink) -> SafeString:
        """Return the first claim."""
        return claim_link(link.claim)

    @admin.display(description="is")
    def kind_shown(self, link: ClaimLink) -> str:
        """Return how they hang together."""
        return link.kind.replace("_", " ")

    @admin.display(description="Other claim")
    def other_shown(self, link: ClaimLink) -> SafeString:
        """Return the second claim."""
        return claim_link(link.other)


class FlaggedFilter(admin.SimpleListFilter):
    """Derived claims that nobody has looked at since an input changed."""

    title = "flag"
    parameter_name = "flagged"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the one question that is asked."""
        return [("yes", "An input has changed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ClaimSet]) -> QuerySet[ClaimSet]:
        """Return the flagged ones."""
        return queryset.filter(flagged_at__isnull=False) if self.value() == "yes" else queryset


@admin.register(ClaimSet)
class SetPage(ReadOnlyPage):
    """Reckoned by the service; an editor says what is derived from what, and takes flags off."""

    add_form = DerivationForm
    add_fields = ("claim", "formula", "first", "second", "more")
    autocomplete_fields = ("claim",)
    list_display = ("consistency_shown", "claim_shown", "what", "sentence", "flag_shown")
    list_display_links = ("what",)
    list_filter = ("consistency", FlaggedFilter, "kind", "formula")
    list_select_related = ("claim",)
    sortable_by = ()
    actions = ("confirm_selected",)
    fields = (
        "consistency_shown", "claim_shown", "what", "members_shown", "sentence", "flag_shown",
        "confirmed_shown", "reckoned_shown", "reasons_shown",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether the user may say what a claim is derived from."""
        return admin.ModelAdmin.has_add_permission(self, request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A derivation can be forgotten; other sets go with their last link."""
        derived = obj is not None and obj.kind == LinkKind.DERIVED_FROM
        return derived and admin.ModelAdmin.has_delete_permission(self, request, obj)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Return the form of a derivation for a new set."""
        if obj is None:
            kwargs["form"] = self.add_form
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return what is asked of a new set, or shown of a stored one."""
        return self.fields if obj else self.add_fields

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Do nothing: the form's service has stored it."""

    def delete_model(self, request: HttpRequest, obj: ClaimSet) -> None:
        """Forget what the claim is derived from."""
        underive(claim=obj.claim)

    def has_confirm_permission(self, request: HttpRequest) -> bool:
        """Whether the user may take a flag off."""
        return request.user.has_perm("claims.change_claimset")

    @admin.action(description="Confirm: still right", permissions=["confirm"])
    def confirm_selected(self, request: HttpRequest, rows: QuerySet[ClaimSet]) -> None:
        """Take the flags of the selected sets off."""
        flagged = [each for each in rows if each.flagged_at is not None]
        for each in flagged:
            confirm_set(
                claim_set=each, reason=_CONFIRMED_HERE, user=request.user, now=timezone.now()
            )
        noun = "derived claim" if len(flagged) == 1 else "derived claims"
        messages.success(request, f"{len(flagged)} {noun} confirmed.")

    @admin.display(description="Figures")
    def consistency_shown(self, claim_set: ClaimSet) -> SafeString:
        """Return whether they fit."""
        return label(claim_set.consistency)

    @admin.display(description="Claim")
    def claim_shown(self, claim_set: ClaimSet) -> SafeString:
        """Return the set's own claim."""
        return claim_link(claim_set.claim)

    @admin.display(description="Set")
    def what(self, claim_set: ClaimSet) -> str:
        """Return what makes it a set."""
        return claim_set.formula or claim_set.kind.replace("_", " ")

    @admin.display(description="Why")
    def sentence(self, claim_set: ClaimSet) -> str:
        """Return the reason in words, with both intervals."""
        return str(claim_set.reasons.get("sentence", ""))

    @admin.display(description="Input changed", empty_value="")
    def flag_shown(self, claim_set: ClaimSet) -> str | None:
        """Return when an input changed, and how."""
        if claim_set.flagged_at is None:
            return None
        return f"{moment(claim_set.flagged_at)}: {claim_set.flag_reasons.get('change', '')}"

    @admin.display(description="Confirmed", empty_value="never")
    def confirmed_shown(self, claim_set: ClaimSet) -> str | None:
        """Return who took the last flag off."""
        if claim_set.confirmed_by is None:
            return None
        by, at = claim_set.confirmed_by.get_username(), moment(claim_set.confirmed_at)
        return f"{at} by {by}: {claim_set.confirm_reason}"

    @admin.display(description="Reckoned", empty_value="not yet")
    def reckoned_shown(self, claim_set: ClaimSet) -> str | None:
        """Return when it was reckoned last."""
        return moment(claim_set.reckoned_at)

    @admin.display(description="Linked claims")
    def members_shown(self, claim_set: ClaimSet) -> SafeString:
        """Return the linked claims with their figures."""
        rows = ((claim_link(each), quantity_words(each.quantity)) for each in members(claim_set))
        return format_html_join("", "<p>{} {}</p>", rows)

    @admin.display(description="Reasons")
    def reasons_shown(self, claim_set: ClaimSet) -> SafeString:
        """Return the stored reasons, folded."""
        return format_html(
            '<details><summary>as stored</summary><pre class="claims-raw">{}</pre></details>',
            as_json({"reasons": claim_set.reasons, "flag": claim_set.flag_reasons}),
        )
