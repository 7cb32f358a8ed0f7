"""GET of one claim shows the verdict; lists are filtered, sorted, paged and cheap."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from claims.models import CheckTrigger, Citation, Claim, Tag
from claims.services.status import Tally, settle
from tests.api.client import ApiClient, places, problem
from tests.factories import NOW, make_claim, make_evidence, make_mention, make_snapshot, make_source

CLAIMS = "/api/v1/claims/"


def settled(claim: Claim) -> None:
    settle(
        claims=[claim],
        trigger=CheckTrigger.NEW_SOURCE,
        tallies={1: Tally()},
        started_at=NOW,
        now=NOW,
    )


def ids(response: Any) -> list[str]:
    return [row["id"] for row in response.json()["results"]]


def test_verdict_stands_in_one_answer(reader: ApiClient) -> None:
    source = make_source(title="Harbour report", publisher="Gazette", published_at=NOW)
    mention = make_mention(make_snapshot(source))
    evidence = make_evidence(
        make_claim(), mention, stance="supersedes", value=Decimal(4300), low=Decimal(4300),
        high=Decimal(4300), prefix="handled ", suffix=" last", as_of=date(2024, 5, 1),
        as_of_precision="month",
    )  # fmt: skip
    settled(evidence.claim)
    claim = reader.get(f"{CLAIMS}{evidence.claim.uuid}/").json()
    assert claim["status"] == "outdated"
    assert claim["status_reasons"]["sentence"]
    (group,) = claim["status_reasons"]["groups"]
    assert group["evidence"] == [str(evidence.uuid)]
    assert group["voices"] == [
        {"evidence": str(evidence.uuid), "stance": "supersedes", "source": str(source.uuid),
         "title": "Harbour report", "reliability": 0.5, "score": 0.9, "weight": 0.45,
         "reviewed": False, "sources": 1},
    ]  # fmt: skip
    assert claim["confidence"] == pytest.approx(group["agreement"] * group["strength"], abs=1e-3)
    assert claim["current_value"] == {
        "value": "4300",
        "unit": "count",
        "interval": "[4300, 4300]",
        "low": "4300",
        "high": "4300",
        "low_open": False,
        "high_open": False,
        "as_of": "2024-05",
        "evidence": str(evidence.uuid),
        "quote": "4,200 ships",
        "prefix": "handled ",
        "suffix": " last",
        "source": {
            "id": str(source.uuid),
            "url": source.url,
            "title": "Harbour report",
            "publisher": "Gazette",
            "published_at": "2024-06-01T12:00:00Z",
        },
    }


def test_claim_links_lead_to_its_parts(reader: ApiClient) -> None:
    links = reader.get(f"{CLAIMS}{make_claim().uuid}/").json()["links"]
    for name in ("self", "evidence", "checks", "history"):
        assert reader.get(links[name]).status_code == 200


def test_list_costs_the_same_for_one_claim_and_for_many(
    reader: ApiClient, django_assert_num_queries: Any
) -> None:
    for number in range(12):
        evidence = make_evidence(make_claim(statement=f"Claim {number}"), make_mention())
        evidence.claim.tags.add(Tag.objects.get_or_create(name="sea")[0])
        Citation.objects.create(claim=evidence.claim, source=make_source())
        settled(evidence.claim)
    reader.get(CLAIMS)  # the key's use is noted once a minute
    for size in (1, 12):
        with django_assert_num_queries(5) as queries:
            assert len(reader.get(f"{CLAIMS}?page_size={size}").json()["results"]) == size
        assert not any("COUNT(" in query["sql"] for query in queries.captured_queries)


def filtered(reader: ApiClient, query: str) -> set[str]:
    rows = reader.get(f"{CLAIMS}?{query}").json()["results"]
    return {row["statement"] for row in rows}


@pytest.fixture
def cast(db: None) -> None:
    """Three claims that differ in everything."""
    ships = make_claim(
        statement="ships", subject="Brenn harbour", place="Brenn", status="outdated",
        confidence=0.9, current_value=Decimal(4650), current_unit="count",
        current_as_of=date(2024, 5, 1), current_as_of_precision="month",
    )  # fmt: skip
    ships.tags.add(Tag.objects.create(name="sea"), Tag.objects.create(name="trade"))
    share = make_claim(
        statement="share", subject="Brenn fleet", measure="share on methanol", unit="percent",
        kind="percent", value=Decimal("70.5"), low=Decimal(70), high=Decimal(71), role="share",
        comparator="about", as_of=date(2023, 4, 1), as_of_precision="quarter", language="de",
        next_check_at=NOW + timedelta(days=2),
    )  # fmt: skip
    share.tags.add(Tag.objects.get(name="sea"))
    make_claim(
        statement="length", subject="Pier of Sundvik", measure="length", place="Sundvik",
        unit="km", kind="dimension", value=Decimal("1.2"), low=Decimal("1.2"), high=Decimal("1.2"),
        as_of=None, as_of_precision="", status="supported", status_changed_at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"ships", "share", "length"}),
        ("status=outdated", {"ships"}),
        ("status=outdated&status=supported", {"ships", "length"}),
        ("tag=sea", {"ships", "share"}),
        ("tag=sea&tag=trade", {"ships"}),
        ("tag=se", set()),
        ("subject=brenn", {"ships", "share"}),
        ("measure=METHANOL", {"share"}),
        ("place=und", {"length"}),
        ("unit=kilometres", {"length"}),
        ("unit=%25", {"share"}),
        ("kind=percent&kind=count", {"share", "ships"}),
        ("role=share", {"share"}),
        ("comparator=about", {"share"}),
        ("language=DE", {"share"}),
        ("as_of_after=2023", {"share"}),
        ("as_of_before=2022", {"ships"}),
        ("as_of_after=2022&as_of_before=2023-Q2", {"ships", "share"}),
        ("value_min=1.2&value_max=70.5", {"share", "length"}),
        ("value_min=4200", {"ships"}),
        ("due_before=2024-06-02T00:00:00Z", {"ships", "length"}),
        ("status_changed_since=2024-01-01", {"length"}),
        ("updated_since=2190-01-01T00:00:00Z", set()),
        ("search=share+Brenn", {"share"}),
        ("search=pier+lengt", {"length"}),
        ("search=pier+methanol", set()),
        ("subject=brenn&kind=percent", {"share"}),
        ("confidence_min=0.5", {"ships"}),
        ("confidence_max=0.5", {"share", "length"}),
        ("has_current_value=true", {"ships"}),
        ("has_current_value=false", {"share", "length"}),
        ("current_value_min=5000", set()),
        ("current_value_max=5000", {"ships"}),
        ("current_as_of_after=2024", {"ships"}),
        ("current_as_of_before=2023", set()),
        ("source=01926a3e-7c1b-7d3a-9f52-6f1d2c3b4a59", set()),
    ],
)
def test_list_is_narrowed(reader: ApiClient, cast: None, query: str, expected: set[str]) -> None:
    assert filtered(reader, query) == expected


def test_source_finds_the_claims_that_cite_it_or_that_it_speaks_of(reader: ApiClient) -> None:
    source = make_source()
    make_claim(statement="neither")
    Citation.objects.create(claim=make_claim(statement="cites"), source=source)
    snapshot = make_snapshot(source)
    make_evidence(make_claim(statement="heard"), make_mention(snapshot))
    assert filtered(reader, f"source={source.uuid}") == {"cites", "heard"}


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("stauts=outdated", "stauts"),
        ("status=wrong", "status"),
        ("kind=money", "kind"),
        ("unit=blorps!", "unit"),
        ("as_of_after=soon", "as_of_after"),
        ("value_min=NaN", "value_min"),
        ("value_min=many", "value_min"),
        ("value_max=1e999999999", "value_max"),
        ("confidence_min=sure", "confidence_min"),
        ("confidence_max=2", "confidence_max"),
        ("has_current_value=perhaps", "has_current_value"),
        ("current_as_of_after=soon", "current_as_of_after"),
        ("updated_since=yesterday", "updated_since"),
        ("source=7", "source"),
        ("search=%00", "search"),
        ("ordering=colour", "ordering"),
        ("page_size=0", "page_size"),
        ("page_size=201", "page_size"),
        ("page_size=all", "page_size"),
        ("page_size=%D9%A3", "page_size"),
        ("cursor=xyz", "cursor"),
        ("cursor=bnVsbA", "cursor"),
        ("page=2", "page"),
    ],
)
def test_bad_query_is_named(reader: ApiClient, query: str, parameter: str) -> None:
    body = problem(reader.get(f"{CLAIMS}?{query}"), 400)
    assert places(body) == {parameter}


@pytest.mark.parametrize(
    "ordering",
    [
        "created_at",
        "updated_at",
        "status_changed_at",
        "as_of",
        "value",
        "confidence",
        "current_as_of",
    ],
)
@pytest.mark.parametrize("sign", ["", "-"])
def test_pages_hold_every_claim_once_in_both_directions(
    reader: ApiClient, ordering: str, sign: str
) -> None:
    for number in range(7):
        dated = {"as_of": date(2000 + number // 2, 1, 1)} if number > 2 else {"as_of": None}
        make_claim(
            value=Decimal(number // 3),
            as_of_precision="year" if number > 2 else "",
            status_changed_at=NOW + timedelta(days=number // 2) if number % 2 else None,
            confidence=number // 2 / 10,
            current_value=Decimal(number) if number > 3 else None,
            current_unit="count" if number > 3 else "",
            current_as_of=date(2020 + number // 5, 1, 1) if number > 3 else None,
            current_as_of_precision="year" if number > 3 else "",
            **dated,
        )
    whole = ids(reader.get(f"{CLAIMS}?ordering={sign}{ordering}"))
    forwards: list[str] = []
    backwards: list[str] = []
    path = f"{CLAIMS}?ordering={sign}{ordering}&page_size=3"
    while path:
        page = reader.get(path).json()
        forwards += ids(reader.get(path))
        last, path = path, page["next"] and page["next"].removeprefix("http://testserver")
    path = last
    while path:
        page = reader.get(path).json()
        backwards = [row["id"] for row in page["results"]] + backwards
        path = page["previous"] and page["previous"].removeprefix("http://testserver")
    assert len(set(whole)) == 7
    assert forwards == backwards == whole


def test_paging_is_not_upset_by_new_claims(reader: ApiClient) -> None:
    old = [str(make_claim().uuid) for _ in range(4)]
    first = reader.get(f"{CLAIMS}?page_size=2").json()
    make_claim()
    second = reader.get(first["next"].removeprefix("http://testserver")).json()
    assert [row["id"] for row in second["results"]] == [old[1], old[0]]


def test_addresses_of_neighbours_stand_in_link_headers(reader: ApiClient) -> None:
    for _ in range(5):
        make_claim()
    first = reader.get(f"{CLAIMS}?page_size=2&ordering=-created_at")
    assert first.json()["previous"] is None
    assert f'<{first.json()["next"]}>; rel="next"' in first.headers["Link"]
    assert 'rel="prev"' not in first.headers["Link"]
    second = reader.get(first.json()["next"].removeprefix("http://testserver"))
    assert f'<{second.json()["previous"]}>; rel="prev"' in second.headers["Link"]
    assert 'page_size=2&ordering=-created_at>; rel="first"' in second.headers["Link"]


def test_cursor_of_another_ordering_is_refused(reader: ApiClient) -> None:
    for _ in range(3):
        make_claim()
    cursor = reader.get(f"{CLAIMS}?page_size=1").json()["next"].partition("cursor=")[2]
    query = f"{CLAIMS}?page_size=1&ordering=value&cursor={cursor}"
    assert places(problem(reader.get(query), 400)) == {"cursor"}
