"""Linked claims: never in a circle, of like units only, reckoned whenever one of them changes."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from claims.checking.formulas import Formula
from claims.models import Claim, ClaimLink, ClaimSet, LinkKind
from claims.quantities.periods import Period
from claims.services import links as service
from claims.services.claims import create_claim, delete_claims, update_claim
from claims.services.links import LinkError, LinkExists, derive, link_claims, underive, unlink
from claims.services.sets import confirm_set, note_changes, reckon_due
from claims.services.status import settle
from claims.services.wording import WordingError, complete
from tests import factories
from tests.factories import NOW
from worker.schedule import reckon_sets

pytestmark = pytest.mark.django_db

PART, DERIVED, SAME = LinkKind.PART_OF, LinkKind.DERIVED_FROM, LinkKind.SAME_MEASURE


def ferries(count: int, port: str = "Kalda", as_of: str = "2021") -> Claim:
    fields = {"statement": f"{port} has {count} ferries.", "as_of": Period.parse(as_of)}
    return create_claim(fields=complete(fields), now=NOW)


def percent(value: int) -> Claim:
    statement = f"{value} percent of the ferries run on methanol."
    fields = {"statement": statement, "as_of": Period.parse("2021")}
    return create_claim(fields=complete(fields), now=NOW)


def link(claim: Claim, other: Claim, kind: LinkKind = PART) -> ClaimLink:
    return link_claims(claim=claim, other=other, kind=kind, now=NOW)


def share(value: int = 25) -> tuple[ClaimSet, Claim, Claim]:
    part, whole = ferries(30, "Methanol"), ferries(120)
    made = derive(claim=percent(value), formula=Formula.SHARE, inputs=[part, whole], now=NOW)
    return made, part, whole


def change(claim: Claim, value: int) -> None:
    fields = complete({"value": Decimal(value)}, claim)
    update_claim(claim=claim, fields=fields, now=timezone.now())


def stored(claim_set: ClaimSet) -> ClaimSet:
    return ClaimSet.objects.get(pk=claim_set.pk)


def test_parts_that_exceed_their_whole_are_inconsistent() -> None:
    whole = ferries(100)
    first = link(ferries(60, "Torvik"), whole)
    assert ClaimSet.objects.get().consistency == "consistent"
    second = link(ferries(50, "Selby"), whole)
    found = ClaimSet.objects.get()
    assert (found.claim, found.consistency) == (whole, "inconsistent")
    assert found.reasons["rule"] == "parts_exceed_whole"
    assert (found.reasons["claimed"], found.reasons["computed"]) == ("[100, 100]", "[110, 110]")
    unlink(link=second, now=NOW)
    assert ClaimSet.objects.get().consistency == "consistent"
    unlink(link=first, now=NOW)
    assert not ClaimSet.objects.exists()


def test_claims_of_one_measure_that_disagree_are_inconsistent() -> None:
    one, other = ferries(100), ferries(110)
    made = link(other, one, SAME)
    assert (made.claim, made.other) == (one, other)
    found = ClaimSet.objects.get()
    assert (found.claim, found.consistency) == (one, "inconsistent")
    assert found.reasons["members"] == [str(one.uuid), str(other.uuid)]
    with pytest.raises(LinkExists):
        link(one, other, SAME)


def test_claims_of_one_measure_for_other_times_are_no_contradiction() -> None:
    link(ferries(100), ferries(110, as_of="2022"), SAME)
    assert ClaimSet.objects.get().consistency == "unclear"


def test_derived_claim_that_its_formula_does_not_reproduce_is_inconsistent() -> None:
    assert share(25)[0].consistency == "consistent"
    wrong = share(40)[0]
    assert (wrong.consistency, wrong.reasons["rule"]) == ("inconsistent", "not_reproduced")
    assert (wrong.reasons["claimed"], wrong.reasons["computed"]) == (
        "[39.5, 40.5)",
        "[25, 25]",
    )


def test_edited_input_flags_what_is_derived_from_it() -> None:
    made, part, whole = share()
    change(part, 36)
    flagged = stored(made)
    assert flagged.flagged_at is not None and flagged.next_check_at is not None
    reasons = flagged.flag_reasons
    assert (reasons["claim"], reasons["change"]) == (str(part.uuid), "edited")
    assert (reasons["before"]["interval"], reasons["after"]["interval"]) == (
        "[30, 30]",
        "[36, 36]",
    )
    reckon_sets()
    found = stored(made)
    assert (found.consistency, found.next_check_at) == ("inconsistent", None)
    assert found.flagged_at is not None
    change(Claim.objects.get(pk=part.pk), 30)
    reckon_sets()
    assert (stored(made).consistency, stored(made).flagged_at) == ("consistent", None)


def test_flag_is_stored_with_its_cause_or_not_at_all() -> None:
    made, part, _ = share()
    with pytest.raises(RuntimeError), transaction.atomic():
        change(part, 36)
        assert stored(made).flagged_at is not None
        raise RuntimeError("stumbled")
    assert stored(made).flagged_at is None
    assert Claim.objects.get(pk=part.pk).value == 30


def test_edit_that_leaves_the_figure_flags_nothing() -> None:
    made, part, _ = share()
    update_claim(claim=part, fields={"subject": "fleet"}, tags=["ferries"], now=NOW)
    assert stored(made).flagged_at is None


def make_outdated(claim: Claim) -> None:
    """Let the claim's status move, as newer evidence does."""
    factories.make_evidence(
        claim, stance="supersedes", value=Decimal(40), low=Decimal(40), high=Decimal(40),
        as_of=date(2024, 1, 1), as_of_precision="day",
    )  # fmt: skip
    settle(claims=[claim], trigger="request", tallies={}, started_at=NOW, now=NOW)  # type: ignore[arg-type]
    assert Claim.objects.get(pk=claim.pk).status == "outdated"


