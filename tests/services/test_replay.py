"""The status of any past moment follows once more from what is stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import timezone

from claims.checking.policy import Policy
from claims.checking.stance import Status
from claims.models import Check, Claim, Evidence, ReviewDecision, Snapshot, StatusChange
from claims.quantities import extract
from claims.quantities.periods import Period
from claims.services.claims import create_claim, request_check, update_claim
from claims.services.decisions import decision_as_json
from claims.services.purging import purge_checks
from claims.services.recording import record_reading
from claims.services.replay import NotYet, retry, status_at
from claims.services.review import review_evidence
from claims.services.source_edits import update_source
from claims.services.wording import complete
from tests.factories import make_user
from tests.worker.test_reading import push
from worker import read
from worker.check import check_claims
from worker.read import judge_claims

pytestmark = pytest.mark.django_db

Moment = tuple[datetime, str, dict[str, Any]]


class Story:
    """What happens to one claim; after each step it is noted what the claim then looks like."""

    def __init__(self) -> None:
        fields = complete({"statement": "Torvik has 61 lighthouses", "as_of": Period.parse("2020")})
        self.claim = create_claim(fields=fields, now=timezone.now())
        self.moments: list[Moment] = []
        self.checked()

    def note(self) -> None:
        self.claim.refresh_from_db()
        self.moments.append((timezone.now(), self.claim.status, dict(self.claim.status_reasons)))

    def checked(self) -> None:
        request_check(claims=[self.claim], now=timezone.now())
        self.note()  # a check that is only asked for changes nothing
        check_claims([self.claim.pk])
        self.note()

    def published(self, text: str, year: int, outlet: str) -> None:
        read.read_snapshots([push(text, year, f"https://{outlet}.example/").pk])
        self.note()

    def reviewed(self, outlet: str, decision: ReviewDecision, stance: str = "") -> None:
        evidence = Evidence.objects.current().get(snapshot__source__url__contains=outlet)
        review_evidence(
            evidence=evidence, decision=decision, stance=stance, reason="I asked.",
            user=make_user(f"editor {len(self.moments)}"), now=timezone.now(),
        )  # fmt: skip
        self.note()

    def edited(self, **fields: Any) -> None:
        columns = complete(fields, Claim.objects.get())
        update_claim(claim=self.claim, fields=columns, now=timezone.now())
        self.note()  # not judged yet: the old status stands
        check_claims([self.claim.pk])
        self.note()

    def believed(self, outlet: str, reliability: str) -> None:
        source = Evidence.objects.filter(snapshot__source__url__contains=outlet)[0].snapshot.source
        update_source(source=source, fields={"reliability": reliability}, now=timezone.now())
        self.note()
        check_claims([self.claim.pk])
        self.note()


def told() -> Story:
    story = Story()
    story.published("Torvik has 61 lighthouses, the coast guard said.", 2020, "coast")
    story.published("In 2020 Torvik had 58 lighthouses, a historian said.", 2021, "history")
    story.reviewed("history", ReviewDecision.REJECTED)
    story.published("Torvik has 64 lighthouses, the coast guard said on Monday.", 2023, "gazette")
    story.published("Torvik has 61 lighthouses, said the mayor of the town.", 2023, "mayor")
    story.believed("mayor", "0.1")
    story.believed("mayor", "0.9")
    story.reviewed("gazette", ReviewDecision.OVERRULED, "unclear")
    story.reviewed("gazette", ReviewDecision.CONFIRMED)
    story.reviewed("history", ReviewDecision.CONFIRMED)
    story.edited(statement="Torvik has 64 lighthouses")
    story.edited(as_of=Period.parse("2023"))
    return story


def rows_of_all_tables() -> dict[str, list[dict[str, Any]]]:
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_app_config("claims").get_models()
    }


def test_story_moves_the_status_often_enough_to_be_worth_replaying() -> None:
    story = told()
    statuses = [status for _, status, _ in story.moments]
    assert len(set(statuses)) >= 4, statuses
    assert StatusChange.objects.count() >= 6
    assert story.claim.revision == 3


def test_replay_equals_the_ledger_at_every_point_of_the_story() -> None:
    story = told()
    for at, status, reasons in story.moments:
        then = status_at(story.claim, at)
        assert (then.decided.decision.status, then.recorded) == (status, status), at
        if reasons:
            assert decision_as_json(then.decided.decision) == reasons, at
    for change in StatusChange.objects.all():
        assert status_at(story.claim, change.changed_at).decided.decision.status == (
            change.new_status
        )
        before = status_at(story.claim, change.changed_at - timedelta(microseconds=1))
        assert before.decided.decision.status == change.old_status


def test_replay_tells_the_revision_and_the_last_settling() -> None:
    story = told()
    first, last = (
        status_at(story.claim, story.moments[0][0]),
        status_at(story.claim, story.moments[-1][0]),
    )
    assert (first.settled_at, first.revision, first.recorded) == (None, 1, Status.UNVERIFIED)
    assert last.revision == 3
    assert last.settled_at == story.claim.last_checked_at


def test_claim_has_no_status_before_it_was_made() -> None:
    story = Story()
    with pytest.raises(NotYet):
        status_at(story.claim, story.claim.created_at - timedelta(seconds=1))


def test_policy_in_force_changes_nothing() -> None:
    told()
    assert [each.changes for each in retry(list(Claim.objects.all()), Policy())] == [False]


def test_another_policy_tells_what_would_change_and_touches_no_row() -> None:
    story = Story()
    story.published("Torvik has 64 lighthouses, the coast guard said on Monday.", 2023, "gazette")
    before = rows_of_all_tables()
    (strict,) = retry([story.claim], Policy(min_weight=0.9))
    status_at(story.claim, timezone.now(), Policy(min_weight=0.9))
    assert (story.claim.status, strict.decided.decision.status) == ("outdated", "unverified")
    assert strict.changes
    assert list(strict.decided.decision.reasons.set_aside.values()) == ["too_light"]
    assert rows_of_all_tables() == before


def test_replay_equals_the_ledger_when_checks_that_changed_nothing_are_purged() -> None:
    story = told()
    purge_checks(before=timezone.now(), limit=1000)
    for at, status, _ in story.moments:
        assert status_at(story.claim, at).decided.decision.status == status, at


def test_who_settles_later_does_not_write_into_the_past() -> None:
    """With a clock that is slow, or after a wait for the claim's lock, there is still one order."""
    story = Story()
    story.published("Torvik has 61 lighthouses, the coast guard said.", 2020, "coast")
    slow = timezone.now() - timedelta(seconds=5)
    snapshot = push("The number of lighthouses in Torvik has climbed to 64.", 2023, "https://a.a/")
    (taken,) = Snapshot.objects.take([snapshot.pk], now=timezone.now(), lease=settings.LEASE)
    document = taken.as_document()
    mentions = extract(document)
    judgements = judge_claims(taken, [story.claim], document, mentions, {})
    assert record_reading(
        snapshot=taken, mentions=mentions, judgements=judgements, started_at=slow, now=slow
    )
    story.reviewed("a.a", ReviewDecision.REJECTED)
    evidence, editor = Evidence.objects.get(snapshot=snapshot), make_user("late editor")
    for decision in (ReviewDecision.CONFIRMED, ReviewDecision.REJECTED, ReviewDecision.CONFIRMED):
        review_evidence(evidence=evidence, decision=decision, reason="So.", user=editor, now=slow)
    request_check(claims=[story.claim], now=slow)
    check_claims([story.claim.pk])
    story.claim.refresh_from_db()
    then = status_at(story.claim, timezone.now())
    assert (then.recorded, then.decided.decision.status) == (story.claim.status, "outdated")
    assert in_order(Check.objects.order_by("pk").values_list("created_at", flat=True))
    assert in_order(StatusChange.objects.order_by("pk").values_list("changed_at", flat=True))


def in_order(moments: Iterable[datetime]) -> bool:
    return all(before < after for before, after in pairwise(moments))
