"""Keys of the reverse search."""

from claims.checking.candidates import (
    MENTION_TERMS,
    claim_signatures,
    rarest_first,
    signature,
    unit_key,
    weighted_signatures,
)


def mention_signatures(terms: tuple[str, ...], kind: str) -> set[int]:
    return set(weighted_signatures(terms, kind, lambda term: 1.0))


def test_a_claim_meets_a_mention_that_shares_two_of_its_rarest_terms():
    claim = claim_signatures(("beij", "foreign-fund", "compani", "function"), "count")
    mention = mention_signatures(("climb", "compani", "beij"), "count")
    assert set(claim) & mention


def test_a_claim_meets_a_mention_by_its_rarest_term_alone():
    shared = set(claim_signatures(("beij", "compani"), "count")) & mention_signatures(
        ("beij", "tram"), "count"
    )
    assert shared == {signature("count", "beij")}


def test_other_kinds_of_unit_never_meet():
    claim = claim_signatures(("beij", "compani"), "count")
    assert not set(claim) & mention_signatures(("beij", "compani"), "percent")


def test_a_claim_has_ten_pairs_and_one_single():
    assert len(claim_signatures(("a", "b", "c", "d", "e", "f"), "count")) == 11
    assert len(claim_signatures(("a", "b", "c", "d", "e"), "count", count=4)) == 7


def test_a_claim_with_one_term_or_none_is_still_keyed():
    assert claim_signatures(("a",), "count") == (signature("count", "a"),)
    assert claim_signatures((), "count") == ()


def test_a_long_sentence_asks_a_bounded_number_of_keys():
    terms = tuple(f"t{number}" for number in range(200))
    bound = MENTION_TERMS * (MENTION_TERMS - 1) // 2 + MENTION_TERMS
    assert len(mention_signatures(terms, "count")) == bound


def test_keys_are_stable_and_fit_a_signed_64_bit_column():
    assert signature("count", "a", "b") == -3123125664341781776
    keys = mention_signatures(tuple("abcdefgh"), "percent")
    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert any(key < 0 for key in keys)


def test_the_order_of_terms_does_not_change_the_pairs():
    assert set(claim_signatures(("a", "b"), "count")) - {signature("count", "a")} == set(
        claim_signatures(("b", "a"), "count")
    ) - {signature("count", "b")}


def test_the_rarest_come_first():
    rarity = {"beij": 9.0, "compani": 2.0, "tram": 5.0}
    assert rarest_first(["compani", "tram", "beij", "tram"], rarity.__getitem__) == (
        "beij",
        "tram",
        "compani",
    )


def test_convertible_units_share_a_key():
    assert unit_key("km") == unit_key("mile")
    assert unit_key("percent") != unit_key("percentage point")
    assert unit_key("no such unit") == "no such unit"


def test_a_yearly_figure_meets_one_told_without_its_year():
    assert unit_key("count per year") == unit_key("count")
    assert unit_key("tonne per day") == unit_key("kg")
    assert unit_key("EUR per km") != unit_key("EUR")
