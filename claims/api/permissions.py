"""What the one who asks may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from claims.api.errors import ScopeTooSmall
from claims.models import ApiKey, Scope

if TYPE_CHECKING:
    from rest_framework.views import APIView  # which imports the permissions first


class HasScope(BasePermission):
    """Reading needs the scope `read`, deleting `admin`, every other method `write`.

    A view with `needed_scope` needs that one for all its methods.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the request may pass; raise ScopeTooSmall where a known caller may not."""
        held = held_scope(request)
        if held is None:
            return False
        needed = scope_for(request.method or "", view)
        if not held.includes(needed):
            raise ScopeTooSmall(needed)
        return True


def scope_for(method: str, view: Any) -> Scope:
    """Return the scope that `method` of `view` needs."""
    fixed: Scope | None = getattr(view, "needed_scope", None)
    if fixed is not None:
        return fixed
    if method in SAFE_METHODS:
        return Scope.READ
    return Scope.ADMIN if method == "DELETE" else Scope.WRITE


def held_scope(request: Request) -> Scope | None:
    """Return the scope of the key, or of the login: staff write, superusers administrate."""
    if isinstance(request.auth, ApiKey):
        return Scope(request.auth.scope)
    if not request.user or not request.user.is_authenticated:
        return None
    if request.user.is_superuser:
        return Scope.ADMIN
    return Scope.WRITE if request.user.is_staff else Scope.READ
