"""`manage.py replay`: what another policy would change, without changing it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_claim
from tests.services.test_replay import Story, rows_of_all_tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    story = Story()
    story.published("Torvik has 64 lighthouses, the coast guard said on Monday.", 2023, "gazette")
    return story


def replayed(tmp_path: Path, *arguments: str) -> list[dict[str, Any]]:
    """Return the rows that the command writes; the last argument but options is its input."""
    out = tmp_path / "out.jsonl"
    paths = [each for each in arguments if each.endswith("in.jsonl")]
    options = [each for each in arguments if each not in paths]
    call_command("replay", *paths, str(out), *options)
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def test_claims_that_would_move_are_written_and_no_row_is_touched(
    story: Story, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_claim(statement="nobody speaks of it")
    before = rows_of_all_tables()
    (row,) = replayed(tmp_path, "--set", "min_weight=0.9")
    assert (row["id"], row["changes"]) == (str(story.claim.uuid), True)
    assert (row["old"]["status"], row["new"]["status"]) == ("outdated", "unverified")
    assert row["old"]["reasons"] == story.claim.status_reasons
    assert list(row["new"]["reasons"]["set_aside_because"].values()) == ["too_light"]
    assert rows_of_all_tables() == before
    said = capsys.readouterr().err
    assert said.strip() == "1 of 2 claims would change: outdated -> unverified 1"


def test_policy_in_force_moves_nothing(story: Story, tmp_path: Path) -> None:
    assert replayed(tmp_path) == []
    assert [row["changes"] for row in replayed(tmp_path, "--all")] == [False]


def test_policy_comes_from_a_file_and_single_thresholds_win(story: Story, tmp_path: Path) -> None:
    policy = tmp_path / "policy.json"
    policy.write_text(json.dumps({"min_weight": 0.9, "clear_majority": 2}))
    assert len(replayed(tmp_path, "--policy", str(policy))) == 1
    assert replayed(tmp_path, "--policy", str(policy), "--set", "min_weight=0.1") == []


def test_claims_may_be_named_and_a_bad_line_is_left_out(
    story: Story, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = tmp_path / "in.jsonl"
    lines = [
        {"id": str(story.claim.uuid)},
        {"id": "7"},
        {},
        {"id": str(story.claim.uuid)[:-4] + "0000"},
    ]
    asked.write_text("\n".join(map(json.dumps, lines)))
    with pytest.raises(CommandError, match="3 bad lines left out"):
        replayed(tmp_path, str(asked), "--set", "min_weight=0.9")
    (row,) = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert row["id"] == str(story.claim.uuid)
    said = capsys.readouterr().err
    assert "line 2: id: '7' is no identifier" in said
    assert "line 3: id: is missing" in said
    assert "line 4: id: there is no claim" in said


def test_many_claims_are_walked_in_chunks(
    story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.management.commands.replay.CHUNK", 2)
    for number in range(4):
        make_claim(statement=f"Claim {number}")
    assert len({row["id"] for row in replayed(tmp_path, "--all")}) == 5


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--set", "min_wait=1"], "min_wait: is no threshold"),
        (["--set", "min_weight=2"], "min_weight: must be a number from 0 to 1"),
        (["--set", "min_weight=NaN"], "min_weight"),
        (["--set", "min_weight"], "write NAME=VALUE"),
        (["--policy", "/nowhere/policy.json"], "cannot read /nowhere/policy.json"),
    ],
)
def test_bad_policy_is_one_line(tmp_path: Path, options: list[str], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        call_command("replay", str(tmp_path / "out"), *options)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("text", "reason"), [("{", "not JSON"), ("[1]", "not a JSON object")])
def test_bad_policy_file_is_named(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "policy.json").write_text(text)
    with pytest.raises(CommandError, match=f"policy.json: {reason}"):
        call_command("replay", "-", "--policy", str(tmp_path / "policy.json"))
