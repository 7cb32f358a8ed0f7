"""POST /claims/: a statement is read, and what is given wins over what is read."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim, ClaimSignature, Source
from tests.api.client import ApiClient, places, problem
from tests.factories import make_source

CLAIMS = "/api/v1/claims/"
STATEMENT = "The aquarium of Sundvik keeps 640 seahorses."

Wakes = list[tuple[str, list[int]]]


def test_statement_alone_is_read_and_filled(writer: ApiClient) -> None:
    claim = writer.post(CLAIMS, {"statement": STATEMENT, "as_of": "2023-05"}).json()
    assert (claim["value"], claim["unit"], claim["kind"]) == ("640", "count", "count")
    assert (claim["low"], claim["high"], claim["comparator"]) == ("640", "640", "exact")
    assert "Sundvik" in claim["subject"] + claim["measure"] + claim["place"]
    assert claim["as_of"] == "2023-05"
    assert claim["status"] == "unverified"
    assert claim["status_reasons"] is None
    assert claim["current_value"] is None


def test_new_claim_is_addressed_indexed_and_due(
    writer: ApiClient, wakes: Wakes, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = writer.post(CLAIMS, {"statement": STATEMENT})
    stored = Claim.objects.get()
    assert response.status_code == 201
    assert (
        response.headers["Location"]
        == f"{CLAIMS}{stored.uuid}/"
        == response.json()["links"]["self"]
    )
    assert response.headers["ETag"].startswith('"1.')
    assert stored.next_check_at is not None
    assert ClaimSignature.objects.filter(claim=stored).exists()
    assert wakes == [("check_claims", [stored.pk])]


def test_given_fields_win_over_the_statement(writer: ApiClient) -> None:
    given = {
        "statement": STATEMENT,
        "subject": "Sundvik Sea Life",
        "measure": "seahorses kept",
        "place": "Sundvik",
        "value": "650",
        "comparator": "about",
        "low": "600",
        "high": "700",
        "high_open": True,
        "language": "en-GB",
        "check_interval": 3600,
    }
    claim = writer.post(CLAIMS, given).json()
    assert {name: claim[name] for name in given} == given


def test_statement_without_a_number_is_refused(writer: ApiClient) -> None:
    response = writer.post(CLAIMS, {"statement": "Sundvik has a fine aquarium."})
    assert places(problem(response, 422)) == {"/statement"}
    assert not Claim.objects.exists()


def test_statement_without_a_number_is_taken_with_value_and_unit(writer: ApiClient) -> None:
    claim = writer.post(
        CLAIMS, {"statement": "Sundvik has a fine aquarium.", "value": "1", "unit": "count"}
    ).json()
    assert (claim["value"], claim["low"], claim["high"]) == ("1", "1", "1")


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ('"0.1"', "0.1"),
        ("0.1", "0.1"),
        ("123456789012.345", "123456789012.345"),
        ("1e3", "1000"),
        ('"1.50"', "1.5"),
        ("-7", "-7"),
        ('"2.5e-3"', "0.0025"),
        ("10000000000000000000000", "10000000000000000000000"),
    ],
)
def test_numbers_come_back_as_they_were_sent(writer: ApiClient, sent: str, shown: str) -> None:
    body = f'{{"statement": "A figure.", "unit": "count", "value": {sent}}}'
    claim = writer.post(CLAIMS, body).json()
    assert claim["value"] == shown
    assert writer.get(claim["links"]["self"]).json()["value"] == shown


@pytest.mark.parametrize("as_of", ["2022", "2022-08", "2022-08-31", "2022-Q3"])
def test_time_comes_back_as_exact_as_it_was_sent(writer: ApiClient, as_of: str) -> None:
    claim = writer.post(CLAIMS, {"statement": STATEMENT, "as_of": as_of}).json()
    assert writer.get(claim["links"]["self"]).json()["as_of"] == as_of


@pytest.mark.parametrize(
    ("given", "stored"), [("kilometres", "km"), ("euros", "EUR"), ("%", "percent")]
)
def test_unit_is_stored_under_its_one_name(writer: ApiClient, given: str, stored: str) -> None:
    claim = writer.post(CLAIMS, {"statement": "A figure.", "value": 5, "unit": given}).json()
    assert claim["unit"] == stored


def test_unbounded_interval_is_kept(writer: ApiClient) -> None:
    body = {"statement": STATEMENT, "low": "600", "high": None, "low_open": True, "value": "640"}
    claim = writer.post(CLAIMS, body).json()
    assert (claim["low"], claim["high"], claim["low_open"]) == ("600", None, True)


def test_tags_are_kept_once_and_in_order(writer: ApiClient) -> None:
    claim = writer.post(CLAIMS, {"statement": STATEMENT, "tags": ["sea", "animals", "sea"]}).json()
    assert claim["tags"] == ["animals", "sea"]


def test_cited_sources_are_found_or_registered(writer: ApiClient) -> None:
    known = make_source(title="Yearbook")
    claim = writer.post(
        CLAIMS,
        {
            "statement": STATEMENT,
            "citations": [
                {"source": str(known.uuid), "quote": "640 seahorses", "locator": "p. 4"},
                {"url": "HTTPS://Aquarium.Example/report?utm_source=x#top"},
            ],
        },
    ).json()
    registered = Source.objects.get(url="https://aquarium.example/report")
    assert claim["citations"] == [
        {
            "source": str(known.uuid),
            "url": known.url,
            "title": "Yearbook",
            "quote": "640 seahorses",
            "locator": "p. 4",
            "outcome": "",
        },
        {
            "source": str(registered.uuid),
            "url": registered.url,
            "title": "",
            "quote": "",
            "locator": "",
            "outcome": "",
        },
    ]


def test_refused_claim_registers_no_source(writer: ApiClient) -> None:
    body = {
        "statement": STATEMENT,
        "citations": [
            {"url": "https://aquarium.example/report"},
            {"source": "01926a3e-7c1b-7d3a-9f52-6f1d2c3b4a59"},
        ],
    }
    assert places(problem(writer.post(CLAIMS, body), 422)) == {"/citations/1/source"}
    assert not Source.objects.exists()
    assert not Claim.objects.exists()


def test_source_cited_twice_is_refused(writer: ApiClient) -> None:
    url = {"url": "https://aquarium.example/report"}
    body = {"statement": STATEMENT, "citations": [url, url]}
    assert places(problem(writer.post(CLAIMS, body), 422)) == {"/citations/1"}


def test_statement_about_the_future_needs_a_time(writer: ApiClient) -> None:
    response = writer.post(CLAIMS, {"statement": "In 2190 the aquarium keeps 640 seahorses."})
    assert places(problem(response, 422)) == {"/as_of"}


def test_cited_addresses_are_registered_in_one_order_whatever_the_claims(
    writer: ApiClient,
) -> None:
    """Two clients who register the same ones must not wait for each other in a circle."""
    urls = [f"https://news.example/{letter}" for letter in "cab"]
    body = {"statement": STATEMENT, "citations": [{"url": url} for url in urls]}
    cited = writer.post(CLAIMS, body).json()["citations"]
    assert sorted(urls) == list(Source.objects.order_by("pk").values_list("url", flat=True))
    assert {each["url"] for each in cited} == set(urls)
    assert set(Source.objects.values_list("state", flat=True)) == {"pending"}