def test_input_whose_status_moves_flags_until_somebody_confirms() -> None:
    made, part, _ = share()
    make_outdated(part)
    reasons = stored(made).flag_reasons
    assert (reasons["change"], reasons["before"], reasons["after"]) == (
        "status",
        "unverified",
        "outdated",
    )
    reckon_sets()
    assert stored(made).consistency == "consistent"
    assert stored(made).flagged_at is not None
    user = factories.make_user()
    confirm_set(claim_set=made, reason="It was so then.", user=user, now=NOW)
    confirmed = stored(made)
    assert (confirmed.flagged_at, confirmed.confirmed_by) == (None, user)
    change(part, 36)
    assert stored(made).flagged_at is not None


def test_deleted_input_flags_what_was_derived_from_it() -> None:
    made, part, _ = share()
    delete_claims(claims=[part], now=NOW)
    assert stored(made).flag_reasons["change"] == "deleted"
    reckon_sets()
    found = stored(made)
    assert (found.consistency, found.reasons["rule"]) == ("unclear", "input_missing")


def test_edited_part_makes_its_whole_due() -> None:
    part, whole = ferries(60, "Torvik"), ferries(100)
    link(part, whole)
    change(part, 120)
    assert ClaimSet.objects.get().next_check_at is not None
    assert reckon_due(now=timezone.now(), limit=10) == 1
    assert ClaimSet.objects.get().consistency == "inconsistent"
    assert reckon_due(now=timezone.now(), limit=10) == 0


def test_set_goes_with_the_last_claim_that_is_linked() -> None:
    whole, parts = ferries(100), [ferries(40, "Torvik"), ferries(50, "Selby")]
    for part in parts:
        link(part, whole)
    link(parts[1], whole, SAME)
    delete_claims(claims=parts[:1], now=NOW)
    reckon_sets()
    assert set(ClaimSet.objects.values_list("kind", flat=True)) == {PART, SAME}
    delete_claims(claims=parts[1:], now=NOW)
    reckon_sets()
    assert not ClaimSet.objects.exists()


def test_claim_linked_to_itself_is_refused() -> None:
    claim = ferries(100)
    for kind in (SAME, PART):
        with pytest.raises(LinkError, match="to itself"):
            link(claim, claim, kind)
    with pytest.raises(LinkError) as refused:
        derive(claim=claim, formula=Formula.SUM, inputs=[ferries(1), claim], now=NOW)
    assert refused.value.errors == {"inputs/1": "A claim cannot be linked to itself."}


def test_circle_of_two_is_refused_and_named() -> None:
    one, other = ferries(1, "Torvik"), ferries(2, "Selby")
    link(one, other)
    with pytest.raises(LinkError) as refused:
        link(other, one)
    assert refused.value.errors["other"] == (
        "This would be a circle: “Selby has 2 ferries.” is part of “Torvik has 1 ferries.”,"
        " which is part of “Selby has 2 ferries.”."
    )
    assert ClaimLink.objects.count() == 1


def test_circle_of_three_is_refused_and_named() -> None:
    a, b, c = (ferries(n, port) for n, port in ((1, "Torvik"), (2, "Selby"), (3, "Mirow")))
    spare = ferries(9, "Olmen")
    derive(claim=a, formula=Formula.SUM, inputs=[b, spare], now=NOW)
    derive(claim=b, formula=Formula.SUM, inputs=[spare, c], now=NOW)
    with pytest.raises(LinkError) as refused:
        derive(claim=c, formula=Formula.SUM, inputs=[spare, a], now=NOW)
    assert refused.value.errors == {
        "inputs/1": "This would be a circle: “Mirow has 3 ferries.” is derived from"
        " “Torvik has 1 ferries.”, which is derived from “Selby has 2 ferries.”, which is derived"
        " from “Mirow has 3 ferries.”."
    }
    assert ClaimSet.objects.count() == 2


