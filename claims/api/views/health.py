"""Whether the process answers, and whether it can do its work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from claims.api.errors import ProblemResponse
from claims.services.dependencies import states_of_dependencies


@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """Answer: the process lives."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when all dependencies do their work, else 503 naming those that fail."""
    states = states_of_dependencies()
    failing = {name: state for name, state in states.items() if state != "ok"}
    if not failing:
        return JsonResponse({"status": "ok", "checks": states})
    detail = "; ".join(f"{name}: {state}" for name, state in failing.items())
    return ProblemResponse(request, 503, detail, "not-ready", checks=states)
