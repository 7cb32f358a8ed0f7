"""The index of another release is stored anew, step by step, beside the running service."""

from __future__ import annotations

from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from claims.checking.reasons import ENGINE_VERSION
from claims.models import Claim, ClaimSignature, IndexProgress, MentionSignature, TextSignature
from claims.services import rebuilding
from claims.services.rebuilding import Rebuilding, rebuild_some, under_way
from tests import factories
from worker.check import check_claims
from worker.schedule import rebuild_index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "CLAIMS_AT_ONCE", 2)
    monkeypatch.setattr(rebuilding, "TEXTS_AT_ONCE", 1)


def forget_keys() -> None:
    for model in (ClaimSignature, MentionSignature, TextSignature):
        model.objects.all().delete()


def store_three_claims_and_a_text() -> list[int]:
    claims = [factories.make_claim() for _ in range(3)]
    factories.make_mention(factories.make_snapshot())
    forget_keys()
    return [claim.pk for claim in claims]


def indexed() -> set[int]:
    return set(ClaimSignature.objects.values_list("claim", flat=True))


def store_with_older_keys() -> list[int]:
    claims = store_three_claims_and_a_text()
    IndexProgress.objects.create(pk=1, version="of long ago")
    return claims


def rebuild_when_the_old_release_is_gone() -> None:
    IndexProgress.objects.filter(repeat_at__isnull=False).update(repeat_at=factories.NOW)
    rebuild_index()


def test_where_no_other_release_was_there_is_nothing_to_do() -> None:
    assert under_way() is None
    store_three_claims_and_a_text()
    rebuild_index()
    assert not indexed()
    assert under_way() is None


def test_what_was_stored_by_older_keys_is_stored_anew_by_the_sweep() -> None:
    claims = store_with_older_keys()
    assert under_way() == Rebuilding(0, 0)
    rebuild_index()
    assert indexed() == set(claims)
    assert MentionSignature.objects.exists() and TextSignature.objects.exists()


def test_what_the_old_release_stores_afterwards_is_stored_anew_too() -> None:
    store_with_older_keys()
    rebuild_index()
    late = factories.make_claim()
    forget_keys()
    rebuild_index()
    assert not indexed()  # not yet: the old release may store more
    assert under_way() is not None
    rebuild_when_the_old_release_is_gone()
    assert late.pk in indexed()
    assert MentionSignature.objects.exists() and TextSignature.objects.exists()
    assert under_way() is None
    forget_keys()
    rebuild_when_the_old_release_is_gone()
    assert not indexed()


def test_broken_off_rebuilding_goes_on_where_it_was() -> None:
    claims = store_with_older_keys()
    assert rebuild_some(now=factories.NOW)
    assert indexed() == set(claims[:2])
    assert under_way() == Rebuilding(claims[1], 0)
    forget_keys()
    rebuild_index()
    assert indexed() == {claims[2]}


def test_nothing_is_done_again_once_all_is_stored() -> None:
    store_with_older_keys()
    rebuild_index()
    forget_keys()
    rebuild_index()
    assert not indexed()


def test_a_release_with_other_keys_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    claims = store_with_older_keys()
    rebuild_index()
    forget_keys()
    monkeypatch.setattr("claims.services.rebuilding.VERSION", "of the next release")
    assert under_way() == Rebuilding(0, 0)
    rebuild_index()
    assert indexed() == set(claims)
    assert IndexProgress.objects.get().version == "of the next release"


def test_a_step_that_fails_is_taken_again(monkeypatch: pytest.MonkeyPatch) -> None:
    claims = store_with_older_keys()

    def fail(_: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("claims.services.rebuilding.index_claims", fail)
        with pytest.raises(RuntimeError):
            rebuild_index()
    rebuild_index()
    assert indexed() == set(claims)


def test_the_command_stores_all_keys_anew_and_says_how_far_it_is() -> None:
    claims = store_three_claims_and_a_text()
    rebuild_index()
    forget_keys()
    output = StringIO()
    call_command("rebuild_index", stdout=output)
    assert indexed() == set(claims)
    assert f"claims up to {claims[1]}, texts up to 0" in output.getvalue()
    assert output.getvalue().endswith("the index is rebuilt\n")


def test_a_claim_that_is_checked_meanwhile_is_judged_again_afterwards() -> None:
    settings = {"last_checked_at": factories.NOW, "engine_version": ENGINE_VERSION}
    claim = factories.make_claim(**settings)
    IndexProgress.objects.create(pk=1, version="of long ago")
    check_claims([claim.pk])
    assert Claim.objects.get().engine_version == ""
    rebuild_index()
    rebuild_when_the_old_release_is_gone()
    Claim.objects.update(next_check_at=factories.NOW)
    check_claims([claim.pk])
    assert Claim.objects.get().engine_version == ENGINE_VERSION


def test_an_upgrade_has_what_is_stored_rebuilt_and_a_new_installation_has_not() -> None:
    migrate = import_module("claims.migrations.0025_index_progress").have_stored_keys_rebuilt
    migrate(apps, None)
    assert under_way() is None
    store_three_claims_and_a_text()
    migrate(apps, None)
    assert under_way() == Rebuilding(0, 0)
