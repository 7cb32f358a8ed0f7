"""The API's description: for programs, and in Swagger UI and Redoc from our own static files."""

from __future__ import annotations

from threading import Lock
from typing import Any

from drf_spectacular.utils import extend_schema
from drf_spectacular.views import (
    SpectacularAPIView,
    SpectacularRedocView,
    SpectacularSwaggerView,
)
from rest_framework.request import Request
from rest_framework.response import Response

# The pages' scripts know logos and validators of their makers; browsers shall not ask for them.
_NO_OTHER_HOST = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'"
)


# What draws the description up keeps parts of it in the process: two threads at once would find
# them half made.
_drawing_up = Lock()


class SchemaView(SpectacularAPIView):
    """The description for programs."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return it, drawn up by one thread at a time."""
        with _drawing_up:
            shown: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        return shown


class SwaggerView(SpectacularSwaggerView):
    """Swagger UI, in which requests can be tried out."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return the page."""
        shown = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        return _confined(shown)


class RedocView(SpectacularRedocView):
    """Redoc, for reading."""

    template_name = "claims/redoc.html"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return the page."""
        shown = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        return _confined(shown)


def _confined(response: Response) -> Response:
    response["Content-Security-Policy"] = _NO_OTHER_HOST
    return response