def test_way_that_branches_and_meets_is_no_circle() -> None:
    top, left, right, bottom = (ferries(n) for n in (4, 2, 3, 1))
    for claim, other in ((bottom, left), (bottom, right), (left, top), (right, top)):
        link(claim, other)
    assert ClaimLink.objects.count() == 4


def test_walk_in_search_of_a_circle_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MAX_WALKED", 3)
    chain = [ferries(n) for n in range(1, 8)]
    for claim, other in zip(chain[1:], chain[2:], strict=False):
        link_later(claim, other)
    with pytest.raises(LinkError, match="More than 3 claims"):
        link(chain[0], chain[1])


def link_later(claim: Claim, other: Claim) -> None:
    ClaimLink.objects.create(claim=claim, other=other, kind=PART)


def test_crowd_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MAX_MEMBERS", 2)
    whole = ferries(100)
    for _ in range(2):
        link(ferries(1), whole)
    with pytest.raises(LinkError, match="At most 2"):
        link(ferries(1), whole)


def test_claims_of_unlike_units_are_not_linked() -> None:
    for kind in (SAME, PART):
        with pytest.raises(LinkError, match="measure different things"):
            link(ferries(3), percent(5), kind)
    with pytest.raises(LinkError) as refused:
        derive(claim=ferries(3), formula=Formula.SUM, inputs=[ferries(1), percent(2)], now=NOW)
    assert list(refused.value.errors) == ["inputs/1"]
    with pytest.raises(LinkError) as refused:
        derive(claim=ferries(3), formula=Formula.SHARE, inputs=[ferries(1), ferries(2)], now=NOW)
    assert list(refused.value.errors) == ["formula"]
    assert not ClaimLink.objects.exists()


def test_linked_claim_keeps_its_kind_of_unit() -> None:
    part = ferries(30)
    link(part, ferries(100))
    fields = complete({"unit": "percent"}, part)
    with pytest.raises(WordingError) as refused, transaction.atomic():
        update_claim(claim=part, fields=fields, now=NOW)
    assert list(refused.value.errors) == ["unit"]


WRONG: list[tuple[Formula, int, str]] = [
    (Formula.SHARE, 1, "part and whole"),
    (Formula.GROWTH, 3, "earlier and later"),
    (Formula.SUM, 1, "two or more summands"),
]


@pytest.mark.parametrize(("formula", "count", "words"), WRONG)
def test_formula_wants_its_inputs(formula: Formula, count: int, words: str) -> None:
    inputs = [ferries(n) for n in range(1, count + 1)]
    with pytest.raises(LinkError) as refused:
        derive(claim=percent(5), formula=formula, inputs=inputs, now=NOW)
    assert words in refused.value.errors["inputs"]


def test_input_twice_is_refused() -> None:
    claim = ferries(3)
    with pytest.raises(LinkError, match="an input twice"):
        derive(claim=percent(5), formula=Formula.SHARE, inputs=[claim, claim], now=NOW)


def test_new_derivation_takes_the_place_of_the_old() -> None:
    made, part, whole = share()
    again = derive(claim=made.claim, formula=Formula.SHARE, inputs=[whole, part], now=NOW)
    assert again.pk == made.pk
    assert again.consistency == "inconsistent"
    ordered = ClaimLink.objects.order_by("position").values_list("other", flat=True)
    assert list(ordered) == [whole.pk, part.pk]
    assert underive(claim=made.claim) and not underive(claim=made.claim)
    assert not ClaimLink.objects.exists()


def test_change_of_a_claim_without_links_costs_one_query(
    django_assert_num_queries: Any,
) -> None:
    claim = ferries(3)
    with django_assert_num_queries(1):
        note_changes({claim.pk: {"change": "edited"}}, now=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="its writers queue for the whole file")
def test_two_links_made_at_the_same_time_close_no_circle() -> None:
    a, b, c, d = (ferries(n) for n in (1, 2, 3, 4))
    link(b, c)
    link(d, a)
    outcome: list[str] = []

    def close() -> None:
        try:
            link(c, d)
            outcome.append("linked")
        except LinkError:
            outcome.append("refused")
        finally:
            connection.close()

    thread = threading.Thread(target=close, daemon=True)
    with transaction.atomic():
        link(a, b)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(10)
    assert outcome == ["refused"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="its writers queue for the whole file")
def test_link_made_while_the_last_one_is_removed_finds_a_set() -> None:
    whole, one, other = (ferries(n) for n in (9, 4, 5))
    last = link(one, whole)
    outcome: list[str] = []

    def make() -> None:
        try:
            link(other, whole)
            outcome.append("linked")
        except Exception as error:  # of a thread: the test looks at it
            outcome.append(type(error).__name__)
        finally:
            connection.close()

    thread = threading.Thread(target=make, daemon=True)
    with transaction.atomic():
        unlink(link=last, now=NOW)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(10)
    assert outcome == ["linked"]
    assert ClaimSet.objects.get().claim_id == whole.pk
