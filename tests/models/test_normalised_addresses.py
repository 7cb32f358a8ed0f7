"""Sources that an older release stored are found by the addresses of this one."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import pytest
from django.apps import apps
from django.utils import timezone

from claims import migrations
from claims.models import Source, SourceAlias
from claims.services.sources import push_source
from claims.services.urls import canonical_url
from tests.factories import make_source

pytestmark = pytest.mark.django_db

EARLIER = [
    "http://müller.example:8080/ü?q=%C3%BC", "http://news.example/a/../b?x=1",
    "http://news.example/p%7Ex", "http://news.example/%c3%bc",
]  # fmt: skip
SAME = ["http://news.example/c?p=%2Fa", "http://[2001:db8::1]/d", "http://news.example/"]


def migration() -> ModuleType:
    names = [module.name for module in iter_modules(migrations.__path__)]
    (name,) = [name for name in names if name.endswith("_normalised_addresses")]
    return import_module(f"claims.migrations.{name}")


def test_stored_source_is_found_by_any_form_of_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = {url: make_source(url=url) for url in [*EARLIER, *SAME]}
    moved = make_source(url="http://news.example/new")
    SourceAlias.objects.create(url="http://news.example/früher", source=moved)
    push_source(fields={"title": "Without an address"}, text="64 boats.", now=timezone.now())
    monkeypatch.setattr(migration(), "_AT_ONCE", 2)
    for _ in range(2):
        migration().lead_to_sources(apps, None)
    assert SourceAlias.objects.count() == len(EARLIER) + 2
    for url, source in {**sources, "http://news.example/fr%C3%BCher": moved}.items():
        pushed = push_source(fields={"url": canonical_url(url)}, text="", now=timezone.now())
        assert pushed.source == source and not pushed.source_created
    assert set(Source.objects.filter(url__in=EARLIER)) == {sources[url] for url in EARLIER}


def test_address_of_another_source_stays_its_own() -> None:
    for name in ("ü", "%c3%bc"):
        make_source(url=f"http://news.example/{name}")
    other = make_source(url="http://news.example/%C3%BC")
    first = make_source(url="http://news.example/./ä")
    make_source(url="http://news.example/ä")
    migration().lead_to_sources(apps, None)
    alias = SourceAlias.objects.get()
    assert (alias.url, alias.source) == ("http://news.example/%C3%A4", first)
    pushed = push_source(fields={"url": str(other.url)}, text="", now=timezone.now())
    assert pushed.source == other
