"""Measures by the API: defined, edited, linked, and shown as series."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from claims.models import Claim, Measure
from claims.services.sources import push_source
from tests.api.client import ApiClient, places, problem
from tests.factories import make_claim, make_evidence, make_measure
from worker.read import read_snapshots

MEASURES = "/api/v1/measures/"
CLAIMS = "/api/v1/claims/"
DRAFT = {
    "name": "lighthouses",
    "definition": "Lit towers on the coast.",
    "unit": "units",
    "synonyms": ["coastal beacons"],
    "ages_in": 31536000,
}


def define(writer: ApiClient, **fields: Any) -> dict[str, Any]:
    response = writer.post(MEASURES, {**DRAFT, "unit": "count", **fields})
    assert response.status_code == 201, response.content
    measure: dict[str, Any] = response.json()
    return measure


def claim_with(writer: ApiClient, measure: Any, statement: str = "Torvik has 61 lighthouses",
               **fields: Any) -> Any:  # fmt: skip
    body = {"statement": statement, "as_of": "2020", "defined_measure": measure, **fields}
    return writer.post(CLAIMS, body)


def test_measure_is_defined_and_read(writer: ApiClient, reader: ApiClient) -> None:
    measure = define(writer)
    assert (measure["kind"], measure["unit"]) == ("count", "count")
    assert (measure["check_interval"], measure["applied"], measure["version"]) == (2592000, True, 1)
    response = reader.get(f"{MEASURES}{measure['id']}/")
    assert response.json() == measure
    etag = response.headers["ETag"]
    assert reader.get(f"{MEASURES}{measure['id']}/", If_None_Match=etag).status_code == 304
    assert reader.get(f"{MEASURES}?kind=count&search=coast").json()["results"] == [measure]
    assert reader.get(f"{MEASURES}?kind=percent").json()["results"] == []


BAD: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "/name"),
    ({"unit": "parsnips per furlong"}, "/unit"),
    ({"unit": "EUR", "kind": "percent"}, "/kind"),
    ({"unit": ""}, "/kind"),
    ({"synonyms": "beacons"}, "/synonyms"),
    ({"synonyms": ["a"] * 21}, "/synonyms"),
    ({"synonyms": ["of the"]}, "/synonyms"),
    ({"synonyms": [""]}, "/synonyms/0"),
    ({"ages_in": 60}, "/ages_in"),
    ({"ages_in": "a year"}, "/ages_in"),
    ({"applied": True}, "/applied"),
    ({"colour": "red"}, "/colour"),
]


@pytest.mark.parametrize(("fields", "place"), BAD)
def test_field_at_fault_is_named(writer: ApiClient, fields: dict[str, Any], place: str) -> None:
    body = problem(writer.post(MEASURES, {**DRAFT, "unit": "count", **fields}), 422)
    assert places(body) == {place}
    assert not Measure.objects.exists()


def test_claim_is_linked_and_listed_by_measure(writer: ApiClient, reader: ApiClient) -> None:
    measure = define(writer)
    claim = claim_with(writer, measure["id"]).json()
    assert claim["defined_measure"] == measure["id"]
    assert (claim["check_interval"], claim["check_interval_is_own"]) == (2592000, False)
    assert [row["id"] for row in reader.get(measure["links"]["claims"]).json()["results"]] == [
        claim["id"]
    ]
    changed = writer.patch(f"{CLAIMS}{claim['id']}/", {"defined_measure": None}).json()
    assert (changed["defined_measure"], changed["check_interval"]) == (None, 86400)
    events = reader.get(f"{CLAIMS}{claim['id']}/history/").json()["results"]
    assert {"field": "defined_measure", "before": measure["id"], "after": None} in events[0][
        "changes"
    ]


def test_claim_that_does_not_fit_names_the_field(writer: ApiClient) -> None:
    measure = define(writer)
    refused = claim_with(writer, measure["id"], "Torvik spent 61 million euros on lighthouses.")
    assert places(problem(refused, 422)) == {"/defined_measure"}
    unknown = claim_with(writer, "01926a3e-7c1b-7d3a-9f52-6f1d2c3b4a59")
    assert places(problem(unknown, 422)) == {"/defined_measure"}
    assert not Claim.objects.exists()
    claim = claim_with(writer, measure["id"]).json()
    wrong_unit = writer.patch(f"{CLAIMS}{claim['id']}/", {"unit": "percent"})
    assert places(problem(wrong_unit, 422)) == {"/unit"}


def test_linked_measure_keeps_its_unit_and_stays(writer: ApiClient, admin: ApiClient) -> None:
    measure = define(writer)
    claim_with(writer, measure["id"])
    address = f"{MEASURES}{measure['id']}/"
    assert places(problem(writer.patch(address, {"unit": "km"}), 409)) == {"/unit"}
    problem(admin.delete(address), 409)
    Claim.objects.all().delete()
    assert admin.delete(address).status_code == 204


def test_stale_edit_is_refused(writer: ApiClient) -> None:
    address = f"{MEASURES}{define(writer)['id']}/"
    changed = writer.patch(address, {"synonyms": ["sea lights"]}, If_Match='"1.1"')
    assert changed.status_code == 200 and changed.json()["applied"] is False
    problem(writer.patch(address, {"synonyms": []}, If_Match='"1.1"'), 412)
    replaced = writer.put(address, {"name": "lit towers", "kind": "count"}).json()
    assert (replaced["name"], replaced["synonyms"], replaced["ages_in"]) == ("lit towers", [], None)


def test_readers_define_nothing(reader: ApiClient) -> None:
    problem(reader.post(MEASURES, DRAFT), 403)


def points(client: ApiClient, address: str) -> list[tuple[str | None, str, str, str | None]]:
    rows = client.get(address).json()["results"]
    return [(row["as_of"], row["value"], row["unit"], row["stance"]) for row in rows]


@pytest.fixture
def series(writer: ApiClient) -> dict[str, Any]:
    """Two claims on Torvik, one on Selby, and a text with two figures for Torvik."""
    measure = define(writer)
    claim_with(writer, measure["id"])
    claim_with(writer, measure["id"], "Torvik has 58 lighthouses", as_of="2015")
    claim_with(writer, measure["id"], "Selby has 7 lighthouses")
    text = "Torvik has 64 coastal beacons. Selby has 9 coastal beacons."
    published = timezone.now().replace(year=2023, month=3, day=1)
    pushed = push_source(
        fields={"url": "https://coast.example/1", "title": "Lights", "published_at": published},
        text=text, now=timezone.now(),
    )  # fmt: skip
    assert pushed.snapshot is not None
    read_snapshots([pushed.snapshot.pk])
    return measure


def test_series_holds_claims_and_evidence_in_order(
    series: dict[str, Any], reader: ApiClient
) -> None:
    address = f"{MEASURES}{series['id']}/series/?subject=torvik"
    expected = [
        ("2015", "58", "count", None),
        ("2020", "61", "count", None),
        ("2023-03-01", "64", "count", "supersedes"),
        ("2023-03-01", "64", "count", "supersedes"),
    ]
    assert points(reader, address) == expected
    assert points(reader, f"{address}&ordering=-as_of") == expected[::-1]
    assert points(reader, f"{address}&as_of_after=2021") == expected[2:]
    rows = reader.get(address).json()["results"]
    assert rows[2]["quote"] == "64 coastal beacons" and rows[2]["source"]["title"] == "Lights"
    assert rows[2]["mention"] == rows[3]["mention"] and rows[2]["evidence"] != rows[3]["evidence"]
    assert len(points(reader, f"{MEASURES}{series['id']}/series/")) == 6


def test_series_is_paged_both_ways(series: dict[str, Any], reader: ApiClient) -> None:
    address = f"{MEASURES}{series['id']}/series/"
    whole, walked = points(reader, address), []
    following: str | None = f"{address}?page_size=2"
    while following:
        page = reader.get(following.removeprefix("http://testserver")).json()
        walked += [(r["as_of"], r["value"], r["unit"], r["stance"]) for r in page["results"]]
        following, last = page["next"], page
    assert walked == whole
    before = points(reader, last["previous"].removeprefix("http://testserver"))
    assert before == whole[2:4]


def test_series_of_a_claim_is_that_of_its_measure_and_subject(
    series: dict[str, Any], reader: ApiClient
) -> None:
    claim = Claim.objects.get(statement="Torvik has 58 lighthouses")
    of_claim = points(reader, f"{CLAIMS}{claim.uuid}/series/")
    assert of_claim == points(reader, f"{MEASURES}{series['id']}/series/?subject=Torvik")


def test_series_is_in_the_unit_of_the_measure(reader: ApiClient) -> None:
    measure = make_measure(name="length of the quays", kind="dimension", unit="km")
    figures = {"value": 4200, "low": 4200, "high": 4200, "kind": "dimension"}
    make_claim(defined_measure=measure, unit="m", **figures)
    assert points(reader, f"{MEASURES}{measure.uuid}/series/") == [("2022", "4.2", "km", None)]


def test_series_of_a_claim_without_a_measure_is_its_own(reader: ApiClient) -> None:
    evidence = make_evidence()
    make_claim()
    address = f"{CLAIMS}{evidence.claim.uuid}/series/"
    stances = [point[3] for point in points(reader, address)]
    assert sorted(stances, key=str) == [None, "supports"]
    problem(reader.get(f"{address}?subject=x"), 400)


def test_rejected_evidence_is_no_point(reader: ApiClient, writer: ApiClient) -> None:
    evidence = make_evidence()
    review = {"decision": "reject", "reason": "A typo."}
    writer.post(f"/api/v1/evidence/{evidence.uuid}/review/", review)
    assert len(points(reader, f"{CLAIMS}{evidence.claim.uuid}/series/")) == 1
