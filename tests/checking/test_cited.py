"""A statement beside a text that was given as evidence on it."""

import pytest

from claims.checking import conflicts, verdict
from claims.checking.cited import judge_cited
from claims.checking.datings import Dating, compare_dates, dates_in
from claims.checking.details import Details
from claims.checking.excerpt import heading, plain, with_lives
from claims.checking.figures_told import figures_claimed
from claims.checking.ranks import ranks_in
from claims.checking.stance import Stance
from claims.checking.verdict import Case, decide
from claims.quantities import extract
from claims.quantities.mention import Document

SUPPORTS, CONTRADICTS, UNCLEAR = Stance.SUPPORTS, Stance.CONTRADICTS, Stance.UNCLEAR


@pytest.mark.parametrize(
    ("claimed", "told", "dating"),
    [
        ("in 1958", "on 1 March 1958", Dating.TOLD),
        ("since the late 1950s", "on 1 March 1958", Dating.TOLD),
        ("in the early 1950s", "on 1 March 1958", Dating.OTHER),
        ("in the 1940's", "in 1934", Dating.OTHER),
        ("in the 19th century", "in 1875", Dating.TOLD),
        ("in the 18th century", "in 1875", Dating.OTHER),
        ("in 2006-07", "in 2007", Dating.TOLD),
        ("on 8 July 2005", "on July 8, 2005", Dating.TOLD),
        ("on 8 July 2005", "on July 18, 2005", Dating.OTHER),
        ("on 8 July", "on July 8, 2005", Dating.TOLD),
        ("on 9 July", "on July 8, 2005", Dating.OTHER),
        ("in August", "on July 8, 2005", Dating.OTHER),
        ("on 8 July 2005", "in the 20th and 21st centuries", Dating.ABSENT),
        ("before 1900", "in 1890", Dating.TOLD),
        ("before 1900", "in 1912", Dating.OTHER),
        ("before 10 April 2020", "in 2020", Dating.ABSENT),
        ("as of 29 April 2020", "as of 30 April 2020", Dating.OTHER_FIGURE),
        ("in 1890", "long ago", Dating.ABSENT),
        ("in 978 AD", "on 24 November 978, a Sunday", Dating.TOLD),
        ("around 250 BC", "in 214 BCE", Dating.OTHER),
        ("around 250 BC", "in 1976", Dating.ABSENT),
        ("in the 6th century", "in 508 BC", Dating.TOLD),
        ("in the 6th century BC", "in 508 BC", Dating.TOLD),
        ("in the 5th century BC", "in 508 BC", Dating.OTHER),
        ("in AD 79", "in 79.", Dating.ABSENT),
        ("in 645.", "in 654.", Dating.OTHER),
    ],
)
def test_a_date_is_looked_up_in_the_text(claimed, told, dating):
    [date] = dates_in(claimed)
    assert compare_dates(date, dates_in(told)) == dating


@pytest.mark.parametrize(
    "text",
    [
        "It cost $1900.",
        "He may go.",
        "They march on.",
        "1,950 seats",
        "2000 people",
        "under 2000 cases",
    ],
)
def test_what_looks_like_a_date_is_none(text):
    assert dates_in(text) == ()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("the thirty-seventh mayor", {37}),
        ("the thirty seventh mayor", {37}),
        ("placed 42nd", {42}),
        ("the twentieth century", set()),
        ("its first and third seasons", {1, 3}),
        ("the 25th Amendment", {25}),
    ],
)
def test_ranks_are_read(text, numbers):
    assert ranks_in(text).get("", set()) == numbers


