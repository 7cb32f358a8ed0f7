"""An editor's word on evidence, one piece or many."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim, Evidence, ReviewCase
from tests import factories
from tests.admin.conftest import Login, page

pytestmark = pytest.mark.django_db

LIST = "admin:claims_evidence_changelist"


def review_url(evidence: Evidence) -> str:
    return reverse("admin:claims_evidence_review", args=[evidence.pk])


@pytest.mark.parametrize(
    ("sent", "stored", "status"),
    [
        ({"decision": "confirmed"}, ("confirmed", ""), "supported"),
        ({"decision": "rejected"}, ("rejected", ""), "unverified"),
        ({"decision": "overruled", "stance": "contradicts"},
         ("overruled", "contradicts"), "contradicted"),
        ({"decision": "confirmed", "stance": "contradicts"}, ("confirmed", ""), "supported"),
    ],
)  # fmt: skip
def test_review_is_stored_and_settles_the_claim(
    sent: dict[str, str], stored: tuple[str, str], status: str, editor: Client
) -> None:
    evidence = factories.make_evidence()
    response = editor.post(review_url(evidence), {**sent, "reason": "I called them."})
    assert response.url == reverse("admin:claims_evidence_change", args=[evidence.pk])  # type: ignore[attr-defined]
    reviewed = Evidence.objects.get()
    assert (reviewed.review, reviewed.reviewed_stance) == stored
    assert reviewed.review_reason == "I called them."
    assert reviewed.reviewed_by is not None and reviewed.reviewed_by.username == "ida"
    assert Claim.objects.get().status == status


@pytest.mark.parametrize(
    "sent",
    [
        {"decision": "confirmed", "reason": ""},
        {"decision": "confirmed", "reason": "   "},
        {"decision": "overruled", "reason": "I called them."},
        {"decision": "overruled", "stance": "unrelated", "reason": "I called them."},
        {"decision": "nonsense", "reason": "I called them."},
        {},
    ],
)
def test_incomplete_review_changes_nothing(sent: dict[str, str], editor: Client) -> None:
    evidence = factories.make_evidence()
    response = editor.post(review_url(evidence), sent, follow=True)
    assert "Not reviewed." in response.content.decode()
    assert Evidence.objects.get().review == ""


def test_review_goes_back_to_the_page_it_came_from_and_nowhere_else(editor: Client) -> None:
    evidence = factories.make_evidence()
    claim_page = reverse("admin:claims_claim_change", args=[evidence.claim_id])
    sent = {"decision": "confirmed", "reason": "I called them."}
    for next_page, expected in (
        (claim_page, claim_page),
        ("https://elsewhere.example/", reverse("admin:claims_evidence_change", args=[evidence.pk])),
        ("//elsewhere.example/", reverse("admin:claims_evidence_change", args=[evidence.pk])),
    ):
        response = editor.post(review_url(evidence), {**sent, "next": next_page})
        assert response.url == expected  # type: ignore[attr-defined]


def test_superseded_evidence_is_not_reviewed(editor: Client) -> None:
    evidence = factories.make_evidence(superseded_at=timezone.now())
    response = editor.post(
        review_url(evidence), {"decision": "confirmed", "reason": "x"}, follow=True
    )
    html = response.content.decode()
    assert "superseded meanwhile" in html and 'name="decision"' not in html
    assert Evidence.objects.get().review == ""


def test_queue_holds_what_nobody_has_decided(editor: Client) -> None:
    open_one = factories.make_evidence(stance="unclear")
    factories.make_evidence(
        factories.make_claim(statement="Decided: 4,200 ships."), factories.make_mention()
    )
    html = page(editor, reverse(LIST), queue="review")
    assert open_one.claim.statement in html and "Decided: 4,200" not in html
    everything = page(editor, reverse(LIST))
    assert "Decided: 4,200" in everything
    assert everything.index("To review") < everything.index("By stance")


def test_selected_evidence_is_reviewed_once_a_reason_is_given(editor: Client) -> None:
    pieces = [factories.make_evidence(None, factories.make_mention()) for _ in range(3)]
    selected = {"action": "set_stance", "_selected_action": [piece.pk for piece in pieces[:2]]}
    asked = editor.post(reverse(LIST), selected)
    assert "Review 2 pieces of evidence" in asked.content.decode()
    unreasoned = {**selected, "apply": "yes", "decision": "overruled", "stance": "supersedes"}
    assert "Give a reason." in editor.post(reverse(LIST), unreasoned).content.decode()
    assert not Evidence.objects.exclude(review="").exists()
    reasoned = {**unreasoned, "reason": "The series was broken."}
    assert editor.post(reverse(LIST), reasoned).status_code == 302
    reviewed = Evidence.objects.filter(review="overruled", reviewed_stance="supersedes")
    assert sorted(reviewed.values_list("pk", flat=True)) == [piece.pk for piece in pieces[:2]]


@pytest.mark.parametrize("name", ["confirm", "reject"])
def test_confirming_and_rejecting_ask_for_no_stance(name: str, editor: Client) -> None:
    evidence = factories.make_evidence()
    sent = {"action": name, "_selected_action": [evidence.pk]}
    assert 'name="stance"' not in editor.post(reverse(LIST), sent).content.decode()
    decision = {"confirm": "confirmed", "reject": "rejected"}[name]
    sent |= {"apply": "yes", "decision": decision, "reason": "I called them."}
    assert editor.post(reverse(LIST), sent).status_code == 302
    assert Evidence.objects.get().review == decision


def test_viewers_cannot_review(login: Login) -> None:
    evidence = factories.make_evidence()
    client = login("view_evidence")
    html = page(client, reverse("admin:claims_evidence_change", args=[evidence.pk]))
    assert "4,200 ships" in html and "4200.0" not in html
    assert not re.search(r'name="(decision|stance|_save)"', html)
    sent = {"decision": "confirmed", "reason": "I called them."}
    assert client.post(review_url(evidence), sent).status_code == 403
    assert 'value="confirm"' not in page(client, reverse(LIST))
    bulk = {"action": "confirm", "_selected_action": [evidence.pk], "apply": "yes", **sent}
    client.post(reverse(LIST), bulk)
    assert Evidence.objects.get().review == ""


def test_nothing_else_of_evidence_is_edited(editor: Client) -> None:
    evidence = factories.make_evidence()
    url = reverse("admin:claims_evidence_change", args=[evidence.pk])
    assert editor.post(url, {"quote": "9,999 ships", "stance": "contradicts"}).status_code == 403
    assert editor.get(url + "../delete/").status_code in (403, 404)
    assert editor.get(reverse("admin:claims_evidence_add")).status_code == 403
    assert Evidence.objects.get().quote == "4,200 ships"


def test_review_is_seen_among_the_cases(editor: Client) -> None:
    evidence = factories.make_evidence()
    sent = {"decision": "rejected", "reason": "It speaks of ferries."}
    editor.post(reverse("admin:claims_evidence_review", args=[evidence.pk]), sent)
    cases = reverse("admin:claims_reviewcase_changelist")
    assert "It speaks of ferries." in page(editor, cases, overruled="yes")
    case = ReviewCase.objects.get()
    html = page(editor, reverse("admin:claims_reviewcase_change", args=[case.pk]))
    assert evidence.claim.statement in html and "4,200 ships" in html
