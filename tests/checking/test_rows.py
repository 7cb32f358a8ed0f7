"""The rows that `manage.py judge` reads and answers."""

import pytest

from claims.jsonlines import BadRow
from claims.management.commands.judge import judge_row

CLAIM = {"statement": "Ostwind Energy employs 850 people.", "as_of": "2022"}
SOURCE = {
    "title": "Ostwind Energy",
    "published_at": "2024-06-01",
    "text": "Ostwind Energy has about 610 employees today.",
}


def row(**fields):
    return {"id": "r1", "claim": CLAIM, "source": SOURCE} | fields


def test_a_row_is_answered_with_stance_quote_value_unit_and_reasons():
    answer = judge_row(row())
    assert (answer["id"], answer["stance"]) == ("r1", "supersedes")
    assert answer["quote"] in SOURCE["text"]
    assert (answer["value"], answer["unit"]) == (610, "count")
    assert answer["reasons"]["rule"] == "newer_figure_differs"
    assert "label" not in answer


def test_a_row_without_a_figure_has_no_quote():
    answer = judge_row(row(source=SOURCE | {"text": "Ostwind Energy has a new chief."}))
    assert (answer["stance"], answer["quote"], answer["value"]) == ("unrelated", None, None)


def test_a_statement_without_a_quantity_is_unclear():
    answer = judge_row(row(claim={"statement": "Ostwind Energy is large."}))
    assert (answer["stance"], answer["reasons"]["rule"]) == ("unclear", "no_quantity")


@pytest.mark.parametrize(
    ("claim", "evidence", "label"),
    [
        ("Ostwind Energy has 850 employees.", "The firm employs 850 people.", "supports"),
        ("Ostwind Energy has 850 employees.", "The firm employs 610 people.", "refutes"),
        ("Ostwind Energy has 850 employees.", "The firm builds turbines.", "nei"),
        ("The Sarn canal was opened in 1890.", "The Sarn canal was opened in 1912.", "refutes"),
        ("The Sarn canal was opened in 1890.", "In 1890 the Sarn canal was opened.", "supports"),
        ("The Sarn canal was opened before 1900.", "The canal was opened in 1890.", "supports"),
        ("The Sarn canal was opened before 1900.", "The canal was opened in 1912.", "refutes"),
        ("Ada Moss was the 4th mayor of Sarn.", "Ada Moss was the 6th mayor of Sarn.", "refutes"),
        ("Ada Moss was born in Sarn.", "Ada Moss was born in Sarn.", "supports"),
        ("Ada Moss moved to Sarn in May.", "Ada Moss sold apples.", "nei"),
    ],
)
def test_evidence_is_labelled(claim, evidence, label):
    assert judge_row({"id": 1, "claim": claim, "evidence": evidence})["label"] == label


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"claim": CLAIM, "source": SOURCE}, "id: "),
        (row(claim=7), "claim: "),
        (row(claim={}), "claim.statement: "),
        (row(claim={"statement": 7}), "claim.statement: "),
        (row(claim=CLAIM | {"as_of": "last year"}), "claim.as_of: "),
        (row(claim=CLAIM | {"as_of": 2022}), "claim.as_of: "),
        (row(claim=CLAIM | {"as_of": "2022-13"}), "claim.as_of: "),
        ({"id": 1, "claim": CLAIM}, "source: "),
        (row(source="a text"), "source: "),
        (row(source={"title": "no text"}), "source.text: "),
        (row(source=SOURCE | {"title": 3}), "source.title: "),
        (row(source=SOURCE | {"published_at": "yesterday"}), "source.published_at: "),
        (row(evidence="both"), "evidence: "),
        ({"id": 1, "claim": "A has 3 cats.", "evidence": 7}, "evidence: "),
    ],
)
def test_a_bad_row_is_refused_by_the_name_of_its_field(bad, field):
    with pytest.raises(BadRow) as problem:
        judge_row(bad)
    assert str(problem.value).startswith(field)
