"""Terms: stems of content words, synonyms folded, names told apart."""

import pytest

from claims.checking.terms import terms, terms_in


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("staff", "employees"),
        ("the workforce", "employee"),
        ("inhabitants", "population"),
        ("residents", "inhabitant"),
        ("firms", "companies"),
        ("enterprises", "company"),
        ("recycled", "recycling"),
        ("children's homes", "orphanages"),
        ("deaths", "people died"),
        ("R&D", "research and development"),
        ("paying users", "subscribers"),
    ],
)
def test_words_that_mean_the_same_share_a_term(one, other):
    assert set(terms(one)) & set(terms(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("paintings", "prints"), ("brewers", "members"), ("exports", "imports"), ("men", "women")],
)
def test_words_that_mean_something_else_do_not(one, other):
    assert not set(terms(one)) & set(terms(other))


def test_numbers_grammar_and_vague_words_are_no_terms():
    assert terms("There are about 1,200 of them, in total, per year.") == ()


def test_a_term_is_listed_once_in_the_order_of_the_text():
    assert terms("Beech trees and oak trees") == ("beech", "tree", "oak")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The port of Varna grew.", {"varna"}),
        ("Kolvik grew.", {"kolvik"}),
        ("Teachers in Mosby retire.", {"mosbi"}),
        ("Lake Osmo froze.", {"lake", "osmo"}),
    ],
)
def test_names_are_told_from_words_that_open_a_sentence(text, names):
    assert {term.key for term in terms_in(text) if term.is_name} == names


def test_a_term_knows_the_characters_it_stands_for():
    text = "It runs two children's homes."
    (home,) = [term for term in terms_in(text) if term.key == "orphanag"]
    assert text[home.start : home.end] == "children's homes"
