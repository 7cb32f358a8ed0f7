"""Sources and their texts that cannot be."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal as D
from typing import Any

import pytest
from django.db.models import Model

from claims.models import Host, RobotsFile, SourceAlias
from tests import factories
from tests.models.constraints.refused import refuses, update

pytestmark = pytest.mark.django_db


SOURCE: dict[str, list[dict[str, Any]]] = {
    "source_has_identity": [{"url": None, "content_hash": ""}, {"url": ""}],
    "source_reliability_is_share": [{"reliability": D("1.1")}, {"reliability": D("-0.1")}],
    "source_state_known": [{"state": "lost"}],
    "source_version_positive": [{"version": 0}],
    "source_fetched_has_url": [
        {"url": None, "content_hash": "0" * 64, "next_fetch_at": factories.NOW}
    ],
}


@pytest.mark.parametrize(
    ("constraint", "fields"), [(name, fields) for name, rows in SOURCE.items() for fields in rows]
)
def test_source_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    refuses(update(factories.make_source(), **fields), constraint)


def test_second_source_of_one_address_is_refused() -> None:
    factories.make_source(url="https://news.example/a")
    refuses(lambda: factories.make_source(url="https://news.example/a"), "url")


def test_second_source_of_one_text_without_address_is_refused() -> None:
    factories.make_source(url=None, content_hash="a" * 64)
    refuses(lambda: factories.make_source(url=None, content_hash="a" * 64), "source_content_unique")


SNAPSHOT = {
    "snapshot_has_text": {"text_length": 0},
    "snapshot_state_known": {"state": "lost"},
    "snapshot_read_has_time": {"state": "read", "read_at": None},
}


@pytest.mark.parametrize(("constraint", "fields"), SNAPSHOT.items())
def test_snapshot_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    refuses(update(factories.make_snapshot(), **fields), constraint)


def test_text_that_repeats_itself_is_refused() -> None:
    snapshot = factories.make_snapshot()
    refuses(update(snapshot, repeats=snapshot), "snapshot_repeats_another")


def test_same_text_of_one_source_twice_is_refused() -> None:
    source = factories.make_source()
    factories.make_snapshot(source)
    refuses(lambda: factories.make_snapshot(source), "snapshot_unique")


def test_alias_without_an_address_is_refused() -> None:
    alias = SourceAlias.objects.create(url="https://a.example/", source=factories.make_source())
    refuses(update(alias, url=""), "source_alias_has_url")


HOSTS: list[tuple[str, Model]] = [
    ("host_named", Host(name="")),
    (
        "robots_file_has_origin",
        RobotsFile(origin="", fetched_at=factories.NOW, expires_at=factories.NOW),
    ),
    (
        "robots_file_expires",
        RobotsFile(
            origin="http://a",
            fetched_at=factories.NOW,
            expires_at=factories.NOW - timedelta(seconds=1),
        ),
    ),
]


@pytest.mark.parametrize(("constraint", "row"), HOSTS)
def test_host_that_cannot_be_is_refused(constraint: str, row: Model) -> None:
    refuses(row.save, constraint)
