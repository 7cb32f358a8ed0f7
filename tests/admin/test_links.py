"""An editor links claims, sees which sets do not fit, and takes flags off."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from claims.checking.formulas import Formula
from claims.models import ClaimLink, ClaimSet, LinkKind
from claims.services.links import derive, link_claims
from tests.admin.conftest import Login, page
from tests.factories import NOW
from tests.services.test_links import change, ferries, percent, share

pytestmark = pytest.mark.django_db

ADD = "admin:claims_claimlink_add"
SETS = "admin:claims_claimset_changelist"


def test_part_is_linked_to_its_whole_and_does_not_fit(editor: Client) -> None:
    part, whole = ferries(120, "Torvik"), ferries(100)
    sent = {"kind": "part_of", "claim": str(part.pk), "other": str(whole.pk)}
    assert editor.post(reverse(ADD), sent).status_code == 302
    html = page(editor, reverse(SETS), consistency__exact="inconsistent")
    assert "exceeds the whole" in html and whole.statement in html
    made = ClaimSet.objects.get()
    assert part.statement in page(editor, reverse("admin:claims_claimset_change", args=[made.pk]))
    link = ClaimLink.objects.get()
    delete = reverse("admin:claims_claimlink_delete", args=[link.pk])
    assert editor.post(delete, {"post": "yes"}).status_code == 302
    assert not ClaimSet.objects.exists()


def test_link_that_cannot_be_says_why_at_its_field(editor: Client) -> None:
    claim = ferries(120)
    sent = {"kind": "part_of", "claim": str(claim.pk), "other": str(percent(5).pk)}
    response = editor.post(reverse(ADD), sent)
    assert "measure different things" in str(response.context["adminform"].form.errors["other"])
    assert not ClaimLink.objects.exists()


def test_input_of_a_formula_is_not_removed_by_itself(editor: Client) -> None:
    share()
    link = ClaimLink.objects.latest("pk")
    delete = reverse("admin:claims_claimlink_delete", args=[link.pk])
    assert editor.post(delete, {"post": "yes"}).status_code == 403
    assert page(editor, reverse("admin:claims_claimlink_change", args=[link.pk]))


def test_flag_is_taken_off(editor: Client, login: Login) -> None:
    made, part, _ = share()
    change(part, 36)
    assert made.claim.statement in page(editor, reverse(SETS), flagged="yes")
    action = {"action": "confirm_selected", "_selected_action": str(made.pk)}
    login("view_claimset").post(reverse(SETS), action)
    assert ClaimSet.objects.get().flagged_at is not None
    editor.post(reverse(SETS), action)
    assert ClaimSet.objects.get().flagged_at is None
    assert made.claim.statement not in page(editor, reverse(SETS), flagged="yes")


def test_lists_of_links_open_with_rows_of_each_kind(editor: Client) -> None:
    one, other = ferries(100), ferries(100)
    link_claims(claim=one, other=other, kind=LinkKind.SAME_MEASURE, now=NOW)
    derive(claim=ferries(200), formula=Formula.SUM, inputs=[one, other], now=NOW)
    html = page(editor, reverse("admin:claims_claimlink_changelist"))
    assert "same measure" in html and "derived from" in html
