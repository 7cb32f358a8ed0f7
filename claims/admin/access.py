"""Who may do what: API keys, users and groups."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from claims.admin.figures import moment
from claims.admin.labels import label
from claims.admin.pages import Page
from claims.models import ApiKey

User = get_user_model()
admin.site.unregister([User, Group])


@admin.register(ApiKey)
class ApiKeyPage(Page):
    """Keys are issued and revoked; a secret is on one page once, and stored nowhere."""

    list_display = ("name", "prefix", "scope", "user", "state", "expires_shown", "used_shown")
    list_filter = ("scope",)
    list_select_related = ("user",)
    search_fields = ("name", "prefix", "user__username")
    sortable_by = ()
    actions = ("revoke_selected",)
    autocomplete_fields = ("user",)
    fields = (
        "name",
        "prefix",
        "user",
        "scope",
        "state",
        "expires_at",
        "last_used_at",
        "created_at",
    )
    change_form_outer_before_template = "claims/admin/api_key.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the address that revokes one key."""
        revoke = self.admin_site.admin_view(self.revoke_view)
        return [path("<int:pk>/revoke/", revoke, name="claims_apikey_revoke"), *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> Any:
        """Return what a new key is asked for: only a superuser issues keys for others."""
        if obj is not None:
            return self.fields
        asked = ("name", "scope", "expires_at")
        return ("user", *asked) if request.user.is_superuser else asked

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Propose a key for oneself."""
        return {"user": request.user.pk, **super().get_changeform_initial_data(request)}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody edits a key."""
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Whether the user may revoke keys."""
        return request.user.has_perm("claims.change_apikey")

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:
        """Issue the key, and keep its secret for this answer only."""
        asked = form.cleaned_data
        key, secret = ApiKey.objects.issue(
            user=asked.get("user") or request.user,
            name=asked["name"],
            scope=asked["scope"],
            expires_at=asked["expires_at"],
        )
        obj.pk = key.pk
        obj.refresh_from_db()
        request.issued_secret = secret  # type: ignore[attr-defined]

    def response_add(
        self, request: HttpRequest, obj: ApiKey, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the secret at once: a message would be stored until the next page."""
        context = {
            **self.admin_site.each_context(request),
            "title": f"API key “{obj.name}” issued",
            "opts": self.opts,
            "key": obj,
            "secret": request.issued_secret,  # type: ignore[attr-defined]
        }
        return TemplateResponse(request, "claims/admin/api_key_issued.html", context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Offer to revoke a key that is in force."""
        key = context.get("original")
        context["may_revoke"] = (
            key is not None and key.revoked_at is None and self.has_revoke_permission(request)
        )
        return super().render_change_form(request, context, *args, **kwargs)

    def revoke_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Revoke one key, and go back to it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_revoke_permission(request):
            raise PermissionDenied
        self._revoke(request, ApiKey.objects.filter(pk=pk))
        return HttpResponseRedirect(reverse("admin:claims_apikey_change", args=[pk]))

    @admin.action(description="Revoke", permissions=["revoke"])
    def revoke_selected(self, request: HttpRequest, rows: QuerySet[ApiKey]) -> None:
        """Revoke the selected keys."""
        self._revoke(request, ApiKey.objects.filter(pk__in=rows.values("pk")))

    def _revoke(self, request: HttpRequest, rows: QuerySet[ApiKey]) -> None:
        now = timezone.now()
        revoked = rows.filter(revoked_at__isnull=True).update(revoked_at=now)
        noun = "key opens" if revoked == 1 else "keys open"
        messages.success(request, f"{revoked} {noun} the API no more.")

    @admin.display(description="Expires", empty_value="never")
    def expires_shown(self, key: ApiKey) -> str | None:
        """Return until when it is valid."""
        return moment(key.expires_at)

    @admin.display(description="Last used", empty_value="never")
    def used_shown(self, key: ApiKey) -> str | None:
        """Return when it last opened the API."""
        return moment(key.last_used_at)

    @admin.display(description="State")
    def state(self, key: ApiKey) -> str:
        """Return whether the key opens the API."""
        if key.revoked_at:
            return label("revoked")
        if key.expires_at and key.expires_at <= timezone.now():
            return label("expired")
        return label("valid" if key.user.is_active else "user inactive")


@admin.register(User)
class UserPage(UserAdmin, ModelAdmin):  # type: ignore[misc,type-arg]
    """Users, in the look of the other pages."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm


@admin.register(Group)
class GroupPage(GroupAdmin, ModelAdmin):  # type: ignore[misc]
    """Groups, in the look of the other pages."""
