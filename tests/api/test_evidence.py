"""Evidence across claims, the review queue, and an editor's word."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim, Evidence
from tests.api.client import ApiClient, places, problem
from tests.factories import NOW, make_claim, make_evidence, make_mention, make_snapshot, make_source

EVIDENCE = "/api/v1/evidence/"
MISSING = f"{EVIDENCE}01926a3e-7c1b-7d3a-9f52-6f1d2c3b4a59/"


def path(evidence: Evidence, part: str = "") -> str:
    return f"{EVIDENCE}{evidence.uuid}/{part}"


def review(client: ApiClient, evidence: Evidence, **body: Any) -> Any:
    return client.post(path(evidence, "review/"), {"reason": "I looked.", **body})


def strong(**fields: Any) -> Evidence:
    mention = make_mention(make_snapshot(make_source(reliability="0.9")))
    evidence: Evidence = make_evidence(make_claim(), mention, **fields)
    return evidence


def test_evidence_shows_quote_stance_and_reasons(reader: ApiClient) -> None:
    evidence = strong(prefix="handled ", suffix=" last year")
    shown = reader.get(path(evidence)).json()
    assert shown["claim"] == str(evidence.claim.uuid)
    assert shown["source"]["id"] == str(evidence.snapshot.source.uuid)
    assert (shown["stance"], shown["machine_stance"]) == ("supports", "supports")
    assert (shown["prefix"], shown["quote"]) == ("handled ", "4,200 ships")
    assert shown["reasons"] == evidence.reasons
    assert shown["review"] is None
    for name in ("self", "claim", "source", "snapshot"):
        assert reader.get(shown["links"][name]).status_code == 200


def test_evidence_the_client_has_is_not_sent_again(writer: ApiClient) -> None:
    evidence = strong()
    tag = writer.get(path(evidence)).headers["ETag"]
    assert writer.get(path(evidence), If_None_Match=tag).status_code == 304
    review(writer, evidence, decision="confirm")
    assert writer.get(path(evidence), If_None_Match=tag).status_code == 200


def test_confirmed_evidence_settles_the_claim(writer: ApiClient) -> None:
    evidence = strong()
    shown = review(writer, evidence, decision="confirm").json()
    assert shown["review"]["decision"] == "confirmed"
    assert shown["review"]["by"] == "write key owner"
    assert shown["review"]["reason"] == "I looked."
    assert Claim.objects.get().status == "supported"


def test_rejected_evidence_counts_no_more(writer: ApiClient) -> None:
    evidence = strong()
    Claim.objects.update(status="supported")
    shown = review(writer, evidence, decision="reject").json()
    assert shown["review"]["decision"] == "rejected"
    assert Claim.objects.get().status == "unverified"


def test_overruled_evidence_counts_with_the_new_stance(writer: ApiClient) -> None:
    evidence = strong()
    shown = review(writer, evidence, decision="set_stance", stance="contradicts").json()
    assert (shown["stance"], shown["machine_stance"]) == ("contradicts", "supports")
    assert shown["review"]["stance"] == "contradicts"
    assert Claim.objects.get().status == "contradicted"


def test_review_can_be_changed(writer: ApiClient) -> None:
    evidence = strong()
    review(writer, evidence, decision="set_stance", stance="contradicts")
    shown = review(writer, evidence, decision="confirm").json()
    assert (shown["stance"], shown["review"]["stance"]) == ("supports", None)


BAD: list[tuple[dict[str, Any], str]] = [
    ({}, "/decision"),
    ({"decision": "perhaps"}, "/decision"),
    ({"decision": "confirmed"}, "/decision"),
    ({"decision": "confirm", "reason": ""}, "/reason"),
    ({"decision": "confirm", "reason": "   "}, "/reason"),
    ({"decision": "confirm", "reason": None}, "/reason"),
    ({"decision": "confirm", "stance": "supports"}, "/stance"),
    ({"decision": "set_stance"}, "/stance"),
    ({"decision": "set_stance", "stance": "unrelated"}, "/stance"),
    ({"decision": "confirm", "by": "somebody else"}, "/by"),
]


@pytest.mark.parametrize(("body", "pointer"), BAD, ids=[str(body)[:50] for body, _ in BAD])
def test_bad_review_is_refused_and_nothing_stored(
    writer: ApiClient, body: dict[str, Any], pointer: str
) -> None:
    evidence = strong()
    assert places(problem(review(writer, evidence, **body), 422)) == {pointer}
    assert Evidence.objects.get().review == ""


def test_superseded_evidence_is_not_reviewed(writer: ApiClient) -> None:
    successor = strong()
    evidence = make_evidence(
        successor.claim, make_mention(), superseded_at=NOW, superseded_by=successor
    )
    detail = problem(review(writer, evidence, decision="confirm"), 409)["detail"]
    assert str(successor.uuid) in detail
    evidence.refresh_from_db()
    assert evidence.review == ""
    assert writer.get(path(evidence)).json()["superseded_by"] == str(successor.uuid)


def test_review_queue_holds_what_nobody_has_decided(writer: ApiClient) -> None:
    open_question = strong(stance="unclear")
    strong(stance="unclear", superseded_at=NOW)
    strong()
    decided = strong(stance="unclear")
    review(writer, decided, decision="confirm")
    queue = writer.get(f"{EVIDENCE}?to_review=true").json()["results"]
    assert [row["id"] for row in queue] == [str(open_question.uuid)]


def test_list_is_narrowed_by_claim_and_source(reader: ApiClient) -> None:
    one, other = strong(), strong(score=0.4)
    for query in (f"claim={one.claim.uuid}", f"source={one.snapshot.source.uuid}"):
        rows = reader.get(f"{EVIDENCE}?{query}").json()["results"]
        assert [row["id"] for row in rows] == [str(one.uuid)]
    rows = reader.get(f"{EVIDENCE}?ordering=score").json()["results"]
    assert [row["id"] for row in rows] == [str(other.uuid), str(one.uuid)]


def test_pages_by_score_hold_every_row(reader: ApiClient) -> None:
    for score in (0.1, 0.30000000000000004, 0.3, 1 / 3):
        strong(score=score)
    address, seen = f"{EVIDENCE}?ordering=-score&page_size=1", []
    while address:
        page = reader.get(address).json()
        seen += [row["score"] for row in page["results"]]
        address = page["next"] and page["next"].removeprefix("http://testserver")
    assert seen == [1 / 3, 0.30000000000000004, 0.3, 0.1]


def test_unknown_evidence_is_not_found(writer: ApiClient) -> None:
    problem(writer.get(MISSING), 404)
    problem(writer.post(f"{MISSING}review/", {"decision": "confirm", "reason": "x"}), 404)


def test_evidence_is_not_written_by_clients(admin: ApiClient) -> None:
    for method in ("PUT", "PATCH", "DELETE"):
        response = admin.send(method, path(strong()), {})
        problem(response, 405)
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
