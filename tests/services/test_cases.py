"""Each review is kept as a case that is complete in itself, and can be asked again."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from claims.checking.cases import NotACase, ask_again, case_from_json
from claims.checking.stance import Stance
from claims.models import Claim, Evidence, ReviewCase, ReviewDecision, Source
from claims.services.claims import update_claim
from claims.services.review import NotCurrent, review_evidence
from claims.services.wording import complete
from tests import factories
from tests.factories import NOW
from tests.worker.test_reading import NEWER, claim_of_2020, push
from worker.read import read_snapshots

pytestmark = pytest.mark.django_db

BENCH = Path(__file__).parents[2] / "bench" / "review_cases.py"


def judged() -> Evidence:
    """Return the evidence that the machine found in a newer text: it supersedes."""
    claim_of_2020()
    read_snapshots([push(NEWER).pk])
    return Evidence.objects.get()


def review(evidence: Evidence, decision: ReviewDecision, stance: str = "", reason: str = "So.",
           user: Any = None) -> ReviewCase:  # fmt: skip
    user = user or factories.make_user(f"editor {ReviewCase.objects.count()}")
    review_evidence(
        evidence=evidence, decision=decision, stance=stance, reason=reason, user=user, now=NOW
    )
    return ReviewCase.objects.get()


def test_overrule_becomes_a_case() -> None:
    evidence = judged()
    case = review(evidence, ReviewDecision.OVERRULED, "supports", "It counts two that are dark.")
    assert (case.machine_stance, case.editor_stance) == ("supersedes", "supports")
    assert (case.claim["statement"], case.claim["as_of"]) == ("Torvik has 61 lighthouses", "2020")
    assert (case.claim["value"], case.claim["unit"]) == ("61", "count")
    assert (case.text, case.title) == (NEWER, "Lighthouses")
    assert case.text[case.start : case.end] == evidence.quote
    assert case.reason == "It counts two that are dark."
    assert list(ReviewCase.objects.overruling()) == [case]


REVIEWS = [
    (ReviewDecision.CONFIRMED, "", "supersedes", False),
    (ReviewDecision.REJECTED, "", "unrelated", True),
    (ReviewDecision.OVERRULED, "contradicts", "contradicts", True),
    (ReviewDecision.OVERRULED, "supersedes", "supersedes", False),
]


@pytest.mark.parametrize(("decision", "stance", "editor_stance", "overruled"), REVIEWS)
def test_case_says_what_the_editor_said(
    decision: ReviewDecision, stance: str, editor_stance: str, overruled: bool
) -> None:
    case = review(judged(), decision, stance)
    assert case.editor_stance == editor_stance
    assert ReviewCase.objects.overruling().exists() is overruled


def test_second_review_takes_the_place_of_the_first() -> None:
    evidence = judged()
    review(evidence, ReviewDecision.REJECTED)
    case = review(evidence, ReviewDecision.CONFIRMED)
    assert (case.decision, case.editor_stance) == ("confirmed", "supersedes")


def test_refused_review_leaves_no_case() -> None:
    evidence = factories.make_evidence(superseded_at=NOW)
    with pytest.raises(NotCurrent):
        review(evidence, ReviewDecision.REJECTED)
    assert not ReviewCase.objects.exists()


def test_claim_stands_in_the_case_as_it_was_judged() -> None:
    evidence = judged()
    claim = Claim.objects.get()
    changes = complete({"statement": "Torvik has 90 lighthouses"}, claim)
    update_claim(claim=claim, fields=changes, now=timezone.now())
    case = review(evidence, ReviewDecision.REJECTED)
    assert case.claim["statement"] == "Torvik has 61 lighthouses"


def test_case_outlives_claim_and_source() -> None:
    case = review(judged(), ReviewDecision.REJECTED)
    Claim.objects.all().delete()
    Source.objects.all().delete()
    case.refresh_from_db()
    assert (case.evidence, case.text) == (None, NEWER)
    assert ask_again(case_from_json(case.as_json())) == Stance.SUPERSEDES


def export(tmp_path: Path, *arguments: str) -> list[dict[str, Any]]:
    out = tmp_path / "cases.jsonl"
    call_command("export_cases", str(out), *arguments, stderr=StringIO())
    return [json.loads(line) for line in out.read_text().splitlines()]


def test_exported_case_is_asked_again(tmp_path: Path) -> None:
    review(judged(), ReviewDecision.OVERRULED, "supports")
    (row,) = export(tmp_path)
    case = case_from_json(row)
    assert case.claim == Claim.objects.get().for_check()
    assert ask_again(case) == Stance.SUPERSEDES
    assert not case.agrees(Stance.SUPERSEDES) and case.agrees(Stance.SUPPORTS)


def test_rejected_evidence_should_decide_nothing(tmp_path: Path) -> None:
    review(judged(), ReviewDecision.REJECTED)
    case = case_from_json(export(tmp_path)[0])
    assert [stance for stance in Stance if case.agrees(stance)] == ["unclear", "unrelated"]


def test_confirmed_cases_can_be_left_out_of_an_export(tmp_path: Path) -> None:
    review(judged(), ReviewDecision.CONFIRMED)
    assert len(export(tmp_path)) == 1
    assert export(tmp_path, "--overruled") == []


def test_export_that_cannot_be_written_says_so() -> None:
    with pytest.raises(CommandError, match="cannot write"):
        call_command("export_cases", "/nowhere/cases.jsonl")


def rerun(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(BENCH), str(path), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def written(tmp_path: Path, *rows: dict[str, Any]) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_rerun_shows_what_flips(tmp_path: Path) -> None:
    review(judged(), ReviewDecision.CONFIRMED)
    (row,) = export(tmp_path)
    same = {**row, "id": "same"}
    repaired = {**row, "id": "repaired", "machine_stance": "supports", "decision": "overruled"}
    broken = {**row, "id": "broken", "machine_stance": "supports", "editor_stance": "supports"}
    path = written(tmp_path, same, repaired, broken)
    run = rerun(path)
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert lines[0].startswith("repaired: supports -> supersedes, the editor says supersedes")
    assert lines[1].startswith("broken: supports -> supersedes, the editor says supports")
    assert lines[2] == (
        "3 cases: agreed with the editor before 2, now 2; repaired 1, broken 1, otherwise changed 0"
    )
    assert rerun(path, "--strict").returncode == 1


BAD: list[tuple[dict[str, Any], str]] = [
    ({"claim": None}, "claim: must be an object"),
    ({"claim": {"statement": "x"}}, "claim: "),
    ({"source": {}}, "source: text is missing"),
    ({"source": {"text": 5, "published_at": "soon"}}, "source: "),
    ({"mention": {"number_start": "0", "number_end": 2}}, "mention: "),
    ({"machine_stance": "maybe"}, "machine_stance: "),
    ({"decision": "postponed"}, "decision: "),
]


@pytest.mark.parametrize(("fields", "message"), BAD)
def test_row_that_is_no_case_names_the_field(fields: dict[str, Any], message: str) -> None:
    row = review(judged(), ReviewDecision.CONFIRMED).as_json()
    with pytest.raises(NotACase) as refused:
        case_from_json({**row, **fields})
    assert str(refused.value).startswith(message)


def test_rerun_of_what_is_no_export_says_which_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    run = rerun(path)
    assert run.returncode == 2
    assert run.stderr == f"{path}: line 1: claim: is missing\n"
