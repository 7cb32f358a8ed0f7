"""Mentions, evidence and editors' cases that cannot be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from claims.models import Mention
from claims.services.cases import keep_case
from tests import factories
from tests.models.constraints.refused import refuses, update

pytestmark = pytest.mark.django_db


SPANS = [
    {"end": len(factories.TEXT) + 1},
    {"start": 8, "end": 8},
    {"start": 9, "end": 8},
]


@pytest.mark.parametrize("fields", SPANS)
@pytest.mark.parametrize("make", [factories.make_mention, factories.make_evidence])
def test_quote_outside_its_text_is_refused(
    make: Callable[[], Model], fields: dict[str, int]
) -> None:
    row = make()
    sentence = {"sentence_start": 0, "sentence_end": len(factories.TEXT)}
    numbers = {"number_start": fields.get("start", 0), "number_end": fields["end"]}
    if isinstance(row, Mention):
        fields = {**fields, **sentence, **numbers}
    with pytest.raises(IntegrityError), transaction.atomic():
        update(row, **fields)()


MENTION = {
    "mention_sentence_inside_text": [
        {"sentence_start": 30},
        {"sentence_end": 30},
        {"sentence_end": len(factories.TEXT) + 1},
    ],
    "mention_number_inside_quote": [{"number_start": 0}, {"number_end": len(factories.TEXT)}],
}


@pytest.mark.parametrize(
    ("constraint", "fields"), [(name, fields) for name, rows in MENTION.items() for fields in rows]
)
def test_mention_outside_its_sentence_is_refused(constraint: str, fields: dict[str, int]) -> None:
    refuses(update(factories.make_mention(), **fields), constraint)


def reviewed(**fields: Any) -> dict[str, Any]:
    return {"reviewed_at": factories.NOW, "reviewed_by": factories.make_user(), **fields}


EVIDENCE: list[tuple[str, Callable[[], dict[str, Any]]]] = [
    ("evidence_stance_known", lambda: {"stance": "unrelated"}),
    ("evidence_score_is_share", lambda: {"score": 1.5}),
    ("evidence_review_complete", lambda: {"review": "confirmed"}),
    ("evidence_review_complete", lambda: {"reviewed_at": factories.NOW}),
    ("evidence_review_complete", lambda: reviewed(review="overruled")),
    ("evidence_review_complete", lambda: reviewed(review="rejected", reviewed_stance="supports")),
    ("evidence_review_complete", lambda: reviewed(review="perhaps")),
]


@pytest.mark.parametrize(("constraint", "fields"), EVIDENCE)
def test_evidence_that_cannot_be_is_refused(
    constraint: str, fields: Callable[[], dict[str, Any]]
) -> None:
    refuses(update(factories.make_evidence(), **fields()), constraint)


def test_successor_without_a_time_is_refused() -> None:
    evidence = factories.make_evidence()
    refuses(update(evidence, superseded_by=evidence), "evidence_superseded_has_time")


def test_second_current_evidence_of_one_mention_is_refused() -> None:
    first = factories.make_evidence()
    refuses(
        lambda: factories.make_evidence(first.claim, first.mention, engine_version="next"),
        "evidence_one_current",
    )


CASE: dict[str, dict[str, Any]] = {
    "review_case_stances_known": {"machine_stance": "unrelated", "editor_stance": "unrelated"},
    "review_case_decision_fits": {"editor_stance": "contradicts"},
    "review_case_span_inside_text": {"number_end": 0},
}


@pytest.mark.parametrize(("constraint", "fields"), CASE.items())
def test_case_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    evidence = factories.make_evidence()
    evidence.review = "confirmed"
    case = keep_case(evidence, evidence.claim, factories.NOW)
    refuses(update(case, **fields), constraint)


def test_same_mention_twice_is_refused() -> None:
    snapshot = factories.make_snapshot()
    factories.make_mention(snapshot)
    refuses(lambda: factories.make_mention(snapshot), "mention_unique")
