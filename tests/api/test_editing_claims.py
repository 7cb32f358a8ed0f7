"""PUT, PATCH and DELETE of a claim, and who has seen which version."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Check, Claim, Evidence
from tests.api.client import ApiClient, places, problem
from tests.factories import make_evidence

CLAIMS = "/api/v1/claims/"
STATEMENT = "The aquarium of Sundvik keeps 640 seahorses."
MISSING = f"{CLAIMS}01926a3e-7c1b-7d3a-9f52-6f1d2c3b4a59/"


@pytest.fixture
def claim(writer: ApiClient) -> dict[str, Any]:
    body = {
        "statement": STATEMENT,
        "subject": "Sundvik aquarium",
        "as_of": "2022",
        "tags": ["sea"],
        "citations": [{"url": "https://aquarium.example/"}],
        "check_interval": 3600,
    }
    made: dict[str, Any] = writer.post(CLAIMS, body).json()
    return made


def test_patch_changes_what_is_given_and_nothing_else(
    writer: ApiClient, claim: dict[str, Any]
) -> None:
    changed = writer.patch(claim["links"]["self"], {"as_of": "2022-Q3"}).json()
    moving = ("as_of", "version", "updated_at", "next_check_at")
    assert changed["as_of"] == "2022-Q3"
    assert changed["version"] == 2
    assert {k: v for k, v in changed.items() if k not in moving} == {
        k: v for k, v in claim.items() if k not in moving
    }


def test_patched_statement_is_read_again(writer: ApiClient, claim: dict[str, Any]) -> None:
    changed = writer.patch(
        claim["links"]["self"], {"statement": STATEMENT.replace("640", "700")}
    ).json()
    assert (changed["value"], changed["low"], changed["high"]) == ("700", "700", "700")
    assert changed["subject"] == "Sundvik aquarium"


def test_patching_one_end_leaves_the_other(writer: ApiClient, claim: dict[str, Any]) -> None:
    changed = writer.patch(claim["links"]["self"], {"low": "600"}).json()
    assert (changed["low"], changed["high"]) == ("600", "640")


def test_patched_citation_is_written_like_a_new_one(
    writer: ApiClient, claim: dict[str, Any]
) -> None:
    body = {"citations": [{"url": "https://aquarium.example/seahorses"}]}
    response = writer.patch(claim["links"]["self"], body)
    assert response.status_code == 200
    (citation,) = response.json()["citations"]
    assert (citation["quote"], citation["locator"]) == ("", "")


@pytest.mark.parametrize(
    ("tolerance", "place"),
    [
        ({}, "/tolerance/kind"),
        ({"kind": "relative"}, "/tolerance/amount"),
        ({"amount": "0.1"}, "/tolerance/kind"),
    ],
)
def test_patch_needs_a_whole_tolerance(
    writer: ApiClient, claim: dict[str, Any], tolerance: dict[str, Any], place: str
) -> None:
    response = writer.patch(claim["links"]["self"], {"tolerance": tolerance})
    assert place in places(problem(response, 422))


def test_patch_can_empty_tags_and_citations(writer: ApiClient, claim: dict[str, Any]) -> None:
    changed = writer.patch(claim["links"]["self"], {"tags": [], "citations": []}).json()
    assert (changed["tags"], changed["citations"]) == ([], [])


def test_put_replaces_everything(writer: ApiClient, claim: dict[str, Any]) -> None:
    changed = writer.put(
        claim["links"]["self"], {"statement": "The zoo of Sundvik keeps 12 lynxes."}
    ).json()
    assert (changed["value"], changed["as_of"]) == ("12", None)
    assert changed["subject"] != "Sundvik aquarium"
    assert (changed["tags"], changed["citations"], changed["check_interval"]) == ([], [], 86400)
    assert changed["id"] == claim["id"]


def test_tolerance_is_set_kept_by_patch_and_dropped_by_put(
    writer: ApiClient, claim: dict[str, Any]
) -> None:
    path = claim["links"]["self"]
    assert claim["tolerance"] is None
    given = {"kind": "relative", "amount": "0.05"}
    assert writer.patch(path, {"tolerance": given}).json()["tolerance"] == given
    assert writer.patch(path, {"place": "Sundvik"}).json()["tolerance"] == given
    edits = writer.get(claim["links"]["history"]).json()["results"]
    assert edits[1]["changes"] == [{"field": "tolerance", "before": None, "after": given}]
    assert writer.put(path, {"statement": STATEMENT}).json()["tolerance"] is None


def test_another_tolerance_is_a_new_revision_that_is_due(
    writer: ApiClient, claim: dict[str, Any]
) -> None:
    Claim.objects.update(next_check_at=None)
    body = {"tolerance": {"kind": "digits", "amount": 2}}
    assert writer.patch(claim["links"]["self"], body).json()["next_check_at"] is not None
    stored = Claim.objects.get()
    assert (stored.revision, str(stored.for_check().tolerance)) == (2, "2 significant digits")


def test_put_without_a_statement_is_refused(writer: ApiClient, claim: dict[str, Any]) -> None:
    response = writer.put(claim["links"]["self"], {"tags": []})
    assert places(problem(response, 422)) == {"/statement"}


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"low": "900"}, "/low"),
        ({"unit": "blorps!"}, "/unit"),
        ({"statement": "No figure here."}, "/statement"),
        ({"version": 9}, "/version"),
        ({"as_of": "2190"}, "/as_of"),
    ],
)
def test_bad_change_is_refused_and_nothing_changed(
    writer: ApiClient, claim: dict[str, Any], fields: dict[str, Any], pointer: str
) -> None:
    response = writer.patch(claim["links"]["self"], fields)
    assert pointer in places(problem(response, 422))
    assert writer.get(claim["links"]["self"]).json() == claim


def test_write_of_the_version_seen_passes(writer: ApiClient, claim: dict[str, Any]) -> None:
    path = claim["links"]["self"]
    tag = writer.get(path).headers["ETag"]
    response = writer.patch(path, {"place": "Sundvik"}, If_Match=tag)
    assert response.status_code == 200
    assert response.headers["ETag"] != tag


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_write_of_a_stale_version_is_refused(
    writer: ApiClient, claim: dict[str, Any], method: str
) -> None:
    path = claim["links"]["self"]
    tag = writer.get(path).headers["ETag"]
    writer.patch(path, {"place": "Sundvik"})
    body = problem(writer.send(method, path, {"statement": STATEMENT}, If_Match=tag), 412)
    assert body["type"].endswith(":stale-version")
    assert writer.get(path).json()["place"] == "Sundvik"


def test_recheck_that_finds_nothing_refuses_no_edit(
    writer: ApiClient, claim: dict[str, Any]
) -> None:
    path = claim["links"]["self"]
    tag = writer.get(path).headers["ETag"]
    writer.post(claim["links"]["recheck"])
    assert writer.get(path).headers["ETag"] != tag
    assert writer.patch(path, {"place": "Sundvik"}, If_Match=tag).status_code == 200


def test_what_the_client_has_is_not_sent_again(writer: ApiClient, claim: dict[str, Any]) -> None:
    path = claim["links"]["self"]
    tag = writer.get(path).headers["ETag"]
    again = writer.get(path, If_None_Match=tag)
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    writer.patch(path, {"place": "Sundvik"})
    assert writer.get(path, If_None_Match=tag).status_code == 200


def test_deleting_takes_all_that_rests_on_the_claim(admin: ApiClient) -> None:
    evidence = make_evidence()
    response = admin.delete(f"{CLAIMS}{evidence.claim.uuid}/")
    assert (response.status_code, response.content) == (204, b"")
    assert not Claim.objects.exists()
    assert not Evidence.objects.exists()
    assert not Check.objects.exists()


def test_delete_of_a_stale_version_is_refused(admin: ApiClient) -> None:
    claim = admin.post(CLAIMS, {"statement": STATEMENT}).json()
    path = claim["links"]["self"]
    problem(admin.delete(path, If_Match='"7.0-0"'), 412)
    assert admin.delete(path, If_Match="*").status_code == 204


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_unknown_claim_is_not_found(admin: ApiClient, method: str) -> None:
    problem(admin.send(method, MISSING, {"statement": STATEMENT}), 404)


@pytest.mark.parametrize("part", ["evidence", "checks", "history"])
def test_parts_of_an_unknown_claim_are_not_found(reader: ApiClient, part: str) -> None:
    problem(reader.get(f"{MISSING}{part}/"), 404)


def test_recheck_of_an_unknown_claim_is_not_found(writer: ApiClient) -> None:
    problem(writer.post(f"{MISSING}recheck/"), 404)
