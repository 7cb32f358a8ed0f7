"""An editor defines measures and links claims to them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import Claim, Measure
from tests import factories
from tests.admin.conftest import claim_fields, page

pytestmark = pytest.mark.django_db

ADD = "admin:claims_measure_add"
FIELDS = {
    "name": "lighthouses",
    "definition": "Lit towers on the coast.",
    "unit": "",
    "kind": "count",
    "synonyms": "coastal beacons\r\n\r\n sea lights ",
    "ages_in_0": "24",
    "ages_in_1": "days",
}


def change_url(measure: Measure) -> str:
    return reverse("admin:claims_measure_change", args=[measure.pk])


def test_measure_is_defined(editor: Client) -> None:
    assert editor.post(reverse(ADD), FIELDS).status_code == 302
    measure = Measure.objects.get()
    assert measure.synonyms == ["coastal beacons", "sea lights"]
    assert (measure.ages_in, measure.check_interval) == (timedelta(days=24), timedelta(days=2))
    html = page(editor, change_url(measure))
    assert "coastal beacons\nsea lights" in html


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"kind": ""}, "kind"),
        ({"unit": "parsnips per furlong"}, "unit"),
        ({"unit": "EUR"}, "kind"),
        ({"synonyms": "of the"}, "synonyms"),
        ({"ages_in_0": "1", "ages_in_1": "minutes"}, "ages_in"),
    ],
)
def test_errors_stand_at_their_field(editor: Client, fields: dict[str, str], field: str) -> None:
    response = editor.post(reverse(ADD), {**FIELDS, **fields})
    assert response.status_code == 200
    assert field in response.context["adminform"].form.errors
    assert not Measure.objects.exists()


def test_edit_waits_for_the_workers_and_keeps_the_unit(editor: Client) -> None:
    measure = factories.make_measure()
    factories.make_claim(defined_measure=measure)
    sent = {"name": "ships handled", "definition": "", "synonyms": "port calls", "kind": "percent"}
    assert editor.post(change_url(measure), sent).status_code == 302
    measure.refresh_from_db()
    assert (measure.synonyms, measure.kind, measure.applied_to) == (["port calls"], "count", 0)
    assert "has not reached all yet" in page(editor, change_url(measure))


def test_linked_measure_is_not_deleted(editor: Client) -> None:
    measure = factories.make_measure()
    claim = factories.make_claim(defined_measure=measure)
    delete = reverse("admin:claims_measure_delete", args=[measure.pk])
    assert "the claims of “ships handled”" in page(editor, delete)
    editor.post(delete, {"post": "yes"})
    assert Measure.objects.exists()
    claim.delete()
    assert editor.post(delete, {"post": "yes"}).status_code == 302
    assert not Measure.objects.exists()


def test_claim_is_linked_and_takes_the_pace(editor: Client) -> None:
    measure = factories.make_measure(name="lighthouses", ages_in=timedelta(days=24))
    fields = {**claim_fields("Torvik has 61 lighthouses."), "defined_measure": str(measure.pk)}
    fields["check_interval_0"] = ""
    assert editor.post(reverse("admin:claims_claim_add"), fields).status_code == 302
    claim = Claim.objects.get()
    assert (claim.defined_measure, claim.check_interval) == (measure, timedelta(days=2))


def test_claim_in_another_unit_is_refused_at_its_measure(editor: Client) -> None:
    measure = factories.make_measure(kind="percent")
    fields = {**claim_fields("Torvik has 61 lighthouses."), "defined_measure": str(measure.pk)}
    response = editor.post(reverse("admin:claims_claim_add"), fields)
    assert response.status_code == 200
    assert "defined_measure" in response.context["adminform"].form.errors
    assert not Claim.objects.exists()
