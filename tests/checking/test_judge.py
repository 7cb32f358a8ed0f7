"""One claim against one text: stance and deciding quote, rule by rule."""

from datetime import date

import pytest

from claims.checking.claim import claim_from_statement
from claims.checking.judge import ENGINE_VERSION, findings
from claims.checking.stance import Stance
from claims.quantities import Document, Period, extract
from tests.checking.judging import judged, quote_of

SUPPORTS, CONTRADICTS, SUPERSEDES, UNRELATED = (
    Stance.SUPPORTS,
    Stance.CONTRADICTS,
    Stance.SUPERSEDES,
    Stance.UNRELATED,
)


STAFF = "Ostwind Energy employs 850 people."
RATE = "The jobless rate in Velden is 6.2 percent."
LIBRARY = "The Norham library had 92,000 visitors in 2021."


@pytest.mark.parametrize(
    ("statement", "as_of", "published", "text", "stance", "quote"),
    [
        # the same measure in other words
        (STAFF, "2022", "2022-06-01", "Ostwind Energy has a workforce of 850.", SUPPORTS, "850"),
        (STAFF, "2022", "2022-06-01", "Ostwind Energy has 610 employees.", CONTRADICTS, "610"),
        (STAFF, "2022", "2024-06-01", "Ostwind Energy has 610 employees.", SUPERSEDES, "610"),
        (STAFF, "2022", "2024-06-01", "Ostwind Energy employs 850 people.", SUPPORTS, "850"),
        # another subject, another noun, another unit
        (STAFF, "2022", "2022-06-01", "Brisk Energy has 850 employees.", UNRELATED, None),
        (STAFF, "2022", "2022-06-01", "Ostwind Energy runs 850 turbines.", UNRELATED, None),
        (STAFF, "2022", "2022-06-01", "Ostwind Energy paid 850 dollars.", UNRELATED, None),
        # a change, a plan, a denied figure
        (STAFF, "2022", "2022-06-01", "Ostwind Energy cut 120 jobs.", UNRELATED, None),
        (STAFF, "2022", "2022-06-01", "Ostwind Energy plans to have 900 employees by 2030.",
         UNRELATED, None),
        (RATE, "2022", "2022-08-01", "Wages in Velden rose by 6.2 percent.", UNRELATED, None),
        # a part, a sum, a subset
        (STAFF, "2022", "2022-06-01",
         "At its northern branch alone, Ostwind Energy has 210 employees.", UNRELATED, None),
        (STAFF, "2022", "2022-06-01",
         "Ostwind Energy has 850 employees, and 300 of them work at sea.", SUPPORTS, "850"),
        # a claim that names its time is judged by the figure for that time
        (LIBRARY, "2021", "2023-01-09",
         "The Norham library counted 71,000 visitors in 2022 and 92,000 visitors in 2021.",
         SUPPORTS, "92,000"),
        (LIBRARY, "2021", "2023-01-09", "The Norham library counted 71,000 visitors in 2022.",
         UNRELATED, None),
        (LIBRARY, "2021", "2023-01-09", "In 2021 the Norham library counted 71,000 visitors.",
         CONTRADICTS, "71,000"),
        # a figure for an earlier time than the claim's
        (RATE, "2022", "2022-08-01", "In 2015 the jobless rate in Velden was 9 percent.", UNRELATED,
         None),
        # the newest of several
        (STAFF, "2020", "2024-06-01",
         "Ostwind Energy had 850 employees in 2020 and 990 employees in 2024.", SUPERSEDES, "990"),
        # the rest of the whole
        ("Of the Kelso herd 70 percent is vaccinated.", "2022", "2022-08-01",
         "Of the Kelso herd 30 percent is unvaccinated.", SUPPORTS, "30 percent"),
        ("Of the Kelso herd 70 percent is vaccinated.", "2022", "2022-08-01",
         "Of the Kelso herd 70 percent is unvaccinated.", CONTRADICTS, "70 percent"),
        # units
        ("The Sarn canal is 50 miles long.", None, "2022-08-01", "The Sarn canal is 80 km long.",
         SUPPORTS, "80 km"),
        ("The Sarn canal is 50 miles long.", None, "2022-08-01", "The Sarn canal is 120 km long.",
         CONTRADICTS, "120 km"),
        # a foil, a plural noun that opens the sentence, the owner of a subset
        (STAFF, "2022", "2022-06-01",
         "Relatives of the 610 people whom Ostwind Energy employs met.", CONTRADICTS, "610"),
        (STAFF, "2022", "2022-06-01", "Brunnvik, Ostwind Energy's rival, employs 610 people.",
         UNRELATED, None),
        (STAFF, "2022", "2022-06-01", "Surveyors say Ostwind Energy employs 610 people.",
         CONTRADICTS, "610"),
        # a clause that goes on with a pronoun
        (STAFF, "2022", "2022-06-01", "Ostwind Energy paid 40 workers more; it employs 610 people.",
         CONTRADICTS, "610"),
        # a narrower noun, a phrase that narrows it, a subset, a restriction that opens the sentence
        (STAFF, "2022", "2022-06-01", "Ostwind Energy has 610 part-time employees.", UNRELATED,
         None),
        (STAFF, "2022", "2022-06-01", "Ostwind Energy has 61 employees for sales.", UNRELATED,
         None),
        (STAFF, "2022", "2022-06-01", "Twelve of the employees of Ostwind Energy fell ill.",
         UNRELATED, None),
        (RATE, "2022", "2022-08-01",
         "Among people under 25 in Velden, the jobless rate is 9.1 percent.", UNRELATED, None),
        ("Marn has 850 beds.", "2022", "2022-08-01", "Of the region's 4,900 beds, 610 are in Marn.",
         CONTRADICTS, "610"),
        # a change the other way; a plan against a plan
        ("Exports of Marn fell 8 percent in 2020.", "2020", "2021-02-01",
         "Exports of Marn rose 8 percent in 2020.", CONTRADICTS, "8 percent"),
        ("Marn plans to build 1,200 flats by 2027.", "2022", "2023-11-01",
         "Marn now plans 900 flats by 2027.", SUPERSEDES, "900"),
        ("Marn plans to build 1,200 flats by 2027.", "2022", "2023-11-01",
         "Marn plans 900 flats by 2035.", UNRELATED, None),
        # consumer prices and inflation; "not" between the figure and its verb; a rounded time
        ("Inflation in Marn is 4.2 percent.", "2022", "2022-11-01",
         "Consumer prices in Marn rose 3.1 percent.", CONTRADICTS, "3.1 percent"),
        ("In Marn 91 percent of children get the jab.", "2022", "2022-11-01",
         "In Marn 9 percent of children do not get the jab.", SUPPORTS, "9 percent"),
        ("A trip to Marn lasts 18 weeks.", "2022", "2022-11-01",
         "A trip to Marn lasts four months.", SUPPORTS, "four months"),
        # the time of another clause; a figure that is taken for granted
        ("In 2020, Marn had 31 buses.", "2020", "2023-08-01",
         "Marn has 35 buses now; in 2020 it had 27.", CONTRADICTS, "27"),
        ("Marn has 54 singers.", "2022", "2022-05-01",
         "With its 54 singers Marn will tour the north in June.", SUPPORTS, "54 singers"),
        # a list of labels
        ("Marn has a population of 91,000.", "2022", "2022-05-01",
         "Population by town. Ostra: 655,000. Marn: 88,000.", CONTRADICTS, "88,000"),
        ("Marn had 455,000 visitors in 2019.", "2019", "2022-05-01",
         "Visitors to Marn by year. 2019: 410,000; 2020: 45,000.", CONTRADICTS, "410,000"),
        # an ordinal counts up to its day, and only upwards; a rank is no count
        ("Nightjar has released six albums.", "2018", "2022-09-09",
         "Nightjar go on tour with Ember, their eighth album.", SUPERSEDES, "eighth album"),
        ("Nightjar has released six albums.", "2018", "2022-09-09",
         "Nightjar play songs of Loam, their second album.", UNRELATED, None),
        ("Nightjar has released six albums.", "2018", "2018-09-09",
         "Nightjar have released Ember, their sixth album.", SUPPORTS, "sixth album"),
        ("Marn has 12 universities.", "2018", "2018-09-09",
         "Marn's university is number 3 in the world.", UNRELATED, None),
        ("The port of Marn ranks third in the country.", "2018", "2018-09-09",
         "The port of Marn ranks fifth in the country.", CONTRADICTS, "fifth"),
        # a figure that repeats the verb and leaves out the unit; what a thing was made for
        ("The Mira dam holds 4 billion litres.", "2018", "2018-09-09",
         "The Mira dam was meant to hold 6 billion litres, it holds 4 billion.", SUPPORTS,
         "4 billion"),
        ("The Mira dam holds 4 billion litres.", "2018", "2018-09-09",
         "The Mira dam was designed for 6 billion litres.", UNRELATED, None),
        # a year that only the other figure has; a round figure too coarse to agree
        ("In 2019 Marn had 16 buses.", "2019", "2022-08-30",
         "Marn has 24 buses, up from 16 in 2019.", SUPPORTS, "16"),
        ("Marn's debt is 3.4 billion euros.", "2020", "2020-09-12",
         "Marn's debt is 3 billion euros.", Stance.UNCLEAR, "3 billion"),
        ("Marn's debt is 3.1 billion euros.", "2020", "2020-09-12",
         "Marn's debt is 3 billion euros.", SUPPORTS, "3 billion"),
        # a pronoun
        (RATE, "2022", "2024-08-01",
         "The jobless rate in Velden has come down. It now stands at 4.8 percent.", SUPERSEDES,
         "4.8 percent"),
    ],
)  # fmt: skip
def test_a_text_is_judged(statement, as_of, published, text, stance, quote):
    finding = judged(statement, as_of, published, text)
    assert finding.stance == stance, finding.reasons.as_json()
    assert (quote_of(finding) is None) == (quote is None)
    assert (quote or "") in (quote_of(finding) or "")


