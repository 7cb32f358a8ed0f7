"""A claim is also told by the synonyms of its measure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from claims.checking.claim import ClaimForCheck, claim_from_statement
from claims.checking.judge import judge_document
from claims.checking.stance import Stance
from claims.checking.wordings import MAX_SYNONYMS, wordings
from claims.quantities import extract
from claims.quantities.mention import Document
from claims.quantities.periods import Period

BEACONS = ("lighthouses", "coastal beacons")


def linked(statement: str, *synonyms: str) -> ClaimForCheck:
    claim = claim_from_statement(statement, Period.parse("2022"))
    return replace(claim, synonyms=synonyms)


WORDED = [
    # statement, synonyms, what the last of them makes of the statement
    ("Torvik has 61 lighthouses.", BEACONS, "Torvik has 61 coastal beacons."),
    ("Torvik has 61 lighthouses.", ("Lighthouse", "coastal beacons"),
     "Torvik has 61 coastal beacons."),
    ("Kalda counts 1,200 people out of work.", ("people out of work", "registered jobseekers"),
     "Kalda counts 1,200 registered jobseekers."),
    ("The jobless share of Kalda was 5.1 percent.", ("jobless share", "idle workforce quota"),
     "The idle workforce quota of Kalda was 5.1 percent."),
    ("Kalda counts 1,200 people at a loose end.", ("jobless people", "registered jobseekers"),
     "Kalda counts 1,200 registered jobseekers at a loose end."),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "synonyms", "expected"), WORDED)
def test_synonym_takes_the_place_of_the_words_of_the_measure(
    statement: str, synonyms: tuple[str, ...], expected: str
) -> None:
    phrase, worded = wordings(linked(statement, *synonyms))[-1]
    assert (phrase, worded.statement, worded.measure) == (synonyms[-1], expected, synonyms[-1])


def test_claim_without_a_measure_has_one_wording() -> None:
    claim = linked("Torvik has 61 lighthouses.")
    assert wordings(claim) == (("", claim),)


def test_synonym_that_hides_the_figure_gives_no_wording() -> None:
    claim = linked("Torvik has 61 lighthouses.", "lighthouses", "percent of the towers")
    assert wordings(claim) == (("", claim),)


def test_wordings_are_bounded() -> None:
    words = [f"{chr(97 + n)}eacons" for n in range(MAX_SYNONYMS + 5)]
    claim = linked("Torvik has 61 lighthouses.", "lighthouses", *words)
    assert len(wordings(claim)) == MAX_SYNONYMS


TOLD = [
    ("Torvik has 61 lighthouses.", BEACONS, "Torvik has 64 coastal beacons, the guard said."),
    ("Kalda counts 1,200 people out of work.", ("people out of work", "registered jobseekers"),
     "The number of registered jobseekers in Kalda stood at 1,450."),
    ("About 12 percent of people in Kalda are at risk of poverty.",
     ("at-risk-of-poverty rate", "relative income deprivation"),
     "Relative income deprivation in Kalda reached 14 percent in March."),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "synonyms", "text"), TOLD)
def test_text_that_uses_only_a_synonym_is_judged(
    statement: str, synonyms: tuple[str, ...], text: str
) -> None:
    document = Document(text, "", date(2024, 3, 1))
    claim = linked(statement, *synonyms)
    finding = judge_document(claim, document, extract(document))
    assert (finding.stance, finding.reasons.wording) == (Stance.SUPERSEDES, synonyms[-1])
    assert finding.reasons.as_json()["wording"] == synonyms[-1]
    alone = judge_document(replace(claim, synonyms=()), document, extract(document))
    assert alone.stance != Stance.SUPERSEDES and alone.score < finding.score
    assert "wording" not in alone.reasons.as_json()


def test_synonym_does_not_reach_another_subject() -> None:
    document = Document("Selby has 64 coastal beacons.", "", date(2024, 3, 1))
    finding = judge_document(
        linked("Torvik has 61 lighthouses.", *BEACONS), document, extract(document)
    )
    assert finding.stance == Stance.UNRELATED
