"""Bad input: each a problem that names the field, and nothing is stored."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim, Source
from tests.api.client import ApiClient, places, problem

CLAIMS = "/api/v1/claims/"
STATEMENT = "The aquarium of Sundvik keeps 640 seahorses."

BAD_FIELDS: list[tuple[dict[str, Any], str]] = [
    ({"statment": STATEMENT}, "/statment"),
    ({"a/b~c": 1}, "/a~1b~0c"),
    ({"status": "supported"}, "/status"),
    ({"id": "01926a3e-7c1b-7d3a-9f52-6f1d2c3b4a59"}, "/id"),
    ({"statement": ""}, "/statement"),
    ({"statement": None}, "/statement"),
    ({"statement": ["a"]}, "/statement"),
    ({"statement": "x" * 3000}, "/statement"),
    ({"statement": "640 sea\x00horses"}, "/statement"),
    ({"statement": "640 sea\x07horses"}, "/statement"),
    ({"value": "many"}, "/value"),
    ({"value": "NaN"}, "/value"),
    ({"value": "-Infinity"}, "/value"),
    ({"value": True}, "/value"),
    ({"value": []}, "/value"),
    ({"value": "1" * 16}, "/value"),
    ({"value": "0.1234567890123456"}, "/value"),
    ({"value": "1e27"}, "/value"),
    ({"value": "1e-13"}, "/value"),
    ({"value": "1." + "0" * 30 + "1"}, "/value"),
    ({"value": "٣"}, "/value"),
    ({"low": "9", "high": "3"}, "/low"),
    ({"low": "NaN"}, "/low"),
    ({"low": None, "low_open": True, "high": "700"}, "/low_open"),
    ({"low": "1", "high": "2", "value": "5"}, "/value"),
    ({"low_open": "perhaps"}, "/low_open"),
    ({"unit": "parsecs per fortnight of nonsense #"}, "/unit"),
    ({"unit": "ZZZ dollars"}, "/unit"),
    ({"unit": ""}, "/unit"),
    ({"comparator": "roughly"}, "/comparator"),
    ({"role": "hero"}, "/role"),
    ({"as_of": "2190"}, "/as_of"),
    ({"as_of": "2190-01-01"}, "/as_of"),
    ({"as_of": "31.8.2022"}, "/as_of"),
    ({"as_of": "2022-13"}, "/as_of"),
    ({"as_of": "2022-02-30"}, "/as_of"),
    ({"as_of": "0000"}, "/as_of"),
    ({"as_of": 2022}, "/as_of"),
    ({"tolerance": 5}, "/tolerance"),
    ({"tolerance": {}}, "/tolerance/kind"),
    ({"tolerance": {"kind": "absolute"}}, "/tolerance/amount"),
    ({"tolerance": {"kind": "vague", "amount": "1"}}, "/tolerance/kind"),
    ({"tolerance": {"kind": "absolute", "amount": "0"}}, "/tolerance/amount"),
    ({"tolerance": {"kind": "absolute", "amount": "-1"}}, "/tolerance/amount"),
    ({"tolerance": {"kind": "relative", "amount": "5"}}, "/tolerance/amount"),
    ({"tolerance": {"kind": "digits", "amount": "1.5"}}, "/tolerance/amount"),
    ({"tolerance": {"kind": "digits", "amount": 16}}, "/tolerance/amount"),
    ({"tolerance": {"kind": "digits", "amount": 2, "unit": "km"}}, "/tolerance/unit"),
    ({"language": "not a tag"}, "/language"),
    ({"tags": "sea"}, "/tags"),
    ({"tags": ["sea", ""]}, "/tags/1"),
    ({"tags": ["x" * 61]}, "/tags/0"),
    ({"tags": [str(n) for n in range(51)]}, "/tags"),
    ({"citations": {"url": "https://a.example/"}}, "/citations"),
    ({"citations": [{}]}, "/citations/0"),
    ({"citations": [{"url": "ftp://a.example/"}]}, "/citations/0/url"),
    ({"citations": [{"url": "javascript:alert(1)"}]}, "/citations/0/url"),
    ({"citations": [{"url": "https://ada:secret@a.example/"}]}, "/citations/0/url"),
    ({"citations": [{"url": "https://a.example/", "page": 3}]}, "/citations/0/page"),
    ({"citations": [{"source": "7"}]}, "/citations/0/source"),
    ({"check_interval": 59}, "/check_interval"),
    ({"check_interval": "PT1H"}, "/check_interval"),
    ({"check_interval": 10**30}, "/check_interval"),
    ({"check_interval": 3600.5}, "/check_interval"),
]


@pytest.mark.parametrize(
    ("fields", "pointer"), BAD_FIELDS, ids=[str(fields)[:50] for fields, _ in BAD_FIELDS]
)
def test_bad_field_is_named_and_nothing_stored(
    writer: ApiClient, fields: dict[str, Any], pointer: str
) -> None:
    response = writer.post(CLAIMS, {"statement": STATEMENT, **fields})
    assert pointer in places(problem(response, 422))
    assert not Claim.objects.exists()
    assert not Source.objects.exists()


def test_all_bad_fields_are_named_at_once(writer: ApiClient) -> None:
    body = {"statement": STATEMENT, "colour": "red", "value": "many", "as_of": "soon"}
    assert places(problem(writer.post(CLAIMS, body), 422)) == {"/colour", "/value", "/as_of"}


MALFORMED: list[str | bytes] = [
    "{",
    "",
    "statement=x",
    '{"statement": "a", }',
    '{"value": NaN}',
    '{"value": Infinity}',
    '{"value": -Infinity}',
    '{"value": 1e99999999999999999999999}',
    '{"statement": "a", "statement": "b"}',
    "[" * 100_000,
    '{"a":' * 100_000,
    b'{"statement": "\xff\xfe"}',
    '{"value": ' + "9" * 5000 + "}",
]


@pytest.mark.parametrize("body", MALFORMED, ids=[str(body)[:30] for body in MALFORMED])
def test_malformed_json_is_refused(writer: ApiClient, body: str | bytes) -> None:
    response = writer.post(CLAIMS, body)
    assert response.status_code in (400, 422)
    problem(response, 422 if body == "" else 400)
    assert not Claim.objects.exists()


@pytest.mark.parametrize("body", ["[]", "7", '"a claim"', "null", "true", "[[]]"])
def test_body_that_is_no_object_is_refused(writer: ApiClient, body: str) -> None:
    assert problem(writer.post(CLAIMS, body), 422)["errors"]
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ('{"statement": "640 sea\\ud800horses"}', "/statement"),
        ('{"tags": ["\\udfff"]}', "/tags/0"),
        ('{"\\ud800": 1}', ""),
    ],
)
def test_half_characters_are_refused(writer: ApiClient, body: str, pointer: str) -> None:
    assert pointer in places(problem(writer.post(CLAIMS, body), 422))


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/xml", "application/x-www-form-urlencoded", "nonsense"],
)
def test_wrong_content_type_is_refused(writer: ApiClient, content_type: str) -> None:
    problem(writer.post(CLAIMS, '{"statement": "a"}', content_type=content_type), 415)
    assert not Claim.objects.exists()


def test_body_above_the_limit_is_refused(writer: ApiClient, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = writer.post(CLAIMS, {"statement": STATEMENT, "subject": "x" * 1000})
    assert "1000 bytes" in problem(response, 413)["detail"]