@pytest.mark.parametrize(
    ("statement", "text", "code"),
    [
        ("The mill closed in 1902.", "The mill closed in 1920.", "other_date"),
        ("It is the 42nd busiest port.", "It is the 43rd busiest port.", "other_rank"),
        ("It is placed 42nd and growing.", "It is now 43rd among ports.", "other_rank"),
        ("He was the 37th president.", "The 25th Amendment came later.", None),
        ("Brask defeated Sand in Edd.", "Brask was defeated by Sand in Edd.", "reversed"),
        ("Sand was beaten by Brask.", "Brask was beaten by Sand, Sand was beaten by Brask.", None),
        ("The choir met on 27 May 1974.", "1974 choir: It met on 17 May 1974.", "other_date"),
        ("He did not play until 1923.", "He played for Sarn in 1923.", None),
        ("Sarn is the largest port of Edd.", "Sarn is the smallest port of Edd.", "opposite_told"),
        ("The Sarn fair was never held.", "The Sarn fair was held in Edd.", "denied"),
        ("Ada Moss led the Sarn choir.", "Eve Moss led the Sarn choir.", None),
        ("The Sarn choir met Ada Moss Hill.", "The Sarn choir met Eve Moss Hill.", "other_name"),
        ("Moss is a Norwegian singer.", "Moss is a Finnish singer.", "other_people"),
        ("Moss sang in Laos.", "Moss sang for South Korea.", "other_people"),
        ("Moss is a Norwegian singer.", "Moss sang for Norway and in Finland.", None),
        ("Moss sang in England.", "Moss, who is British, sang.", None),
        ("Moss liked to polish boots.", "Moss liked to polish Danish boots.", None),
        ("Sarn grows fewer apples.", "Sarn grows more apples.", None),
        ("The firm has employees.", "The firm has an employer.", None),
        ("The mill was not sold.", "The mill was not sold again.", None),
    ],
)
def test_what_is_told_otherwise_is_found(statement, text, code):
    details = Details.of(statement, text)
    found = conflicts.first(details) or conflicts.doubt(details)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("case", "answer"),
    [
        (Case(SUPPORTS, 0.9, 5), (SUPPORTS, "")),
        (Case(SUPPORTS, 0.4, 12), (UNCLEAR, "only_figure_agrees")),
        (Case(SUPPORTS, 0.3, 12), (CONTRADICTS, "tells_otherwise")),
        (Case(SUPPORTS, 0.3, 8), (UNCLEAR, "only_figure_agrees")),
        (Case(SUPPORTS, 0.7, 5, "other_name"), (UNCLEAR, "conflict_unsure")),
        (Case(SUPPORTS, 0.7, 5, "other_people"), (CONTRADICTS, "conflict")),
        (Case(SUPPORTS, 0.7, 5, "other_people", page=True), (SUPPORTS, "")),
        (Case(SUPPORTS, 0.9, 5, other_time=True), (UNCLEAR, "figure_of_other_date")),
        (Case(CONTRADICTS, 0.9, 5), (CONTRADICTS, "")),
        (Case(Stance.SUPERSEDES, 0.1, 5), (CONTRADICTS, "")),
        (Case(None, 0.9, 5), (SUPPORTS, "restates")),
        (Case(None, 0.55, 5, lopsided=True), (UNCLEAR, "")),
        (Case(None, 0.5, 2), (UNCLEAR, "")),
        (Case(None, 0.5, 2, dated=True), (SUPPORTS, "restates")),
        (Case(None, 0.0, 2, "other_date"), (UNCLEAR, "conflict_unsure")),
        (Case(Stance.UNRELATED, 0.1, 5, "other_date"), (CONTRADICTS, "conflict")),
        (Case(Stance.UNRELATED, 0.1, 3, "other_date"), (UNCLEAR, "conflict_unsure")),
        (Case(Stance.UNRELATED, 0.0, 5, "other_date"), (UNCLEAR, "conflict_unsure")),
        (Case(None, 0.9, 12, "opposite_told"), (SUPPORTS, "restates")),
        (Case(None, 0.4, 5, all_names=True), (SUPPORTS, "restates")),
        (Case(None, 0.4, 2, all_names=True), (UNCLEAR, "")),
        (Case(None, 0.4, 5, lopsided=True, named_otherwise=True), (CONTRADICTS, "named_otherwise")),
        (Case(SUPPORTS, 0.9, 5, named_otherwise=True), (SUPPORTS, "")),
        (Case(None, 0.9, 5, "other_date"), (CONTRADICTS, "conflict")),
        (Case(None, 0.9, 12, "other_date"), (UNCLEAR, "conflict_unsure")),
        (Case(None, 0.7, 12, doubt=True), (UNCLEAR, "conflict_unsure")),
        (Case(None, 0.9, 12, doubt=True), (SUPPORTS, "restates")),
        (Case(SUPPORTS, 0.7, 12, doubt=True), (SUPPORTS, "")),
        (Case(None, 0.3, 12), (CONTRADICTS, "tells_otherwise")),
        (Case(None, 0.3, 5), (UNCLEAR, "")),
        (Case(None, 0.3, 12, page=True), (UNCLEAR, "")),
        (Case(None, 0.9, 5, names_in_part=True), (UNCLEAR, "")),
        (Case(None, 0.9, 5, "other_date", page=True), (SUPPORTS, "restates")),
        (Case(Stance.UNRELATED, 0.3, 5), (UNCLEAR, "")),
        (Case(Stance.UNRELATED, 0.5, 8), (CONTRADICTS, "tells_otherwise")),
        (Case(Stance.UNRELATED, 0.2, 8), (UNCLEAR, "")),
        (Case(Stance.UNRELATED, 0.6, 5, repeated=True), (SUPPORTS, "restates")),
        (Case(Stance.UNRELATED, 0.4, 8, doubt=True), (CONTRADICTS, "tells_otherwise")),
    ],
)
def test_the_first_rule_that_applies_decides(case, answer):
    assert decide(case) == answer


