"""Every error as one shape: problem details (RFC 9457), naming the fields at fault."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.encoding import force_str
from rest_framework import exceptions

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
Reasons = Mapping[str, str | Sequence[str]]

_RENAMED = {413: "Content Too Large", 422: "Unprocessable Content"}
_TYPE = "tag:claims-service,2026:"
_ROLLED_BACK = "40"  # the class of SQLSTATE for transactions that stood in another's way
_REFERENCE_LOST = "23503"  # looked at when a transaction ends: both were there when it asked
_MEANWHILE = "What it refers to was removed meanwhile, or something came to refer to it."


class Problem(exceptions.APIException):
    """A refusal with a status, a type that programs can rely on, and a sentence for people.

    `errors` gives the reasons by JSON pointer into the body, `parameters` by query parameter.
    """

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    kind = "invalid"
    default_detail = "The request was understood and cannot be carried out."

    def __init__(
        self,
        detail: str | None = None,
        errors: Reasons | None = None,
        parameters: Reasons | None = None,
    ) -> None:
        super().__init__(detail)
        self.errors = errors or {}
        self.parameters = parameters or {}


class Invalid(Problem):
    """Some field of the body has no acceptable value."""

    default_detail = "Some fields have no acceptable value."


class Malformed(Problem):
    """The body is not what its content type promises."""

    status_code = HTTPStatus.BAD_REQUEST
    kind = "malformed"
    default_detail = "The body cannot be read."


class BadQuery(Problem):
    """Some query parameter is unknown or has no acceptable value."""

    status_code = HTTPStatus.BAD_REQUEST
    kind = "bad-query"
    default_detail = "Some query parameters are unknown or have no acceptable value."


class TooLarge(Problem):
    """The body or the text in it is longer than the service takes."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    kind = "too-large"
    default_detail = "The body is too large."


class Conflict(Problem):
    """The stored rows do not allow what is asked."""

    status_code = HTTPStatus.CONFLICT
    kind = "conflict"
    default_detail = "What is stored does not allow this."


class Collision(Problem):
    """The database ended this to let another go on that waited for the same rows."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    kind = "collision"
    default_detail = "It collided with another request, and nothing was stored. Send it again."


class Stale(Problem):
    """The row was changed since the version named in If-Match."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    kind = "stale-version"
    default_detail = "It was changed since the version named in If-Match; read it again."


class ScopeTooSmall(exceptions.PermissionDenied):
    """The key or login is valid and may not do this."""

    def __init__(self, scope: str) -> None:
        super().__init__(f"This needs the scope “{scope}”.")
        self.scope = scope


def title(status: int) -> str:
    """Return the status in the words of RFC 9110, whatever the Python version calls it."""
    return _RENAMED.get(status) or HTTPStatus(status).phrase


class ProblemResponse(HttpResponse):
    """A problem ready to be sent, whatever the view would have rendered."""

    def __init__(
        self,
        request: HttpRequest | Any,
        status: int,
        detail: str,
        kind: str = "",
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        problem = {
            "type": _TYPE + kind if kind else "about:blank",
            "title": title(status),
            "status": int(status),
            "detail": detail,
            "instance": request.path,
            **members,
        }
        if errors:
            problem["errors"] = list(errors)
        super().__init__(
            orjson.dumps(_encodable(problem)),
            status=status,
            content_type=MEDIA_TYPE,
            headers=headers,
        )


def problem_response(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """Turn whatever a view raised into a problem (REST framework's EXCEPTION_HANDLER)."""
    request = context["request"]
    error = _as_api_exception(error)
    if not isinstance(error, exceptions.APIException):
        log.error("a request failed", exc_info=error)
        got_request_exception.send(sender=None, request=getattr(request, "_request", request))
        return ProblemResponse(request, HTTPStatus.INTERNAL_SERVER_ERROR, INTERNAL_ERROR)
    if isinstance(error, exceptions.ValidationError):
        error = Invalid(errors=dict(pointers(error.detail)))
    if isinstance(error, Problem):
        return _response(request, error, error.kind, list(_listed(error)))
    return _response(request, error, "", [])


INTERNAL_ERROR = "The service failed on this request; the failure was logged."
NOTHING_HERE = "There is nothing at this address."


def pointers(detail: Any, at: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield the JSON pointer of each field at fault in a serializer's errors, with its reasons."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            here = at if name == "non_field_errors" else f"{at}/{escaped(str(name))}"
            yield from pointers(inner, here)
    elif isinstance(detail, list) and any(isinstance(inner, Mapping) for inner in detail):
        for position, inner in enumerate(detail):
            yield from pointers(inner, f"{at}/{position}")
    elif isinstance(detail, list):
        if detail:
            yield at, [force_str(reason) for reason in detail]
    else:
        yield at, [force_str(detail)]


def escaped(name: str) -> str:
    """Return `name` as one step of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def _as_api_exception(error: Exception) -> Exception:
    match error:
        case RequestDataTooBig():
            return TooLarge()
        case Http404():
            return exceptions.NotFound(NOTHING_HERE)
        case PermissionDenied():
            return exceptions.PermissionDenied()
        case SuspiciousOperation():
            return Malformed()
        case OperationalError() if _sqlstate(error).startswith(_ROLLED_BACK):
            return Collision()
        case IntegrityError() if _sqlstate(error) == _REFERENCE_LOST:
            return Conflict(_MEANWHILE)
        case _:
            return error


def _sqlstate(error: Exception) -> str:
    """Return PostgreSQL's code for what happened, "" without one."""
    return getattr(error.__cause__, "sqlstate", None) or ""


def _response(
    request: Any, error: exceptions.APIException, kind: str, errors: list[dict[str, str]]
) -> HttpResponse:
    headers = {}
    challenge = _challenge(error)
    if challenge:
        headers["WWW-Authenticate"] = challenge
    if isinstance(error, Collision):
        headers["Retry-After"] = "1"
    detail = force_str(error.detail)
    response = ProblemResponse(request, error.status_code, detail, kind, errors, headers)
    if isinstance(error, exceptions.MethodNotAllowed):
        response["Allow"] = ", ".join(_allowed(request))
    return response


def _challenge(error: exceptions.APIException) -> str:
    """Return what WWW-Authenticate says (RFC 6750)."""
    realm: str = getattr(error, "auth_header", "") or ""
    if isinstance(error, exceptions.AuthenticationFailed) and realm:
        return f'{realm}, error="invalid_token"'
    if isinstance(error, ScopeTooSmall):
        return f'Bearer realm="api", error="insufficient_scope", scope="{error.scope}"'
    return realm


def _allowed(request: Any) -> list[str]:
    view = (getattr(request, "parser_context", None) or {}).get("view")
    return list(view.allowed_methods) if view else []


def _listed(problem: Problem) -> Iterator[dict[str, str]]:
    for place, errors in (("pointer", problem.errors), ("parameter", problem.parameters)):
        for where, reasons in errors.items():
            for reason in [reasons] if isinstance(reasons, str) else reasons:
                yield {"detail": reason, place: where}


def _encodable(value: Any) -> Any:
    """Return `value` with what no UTF-8 can carry (halves of surrogate pairs) replaced."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _encodable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_encodable(inner) for inner in value]
    return value
