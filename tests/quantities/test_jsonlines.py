"""JSON Lines in and out: a bad line is reported and left out, the others are done."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from claims.jsonlines import BadRow, CannotOpen, run_rows, text_field


@pytest.fixture
def lines(tmp_path):
    """Return a function that writes lines to a file and returns its path."""

    def write(*texts: str) -> str:
        path = tmp_path / "in.jsonl"
        path.write_text("\n".join(texts) + "\n", encoding="utf-8")
        return str(path)

    return write


def rows_of(path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def double(row):
    if "n" not in row:
        raise BadRow("n: is missing")
    return {"n": row["n"] * 2}


def test_bad_lines_are_numbered_and_the_others_are_done(lines, tmp_path):
    errors = io.StringIO()
    source = lines('{"n": 1}', "", "nope", "[1]", '{"m": 2}', '{"n": 3}')
    assert run_rows(source, str(tmp_path / "out"), double, errors) == 3
    assert rows_of(tmp_path / "out") == [{"n": 2}, {"n": 6}]
    numbers = [line.split(":")[0] for line in errors.getvalue().splitlines()]
    assert numbers == ["line 3", "line 4", "line 5"]
    assert "n: is missing" in errors.getvalue()


def test_a_file_that_cannot_be_opened_is_named(tmp_path):
    missing = str(tmp_path / "missing.jsonl")
    with pytest.raises(CannotOpen, match="cannot read .*missing.jsonl: No such file"):
        run_rows(missing, "-", double, io.StringIO())


def test_a_file_is_not_written_over_while_it_is_read(lines):
    source = lines('{"n": 1}')
    with pytest.raises(CannotOpen, match="is being read"):
        run_rows(source, source, double, io.StringIO())
    assert rows_of(Path(source)) == [{"n": 1}]


@pytest.mark.parametrize(("row", "reason"), [({}, "is missing"), ({"text": 5}, "must be text")])
def test_a_text_field_says_what_is_wrong(row, reason):
    with pytest.raises(BadRow, match=f"text: {reason}"):
        text_field(row, "text")


def test_quantities_are_read_row_by_row(lines, tmp_path):
    source = lines('{"id": "a", "text": "It weighs over 3 tonnes."}')
    call_command("read_quantities", source, str(tmp_path / "out"))
    (row,) = rows_of(tmp_path / "out")
    (quantity,) = row["quantities"]
    assert row["id"] == "a"
    assert quantity == {
        "span": [15, 16],
        "value": 3,
        "low": 3,
        "high": None,
        "unit": "metric ton",
        "kind": "dimension",
        "comparator": ">",
    }


def test_claims_are_read_and_a_bad_date_costs_its_line(lines, tmp_path):
    good = {"id": "b", "title": "T", "published_at": "2024-05-04", "text": "It owns 14 ships."}
    source = lines(json.dumps(good), json.dumps({**good, "published_at": "soon"}))
    errors = io.StringIO()
    with pytest.raises(CommandError, match="1 bad line left out"):
        call_command("read_claims", source, str(tmp_path / "out"), stderr=errors)
    assert "line 2: published_at: is no date" in errors.getvalue()
    (row,) = rows_of(tmp_path / "out")
    (claim,) = row["claims"]
    assert (claim["quote"], claim["value"], claim["unit"]) == ("14 ships", 14, "count")
    assert (claim["start"], claim["as_of"]) == (8, "2024-05-04")


def test_a_missing_file_is_one_clear_line(tmp_path):
    with pytest.raises(CommandError, match="cannot read"):
        call_command("read_quantities", str(tmp_path / "missing"), "-")
