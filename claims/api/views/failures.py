"""What Django itself answers when no view could: the same problem details under /api/.

Named as `handler400` to `handler500` and as CSRF_FAILURE_VIEW; elsewhere (the admin) Django's own
pages stay as they are.
"""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.views import csrf, defaults
from django.views.decorators.csrf import csrf_exempt

from claims.api.errors import INTERNAL_ERROR, NOTHING_HERE, ProblemResponse

_PREFIX = "/api/"


class _MovedWithMethod(HttpResponsePermanentRedirect):
    """A redirect after which a client repeats its method and body."""

    status_code = HTTPStatus.PERMANENT_REDIRECT


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponseBase:
    """Answer an address under /api/ that is none; one that only lacks its last slash is moved."""
    if not request.path.endswith("/") and _exists(request.path_info + "/"):
        query = request.META.get("QUERY_STRING")
        return _MovedWithMethod(f"{request.path}/{f'?{query}' if query else ''}")
    return ProblemResponse(request, HTTPStatus.NOT_FOUND, NOTHING_HERE)


def _exists(path: str) -> bool:
    try:
        return resolve(path).func is not nothing_here
    except Resolver404:
        return False


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django refuses to look at."""
    if not request.path.startswith(_PREFIX):
        return defaults.bad_request(request, exception)
    return ProblemResponse(request, HTTPStatus.BAD_REQUEST, "The request cannot be served.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that is not allowed."""
    if not request.path.startswith(_PREFIX):
        return defaults.permission_denied(request, exception)
    return ProblemResponse(request, HTTPStatus.FORBIDDEN, "This is not allowed.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere."""
    if not request.path.startswith(_PREFIX):
        return defaults.page_not_found(request, exception)
    return ProblemResponse(request, HTTPStatus.NOT_FOUND, NOTHING_HERE)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a request on which the service failed."""
    if not request.path.startswith(_PREFIX):
        return defaults.server_error(request)
    return ProblemResponse(request, HTTPStatus.INTERNAL_SERVER_ERROR, INTERNAL_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Answer a write with a session and without its token."""
    if not request.path.startswith(_PREFIX):
        return csrf.csrf_failure(request, reason)
    return ProblemResponse(request, HTTPStatus.FORBIDDEN, f"CSRF Failed: {reason}")
