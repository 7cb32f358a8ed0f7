"""The status of a claim from all its evidence."""

from datetime import date
from decimal import Decimal
from itertools import count, permutations

import pytest

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
    assert decision.reasons.set_aside == (weak.id,)


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


def test_reasons_are_plain_json_values():
    reasons = decide_status(CLAIM_TIME, [evidence("supports", "a")]).reasons.as_json()
    assert set(reasons) == {"rule", "sentence", "groups", "set_aside"}
    assert reasons["groups"][0]["question"] == "own_time"
