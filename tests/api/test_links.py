"""Linked claims by the API: made, reckoned, reported, confirmed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.client import ApiClient, places, problem
from worker.schedule import reckon_sets

CLAIMS, LINKS, SETS = "/api/v1/claims/", "/api/v1/claim-links/", "/api/v1/claim-sets/"
NOBODY = "01926a3e-7c1b-7d3a-9f52-6f1d2c3b4a59"


def claim(writer: ApiClient, statement: str) -> str:
    response = writer.post(CLAIMS, {"statement": statement, "as_of": "2021"})
    assert response.status_code == 201, response.content
    return str(response.json()["id"])


@pytest.fixture
def share(writer: ApiClient) -> dict[str, str]:
    """A share of 25 percent that is derived from 30 and 120."""
    ids = {
        "part": claim(writer, "30 ferries run on methanol."),
        "whole": claim(writer, "Kalda has 120 ferries."),
        "share": claim(writer, "25 percent of the ferries run on methanol."),
    }
    body = {"formula": "share", "inputs": [ids["part"], ids["whole"]]}
    answer = writer.put(f"{CLAIMS}{ids['share']}/derivation/", body)
    assert answer.status_code == 200, answer.content
    return {**ids, "set": answer.json()["id"]}


def test_derivation_is_stored_and_read(share: dict[str, str], reader: ApiClient) -> None:
    found = reader.get(f"{CLAIMS}{share['share']}/derivation/").json()
    assert (found["formula"], found["consistency"], found["flag"]) == ("share", "consistent", None)
    names = [(member["name"], member["claim"]) for member in found["members"]]
    assert names == [("part", share["part"]), ("whole", share["whole"])]
    assert found["reasons"]["claimed"] == "[24.5, 25.5)"
    assert found["reasons"]["computed"] == "[25, 25]"
    links = reader.get(f"{LINKS}?claim={share['share']}").json()["results"]
    assert [link["position"] for link in links] == [1, 0]
    problem(reader.get(f"{CLAIMS}{share['part']}/derivation/"), 404)


def test_changed_input_is_reported_and_confirmed(
    share: dict[str, str], writer: ApiClient, reader: ApiClient
) -> None:
    assert reader.get(f"{SETS}?flagged=true").json()["results"] == []
    writer.patch(f"{CLAIMS}{share['part']}/", {"value": "36"})
    (flagged,) = reader.get(f"{SETS}?flagged=true").json()["results"]
    assert flagged["id"] == share["set"]
    assert (flagged["flag"]["claim"], flagged["flag"]["change"]) == (share["part"], "edited")
    reckon_sets()
    (found,) = reader.get(f"{SETS}?consistency=inconsistent").json()["results"]
    assert found["reasons"]["computed"] == "[30, 30]"
    confirm = f"{SETS}{share['set']}/confirm/"
    assert places(problem(writer.post(confirm, {}), 422)) == {"/reason"}
    confirmed = writer.post(confirm, {"reason": "Rounded to a quarter."}).json()
    assert confirmed["flag"] is None
    assert confirmed["confirmed"]["reason"] == "Rounded to a quarter."
    assert reader.get(f"{SETS}?flagged=true").json()["results"] == []
    problem(reader.post(confirm, {"reason": "x"}), 403)


def test_deleted_input_is_reported(
    share: dict[str, str], admin: ApiClient, reader: ApiClient
) -> None:
    assert admin.delete(f"{CLAIMS}{share['whole']}/").status_code == 204
    (flagged,) = reader.get(f"{SETS}?flagged=true").json()["results"]
    assert flagged["flag"]["change"] == "deleted"


BAD: list[tuple[dict[str, Any], str]] = [
    ({"formula": "product"}, "/formula"),
    ({"inputs": []}, "/inputs"),
    ({"inputs": [NOBODY, NOBODY]}, "/inputs/0"),
    ({"inputs": ["part"]}, "/inputs"),
    ({"inputs": ["part", "part"]}, "/inputs"),
    ({"inputs": ["part", "share"]}, "/inputs/1"),
    ({"inputs": "part"}, "/inputs"),
    ({"inputs": ["part", "whole"], "formula": "sum"}, "/formula"),
    ({"colour": "red"}, "/colour"),
]


@pytest.mark.parametrize(("fields", "place"), BAD)
def test_derivation_at_fault_names_the_field(
    share: dict[str, str], writer: ApiClient, fields: dict[str, Any], place: str
) -> None:
    body = {"formula": "share", "inputs": ["part", "whole"], **fields}
    if isinstance(body["inputs"], list):
        body["inputs"] = [share.get(name, name) for name in body["inputs"]]
    refused = writer.put(f"{CLAIMS}{share['share']}/derivation/", body)
    assert places(problem(refused, 422)) == {place}


def test_circle_is_refused_with_its_claims(share: dict[str, str], writer: ApiClient) -> None:
    other = claim(writer, "20 percent of the ferries are new.")
    body = {"formula": "sum", "inputs": [share["share"], other]}
    total = claim(writer, "45 percent of the ferries are new or run on methanol.")
    assert writer.put(f"{CLAIMS}{total}/derivation/", body).status_code == 200
    back = {"formula": "difference", "inputs": [total, share["share"]]}
    refused = problem(writer.put(f"{CLAIMS}{other}/derivation/", back), 422)
    assert places(refused) == {"/inputs/0"}
    assert "“45 percent of the ferries" in refused["errors"][0]["detail"]
    assert "“20 percent of the ferries" in refused["errors"][0]["detail"]


def test_parts_are_linked_and_reported(
    writer: ApiClient, reader: ApiClient, admin: ApiClient
) -> None:
    whole = claim(writer, "Kalda has 100 ferries.")
    parts = [claim(writer, f"Kalda has {count} blue ferries.") for count in (60, 50)]
    made = [
        writer.post(LINKS, {"kind": "part_of", "claim": part, "other": whole}) for part in parts
    ]
    assert [answer.status_code for answer in made] == [201, 201]
    address = made[1].headers["Location"]
    assert reader.get(address).json()["claim"] == parts[1]
    (found,) = reader.get(f"{SETS}?consistency=inconsistent&kind=part_of").json()["results"]
    assert (found["claim"], found["formula"]) == (whole, None)
    assert found["reasons"]["rule"] == "parts_exceed_whole"
    members = reader.get(f"{SETS}{found['id']}/").json()["members"]
    assert [member["name"] for member in members] == ["part", "part"]
    assert admin.delete(address).status_code == 204
    assert reader.get(f"{SETS}?consistency=inconsistent").json()["results"] == []


def test_link_at_fault_names_the_field(share: dict[str, str], writer: ApiClient) -> None:
    part, whole, rate = share["part"], share["whole"], share["share"]
    bad: list[tuple[dict[str, Any], str]] = [
        ({"kind": "derived_from", "claim": part, "other": whole}, "/kind"),
        ({"kind": "part_of", "claim": NOBODY, "other": whole}, "/claim"),
        ({"kind": "part_of", "claim": part, "other": NOBODY}, "/other"),
        ({"kind": "part_of", "claim": part, "other": part}, "/other"),
        ({"kind": "part_of", "claim": part, "other": rate}, "/other"),
        ({"kind": "part_of", "claim": part}, "/other"),
        ({"kind": "part_of", "claim": part, "other": whole, "position": 1}, "/position"),
    ]
    for body, place in bad:
        assert places(problem(writer.post(LINKS, body), 422)) == {place}, body
    twice = {"kind": "same_measure", "claim": part, "other": whole}
    assert writer.post(LINKS, twice).status_code == 201
    problem(writer.post(LINKS, twice), 409)


def test_input_is_removed_with_its_derivation_only(share: dict[str, str], admin: ApiClient) -> None:
    link = admin.get(f"{LINKS}?claim={share['part']}").json()["results"][0]
    problem(admin.delete(link["links"]["self"]), 409)
    assert admin.delete(f"{CLAIMS}{share['share']}/derivation/").status_code == 204
    problem(admin.delete(f"{CLAIMS}{share['share']}/derivation/"), 404)
    problem(admin.get(f"{SETS}{share['set']}/"), 404)
    problem(admin.get(link["links"]["self"]), 404)


def test_linked_claim_cannot_change_its_kind_of_unit(
    share: dict[str, str], writer: ApiClient
) -> None:
    refused = writer.patch(f"{CLAIMS}{share['part']}/", {"unit": "EUR"})
    assert places(problem(refused, 422)) == {"/unit"}


def test_readers_link_nothing(share: dict[str, str], reader: ApiClient) -> None:
    body = {"kind": "part_of", "claim": share["part"], "other": share["whole"]}
    problem(reader.post(LINKS, body), 403)
