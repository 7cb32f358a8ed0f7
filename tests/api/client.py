"""A client of the API whose every answer is held against the API's description."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from tests.api.contract import check_answer

_JSON = "application/json"


class ApiClient:
    """Sends JSON with one API key; without a secret it comes as a stranger."""

    def __init__(self, secret: str = "", **headers: str) -> None:
        self.django = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        self.headers |= headers

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        content_type: str = _JSON,
        **headers: str,
    ) -> Any:
        """Return the answer to one request; bytes and strings are sent as they are."""
        if not isinstance(body, bytes | str | type(None)):
            body = json.dumps(body)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        response = self.django.generic(
            method,
            path,
            body if body is not None else "",
            content_type=content_type,
            headers={**self.headers, **names},
        )
        check_answer(method, path.partition("?")[0], response)
        return response

    def get(self, path: str, **headers: str) -> Any:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **kwargs: Any) -> Any:
        return self.send("POST", path, body, **kwargs)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("PUT", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.send("DELETE", path, **headers)


def problem(response: Any, status: int) -> dict[str, Any]:
    """Assert that `response` is a problem of this status; return its body."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail", "instance"} <= body.keys()
    assert body["status"] == status
    assert "Traceback" not in response.content.decode()
    return body


def places(body: dict[str, Any]) -> set[str]:
    """Return the pointers and parameters that a problem names."""
    return {error.get("pointer", error.get("parameter")) for error in body.get("errors", [])}