def test_a_table_cell_is_read_by_its_row_and_column():
    text = "Town; schools; pupils. Arden; 4; 1,310. Belcombe; 7; 2,480. Corrie; 2; 390."
    right = judged("Belcombe has 2,480 pupils.", "2023", "2023-05-05", text)
    wrong = judged("Belcombe has 1,310 pupils.", "2023", "2023-05-05", text)
    assert (right.stance, quote_of(right)) == (SUPPORTS, "2,480")
    assert (wrong.stance, quote_of(wrong)) == (CONTRADICTS, "2,480")


def test_the_year_of_a_column_is_the_time_of_its_cells():
    text = "Lake; level 2021; level 2022. Grey; 410 m; 407 m. Swan; 388 m; 391 m."
    finding = judged("In 2021 the level of Lake Swan was 391 m.", "2021", "2023-01-01", text)
    assert (finding.stance, quote_of(finding)) == (CONTRADICTS, "388 m")


def test_labels_and_figures_of_a_list_are_paired():
    text = (
        "In Alder county oats, barley and rye cover 40, 35 and 12 percent "
        "of the fields respectively."
    )
    barley = judged(
        "Barley covers 35 percent of Alder county's fields.", "2022", "2022-05-01", text
    )
    assert (barley.stance, quote_of(barley)) == (SUPPORTS, "35")


