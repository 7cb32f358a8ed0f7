"""Numbers that count nothing."""

from __future__ import annotations

import pytest

from tests.quantities.reading import mentions


@pytest.mark.parametrize(
    "text",
    [
        "The opera Eight Hours opened in 1998.",
        "A Boeing 747 landed.",
        "The variant of COVID-19 spread.",
        "Leaders of the G20 met.",
        "The phone has 5G.",
        "Article 50 was used.",
        "They drove along Route 66.",
        "Version 7.3 is out.",
        "Call 555 0163 for help.",
        "Call +1-222-2222-2222 for help.",
        "She lives at 9 Tanner Row.",
        "The office is at 16-18 Foundry Avenue.",
        "Rovers beat United 2-1.",
        "The council voted by 31 votes to 26.",
        "See page 12 and tables 3 and 4.",
        "As shown before [37], it holds [12,14].",
        "Visit https://example.org/2/34 for more.",
        "The film Summer of 69 won.",
        "The index S&P 500 fell.",
        "The meeting is on 4 July.",
        "It met on July 4, 2016.",
        "It opened in March 2019.",
        "It was the third time.",
        "They met at 2 p.m. and left at 5:25.",
        "The shop is open from 9.30 to 17.00.",
        "It ran in 2014-15 and in the 1990s.",
        "The rate fell in the first quarter of 2022.",
        "No one came.",
        "Tickets for a family of five sell fast.",
        "Mola, 65, now leads the firm.",
        "The postal code is 38911.",
        "Mix at a ratio of 1:3.",
        "The 70S ribosome was seen in 3D.",
        "The car is a 911 Turbo and a six-speed.",
        "The abbey was given land in 978 AD.",
        "He took Arn in 508 BC, or in AD 79.",
        "The house ruled from 202 BC–220 AD.",
        "He came to Arn in 645.",
        "He was made duke in 627 when he won.",
        "It won at the eighty sixth fair.",
    ],
)
def test_a_name_a_code_or_a_time_is_no_quantity(text):
    assert [mention.quote for mention in mentions(text)] == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("In China 14 plants closed.", "14 plants"),
        ("The wave resulted in 645.", "645"),
        ("The sale brought in 645, 700 and 820.", "645"),
        ("In 645 of the homes it was dark.", "645"),
        ("It ran 30 ad campaigns.", "30 ad campaigns"),
        ("The village has 2000 people.", "2000 people"),
        ("The district has 1986 confirmed cases.", "1986 confirmed cases"),
        ("He earns an average of 1500 a month.", "1500"),
        ("In this case 30 people came.", "30 people"),
        ("The stage took 20 minutes.", "20 minutes"),
    ],
)
def test_a_count_beside_such_a_word_is_one(text, quote):
    assert quote in " ".join(mention.quote for mention in mentions(text))
