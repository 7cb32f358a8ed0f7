"""One refusal for each status."""

from __future__ import annotations

from typing import Any

from claims.api.errors import title

_CLAIM = "/api/v1/claims/01926a3e-7c1b-7d3a-9f52-6f1d2c3b4a59/"


def _problem(
    status: int,
    detail: str,
    kind: str = "",
    instance: str = "/api/v1/claims/",
    errors: list[dict[str, str]] | None = None,
) -> dict[str, Any]:
    problem = {
        "type": f"tag:claims-service,2026:{kind}" if kind else "about:blank",
        "title": title(status),
        "status": status,
        "detail": detail,
        "instance": instance,
    }
    return problem | ({"errors": errors} if errors else {})


PROBLEMS: dict[int, tuple[str, dict[str, Any]]] = {
    400: (
        "The body is malformed, or a query parameter is unknown or has no acceptable value.",
        _problem(
            400,
            "Some query parameters are unknown or have no acceptable value.",
            "bad-query",
            errors=[{"detail": "There is no such parameter.", "parameter": "stauts"}],
        ),
    ),
    401: (
        "No key, or one that is unknown, expired or revoked.",
        _problem(401, "This API key has expired."),
    ),
    403: (
        "The key's scope is too small.",
        _problem(403, "This needs the scope “write”."),
    ),
    404: (
        "There is nothing with this identifier.",
        _problem(404, "There is nothing at this address.", instance=_CLAIM),
    ),
    409: (
        "What is stored does not allow this.",
        _problem(
            409,
            "2 pieces of evidence and 1 citation rest on this source.",
            "conflict",
            "/api/v1/sources/01926a3e-9a11-7b02-8c4d-0a1b2c3d4e5f/",
        ),
    ),
    412: (
        "It was changed since the version named in If-Match.",
        _problem(
            412,
            "It was changed since the version named in If-Match; read it again.",
            "stale-version",
            _CLAIM,
        ),
    ),
    413: (
        "The body or the text is too long.",
        _problem(413, "The body is longer than 10000000 bytes.", "too-large"),
    ),
    415: (
        "The endpoint does not take this content type.",
        _problem(415, 'Unsupported media type "application/xml" in request.'),
    ),
    422: (
        "Some fields have no acceptable value.",
        _problem(
            422,
            "Some fields have no acceptable value.",
            "invalid",
            errors=[
                {"detail": "no unit goes by the name 'parsecs per fortnight'", "pointer": "/unit"}
            ],
        ),
    ),
}
