"""The OpenAPI document: valid, current, complete, and true in its examples."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from drf_spectacular.views import SpectacularAPIView
from openapi_spec_validator import validate as validate_document

from tests.api.contract import document, validate

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.yaml"
METHODS = {"get", "post", "put", "patch", "delete"}

pytestmark = pytest.mark.django_db


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, described in document()["paths"].items():
        for method, operation in described.items():
            if method in METHODS:
                yield f"{method} {path}", operation


def contents() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, operation in operations():
        for content in operation.get("requestBody", {}).get("content", {}).values():
            yield f"{name} request", content
        for status, response in operation["responses"].items():
            for content in response.get("content", {}).values():
                yield f"{name} {status}", content


def test_document_is_valid_openapi_3_1() -> None:
    assert document()["openapi"].startswith("3.1")
    validate_document(document())


def test_committed_document_is_current(tmp_path: Path) -> None:
    made = tmp_path / "openapi.yaml"
    call_command("spectacular", "--file", str(made), "--validate", "--fail-on-warn")
    assert made.read_text() == COMMITTED.read_text(), "run: make schema"


def test_every_body_has_examples_that_fit_its_schema() -> None:
    seen = 0
    for name, content in contents():
        assert content.get("examples"), name
        for title, example in content["examples"].items():
            try:
                validate(example["value"], content["schema"])
            except Exception as error:  # told again with the name of the example
                raise AssertionError(f"{name}, example {title}: {error}") from error
            seen += 1
    assert seen > 100


def test_every_operation_reads_well() -> None:
    for name, operation in operations():
        assert re.fullmatch(r"[a-z]+(_[a-z]+)+", operation["operationId"]), name
        assert operation["summary"] and operation["description"] and operation["tags"], name
        assert "401" in operation["responses"], name
        for parameter in operation.get("parameters", []):
            assert parameter.get("description"), f"{name}: {parameter['name']}"
    identifiers = [operation["operationId"] for _, operation in operations()]
    assert len(set(identifiers)) == len(identifiers) >= 27


def test_every_refusal_is_a_problem() -> None:
    for name, operation in operations():
        for status, response in operation["responses"].items():
            if status >= "400":
                content = response["content"]
                assert list(content) == ["application/problem+json"], f"{name} {status}"
                reference = content["application/problem+json"]["schema"]["$ref"]
                assert reference.endswith("/Problem")


def test_every_tag_is_described() -> None:
    described = {tag["name"] for tag in document()["tags"] if tag["description"]}
    assert {tag for _, operation in operations() for tag in operation["tags"]} == described


def test_document_is_served_in_both_formats() -> None:
    as_yaml = Client().get("/api/v1/schema/")
    assert yaml.safe_load(as_yaml.content)["openapi"].startswith("3.1")
    as_json = Client().get("/api/v1/schema/?format=json")
    assert as_json.json()["paths"].keys() == document()["paths"].keys()


@pytest.mark.parametrize("path", ["/api/v1/docs/", "/api/v1/redoc/"])
def test_pages_load_nothing_from_outside(path: str) -> None:
    response = Client().get(path)
    page = response.content.decode()
    assert response.status_code == 200
    loaded = re.findall(r"""(?:src|href)=["']([^"']+)""", page)
    assert loaded
    assert not [address for address in loaded if re.match(r"(https?:)?//", address)]
    assert not re.findall(r"https?://(?!testserver)[\w.-]+", page)
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'") and "http" not in policy


def test_one_thread_at_a_time_draws_the_description_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a fresh process two at once find extensions half loaded."""
    at_work: list[int] = []

    def draw_up(self: Any, request: Any, **kwargs: Any) -> HttpResponse:
        at_work.append(1)
        time.sleep(0.02)
        together = len(at_work)
        at_work.pop()
        return HttpResponse(together)

    monkeypatch.setattr(SpectacularAPIView, "get", draw_up)
    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(lambda _: Client().get("/api/v1/schema/").content, range(8))
        assert list(answers) == [b"1"] * 8
