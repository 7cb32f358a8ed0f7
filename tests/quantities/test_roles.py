"""What a number does in its sentence, and for which time it is."""

from __future__ import annotations

import pytest

from claims.quantities import Role
from claims.quantities.trackable import is_trackable
from tests.quantities.reading import mentions


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("The port employs 420 people.", Role.LEVEL),
        ("Exports rose 7 percent.", Role.GROWTH),
        ("Exports fell by €40 million.", Role.CHANGE),
        ("The mill reported a decline of 4 percent.", Role.GROWTH),
        ("The mill reported a loss of €4 million.", Role.LEVEL),
        ("The mill reported a loss of 40 jobs.", Role.CHANGE),
        ("Prices were 8 percent above a year ago.", Role.GROWTH),
        ("Exports rose to €90 million.", Role.LEVEL),
        ("The port makes up 12 percent of the trade.", Role.SHARE),
        ("The firm plans 25 shops.", Role.TARGET),
        ("The firm is expected to lose €3 million.", Role.FORECAST),
        ("The mayor denied that 500 trees had been cut.", Role.DENIED),
        ("It does not plan to hire 40 people.", Role.DENIED),
        ("Early reports of 52 homes lost were too high.", Role.DENIED),
        ("Reports of 40 deaths proved exaggerated.", Role.DENIED),
        ("Early reports of 52 homes lost reached the town.", Role.LEVEL),
        ("The doctors saw few; 8,200 had been planned.", Role.TARGET),
        ("The trial lost the 900 people whom it had hoped to see.", Role.TARGET),
        ("The trial lost the 900 people whom it had seen.", Role.LEVEL),
        ("Rumours that 450 posts had been cut proved false.", Role.DENIED),
        ("The firm pencilled in 40 new shops.", Role.TARGET),
        ("The firm has set aside €40 million.", Role.TARGET),
        ("The bridge was built for 12,000 cars.", Role.TARGET),
        ("The dockers had asked for 26 dollars an hour.", Role.TARGET),
        ("Nine shops will be closed.", Role.FORECAST),
        ("Nine shops are to be closed.", Role.TARGET),
        ("With 26 stops it will be the longest line.", Role.FORECAST),
        ("With 26 stops it will remain the longest line.", Role.LEVEL),
        ("Women earned 8 percent less than men.", Role.DIFFERENCE),
        ("The tower is 30 metres taller than the church.", Role.DIFFERENCE),
        ("The pay gap is 8 percent.", Role.DIFFERENCE),
        ("Exports were 8 percent higher than in 2019.", Role.GROWTH),
        ("Exports were 8 percent higher than a year earlier.", Role.GROWTH),
        ("Growth slowed to 1.9 percent.", Role.GROWTH),
        ("The mill lost 11 percent of its customers.", Role.GROWTH),
        ("The drug lowers the risk by 22 percent.", Role.GROWTH),
        ("The spire rises 90 m above the square.", Role.LEVEL),
        ("Wheat took up 27 percent of the land.", Role.SHARE),
        ("People there can expect to live 80 years.", Role.LEVEL),
        ("The firm plans to cut 120 jobs.", Role.TARGET),
        ("Exports are expected to rise 7 percent.", Role.FORECAST),
        ("The pass lies 2,340 metres above the sea.", Role.LEVEL),
        ("The works lose 30 percent of their water.", Role.SHARE),
        ("The hall was built for 9 million euros.", Role.LEVEL),
        ("If 30 ships came, the port would be full.", Role.HYPOTHETICAL),
        ("Patients must be seen within four hours.", Role.LIMIT),
        ("It is free for children under 6.", Role.LIMIT),
        ("The ratio is above the minimum of 8 percent.", Role.LIMIT),
        ("They found 12 cases instead of 30 cases.", Role.LEVEL),
        ("Exports were 8 percent higher than ten years earlier.", Role.GROWTH),
        ("Of the reef, 40 percent of the coral seen in 1990 is gone.", Role.GROWTH),
        ("A third of the shops are gone after a year.", Role.SHARE),
    ],
)
def test_a_figure_has_a_role(sentence, role):
    assert mentions(sentence)[0].role == role


@pytest.mark.parametrize(
    "sentence",
    [
        "The herd counts 221 animals, up from 189 in 2022.",
        "Its loss narrowed to €9 million from €15 million.",
        "It sold 34 boats, compared with 29 boats.",
        "Petrol costs €1.61, down from a peak of €1.95.",
    ],
)
def test_an_earlier_value_is_previous(sentence):
    assert [mention.role for mention in mentions(sentence)] == [Role.LEVEL, Role.PREVIOUS]


def test_whole_that_a_plan_takes_from_is_no_plan():
    found = mentions("The chain will shut 30 of its 180 shops next year.")
    assert [mention.role for mention in found] == [Role.FORECAST, Role.LEVEL]


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("The clinic counted 12 cases instead of 30.", [Role.LEVEL, Role.DENIED]),
        ("It cost 9 euros rather than 7 euros.", [Role.LEVEL, Role.DENIED]),
        ("The ban lasts six months rather than three as before.", [Role.LEVEL, Role.PREVIOUS]),
    ],
)
def test_replaced_figure_is_not_asserted(sentence, roles):
    assert [mention.role for mention in mentions(sentence)] == roles


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("In August 2022 the port employed 420 people.", "2022-08"),
        ("On 3 March 2021 the port employed 420 people.", "2021-03-03"),
        ("The port earned €4 million last year.", "2023"),
        ("The port earned €4 million in the first quarter.", "2024-Q1"),
        ("The port earned €4 million in 2019.", "2019"),
        ("The port employs 420 people.", "2024-05-14"),
    ],
)
def test_a_figure_is_for_a_time(sentence, period):
    mention = mentions(sentence)[0]
    assert str(mention.period) == period
    assert mention.period_stated == ("employs" not in sentence)


def test_each_clause_keeps_its_own_year():
    found = mentions("It had 4,100 members in 2015, but 3,200 members in 2021.")
    assert [str(mention.period) for mention in found] == ["2015", "2021"]


@pytest.mark.parametrize(
    ("sentence", "value", "measure"),
    [
        ("The port ranks third in the country.", 3, "rank"),
        ("The port came 41st.", 41, "rank"),
        ("It is number 12 in the world.", 12, "rank"),
        ("It is the fourth-largest port.", 4, "rank"),
        ("Ember is their eighth album.", 8, "album"),
        ("It was the rocket's 26th flight.", 26, "flight"),
        ("They won the cup for the tenth time.", 10, "times"),
        ("Ulm is the 37th town to join.", 37, "town"),
    ],
)
def test_a_place_in_an_order_is_a_rank(sentence, value, measure):
    (mention,) = mentions(sentence)
    assert (mention.role, mention.quantity.value, mention.measure) == (Role.RANK, value, measure)
    assert not is_trackable(mention)


@pytest.mark.parametrize(
    "sentence", ["In its third quarter it grew.", "It dates from the 17th century."]
)
def test_other_ordinals_are_no_figures(sentence):
    assert mentions(sentence) == []
