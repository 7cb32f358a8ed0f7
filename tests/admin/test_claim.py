"""An editor adds, edits, re-checks and deletes claims."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import (
    CheckTrigger,
    Claim,
    ClaimSignature,
    Evidence,
    ReviewDecision,
    StatusChange,
)  # fmt: skip
from claims.quantities.periods import Period
from claims.services.review import review_evidence
from claims.services.status import settle
from tests import factories
from tests.admin.conftest import NO_CITATIONS, Login, claim_fields, page
from tests.factories import NOW

pytestmark = pytest.mark.django_db

ADD = "admin:claims_claim_add"
STATEMENT = "Over 80 percent of the ferries in Torvik run on time."


def change_url(claim: Claim) -> str:
    return reverse("admin:claims_claim_change", args=[claim.pk])


def add(editor: Client, statement: str = STATEMENT, **fields: str) -> Claim:
    response = editor.post(reverse(ADD), claim_fields(statement, **fields))
    assert response.status_code == 302, response.context["errors"]
    return Claim.objects.latest("pk")


def form_of(editor: Client, claim: Claim) -> dict[str, str]:
    """Return what the browser would send back if nothing were changed."""
    form = editor.get(change_url(claim)).context["adminform"].form
    sent = {name: form[name].value() for name in form.fields if name != "check_interval"}
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    return {
        **{name: str(value) for name, value in sent.items()},
        "check_interval_0": "1",
        "check_interval_1": "days",
        **NO_CITATIONS,
    }


def test_statement_alone_is_read(editor: Client, wakes: list[tuple[str, list[int]]],
                                 django_capture_on_commit_callbacks: object) -> None:  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        claim = add(editor, tags="ferries, north, ferries", as_of="2022-08")
    assert (claim.value, claim.unit, claim.comparator) == (Decimal(80), "percent", "more_than")
    assert (claim.low, claim.low_open, claim.high) == (Decimal(80), True, None)
    assert claim.period == Period.parse("2022-08")
    assert [tag.name for tag in claim.tags.all()] == ["ferries", "north"]
    assert ClaimSignature.objects.filter(claim=claim).exists()
    assert wakes == [("check_claims", [claim.pk])]


def test_what_is_filled_in_takes_precedence(editor: Client) -> None:
    claim = add(editor, value="75", comparator="exact", subject="ferries of Torvik")
    assert (claim.value, claim.comparator, claim.unit) == (75, "exact", "percent")
    assert claim.subject == "ferries of Torvik"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"statement": "The ferries in Torvik are late."}, "statement"),
        ({"unit": "parsnips per furlong"}, "unit"),
        ({"low": "90", "high": "80"}, "low"),
        ({"as_of": "soon"}, "as_of"),
        ({"as_of": "2999"}, "as_of"),
        ({"value": "NaN"}, "value"),
        ({"value": "1.2345678901234567"}, "value"),
        ({"tolerance": "5"}, "tolerance"),
        ({"tolerance_kind": "absolute"}, "tolerance"),
        ({"tolerance_kind": "relative", "tolerance": "5"}, "tolerance"),
        ({"tolerance_kind": "digits", "tolerance": "1.5"}, "tolerance"),
        ({"check_interval_0": "0"}, "check_interval"),
        ({"check_interval_0": "99999999999999999999"}, "check_interval"),
        ({"tags": "x" * 61}, "tags"),
    ],
)
def test_errors_stand_at_their_field(fields: dict[str, str], field: str, editor: Client) -> None:
    response = editor.post(reverse(ADD), {**claim_fields(STATEMENT), **fields})
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == [field]
    assert not Claim.objects.exists()


def test_tolerance_is_kept_shown_and_taken_away(editor: Client) -> None:
    claim = add(editor, tolerance_kind="relative", tolerance="0.05")
    assert str(claim.allowance) == "±5 percent"
    assert "with a tolerance of ±5 percent" in page(editor, change_url(claim))
    sent = form_of(editor, claim) | {"tolerance_kind": "", "tolerance": ""}
    assert editor.post(change_url(claim), sent).status_code == 302
    assert (Claim.objects.get().allowance, Claim.objects.get().revision) == (None, 2)


def test_new_statement_is_read_again(editor: Client) -> None:
    claim = add(editor)
    sent = form_of(editor, claim)
    sent["statement"] = "Over 85 percent of the ferries in Torvik run on time."
    assert editor.post(change_url(claim), sent).status_code == 302
    stored = Claim.objects.get()
    assert (stored.value, stored.low, stored.revision) == (85, 85, 2)


def test_saving_an_unchanged_form_changes_nothing_that_is_judged(editor: Client) -> None:
    claim = add(editor, as_of="2022-Q3", tags="north")
    assert editor.post(change_url(claim), form_of(editor, claim)).status_code == 302
    stored = Claim.objects.get()
    assert stored.revision == 1
    for name in Claim.JUDGED:
        assert getattr(stored, name) == getattr(claim, name)
    assert [tag.name for tag in stored.tags.all()] == ["north"]


def test_one_end_of_an_interval_keeps_the_other(editor: Client) -> None:
    claim = add(editor, "Between 30 and 40 ferries serve Torvik.")
    sent = form_of(editor, claim) | {"high": "45"}
    assert editor.post(change_url(claim), sent).status_code == 302
    stored = Claim.objects.get()
    assert (stored.low, stored.high) == (30, 45)


def test_form_that_was_opened_before_another_edit_is_refused(editor: Client) -> None:
    claim = add(editor)
    mine, theirs = form_of(editor, claim), form_of(editor, claim)
    theirs["subject"] = "ferries of Torvik"
    assert editor.post(change_url(claim), theirs).status_code == 302
    response = editor.post(change_url(claim), mine | {"place": "Torvik"})
    assert "Somebody has changed this claim" in response.content.decode()
    assert Claim.objects.get().subject == "ferries of Torvik"


def test_citations_are_stored_with_the_claim(editor: Client) -> None:
    first, second = factories.make_source(), factories.make_source()
    row = {"citations-0-source": str(first.pk), "citations-0-quote": "over 80 percent"}
    claim = add(editor, **{**row, "citations-TOTAL_FORMS": "1"})
    citation = claim.citations.get()
    assert (citation.source, citation.quote) == (first, "over 80 percent")
    sent = form_of(editor, claim) | {
        "citations-TOTAL_FORMS": "2",
        "citations-INITIAL_FORMS": "1",
        "citations-0-id": str(citation.pk),
        "citations-0-claim": str(claim.pk),
        "citations-0-source": str(first.pk),
        "citations-0-DELETE": "on",
        "citations-1-claim": str(claim.pk),
        "citations-1-source": str(second.pk),
    }
    assert editor.post(change_url(claim), sent).status_code == 302
    assert [cited.source for cited in claim.citations.all()] == [second]


def test_recheck_makes_the_claim_due(editor: Client) -> None:
    claim = factories.make_claim(next_check_at=None)
    url = reverse("admin:claims_claim_recheck", args=[claim.pk])
    assert editor.get(url).status_code == 405
    assert Claim.objects.get().next_check_at is None
    assert editor.post(url).url == change_url(claim)  # type: ignore[attr-defined]
    stored = Claim.objects.get()
    assert (stored.check_trigger, stored.next_check_at is None) == ("request", False)


def test_selected_claims_are_rechecked(editor: Client) -> None:
    claims = [factories.make_claim(next_check_at=None) for _ in range(3)]
    keys = [claim.pk for claim in claims[:2]]
    sent = {"action": "recheck_selected", "_selected_action": keys}
    assert editor.post(reverse("admin:claims_claim_changelist"), sent).status_code == 302
    due = Claim.objects.filter(next_check_at__isnull=False)
    assert sorted(due.values_list("pk", flat=True)) == keys


def test_claim_is_deleted_with_its_evidence(editor: Client) -> None:
    evidence = factories.make_evidence()
    url = reverse("admin:claims_claim_delete", args=[evidence.claim_id])
    assert "pieces of evidence" in page(editor, url).lower()
    assert editor.post(url, {"post": "yes"}).status_code == 302
    assert not Claim.objects.exists() and not Evidence.objects.exists()


def test_viewers_see_no_button_that_fails(login: Login) -> None:
    evidence = factories.make_evidence()
    client = login("view_claim", "view_evidence", "view_citation")
    html = page(client, change_url(evidence.claim))
    assert evidence.claim.statement in html and 'class="claims-card ' in html
    for word in ("Re-check now", "Set stance", 'name="_save"', "Delete claim"):
        assert word not in html
    assert "Re-check now" not in page(client, reverse("admin:claims_claim_changelist"))
    url = reverse("admin:claims_claim_recheck", args=[evidence.claim_id])
    assert client.post(url).status_code == 403
    assert client.post(change_url(evidence.claim), claim_fields(STATEMENT)).status_code == 403


def test_who_may_see_claims_alone_sees_no_evidence(login: Login) -> None:
    evidence = factories.make_evidence()
    claim_url, source = change_url(evidence.claim), evidence.snapshot.source
    html = page(login("view_claim"), claim_url)
    assert "claims-card" not in html and 'aria-labelledby="checks"' not in html
    source_url = reverse("admin:claims_source_change", args=[source.pk])
    assert claim_url not in page(login("view_source", name="sam"), source_url)


def test_editor_without_citations_leaves_them_alone(login: Login) -> None:
    claim, source = factories.make_claim(), factories.make_source()
    claim.citations.create(source=source)
    client = login("view_claim", "change_claim", "view_citation")
    sent = form_of(client, claim) | {
        "place": "Brenn",
        "citations-TOTAL_FORMS": "1",
        "citations-INITIAL_FORMS": "1",
        "citations-0-id": str(claim.citations.get().pk),
        "citations-0-claim": str(claim.pk),
    }
    assert client.post(change_url(claim), sent).status_code == 302
    assert Claim.objects.get().place == "Brenn"
    assert [cited.source for cited in claim.citations.all()] == [source]


def test_forms_need_their_token() -> None:
    claim = factories.make_claim(next_check_at=None)
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.make_user("ida", is_staff=True, is_superuser=True))
    url = reverse("admin:claims_claim_recheck", args=[claim.pk])
    assert client.post(url).status_code == 403
    assert Claim.objects.get().next_check_at is None


def test_verdict_tells_who_weighed_what(editor: Client) -> None:
    claim = factories.make_claim()
    report = factories.make_source(title="Harbour report", reliability=Decimal("0.8"))
    first = factories.make_snapshot(report)
    reprint = factories.make_snapshot(factories.make_source(title="Reprint"), repeats=first)
    for snapshot in (first, reprint):
        factories.make_evidence(claim, factories.make_mention(snapshot))
    leaflet = factories.make_mention(
        factories.make_snapshot(factories.make_source(reliability=Decimal("0.1")))
    )
    factories.make_evidence(claim, leaflet, stance="contradicts")
    settle(claims=[claim], trigger=CheckTrigger.REQUEST, tallies={}, started_at=NOW, now=NOW)
    words = " ".join(page(editor, change_url(claim)).split())
    assert "Since then: 0.72 for it, 0.00 against it" in words
    assert "(agreement 100 %, strength 72 %)" in words
    assert 'Harbour report <span class="claims-note">and 1 that say the same</span>' in words
    for number in ("0.80", "0.90", "0.72"):
        assert f'<td class="claims-number">{number}</td>' in words
    assert "2 pieces of evidence did not decide: 1 " in words and "1 too light" in words
    assert "Newest figure" in words and "<b>4,200 count</b>" in words


def test_list_shows_the_newest_figure_and_how_sure_it_is(editor: Client) -> None:
    evidence = factories.make_evidence(stance="supersedes", value=Decimal(4300),
                                       low=Decimal(4300), high=Decimal(4300))  # fmt: skip
    settle(
        claims=[evidence.claim], trigger=CheckTrigger.REQUEST, tallies={}, started_at=NOW, now=NOW
    )
    html = page(editor, reverse("admin:claims_claim_changelist"))
    assert "45%" in html
    assert '4,300 count</span><br><span class="claims-note">2024-06-01</span>' in html


def test_page_of_a_change_names_whose_review_it_follows(editor: Client) -> None:
    evidence = factories.make_evidence()
    review_evidence(
        evidence=evidence, decision=ReviewDecision.CONFIRMED, reason="I asked.",
        user=factories.make_user("bo"), now=NOW,
    )  # fmt: skip
    change = StatusChange.objects.get()
    html = page(editor, reverse("admin:claims_statuschange_change", args=[change.pk]))
    assert ">bo<" in html.replace("\n", "").replace("  ", "")
    assert "by bo" in page(editor, change_url(evidence.claim))
