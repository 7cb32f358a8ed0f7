"""The API's own description as a judge of its answers."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.http import HttpResponseBase
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator, FormatChecker

_IDENTIFIER = r"[0-9a-f-]{36}"


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document as it is served."""
    generator: Any = SchemaGenerator()
    schema: dict[str, Any] = generator.get_schema(request=None, public=True)
    return schema


def operation(method: str, path: str) -> dict[str, Any] | None:
    """Return the description of an operation, None where there is none."""
    for template, operations in document()["paths"].items():
        if re.fullmatch(re.sub(r"\{[a-z_]+\}", _IDENTIFIER, template), path):
            found: dict[str, Any] | None = operations.get(method.lower())
            return found
    return None


def validate(value: Any, schema: dict[str, Any]) -> None:
    """Raise ValidationError when `value` is not what `schema` describes."""
    whole = {**schema, "components": document()["components"]}
    Draft202012Validator(whole, format_checker=FormatChecker()).validate(value)


def check_answer(method: str, path: str, response: HttpResponseBase) -> None:
    """Assert that an answer is one that the description promises for its operation."""
    described = operation(method, path)
    if described is None:
        return
    promised = described["responses"]
    assert str(response.status_code) in promised, f"{method} {path}: {response.status_code}"
    content = promised[str(response.status_code)].get("content")
    if not content:
        assert not response.content  # type: ignore[attr-defined]
        return
    media_type = response.headers["Content-Type"]
    assert media_type in content, f"{method} {path}: {media_type}"
    validate(response.json(), content[media_type]["schema"])  # type: ignore[attr-defined]
