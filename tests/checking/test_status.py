"""The status of a claim from all its evidence."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count, permutations

import pytest

from claims.checking.policy import Policy, PolicyError
from claims.checking.stance import Stance, Status
from claims.checking.status import EvidenceForStatus, decide_status
from claims.quantities.periods import Period

CLAIM_TIME = Period.parse("2022")
_ids = count(1)


def evidence(stance, source, time="2022", **fields):
    return EvidenceForStatus(
        **{
            "id": f"e{next(_ids)}",
            "stance": Stance(stance),
            "score": 0.9,
            "reliability": 0.8,
            "source": source,
            "as_of": Period.parse(time),
            "value": Decimal(100),
            "unit": "count",
        }
        | fields
    )


@pytest.mark.parametrize(
    ("pieces", "status"),
    [
        ([], Status.UNVERIFIED),
        ([("unclear", "a", "2022"), ("unrelated", "b", "2022")], Status.UNVERIFIED),
        ([("supports", "a", "2022")], Status.SUPPORTED),
        ([("contradicts", "a", "2022")], Status.CONTRADICTED),
        ([("supersedes", "a", "2024")], Status.OUTDATED),
        ([("supports", "a", "2022"), ("supersedes", "b", "2024")], Status.OUTDATED),
        ([("supports", "a", "2024")], Status.SUPPORTED),
        # the newest time decides what holds now
        ([("supersedes", "a", "2023"), ("supports", "b", "2024")], Status.SUPPORTED),
        ([("supports", "a", "2023"), ("supersedes", "b", "2024")], Status.OUTDATED),
        # independent sources that disagree for the same time
        ([("supports", "a", "2022"), ("contradicts", "b", "2022")], Status.DISPUTED),
        ([("supports", "a", "2024"), ("supersedes", "b", "2024")], Status.DISPUTED),
        # what was wrong from the start stays so
        ([("contradicts", "a", "2022"), ("supersedes", "b", "2024")], Status.CONTRADICTED),
        ([("contradicts", "a", "2022"), ("supports", "b", "2024")], Status.DISPUTED),
        # a clear majority of independent sources
        (
            [("supports", s, "2022") for s in "abc"] + [("contradicts", "d", "2022")],
            Status.SUPPORTED,
        ),
        (
            [("contradicts", s, "2022") for s in "abc"] + [("supports", "d", "2022")],
            Status.CONTRADICTED,
        ),
    ],
)
def test_status_follows_from_the_evidence(pieces, status):
    decision = decide_status(CLAIM_TIME, [evidence(*piece) for piece in pieces])
    assert decision.status == status


def test_reprints_of_one_report_are_one_voice():
    reprints = [evidence("contradicts", source, cluster="agency") for source in "abc"]
    assert decide_status(CLAIM_TIME, [*reprints, evidence("supports", "d")]).status == (
        Status.DISPUTED
    )


def test_a_source_that_repeats_itself_is_one_voice():
    repeated = [evidence("contradicts", "a") for _ in range(5)]
    assert decide_status(CLAIM_TIME, [*repeated, evidence("supports", "b")]).status == (
        Status.DISPUTED
    )


def test_one_source_may_speak_of_two_times():
    pieces = [evidence("supports", "a", "2022"), evidence("supersedes", "a", "2024")]
    decision = decide_status(CLAIM_TIME, pieces)
    assert decision.status == Status.OUTDATED
    assert decision.reasons.rule == "then_held_since_broken"


def test_a_reviewed_piece_silences_the_machine_for_the_same_time():
    machine = [evidence("contradicts", source) for source in "abcd"]
    reviewed = evidence("supports", "e", reviewed=True)
    assert decide_status(CLAIM_TIME, [*machine, reviewed]).status == Status.SUPPORTED


def test_a_reviewed_piece_does_not_silence_a_later_time():
    reviewed = evidence("supports", "a", "2022", reviewed=True)
    newer = evidence("supersedes", "b", "2024")
    assert decide_status(CLAIM_TIME, [reviewed, newer]).status == Status.OUTDATED


def test_an_unreliable_source_is_too_weak_to_decide():
    weak = evidence("contradicts", "a", reliability=0.1)
    decision = decide_status(CLAIM_TIME, [weak])
    assert decision.status == Status.UNVERIFIED
    assert decision.reasons.set_aside == {weak.id: "too_light"}


def test_a_reliable_source_outweighs_an_unreliable_one():
    pieces = [
        evidence("supports", "a", reliability=1.0),
        evidence("contradicts", "b", reliability=0.25),
    ]
    assert decide_status(CLAIM_TIME, pieces).status == Status.SUPPORTED


def test_the_current_value_is_the_newest_that_supports_or_supersedes():
    pieces = [
        evidence("supports", "a", "2022", value=Decimal(189)),
        evidence("supersedes", "b", "2024", value=Decimal(221)),
        evidence("supersedes", "c", "2023", value=Decimal(204)),
    ]
    current = decide_status(CLAIM_TIME, pieces).current_value
    assert current is not None
    assert (current.value, current.as_of, current.source) == (
        Decimal(221),
        Period.parse("2024"),
        "b",
    )


def test_contradicting_evidence_gives_no_current_value():
    assert decide_status(CLAIM_TIME, [evidence("contradicts", "a")]).current_value is None


def test_without_a_stated_time_the_day_of_publication_counts():
    piece = evidence("supports", "a", as_of=None, published_at=date(2024, 3, 1))
    decision = decide_status(CLAIM_TIME, [piece])
    assert decision.reasons.rule == "then_silent_since_held"


def test_the_order_of_the_evidence_does_not_matter():
    pieces = [
        evidence("supports", "a", "2022"),
        evidence("contradicts", "b", "2022"),
        evidence("supersedes", "c", "2024"),
        evidence("supports", "c", "2024", cluster="x"),
    ]
    decisions = {str(decide_status(CLAIM_TIME, order)) for order in permutations(pieces)}
    assert len(decisions) == 1


def test_confidence_grows_with_agreeing_sources():
    one = decide_status(CLAIM_TIME, [evidence("supports", "a")]).confidence
    two = decide_status(CLAIM_TIME, [evidence("supports", s) for s in "ab"]).confidence
    assert 0 < one < two <= 1


def test_confidence_is_the_product_of_its_parts():
    pieces = [*(evidence("supports", s) for s in "abcd"), evidence("contradicts", "e")]
    decision = decide_status(CLAIM_TIME, pieces)
    (group,) = decision.reasons.groups
    assert group["agreement"] == 0.8
    assert decision.confidence == pytest.approx(group["agreement"] * group["strength"], abs=1e-4)


def test_heaviest_of_the_reprints_stands_for_them():
    pieces = [
        evidence("supersedes", "agency", "2024-03-01", cluster="x", reliability=0.9),
        evidence("supersedes", "tabloid", "2024-03-02", cluster="x", reliability=0.3),
        evidence("supersedes", "archive", "2023-01-01", cluster="x", reliability=1.0),
    ]
    (group,) = decide_status(CLAIM_TIME, pieces).reasons.groups
    assert [voice["source"] for voice in group["voices"]] == ["agency"]


def test_corrected_reprint_says_what_the_voice_says():
    pieces = [
        evidence("supports", "a", "2024-03-01", cluster="x", reliability=0.9),
        evidence("supersedes", "a", "2024-03-02", cluster="x", reliability=0.9),
    ]
    assert decide_status(CLAIM_TIME, pieces).status == Status.OUTDATED


def test_chain_of_clusters_and_sources_is_one_voice():
    pieces = [
        evidence("contradicts", "a", cluster="x"),
        evidence("contradicts", "b", cluster="x"),
        evidence("contradicts", "b", cluster="y"),
        evidence("contradicts", "c", cluster="y"),
        evidence("contradicts", "c", cluster="z"),
    ]
    (group,) = decide_status(CLAIM_TIME, pieces).reasons.groups
    assert [voice["sources"] for voice in group["voices"]] == [3]


def test_editors_who_disagree_leave_the_claim_disputed():
    pieces = [
        evidence("supports", "a", reviewed=True),
        evidence("contradicts", "b", reviewed=True),
        *(evidence("supports", s) for s in "cdef"),
    ]
    decision = decide_status(CLAIM_TIME, pieces)
    assert decision.status == Status.DISPUTED
    assert decision.reasons.groups[0]["reviewed"] is True


@pytest.mark.parametrize("time", ["2022", "2024"])
def test_editors_who_disagree_on_reprints_of_one_text_leave_the_claim_disputed(time):
    against = "contradicts" if time == "2022" else "supersedes"
    pieces = [
        evidence("supports", "a", time, cluster="x", reviewed=True),
        evidence(against, "b", time, cluster="x", reviewed=True),
    ]
    assert decide_status(CLAIM_TIME, pieces).status == Status.DISPUTED


def test_reasons_tell_who_weighed_what():
    pieces = [
        evidence("supports", "a", id="1", title="Harbour report", score=0.9, cluster="x"),
        evidence("supports", "b", id="2", title="Reprint", score=0.8, cluster="x"),
        evidence("contradicts", "c", id="3", title="Leaflet", reliability=0.5, score=0.5),
        evidence("contradicts", "d", id="4", reliability=0.1),
        evidence("unclear", "e", id="5"),
        evidence("supersedes", "f", "2023", id="6"),
        evidence("supports", "g", "2024", id="7"),
    ]
    reasons = decide_status(CLAIM_TIME, pieces).reasons.as_json()
    own_time, since = reasons["groups"]
    assert own_time["sentence"] == (
        "Independent sources: 1 for it, weighing 0.72; 1 against it, weighing 0.25:"
        " no side has a clear majority."
    )
    assert own_time["voices"] == [
        {"evidence": "1", "stance": "supports", "source": "a", "title": "Harbour report",
         "reliability": 0.8, "score": 0.9, "weight": 0.72, "reviewed": False, "sources": 2},
        {"evidence": "3", "stance": "contradicts", "source": "c", "title": "Leaflet",
         "reliability": 0.5, "score": 0.5, "weight": 0.25, "reviewed": False, "sources": 1},
    ]  # fmt: skip
    assert since["sentence"] == "Independent sources: 1 for it, weighing 0.72."
    assert reasons["set_aside_because"] == {
        "2": "said_by_another", "4": "too_light", "5": "unclear", "6": "older",
    }  # fmt: skip


def test_machine_that_an_editor_outranks_is_set_aside():
    pieces = [evidence("supports", "a", reviewed=True), evidence("contradicts", "b", id="machine")]
    assert decide_status(CLAIM_TIME, pieces).reasons.set_aside == {"machine": "outranked"}


def test_many_voices_are_counted_and_the_heaviest_told():
    pieces = [evidence("supports", f"s{n}", score=0.5 + n / 100) for n in range(30)]
    (group,) = decide_status(CLAIM_TIME, pieces).reasons.groups
    assert (len(group["evidence"]), len(group["voices"])) == (30, 20)
    assert group["voices"][0]["score"] == 0.79


def test_reasons_are_plain_json_values():
    reasons = decide_status(CLAIM_TIME, [evidence("supports", "a")]).reasons.as_json()
    assert set(reasons) == {"rule", "sentence", "groups", "set_aside", "set_aside_because"}
    assert reasons["groups"][0]["question"] == "own_time"


@pytest.mark.parametrize(
    ("thresholds", "status"),
    [
        ({}, Status.DISPUTED),
        ({"clear_majority": 2}, Status.SUPPORTED),
        ({"min_weight": 0.5}, Status.SUPPORTED),
        ({"min_weight": 1.0}, Status.UNVERIFIED),
        ({"min_reliability": 0.6}, Status.SUPPORTED),
        ({"min_score": 0.85}, Status.SUPPORTED),
        ({"min_score_against": 0.85}, Status.SUPPORTED),
        ({"min_weight": 0, "min_score_against": 0.8}, Status.DISPUTED),
    ],
)
def test_another_policy_may_give_another_status(thresholds, status):
    pieces = [
        evidence("supports", "a", score=0.9, reliability=0.9),
        evidence("contradicts", "b", score=0.8, reliability=0.5),
        evidence("contradicts", "c", score=0.9, reliability=0.0),
    ]
    assert decide_status(CLAIM_TIME, pieces, Policy.of(thresholds)).status == status


def test_same_time_of_a_policy_decides_who_is_newest():
    pieces = [
        evidence("supersedes", "a", "2024-03-01"),
        evidence("supports", "b", "2024-03-20"),
    ]
    assert decide_status(CLAIM_TIME, pieces).status == Status.SUPPORTED
    wide = Policy(same_time_days=30)
    assert decide_status(CLAIM_TIME, pieces, wide).status == Status.DISPUTED


@pytest.mark.parametrize(
    ("thresholds", "named"),
    [
        ({"min_wait": 1}, "min_wait: is no threshold"),
        ({"min_weight": 1.5}, "min_weight: must be a number from 0 to 1"),
        ({"min_weight": float("nan")}, "min_weight"),
        ({"clear_majority": 1}, "clear_majority"),
        ({"clear_majority": "3"}, "clear_majority"),
        ({"same_time_days": 1.5}, "same_time_days: must be a whole number"),
        ({"min_score": True}, "min_score"),
    ],
)
def test_policy_that_cannot_be_is_refused_by_name(thresholds, named):
    with pytest.raises(PolicyError, match=named):
        Policy.of(thresholds)


def test_later_text_of_a_source_speaks_for_it_however_well_the_earlier_one_matched():
    first = evidence("supports", "a", "2024", score=0.99, edition=1)
    second = evidence("supersedes", "a", "2024", score=0.7, edition=2)
    decision = decide_status(CLAIM_TIME, [first, second])
    assert decision.status == Status.OUTDATED
    assert decision.reasons.set_aside == {first.id: "said_by_another"}
    reviewed = replace(first, reviewed=True)
    assert decide_status(CLAIM_TIME, [reviewed, second]).status == Status.SUPPORTED
