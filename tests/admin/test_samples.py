"""The sample claims and articles, read and judged by the real engines."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from claims.checking.stance import Status
from claims.models import Claim, ClaimLink, ClaimSet, Evidence, Measure, Snapshot, Source
from claims.samples.articles import sample_articles
from claims.services.claims import update_claim
from tests.factories import NOW
from worker.check import check_claims
from worker.read import read_snapshots
from worker.schedule import reckon_sets

TABLES = (Claim, Source, Snapshot, Measure, ClaimLink)

pytestmark = pytest.mark.django_db


def load() -> list[str]:
    out = StringIO()
    call_command("load_samples", stdout=out)
    return out.getvalue().splitlines()


def work() -> None:
    """Do what the worker does."""
    read_snapshots(list(Snapshot.objects.values_list("pk", flat=True)))
    check_claims(list(Claim.objects.values_list("pk", flat=True)))


def test_every_status_occurs() -> None:
    load()
    work()
    statuses = dict(Claim.objects.values_list("statement", "status"))
    assert set(statuses.values()) == {status.value for status in Status}, statuses
    assert Snapshot.objects.filter(state="read").count() == len(list(sample_articles()))


def test_newer_figure_for_beijing_is_found() -> None:
    load()
    work()
    claim = Claim.objects.get(statement__startswith="Beijing has 189")
    evidence = claim.evidence.get(stance="supersedes", superseded_at=None)
    assert (claim.status, evidence.value) == ("outdated", 221)
    assert claim.status_reasons["current_value"]["value"] == "221"


def test_something_waits_in_the_review_queue() -> None:
    load()
    work()
    queue = Evidence.objects.to_review()
    assert list(queue.values_list("claim__statement", "quote")) == [
        ("The Halden works employs 1,200 people.", "more than 1,000 people")
    ]


def test_text_with_a_synonym_outdates_a_claim_and_flags_what_is_derived_from_it() -> None:
    load()
    work()
    huts = Claim.objects.get(statement="Skarven has 48 refuge huts.")
    assert huts.status == "outdated"
    assert huts.evidence.get().reasons["wording"] == "mountain shelters"
    others = Claim.objects.filter(statement__contains="Skarven").exclude(pk=huts.pk)
    assert set(others.values_list("status", flat=True)) == {"unverified"}
    reckon_sets()
    sets = dict(ClaimSet.objects.values_list("kind", "consistency"))
    assert sets == {"part_of": "inconsistent", "derived_from": "consistent"}
    assert ClaimSet.objects.get(kind="derived_from").flag_reasons["claim"] == str(huts.uuid)


def test_second_run_changes_nothing() -> None:
    first = load()
    assert first == [
        f"Articles: {Source.objects.count()} loaded, 0 there already",
        f"Measures: {Measure.objects.count()} loaded, 0 there already",
        f"Claims: {Claim.objects.count()} loaded, 0 there already",
    ]
    claim, source = Claim.objects.earliest("pk"), Source.objects.earliest("pk")
    update_claim(claim=claim, fields={"statement": "Edited: 190 firms."}, tags=[], now=NOW)
    Source.objects.filter(pk=source.pk).update(title="", publisher="")
    before = [list(model.objects.order_by("pk").values()) for model in TABLES]
    assert load() == [
        f"Articles: 0 loaded, {Source.objects.count()} there already",
        f"Measures: 0 loaded, {Measure.objects.count()} there already",
        f"Claims: 0 loaded, {Claim.objects.count()} there already",
    ]
    assert before == [list(model.objects.order_by("pk").values()) for model in TABLES]
    assert not Claim.objects.get(pk=claim.pk).tags.exists()
