"""Every page opens with real rows on it, with few queries, and with nothing from elsewhere."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django_celery_beat.models import (
    IntervalSchedule,
    PeriodicTask,
)
from pytest_django import DjangoAssertNumQueries

from claims.models import CheckTrigger, Claim, Source
from claims.services.claims import create_claim
from claims.services.sources import push_source
from claims.services.status import settle
from claims.services.wording import complete
from tests import factories
from tests.admin.conftest import Login, page
from tests.factories import NOW

pytestmark = pytest.mark.django_db

REGISTERED = sorted(model._meta.label_lower for model in admin.site._registry)


@pytest.fixture
def rows() -> Claim:
    """Store a row of each kind."""
    fields = complete({"statement": "The harbour of Brenn handles 4,200 ships a year."})
    claim = create_claim(fields=fields, tags=["ports"], now=NOW)
    evidence = factories.make_evidence(claim)
    settle(claims=[claim], trigger=CheckTrigger.REQUEST, tallies={}, started_at=NOW, now=NOW)
    push_source(
        fields={"url": evidence.snapshot.source.url}, text="Another text: 12 cranes.", now=NOW
    )
    factories.make_key()
    interval = IntervalSchedule.objects.create(every=10, period="seconds")
    PeriodicTask.objects.create(name="sweep", task="worker.tasks.sweep_claims", interval=interval)
    return claim


def test_all_tables_an_editor_needs_have_pages() -> None:
    for label in ("claims.claim", "claims.evidence", "claims.source", "claims.check",
                  "claims.statuschange", "claims.apikey", "auth.user", "auth.group",
                  "django_celery_beat.periodictask"):  # fmt: skip
        assert label in REGISTERED


@pytest.mark.parametrize("label", REGISTERED)
def test_every_page_opens(label: str, rows: Claim, editor: Client) -> None:
    name = label.replace(".", "_")
    html = page(editor, reverse(f"admin:{name}_changelist"))
    model = next(m for m in admin.site._registry if m._meta.label_lower == label)
    for row in model._default_manager.all()[:1]:
        html += page(editor, reverse(f"admin:{name}_change", args=[row.pk]))
        html += page(editor, reverse(f"admin:{name}_history", args=[row.pk]))
    if admin.site._registry[model].has_add_permission(editor_request(editor)):
        html += page(editor, reverse(f"admin:{name}_add"))
    loaded = re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="([^"]+)"', html)
    assert loaded
    assert [url for url in loaded if not url.startswith("/")] == []


def editor_request(client: Client) -> Any:
    return client.get(reverse("admin:index")).wsgi_request


def test_old_versions_can_be_read_and_not_restored(rows: Claim, editor: Client) -> None:
    version = rows.history.latest()
    url = reverse("admin:claims_claim_simple_history", args=[rows.pk, version.pk])
    assert "handles 4,200 ships a year" in page(editor, url)
    assert editor.post(url, {"statement": "Brenn has 7 ships."}).status_code == 403
    assert Claim.objects.get().statement == rows.statement


def test_first_page_says_how_claims_stand(rows: Claim, editor: Client, settings: Any) -> None:
    settings.UNFOLD = {**settings.UNFOLD, "DASHBOARD_CALLBACK": "claims.admin.site.dashboard"}
    html = page(editor, reverse("admin:index"))
    assert re.search(r"<b>1</b>\s*supported claims", html)
    assert re.search(r"<b>0</b>\s*pieces of evidence to review", html)
    assert rows.statement in html


def test_first_page_shows_only_what_the_user_may_see(
    rows: Claim, login: Login, settings: Any
) -> None:
    settings.UNFOLD = {**settings.UNFOLD, "DASHBOARD_CALLBACK": "claims.admin.site.dashboard"}
    html = page(login("view_check"), reverse("admin:index"))
    assert "failed checks" in html
    assert "supported claims" not in html and rows.statement not in html


@pytest.mark.parametrize("name", ["claim", "evidence", "source", "check", "statuschange", "apikey"])
def test_lists_ask_the_same_few_queries_for_many_rows(
    name: str, editor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        claim = factories.make_claim(statement=f"Hall {number} holds 4,200 ships.")
        factories.make_evidence(claim, factories.make_mention())
        settle(claims=[claim], trigger=CheckTrigger.REQUEST, tallies={}, started_at=NOW, now=NOW)
        factories.make_key(user=factories.make_user(f"user {number}"))
    with django_assert_max_num_queries(8):
        page(editor, reverse(f"admin:claims_{name}_changelist"))


def test_page_of_a_claim_shows_the_newest_of_much_evidence(
    editor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    claim, snapshot = factories.make_claim(), factories.make_snapshot(text="4,200 ships " * 40)
    for number in range(30):
        start = number * len("4,200 ships ")
        mention = factories.make_mention(
            snapshot, start=start, end=start + 11, number_start=start, number_end=start + 5
        )
        factories.make_evidence(claim, mention)
    with django_assert_max_num_queries(30):
        html = page(editor, reverse("admin:claims_claim_change", args=[claim.pk]))
    assert html.count('class="claims-card ') == 20
    assert "30 current" in html
    assert f"?claim__id__exact={claim.pk}" in html


def test_lists_are_not_counted_beyond_a_limit(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.admin.paging.COUNTED", 60)
    for number in range(130):
        Source.objects.create(url=f"https://many.example/{number}", title=f"report {number:03}")
    url = reverse("admin:claims_source_changelist")
    first, last = page(editor, url), page(editor, url, p="3")
    assert "report 129" in first and "report 080" in first and "report 079" not in first
    assert "report 029" in last and 'href="?p=4"' not in last
    assert 'href="?p=2"' in first
    assert " results" not in first  # a number of rows that nobody counted


@pytest.mark.parametrize("name", ["evidence", "check", "statuschange"])
def test_lists_show_the_rows_of_one_claim(name: str, rows: Claim, editor: Client) -> None:
    url = reverse(f"admin:claims_{name}_changelist")
    assert rows.statement in page(editor, url, claim__id__exact=str(rows.pk))
    assert rows.statement not in page(editor, url, claim__id__exact=str(rows.pk + 1))


def test_claims_are_found_by_what_is_due(editor: Client) -> None:
    factories.make_claim(statement="Overdue: 4,200 ships.", next_check_at=NOW)
    later = NOW + timedelta(days=36500)
    factories.make_claim(statement="Later: 4,200 ships.", next_check_at=later)
    html = page(editor, reverse("admin:claims_claim_changelist"), due="now")
    assert "Overdue: 4,200" in html and "Later: 4,200" not in html