def test_the_deciding_finding_comes_first_and_unrelated_ones_are_left_out():
    claim = claim_from_statement(STAFF, Period.parse("2020"))
    document = Document(
        "Ostwind Energy had 850 employees in 2020 and 990 employees in 2024. It owns 12 ships.",
        "",
        date(2024, 6, 1),
    )
    found = findings(claim, document, extract(document))
    assert [finding.stance for finding in found] == [SUPERSEDES, SUPPORTS]


def test_the_same_inputs_give_the_same_finding():
    one, other = (
        judged(STAFF, "2022", "2022-06-01", "Ostwind Energy has 610 employees.") for _ in "ab"
    )
    assert one == other


def test_reasons_hold_rule_words_intervals_times_and_features():
    reasons = judged(
        STAFF, "2022", "2024-06-01", "Ostwind Energy has 610 employees."
    ).reasons.as_json()
    assert reasons["rule"] == "newer_figure_differs"
    assert "610 employees" in reasons["sentence"]
    assert (reasons["claimed"], reasons["found"]) == ("[850, 850]", "[610, 610]")
    assert (reasons["claim_time"], reasons["figure_time"]) == ("2022", "2024-06-01")
    assert reasons["features"]["names"] > 0 > reasons["features"]["bias"]
    assert reasons["engine_version"] == ENGINE_VERSION


def test_a_text_without_figures_is_unrelated():
    finding = judged(STAFF, "2022", "2022-06-01", "Ostwind Energy has a new chief.")
    assert (finding.stance, finding.mention, finding.reasons.rule) == (
        UNRELATED,
        None,
        "no_mention",
    )


def test_a_claim_knows_whether_its_statement_names_the_time():
    assert claim_from_statement(LIBRARY).names_time
    assert not claim_from_statement(STAFF, Period.parse("2022")).names_time
