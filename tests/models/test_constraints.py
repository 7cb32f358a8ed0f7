"""The database itself refuses rows that cannot be true."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from claims.models import (
    ApiKey,
    Check,
    Citation,
    CitationCheck,
    Claim,
    ClaimLink,
    ClaimSet,
    ClaimSignature,
    Evidence,
    Feed,
    FeedEntry,
    FeedEvent,
    FeedPoll,
    Measure,
    Mention,
    MentionSignature,
    ReviewCase,
    Snapshot,
    Source,
    SourceAlias,
    StatusChange,
    Tag,
    TaskOutcome,
    TaskRuns,
    TextSignature,
)
from claims.services.cases import keep_case
from claims.services.work import count_run
from tests import factories

pytestmark = pytest.mark.django_db
D = Decimal


def refuses(change: Callable[[], Any], constraint: str) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        change()
    message = str(refused.value)
    assert constraint in message or "UNIQUE constraint failed" in message


def update(row: Model, **fields: Any) -> Callable[[], Any]:
    """Write past every check that Python makes."""
    return lambda: type(row)._default_manager.filter(pk=row.pk).update(**fields)


FIGURES: dict[str, list[dict[str, Any]]] = {
    "interval_ordered": [
        {"low": D(3), "high": D(2)},
        {"low": D(2), "high": D(2), "low_open": True},
        {"low": D(2), "high": D(2), "high_open": True},
    ],
    "open_ends_exist": [
        {"low": None, "high": D(9), "low_open": True},
        {"low": D(1), "high": None, "high_open": True},
    ],
    "value_finite": [
        {"value": D(10) ** 26},
        {"low": -(D(10) ** 26)},
        {"high": D(10) ** 26, "low": None},
    ],
    "unit_named": [{"unit": ""}],
    "comparator_known": [{"comparator": "nearly"}],
    "as_of_precise": [
        {"as_of": None, "as_of_precision": "day"},
        {"as_of": factories.NOW.date(), "as_of_precision": ""},
        {"as_of": factories.NOW.date(), "as_of_precision": "decade"},
    ],
}


@pytest.mark.parametrize(
    "make", [factories.make_claim, factories.make_mention, factories.make_evidence]
)
@pytest.mark.parametrize(
    ("rule", "fields"), [(rule, fields) for rule, rows in FIGURES.items() for fields in rows]
)
def test_figure_that_cannot_be_is_refused(
    make: Callable[[], Model], rule: str, fields: dict[str, Any]
) -> None:
    row = make()
    refuses(update(row, **fields), f"{row._meta.model_name}_{rule}")


CLAIM = {
    "claim_stated": {"statement": ""},
    "claim_status_known": {"status": "true"},
    "claim_check_interval_long_enough": {"check_interval": timedelta(seconds=59)},
    "claim_version_positive": {"version": 0},
    "claim_confidence_is_share": {"confidence": 1.1},
}


CURRENT: list[tuple[str, dict[str, Any]]] = [
    ("value_complete", {"current_value": None}),
    ("value_complete", {"current_unit": ""}),
    ("value_complete", {"current_value": None, "current_unit": ""}),
    ("interval_ordered", {"current_low": D(3), "current_high": D(2)}),
    ("interval_ordered", {"current_low": D(2), "current_high": D(2), "current_low_open": True}),
    ("open_ends_exist", {"current_low": None, "current_low_open": True}),
    ("open_ends_exist", {"current_high": None, "current_high_open": True}),
    ("as_of_precise", {"current_as_of_precision": "day"}),
    ("as_of_precise", {"current_as_of": factories.NOW.date()}),
    ("as_of_precise", {"current_as_of": factories.NOW.date(), "current_as_of_precision": "era"}),
]


@pytest.mark.parametrize(("rule", "fields"), CURRENT)
def test_current_value_that_cannot_be_is_refused(rule: str, fields: dict[str, Any]) -> None:
    claim = factories.make_claim()
    value = {"current_value": D(2), "current_unit": "count", "current_low": D(1)}
    update(claim, **value, current_high=D(3))()
    refuses(update(claim, **fields), f"claim_current_{rule}")


@pytest.mark.parametrize(("constraint", "fields"), CLAIM.items())
def test_claim_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    refuses(update(factories.make_claim(), **fields), constraint)


@pytest.mark.parametrize(
    ("kind", "amount"),
    [
        ("", "1"),
        ("absolute", None),
        ("absolute", "0"),
        ("absolute", "-1"),
        ("absolute", "1e26"),
        ("relative", "1.5"),
        ("digits", "0"),
        ("digits", "1.5"),
        ("digits", "16"),
        ("vague", "1"),
    ],
)
def test_tolerance_that_cannot_be_is_refused(kind: str, amount: str | None) -> None:
    columns = {"tolerance_kind": kind, "tolerance": amount and D(amount)}
    refuses(update(factories.make_claim(), **columns), "claim_tolerance_complete")


@pytest.mark.parametrize(
    ("kind", "amount"), [("absolute", "0.5"), ("relative", "1"), ("digits", "15")]
)
def test_tolerance_that_can_be_is_kept(kind: str, amount: str) -> None:
    claim = factories.make_claim()
    update(claim, tolerance_kind=kind, tolerance=D(amount))()
    claim.refresh_from_db()
    assert (claim.allowance and claim.allowance.amount) == D(amount)


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


MEASURE = {
    "measure_named": {"name": ""},
    "measure_kind_known": {"kind": "parsnips"},
    "measure_ages_slowly_enough": {"ages_in": timedelta(minutes=59)},
    "measure_version_positive": {"version": 0},
}


@pytest.mark.parametrize(("constraint", "fields"), MEASURE.items())
def test_measure_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    refuses(update(factories.make_measure(), **fields), constraint)


def test_second_measure_of_one_name_is_refused_in_any_case() -> None:
    factories.make_measure(name="port calls")
    refuses(lambda: factories.make_measure(name="Port Calls"), "measure_name_unique")


def make_link(**fields: Any) -> ClaimLink:
    claims = {"claim": factories.make_claim(), "other": factories.make_claim()}
    return ClaimLink.objects.create(**{**claims, "kind": "same_measure", **fields})


LINK: dict[str, dict[str, Any]] = {
    "claim_link_kind_known": {"kind": "cousins"},
    "claim_link_inputs_in_order": {"position": 0},
}


@pytest.mark.parametrize(("constraint", "fields"), LINK.items())
def test_link_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    refuses(update(make_link(), **fields), constraint)


def test_input_without_a_position_is_refused() -> None:
    refuses(lambda: make_link(kind="derived_from"), "claim_link_inputs_in_order")


def test_link_of_a_claim_to_itself_is_refused() -> None:
    link = make_link(kind="part_of")
    refuses(update(link, other=link.claim), "claim_link_not_to_itself")


def test_link_of_one_measure_the_wrong_way_round_is_refused() -> None:
    link = make_link()
    refuses(update(link, claim=link.other, other=link.claim), "claim_link_one_way_only")


def test_same_link_twice_is_refused() -> None:
    link = make_link()
    refuses(lambda: make_link(claim=link.claim, other=link.other), "claim_link_unique")


def test_second_input_at_a_position_is_refused() -> None:
    link = make_link(kind="derived_from", position=0)
    refuses(
        lambda: make_link(claim=link.claim, kind="derived_from", position=0),
        "claim_link_one_at_a_position",
    )


SET: list[tuple[str, dict[str, Any]]] = [
    ("claim_set_formula_fits", {"formula": "sum"}),
    ("claim_set_formula_fits", {"kind": "derived_from"}),
    ("claim_set_formula_fits", {"kind": "derived_from", "formula": "product"}),
    ("claim_set_consistency_known", {"consistency": "maybe"}),
    ("claim_set_flag_on_derived", {"flagged_at": factories.NOW}),
    ("claim_set_confirmed_by_somebody", {"confirmed_at": factories.NOW}),
]


@pytest.mark.parametrize(("constraint", "fields"), SET)
def test_set_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    made = ClaimSet.objects.create(claim=factories.make_claim(), kind="part_of")
    refuses(update(made, **fields), constraint)


def test_second_set_of_one_kind_is_refused() -> None:
    made = ClaimSet.objects.create(claim=factories.make_claim(), kind="part_of")
    refuses(lambda: ClaimSet.objects.create(claim=made.claim, kind="part_of"), "claim_set_unique")


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


SOURCE: dict[str, list[dict[str, Any]]] = {
    "source_has_identity": [{"url": None, "content_hash": ""}, {"url": ""}],
    "source_reliability_is_share": [{"reliability": D("1.1")}, {"reliability": D("-0.1")}],
    "source_state_known": [{"state": "lost"}],
    "source_version_positive": [{"version": 0}],
    "source_fetched_has_url": [
        {"url": None, "content_hash": "0" * 64, "next_fetch_at": factories.NOW}
    ],
}


@pytest.mark.parametrize(
    ("constraint", "fields"), [(name, fields) for name, rows in SOURCE.items() for fields in rows]
)
def test_source_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    refuses(update(factories.make_source(), **fields), constraint)


def test_second_source_of_one_address_is_refused() -> None:
    factories.make_source(url="https://news.example/a")
    refuses(lambda: factories.make_source(url="https://news.example/a"), "url")


def test_second_source_of_one_text_without_address_is_refused() -> None:
    factories.make_source(url=None, content_hash="a" * 64)
    refuses(lambda: factories.make_source(url=None, content_hash="a" * 64), "source_content_unique")


SNAPSHOT = {
    "snapshot_has_text": {"text_length": 0},
    "snapshot_state_known": {"state": "lost"},
    "snapshot_read_has_time": {"state": "read", "read_at": None},
}


@pytest.mark.parametrize(("constraint", "fields"), SNAPSHOT.items())
def test_snapshot_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    refuses(update(factories.make_snapshot(), **fields), constraint)


def test_text_that_repeats_itself_is_refused() -> None:
    snapshot = factories.make_snapshot()
    refuses(update(snapshot, repeats=snapshot), "snapshot_repeats_another")


def test_same_key_of_one_text_twice_is_refused() -> None:
    key = {"signature": 7, "snapshot": factories.make_snapshot()}
    TextSignature.objects.create(**key)
    refuses(lambda: TextSignature.objects.create(**key), "text_signature_unique")


def test_same_text_of_one_source_twice_is_refused() -> None:
    source = factories.make_source()
    factories.make_snapshot(source)
    refuses(lambda: factories.make_snapshot(source), "snapshot_unique")


def test_same_mention_twice_is_refused() -> None:
    snapshot = factories.make_snapshot()
    factories.make_mention(snapshot)
    refuses(lambda: factories.make_mention(snapshot), "mention_unique")


def test_citing_a_source_twice_is_refused() -> None:
    claim, source = factories.make_claim(), factories.make_source()
    Citation.objects.create(claim=claim, source=source)
    refuses(lambda: Citation.objects.create(claim=claim, source=source), "citation_unique")


def test_same_signature_twice_is_refused() -> None:
    claim, mention = factories.make_claim(), factories.make_mention()
    ClaimSignature.objects.create(claim=claim, signature=7)
    refuses(
        lambda: ClaimSignature.objects.create(claim=claim, signature=7), "claim_signature_unique"
    )
    MentionSignature.objects.create(mention=mention, signature=7)
    refuses(
        lambda: MentionSignature.objects.create(mention=mention, signature=7),
        "mention_signature_unique",
    )


def make_check(**fields: Any) -> Check:
    values = {"trigger": "request", "outcome": "unchanged", "started_at": factories.NOW, **fields}
    return Check.objects.create(
        claim=factories.make_claim(), status="supported", engine_version="test", **values
    )


def test_alias_without_an_address_is_refused() -> None:
    alias = SourceAlias.objects.create(url="https://a.example/", source=factories.make_source())
    refuses(update(alias, url=""), "source_alias_has_url")


CITATION_CHECK = {
    "citation_check_outcome_known": [{"outcome": "lost"}],
    "citation_check_altered_has_numbers": [
        {"outcome": "number_altered"},
        {"outcome": "number_altered", "old_number": "64"},
        {"outcome": "number_altered", "old_number": "64", "new_number": "64"},
        {"outcome": "unchanged", "old_number": "64", "new_number": "65"},
    ],
    "citation_check_unreachable_has_error": [{"outcome": "unreachable"}],
}


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [(name, fields) for name, rows in CITATION_CHECK.items() for fields in rows],
)
def test_look_at_a_citation_that_cannot_be_is_refused(
    constraint: str, fields: dict[str, Any]
) -> None:
    citation = Citation.objects.create(claim=factories.make_claim(), source=factories.make_source())
    look = CitationCheck.objects.create(
        citation=citation, outcome="unchanged", checked_at=factories.NOW
    )
    refuses(update(look, **fields), constraint)


def test_unknown_outcome_of_a_citation_is_refused() -> None:
    citation = Citation.objects.create(claim=factories.make_claim(), source=factories.make_source())
    refuses(update(citation, outcome="lost"), "citation_outcome_known")


CHECK = {
    "check_trigger_known": {"trigger": "moon"},
    "check_failure_has_error": {"outcome": "failed", "error": ""},
}


@pytest.mark.parametrize(("constraint", "fields"), CHECK.items())
def test_check_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    refuses(update(make_check(), **fields), constraint)


def test_error_without_a_failure_is_refused() -> None:
    refuses(update(make_check(), error="oops"), "check_failure_has_error")


@pytest.mark.parametrize(
    ("constraint", "new_status"),
    [("status_change_changes", "supported"), ("status_change_known", "true")],
)
def test_status_change_that_cannot_be_is_refused(constraint: str, new_status: str) -> None:
    change = StatusChange.objects.create(
        claim=factories.make_claim(),
        old_status="supported",
        new_status="outdated",
        reasons={},
        changed_at=factories.NOW,
    )
    refuses(update(change, new_status=new_status), constraint)


FEED: dict[str, list[dict[str, Any]]] = {
    "feed_has_address": [{"url": ""}],
    "feed_kind_known": [{"kind": "newsletter"}],
    "feed_active_is_due": [
        {"next_poll_at": None},
        {"state": "paused"},
        {"state": "gone"},
        {"state": "asleep", "next_poll_at": None},
    ],
    "feed_intervals_ordered": [
        {"min_interval": timedelta(seconds=59)},
        {"min_interval": timedelta(days=2)},
        {"max_interval": timedelta(days=367)},
    ],
    "feed_silence_positive": [{"expected_silence": timedelta(seconds=59)}],
    "feed_failure_limit_positive": [{"failure_limit": 0}],
    "feed_reliability_is_share": [{"reliability": D("1.1")}, {"reliability": D("-0.1")}],
    "feed_error_explains": [
        {"last_outcome": "failed"},
        {"last_outcome": "gone"},
        {"last_error": "oops"},
        {"last_outcome": "new", "last_error": "oops"},
        {"last_outcome": "perhaps"},
    ],
    "feed_alarm_has_time": [
        {"alarm": "silent"},
        {"alarm_since": factories.NOW},
        {"alarm": "loud", "alarm_since": factories.NOW},
    ],
}


@pytest.mark.parametrize(
    ("constraint", "fields"), [(name, fields) for name, rows in FEED.items() for fields in rows]
)
def test_feed_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    refuses(update(factories.make_feed(), **fields), constraint)


def test_merged_feed_that_is_still_polled_is_refused() -> None:
    feed, other = factories.make_feed(), factories.make_feed()
    refuses(update(feed, merged_into=other), "feed_merged_is_gone")


def test_second_feed_of_one_address_is_refused() -> None:
    feed = factories.make_feed()
    refuses(lambda: factories.make_feed(url=feed.url), "url")


def make_entry(feed: Feed, **fields: Any) -> FeedEntry:
    return FeedEntry.objects.create(
        **{"feed": feed, "key": "a" * 64, "changed_at": factories.NOW, **fields}
    )


def test_same_entry_of_one_feed_twice_is_refused() -> None:
    feed = factories.make_feed()
    make_entry(feed)
    make_entry(factories.make_feed())
    refuses(lambda: make_entry(feed), "feed_entry_unique")


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("feed_entry_key_complete", {"key": ""}),
        ("feed_entry_key_complete", {"key": "n1"}),
        ("feed_entry_revisions_positive", {"revisions": 0}),
    ],
)
def test_entry_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    refuses(update(make_entry(factories.make_feed()), **fields), constraint)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("feed_poll_outcome_known", {"outcome": "perhaps"}),
        ("feed_poll_error_explains", {"outcome": "failed"}),
        ("feed_poll_error_explains", {"outcome": "gone"}),
        ("feed_poll_error_explains", {"error": "oops"}),
    ],
)
def test_poll_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    poll = FeedPoll.objects.create(
        feed=factories.make_feed(), outcome="new", started_at=factories.NOW
    )
    refuses(update(poll, **fields), constraint)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [("feed_event_kind_known", {"kind": "wedding"}), ("feed_event_told", {"detail": ""})],
)
def test_event_that_cannot_be_is_refused(constraint: str, fields: dict[str, Any]) -> None:
    event = FeedEvent.objects.create(
        feed=factories.make_feed(), kind="moved", detail="there", at=factories.NOW
    )
    refuses(update(event, **fields), constraint)


KEY = {
    "api_key_scope_known": {"scope": "root"},
    "api_key_named": {"name": ""},
    "api_key_hash_complete": {"secret_hash": "secret"},
}


@pytest.mark.parametrize(("constraint", "fields"), KEY.items())
def test_api_key_that_cannot_be_is_refused(constraint: str, fields: dict[str, str]) -> None:
    key, _ = factories.make_key()
    refuses(update(key, **fields), constraint)


def test_same_tag_twice_is_refused() -> None:
    Tag.objects.create(name="energy")
    refuses(lambda: Tag.objects.create(name="energy"), "name")
    refuses(update(Tag.objects.get(), name=""), "tag_named")


def test_same_count_twice_is_refused() -> None:
    count_run(task="read", seconds=1, outcomes={"read": 1}, now=factories.NOW)
    runs, outcome = TaskRuns.objects.get(), TaskOutcome.objects.get()
    again = {"task": "read", "bar": runs.bar, "last_ended_at": factories.NOW}
    refuses(lambda: TaskRuns.objects.create(**again), "task_runs_unique")
    refuses(update(runs, bar=99), "task_runs_bar_known")
    refuses(
        lambda: TaskOutcome.objects.create(task="read", outcome=outcome.outcome),
        "task_outcome_unique",
    )


def test_every_constraint_is_tested_here() -> None:
    from pathlib import Path

    source = Path(__file__).read_text(encoding="utf-8")
    models = (
        ApiKey, Check, Citation, CitationCheck, Claim, ClaimLink, ClaimSet, ClaimSignature,
        Evidence, Feed, FeedEntry, FeedEvent, FeedPoll, Measure, Mention, MentionSignature,
        ReviewCase, Snapshot, Source, SourceAlias, StatusChange, Tag, TaskOutcome, TaskRuns,
        TextSignature,
    )  # fmt: skip
    current = {f"claim_current_{rule}" for rule, _ in CURRENT}
    figure_rules = {f"{m}_{rule}" for m in ("claim", "mention", "evidence") for rule in FIGURES}
    spans = {"mention_span_inside_text", "evidence_span_inside_text"}
    untested = [
        constraint.name
        for model in models
        for constraint in model._meta.constraints
        if constraint.name not in source and constraint.name not in figure_rules | spans | current
    ]
    assert untested == []