@pytest.mark.parametrize(
    ("statement", "text", "answer"),
    [
        ("Ada Moss led the choir in spring.", "Eve Hill led the choir in spring.", True),
        ("Ada Moss led the choir in spring.", "Ada Moss led the choir in spring.", False),
        ("Ada Moss led the choir in spring.", "The singer led the choir in spring.", False),
        ("Ada Moss led the choir in spring.", "Eve Hill bought a house.", False),
        ("The singer led the choir.", "Eve Hill led the choir.", False),
    ],
)
def test_a_text_may_tell_the_same_of_other_names(statement, text, answer):
    assert Details.of(statement, text).named_otherwise is answer


def test_each_rule_of_the_table_is_reached():
    assert {rule.code for rule in verdict.RULES} == {
        "figure_of_other_date", "", "only_figure_agrees", "tells_otherwise", "conflict",
        "conflict_unsure", "restates", "named_otherwise",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "text", "values"),
    [
        ("Ostrel 7 sold 40 records.", "Ostrel 7: The band sold little.", [40]),
        ("Sarn is one of the ports of Edd.", "Sarn is a port.", []),
        ("The band Nine Owls has 4 members.", "It is a band.", [4]),
    ],
)
def test_a_number_that_is_part_of_a_name_is_no_figure(statement, text, values):
    assert [claim.quantity.value for claim in figures_claimed(statement, None, text)] == values


@pytest.mark.parametrize(
    ("statement", "text", "answer"),
    [
        ("45 firms took part.", "14 foreign and 31 local firms took part.", "adds_up"),
        ("45 firms took part.", "14 harbours and 31 firms took part.", "outside_claim"),
        ("Over 40 firms took part.", "8 foreign and 38 local firms took part.", "outside_claim"),
        ("46 firms took part.", "14 foreign and 31 local firms took part.", "outside_claim"),
        ("The treaty held for 12 years.", "The treaty was in force 1816-1828.", "years_apart"),
        ("The term came up 27 years later.", "Written in 1823, named in 1850.", "years_apart"),
        ("The treaty held for 15 years.", "The treaty was in force 1816-1828.", "no_mention"),
        ("He died at the age of 87.", "His death came in May, aged 87.", "within_claim"),
        ("The port has 7 cranes.", "It is one of the ports of Edd.", "no_mention"),
    ],
)
def test_a_figure_may_follow_from_others(statement, text, answer):
    document = Document(text)
    finding = judge_cited(statement, None, document, extract(document))
    assert finding.reasons.rule == answer


def test_a_figure_too_coarse_to_tell_leaves_the_statement_open():
    statement = "The Sarn fair has 30 stalls and less than 700 guests."
    document = Document("The Sarn fair has 30 stalls and more than 600 guests.")
    finding = judge_cited(statement, None, document, extract(document))
    assert (finding.stance, finding.reasons.rule) == (UNCLEAR, "too_coarse")


def test_an_excerpt_is_read_as_it_is_usually_typed():
    assert plain("Noël -LRB- 1930 -RRB- , `` Blue '' .") == 'Noel (1930), " Blue ".'
    assert heading("Lake Ferro: It is deep.") == "Lake Ferro"
    assert heading("It is deep. Its name: unknown.") == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ada Moss (1832-1901) was a singer.", "Ada Moss (born 1832 - died 1901) was a singer."),
        (
            "Moss (; 2 May 1900 - June 3, 1950) sang.",
            "Moss (born ; 2 May 1900 - died June 3, 1950) sang.",
        ),
        ("It fell (32-19) in May.", "It fell (32-19) in May."),
    ],
)
def test_the_dates_of_a_life_tell_birth_and_death(text, told):
    assert with_lives(text) == told


def test_the_reasons_name_what_was_not_found():
    statement = (
        "Harlen Bridge, an iron bridge that the Duke of Marle opened, is used by lorries, "
        "buses, trams and the riders of the royal stables."
    )
    document = Document("Harlen Bridge: The bridge of stone has been closed to traffic.")
    finding = judge_cited(statement, None, document, extract(document))
    assert (finding.stance, finding.reasons.rule) == (CONTRADICTS, "tells_otherwise")
    assert "'iron', 'Duke'" in finding.reasons.sentence
    assert finding.reasons.features["details_held"] < 0.5
