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
DERIVE = "admin:claims_claimset_add"


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


def test_a_claim_is_derived_from_others_by_a_form(editor: Client) -> None:
    result, one, other, third = ferries(300), ferries(100), ferries(120), ferries(130)
    assert "Summand" in page(editor, reverse(DERIVE))
    sent = {"claim": result.pk, "formula": "sum", "first": one.pk, "second": other.pk}
    response = editor.post(reverse(DERIVE), {**sent, "more": [third.pk]})
    assert response.status_code == 302
    made = ClaimSet.objects.get()
    inputs = ClaimLink.objects.order_by("position").values_list("other", flat=True)
    assert (made.claim, list(inputs)) == (result, [one.pk, other.pk, third.pk])
    assert made.consistency == "inconsistent"
    assert editor.post(reverse(DERIVE), sent).status_code == 302
    assert ClaimSet.objects.get().pk == made.pk and ClaimLink.objects.count() == 2
    delete = reverse("admin:claims_claimset_delete", args=[made.pk])
    assert editor.post(delete, {"post": "yes"}).status_code == 302
    assert not ClaimSet.objects.exists() and not ClaimLink.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field", "reason"),
    [
        ({"second": "percent"}, "second", "measure different things"),
        ({"formula": "growth", "more": "third"}, "__all__", "two inputs"),
        ({"first": "result"}, "first", "to itself"),
        ({"second": "one"}, "__all__", "twice"),
        ({"formula": ""}, "formula", "required"),
    ],
)
def test_a_derivation_that_cannot_be_says_why_at_its_field(
    editor: Client, changed: dict[str, str], field: str, reason: str
) -> None:
    claims = {
        "result": ferries(300), "one": ferries(100), "other": ferries(120), "third": ferries(80),
        "percent": percent(5),
    }  # fmt: skip
    names = {"claim": "result", "formula": "sum", "first": "one", "second": "other"} | changed
    sent = {at: claims[name].pk if name in claims else name for at, name in names.items()}
    errors = editor.post(reverse(DERIVE), sent).context["adminform"].form.errors
    assert reason in str(errors[field])
    assert not ClaimSet.objects.exists()


def test_who_may_only_look_derives_nothing(login: Login) -> None:
    viewer = login("view_claimset", "view_claim")
    assert viewer.get(reverse(DERIVE)).status_code == 403
    made, *_ = share()
    delete = reverse("admin:claims_claimset_delete", args=[made.pk])
    assert viewer.post(delete, {"post": "yes"}).status_code == 403
    assert ClaimSet.objects.exists()


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
