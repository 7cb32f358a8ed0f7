"""Reverse search finds what shares rare terms, in bounded work, on both databases alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from claims.checking.candidates import rarest_first
from claims.checking.reading import read
from claims.models import Claim, ClaimSignature, MentionSignature, TermCount, TermFrequency
from claims.quantities import extract
from claims.quantities.mention import Document
from claims.services import index, keys, rarity
from claims.services.claims import create_claim, update_claim
from claims.services.rarity import count_new_claims, frequencies_of
from claims.services.wording import complete
from tests import factories

pytestmark = pytest.mark.django_db
TOWNS = ("Torvik", "Olmen", "Brenn", "Kalda", "Mirow", "Selby")


def claim(statement: str) -> Claim:
    return create_claim(fields=complete({"statement": statement}), now=timezone.now())


def found(text: str) -> list[str]:
    document = Document(text, "", date(2024, 5, 1))
    return [row.statement for row in index.claims_for(extract(document), document).claims]


def test_claim_is_found_by_what_it_speaks_of() -> None:
    for town in TOWNS:
        claim(f"{town} has 61 lighthouses")
        claim(f"{town} has 14 breweries")
    assert "Kalda has 61 lighthouses" in found("Kalda now has 64 lighthouses.")
    assert "Torvik has 14 breweries" not in found("Kalda now has 64 lighthouses.")


def test_claim_in_another_kind_of_unit_is_not_found() -> None:
    claim("Torvik has 61 lighthouses")
    assert found("Torvik paid 64 euros for its lighthouses.") == []


def test_edited_claim_is_found_by_its_new_words_only() -> None:
    row = claim("Torvik has 61 lighthouses")
    changes = complete({"statement": "Selby has 61 breweries"}, row)
    update_claim(claim=row, fields=changes, now=timezone.now())
    assert found("Selby now has 63 breweries.") == ["Selby has 61 breweries"]
    assert found("Torvik now has 63 lighthouses.") == []


def test_deleted_claim_leaves_no_keys() -> None:
    claim("Torvik has 61 lighthouses").delete()
    assert ClaimSignature.objects.count() == 0


def test_one_key_reads_a_bounded_number_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "ROWS_PER_SIGNATURE", 3)
    for _ in range(8):
        claim("Torvik has 61 lighthouses")
    assert len(found("Torvik now has 63 lighthouses.")) == 3


def test_keys_under_reads_only_what_was_asked() -> None:
    row = factories.make_claim()
    for signature in (7, -7, 8):
        ClaimSignature.objects.create(signature=signature, claim=row)
    asked = ClaimSignature.objects.keys_under({7, -7, 9}, limit=5)
    assert asked == {7: [row.pk], -7: [row.pk]}
    assert ClaimSignature.objects.keys_under(set(), limit=5) == {}


def test_recent_mentions_are_those_that_share_a_key_with_a_claim() -> None:
    one, other = factories.make_claim(), factories.make_claim()
    mentions = [factories.make_mention(factories.make_snapshot()) for _ in range(3)]
    for signature, row in ((7, one), (-7, one), (8, other)):
        ClaimSignature.objects.create(signature=signature, claim=row)
    for signature, mention in zip((7, -7, 9), mentions, strict=True):
        MentionSignature.objects.create(signature=signature, mention=mention)
    found = index.recent_mentions_of([one, other], since=0)
    assert found == {one.pk: {mentions[0].pk, mentions[1].pk}, other.pk: set()}
    found = index.recent_mentions_of([one], since=mentions[1].pk)
    assert found == {one.pk: {mentions[1].pk}}
    assert index.recent_mentions_of([], since=0) == {}


def test_terms_of_new_claims_are_counted_once() -> None:
    for town in TOWNS:
        claim(f"{town} has 61 lighthouses")
    assert [count_new_claims(4) for _ in range(3)] == [4, 2, 0]
    counted = frequencies_of(["lighthous", "torvik", "goat"])
    assert (counted.claims, counted.count("lighthous"), counted.count("torvik")) == (6, 6, 1)
    assert counted.rarity("goat") > counted.rarity("torvik") > counted.rarity("lighthous") > 0


def test_claim_is_stored_under_its_rarest_terms() -> None:
    for town in TOWNS:
        claim(f"{town} keeps 61 painted wooden fishing boats")
    count_new_claims(100)
    row = claim("Sundby keeps 12 painted wooden fishing boats")
    rarest = rarest_first(keys.claim_terms(row), frequencies_of(["boat"]).rarity)
    assert rarest[0] == "sundbi"
    assert "Sundby keeps 12 painted wooden fishing boats" in found("Boats in Sundby: 13 in all.")


def test_rebuilding_stores_the_same_keys_again() -> None:
    snapshot = factories.make_snapshot()
    mention = factories.make_mention(snapshot)
    index.index_mentions([mention], snapshot.as_document())
    for town in TOWNS:
        claim(f"{town} has 61 lighthouses")
    keys = {
        model: set(model.objects.values_list("signature", flat=True))
        for model in (ClaimSignature, MentionSignature)
    }
    ClaimSignature.objects.all().delete()
    call_command("rebuild_index", verbosity=0)
    call_command("rebuild_index", verbosity=0)
    assert set(MentionSignature.objects.values_list("signature", flat=True))
    assert ClaimSignature.objects.count() == len(keys[ClaimSignature])
    assert TermCount.objects.get().claims == len(TOWNS)
    assert TermFrequency.objects.get(term="lighthous").claims == len(TOWNS)


def test_claim_without_a_telling_term_is_stored_and_harms_nothing() -> None:
    row = Claim.objects.create(
        statement="It is 3.", value=Decimal(3), unit="count", low=Decimal(3), high=Decimal(3)
    )
    index.index_claims([row])
    assert ClaimSignature.objects.count() == 0


def test_recounting_forgets_edited_and_deleted_claims() -> None:
    rows = [claim(f"{town} has 61 lighthouses") for town in TOWNS]
    count_new_claims(100)
    rows[0].delete()
    update_claim(
        claim=rows[1],
        fields=complete({"statement": "Olmen has 61 breweries"}, rows[1]),
        now=timezone.now(),
    )
    call_command("rebuild_index", verbosity=0)
    counted = frequencies_of(["lighthous", "breweri", "torvik"])
    assert (counted.claims, counted.count("torvik")) == (len(TOWNS) - 1, 0)
    assert (counted.count("lighthous"), counted.count("breweri")) == (len(TOWNS) - 2, 1)
    assert count_new_claims(100) == 0


def test_claims_that_come_during_a_recount_are_counted_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim("Torvik has 61 lighthouses")
    real = rarity._replace

    def come_meanwhile(*arguments: Any) -> None:
        claim("Olmen has 61 lighthouses")
        count_new_claims(100)
        real(*arguments)

    monkeypatch.setattr(rarity, "_replace", come_meanwhile)
    assert rarity.recount(10) == 1
    assert count_new_claims(100) == 1
    assert frequencies_of(["lighthous"]).count("lighthous") == 2


def test_what_a_statement_says_is_kept_with_its_keys_and_follows_an_edit() -> None:
    row = claim("Torvik has 61 lighthouses")
    assert Claim.objects.get().kept_reading == read("Torvik has 61 lighthouses")
    update_claim(
        claim=row, fields=complete({"statement": "Selby has 61 breweries"}, row), now=timezone.now()
    )
    assert Claim.objects.get().kept_reading == read("Selby has 61 breweries")


def test_a_claim_of_which_nothing_is_kept_is_judged_alike() -> None:
    claim("Torvik has 61 lighthouses")
    known = Claim.objects.get().for_check()
    Claim.objects.update(reading=None)
    anew = Claim.objects.get()
    assert anew.kept_reading is None
    assert anew.for_check() == known
    assert anew.for_check().reading == known.reading
    assert found("Torvik now has 64 lighthouses.") == ["Torvik has 61 lighthouses"]


def test_rebuilding_reads_outdated_statements_again() -> None:
    claim("Torvik has 61 lighthouses")
    Claim.objects.update(reading={"version": "of long ago"})
    call_command("rebuild_index", verbosity=0)
    assert Claim.objects.get().kept_reading == read("Torvik has 61 lighthouses")
