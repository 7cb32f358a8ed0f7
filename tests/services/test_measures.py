"""A measure is shared: its wordings, its unit and its pace hold for all claims linked to it."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Claim, Evidence, Measure
from claims.quantities import extract
from claims.quantities.mention import Document
from claims.quantities.periods import Period
from claims.services import index, measures
from claims.services.claims import create_claim, update_claim
from claims.services.measures import (
    MeasureError,
    MeasureInUse,
    apply_one_batch,
    create_measure,
    delete_measure,
    update_measure,
)
from claims.services.sources import push_source
from claims.services.wording import WordingError, complete
from tests import factories
from worker.check import check_claims
from worker.read import read_snapshots
from worker.schedule import apply_measures

pytestmark = pytest.mark.django_db

LIGHTHOUSES = {"name": "lighthouses", "kind": "count", "synonyms": ["coastal beacons"]}
TEXT = "Torvik has 64 coastal beacons, the guard said."


def claim_of(measure: Measure | None, statement: str = "Torvik has 61 lighthouses",
             **fields: Any) -> Claim:  # fmt: skip
    columns = complete({"statement": statement, "as_of": Period.parse("2020")})
    fields = {**columns, "defined_measure": measure, **fields}
    return create_claim(fields=fields, now=timezone.now())


def found(text: str) -> list[Claim]:
    document = Document(text, "", date(2024, 5, 1))
    return index.claims_for(extract(document), document).claims


def read(text: str) -> None:
    fields = {"url": "https://coast.example/1", "published_at": timezone.now()}
    snapshot = push_source(fields=fields, text=text, now=timezone.now()).snapshot
    assert snapshot is not None
    read_snapshots([snapshot.pk])


def status(claim: Claim) -> str:
    return Claim.objects.get(pk=claim.pk).status


def test_text_with_a_synonym_finds_the_claim_and_is_judged() -> None:
    claim = claim_of(create_measure(fields=LIGHTHOUSES))
    assert found(TEXT) == [claim]
    read(TEXT)
    evidence = Evidence.objects.get()
    assert (evidence.claim, evidence.stance) == (claim, "supersedes")
    assert evidence.reasons["wording"] == "coastal beacons"
    assert status(claim) == "outdated"


def test_linked_claim_meets_texts_that_were_read_before() -> None:
    read(TEXT)
    claim = claim_of(None)
    check_claims([claim.pk])
    assert status(claim) == "unverified"
    measure = create_measure(fields=LIGHTHOUSES)
    update_claim(claim=claim, fields={"defined_measure": measure}, now=timezone.now())
    check_claims([claim.pk])
    assert status(claim) == "outdated"


def test_edited_synonyms_reach_all_claims_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    read(TEXT)
    measure = create_measure(fields={**LIGHTHOUSES, "synonyms": []})
    claims = [claim_of(measure) for _ in range(5)]
    check_claims([claim.pk for claim in claims])
    assert {status(claim) for claim in claims} == {"unverified"}
    update_measure(measure=measure, fields={"synonyms": ["coastal beacons"]})
    assert not Claim.objects.filter(next_check_at__lte=timezone.now()).exists()
    assert apply_one_batch(now=timezone.now(), limit=2)
    assert Measure.objects.get().applied_to == claims[1].pk
    due = Claim.objects.filter(next_check_at__lte=timezone.now(), check_trigger="measure_edited")
    assert list(due.order_by("pk")) == claims[:2]
    apply_measures()
    assert Measure.objects.get().applied_to is None
    assert found(TEXT) == claims
    check_claims([claim.pk for claim in claims])
    assert {status(claim) for claim in claims} == {"outdated"}


def test_synonym_that_was_taken_back_speaks_of_the_claim_no_more() -> None:
    measure = create_measure(fields=LIGHTHOUSES)
    claim = claim_of(measure)
    read(TEXT)
    assert status(claim) == "outdated"
    update_measure(measure=measure, fields={"synonyms": []})
    apply_measures()
    assert found("Selby: coastal beacons of Selby, 64 coastal beacons") == []
    check_claims([claim.pk])
    assert status(claim) == "unverified"


def test_edit_asks_the_same_queries_however_many_claims() -> None:
    measure, counts = create_measure(fields=LIGHTHOUSES), []
    for synonym in ("sea lights", "coast lights"):
        with CaptureQueriesContext(connection) as queries:
            update_measure(measure=measure, fields={"synonyms": [synonym]})
        counts.append(len(queries))
        for _ in range(10):
            claim_of(measure)
    assert counts[0] == counts[1]


def test_edit_of_the_definition_alone_leaves_the_claims() -> None:
    measure = create_measure(fields=LIGHTHOUSES)
    claim_of(measure)
    update_measure(measure=measure, fields={"definition": "Those that are lit."})
    assert Measure.objects.get().applied_to is None
    assert [row.definition for row in measure.history.all()] == ["Those that are lit.", ""]


PACES = [
    (None, timedelta(hours=24)),
    (timedelta(days=365), timedelta(days=30)),
    (timedelta(days=24), timedelta(days=2)),
    (timedelta(hours=2), timedelta(hours=1)),
]


@pytest.mark.parametrize(("ages_in", "interval"), PACES)
def test_claim_without_an_interval_takes_that_of_its_measure(
    ages_in: timedelta | None, interval: timedelta
) -> None:
    measure = create_measure(fields={**LIGHTHOUSES, "ages_in": ages_in})
    claim = claim_of(measure)
    assert (claim.check_interval, claim.check_interval_is_own) == (interval, False)
    own = claim_of(measure, check_interval=timedelta(hours=5))
    assert (own.check_interval, own.check_interval_is_own) == (timedelta(hours=5), True)
    given_back = update_claim(claim=own, fields={"check_interval": None}, now=timezone.now())
    assert given_back.check_interval == interval


def test_new_pace_reaches_the_claims_that_have_none_of_their_own() -> None:
    measure = create_measure(fields={**LIGHTHOUSES, "ages_in": timedelta(days=24)})
    follows, own = claim_of(measure), claim_of(measure, check_interval=timedelta(hours=5))
    update_measure(measure=measure, fields={"ages_in": timedelta(days=36)})
    apply_measures()
    intervals = dict(Claim.objects.values_list("pk", "check_interval"))
    assert intervals == {follows.pk: timedelta(days=3), own.pk: timedelta(hours=5)}


MISFITS = [
    ({"name": "share of lit towers", "unit": "percent"}, "percent"),
    ({"name": "length of the coast", "unit": "km"}, "dimension"),
    ({"name": "towers per year", "unit": "count per week"}, "count per week"),
]


@pytest.mark.parametrize(("fields", "word"), MISFITS)
def test_claim_in_another_unit_is_refused(fields: dict[str, Any], word: str) -> None:
    measure = create_measure(fields=fields)
    with pytest.raises(WordingError) as refused, transaction.atomic():
        claim_of(measure)
    assert word in refused.value.errors["defined_measure"]
    assert not Claim.objects.exists()


def test_linked_claim_cannot_change_to_another_unit() -> None:
    claim = claim_of(create_measure(fields=LIGHTHOUSES))
    fields = complete({"unit": "percent"}, claim)
    with pytest.raises(WordingError) as refused, transaction.atomic():
        update_claim(claim=claim, fields=fields, now=timezone.now())
    assert list(refused.value.errors) == ["unit"]
    assert Claim.objects.get().unit == "count"


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "name"),
    ({"kind": ""}, "kind"),
    ({"unit": "parsnips per furlong"}, "unit"),
    ({"unit": "percent"}, "kind"),
    ({"synonyms": ["of the"]}, "synonyms"),
    ({"synonyms": ["beacons", "Beacons"]}, "synonyms"),
    ({"synonyms": [f"beacon {'x' * n}" for n in range(1, 22)]}, "synonyms"),
    ({"ages_in": timedelta(minutes=5)}, "ages_in"),
]


@pytest.mark.parametrize(("fields", "at"), REFUSED)
def test_measure_that_makes_no_sense_is_refused(fields: dict[str, Any], at: str) -> None:
    with pytest.raises(MeasureError) as refused:
        create_measure(fields={**LIGHTHOUSES, **fields})
    assert at in refused.value.errors
    assert not Measure.objects.exists()


def test_second_measure_of_one_name_is_refused() -> None:
    create_measure(fields=LIGHTHOUSES)
    with pytest.raises(MeasureError) as refused:
        create_measure(fields={**LIGHTHOUSES, "name": "Lighthouses"})
    assert refused.value.errors == {"name": ["Another measure has this name."]}


def test_name_taken_meanwhile_is_refused_at_its_field(monkeypatch: pytest.MonkeyPatch) -> None:
    create_measure(fields=LIGHTHOUSES)
    monkeypatch.setattr(Measure, "full_clean", lambda self: None)  # it looked before the other
    with pytest.raises(MeasureError) as refused:
        create_measure(fields=LIGHTHOUSES)
    assert list(refused.value.errors) == ["name"]
    assert Measure.objects.count() == 1


def test_unit_stays_and_measure_stays_while_claims_are_linked() -> None:
    measure = create_measure(fields=LIGHTHOUSES)
    claim = claim_of(measure)
    with pytest.raises(MeasureInUse):
        update_measure(measure=measure, fields={"kind": "percent"})
    with pytest.raises(MeasureInUse):
        delete_measure(measure=measure)
    claim.delete()
    delete_measure(measure=measure)
    assert not Measure.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="its writers queue for the whole file")
def test_claim_linked_while_its_measure_is_edited_is_indexed_by_the_edit() -> None:
    measure = create_measure(fields={**LIGHTHOUSES, "synonyms": []})
    stale = Measure.objects.get(pk=measure.pk)

    def link() -> None:
        try:
            claim_of(stale)
        finally:
            connection.close()

    thread = threading.Thread(target=link, daemon=True)
    with transaction.atomic():
        update_measure(measure=measure, fields={"synonyms": ["coastal beacons"]})
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(10)
    assert not thread.is_alive()
    assert_indexed_as_it_is(Claim.objects.get())


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="its writers queue for the whole file")
def test_edit_of_a_measure_waits_for_claims_that_are_being_linked() -> None:
    measure = create_measure(fields={**LIGHTHOUSES, "synonyms": []})

    def edit() -> None:
        try:
            update_measure(measure=measure, fields={"synonyms": ["coastal beacons"]})
        finally:
            connection.close()

    thread = threading.Thread(target=edit, daemon=True)
    with transaction.atomic():
        claim = claim_of(Measure.objects.get(pk=measure.pk))
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(10)
    assert not thread.is_alive()
    while apply_one_batch(now=timezone.now()):
        pass
    assert_indexed_as_it_is(claim)


def test_claim_is_not_linked_to_a_measure_that_was_deleted_meanwhile() -> None:
    measure = create_measure(fields=LIGHTHOUSES)
    stale = Measure.objects.get(pk=measure.pk)
    delete_measure(measure=measure)
    with pytest.raises(WordingError) as refused:
        claim_of(stale)
    assert refused.value.errors == {"defined_measure": "There is no such measure any more."}
    assert not Claim.objects.exists()


def assert_indexed_as_it_is(claim: Claim) -> None:
    keys = claim.signatures.order_by("signature").values_list("signature", flat=True)
    stored = list(keys)
    index.index_claims([Claim.objects.select_related("defined_measure").get(pk=claim.pk)])
    assert stored == list(keys.all())


def test_batches_are_of_a_bounded_size() -> None:
    assert measures.CLAIMS_AT_ONCE <= 1_000
    factories.make_measure()
    assert not apply_one_batch(now=timezone.now())
