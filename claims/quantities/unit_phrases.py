"""Find the unit that stands after a number, and the sign of money before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claims.quantities.number_words import HYPHENS, MINUS_SIGNS
from claims.quantities.quantity import Kind
from claims.quantities.tokens import Token, scan
from claims.quantities.unit_table import Alias
from claims.quantities.units import ALIASES, COUNT, kind_of
from claims.quantities.word_lists import words


@dataclass(frozen=True, slots=True)
class UnitPhrase:
    """A unit written in tokens[first:end]."""

    unit: str
    first: int
    end: int


_Entry = tuple[tuple[str, ...], Alias]


def _index(*, before: bool) -> dict[str, list[_Entry]]:
    """Return the aliases by the lower-case of their first token, the longest first."""
    index: dict[str, list[_Entry]] = {}
    for alias in ALIASES:
        if (
            alias.is_name
            or (before and not alias.goes_before)
            or not (before or _may_follow(alias))
        ):
            continue
        tokens = scan(alias.text, 0, len(alias.text))
        words = tuple(token.text if alias.is_symbol else token.low for token in tokens)
        key = tokens[-1].low if before else tokens[0].low
        index.setdefault(key, []).append((words, alias))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def _may_follow(alias: Alias) -> bool:
    """Whether a sign of money may stand after the number: "5 EUR", "5 zł", but not "5 R"."""
    text = alias.text.rstrip(".")
    if not (alias.goes_before and text.isalpha() and text.isascii()):
        return True
    return (len(text) == 3 and text.isupper()) or text in ("p", "Rs", "kn", "Ft", "TL", "DM")


_AFTER = _index(before=False)
_BEFORE = _index(before=True)
# One letter after a space is a unit only where no word follows that it may belong to.
_SHY = frozenset("dtbAFRNJcCpPyTx")
_NEVER_SPACED = words("unit_phrases never spaced")
_RATE_ARTICLES = frozenset(["a", "an", "per", "each", "every"])
_RATE_UNITS = words("unit_phrases rate units")
_RATE_NOUNS = words("unit_phrases rate nouns")
_NOUN_RATES = frozenset(["share", "person", "head", "household", "capita", "barrel", "ounce"])


def money_before(tokens: Sequence[Token], first: int) -> UnitPhrase | None:
    """Return the currency sign that ends right before tokens[first]: "US$", "€", "AUD"."""
    end = first
    if end and tokens[end - 1].text in HYPHENS and end > 1 and tokens[end - 2].text in "$€£":
        end -= 1
    if not end:
        return None
    for texts, alias in _BEFORE.get(tokens[end - 1].low, ()):
        begin = end - len(texts)
        if begin < 0 or not _same(tokens[begin:end], texts):
            continue
        if begin and alias.text.isalpha() and tokens[begin - 1].kind == "number":
            continue  # it is the unit of that number: "10 RMB 20 USD"
        if _is_only_letters(alias.text) and not _letters_may_lead(tokens, begin, first):
            continue
        return UnitPhrase(alias.unit.name, begin, first)
    return _money_word_before(tokens, end)


def _same(found: Sequence[Token], words: tuple[str, ...]) -> bool:
    return all(
        token.text == word or token.low == word.lower() and len(word) > 1
        for token, word in zip(found, words, strict=True)
    )


def _is_only_letters(text: str) -> bool:
    return text.rstrip(".").isalpha()


def _letters_may_lead(tokens: Sequence[Token], begin: int, first: int) -> bool:
    """Judge "USD 200", "Rs 500", "PS8bn"; "R 5" and "P 12" are no money."""
    text = tokens[begin].text
    if not text[0].isupper():
        return False
    if len(text) < 3 and tokens[first].spaced:
        return text in ("Rs", "RM", "Rp", "Tk", "Dh")
    return len(text) > 1 or not tokens[first].spaced


# A country before the sign, standing by itself in tokenised text: "HK $ 5.4m", "US $84 billion".
_COUNTRY_SIGNS = {"us": "USD", "u.s.": "USD", "hk": "HKD", "a": "AUD", "au": "AUD", "c": "CAD",
                  "ca": "CAD", "nz": "NZD", "s": "SGD", "nt": "TWD", "mxn": "MXN", "mex": "MXN",
                  "usd": "USD", "cad": "CAD", "aud": "AUD", "r": "BRL"}  # fmt: skip


def _money_word_before(tokens: Sequence[Token], end: int) -> UnitPhrase | None:
    if tokens[end - 1].low == "dollar" and (end < 2 or tokens[end - 2].kind != "number"):
        return UnitPhrase("USD", end - 1, end)
    return None


def with_country(tokens: Sequence[Token], money: UnitPhrase) -> UnitPhrase:
    """Return the currency with the country that stands before its "$", if one does."""
    at = money.first - 1
    if at < 0 or tokens[money.first].text != "$":
        return money
    country = tokens[at]
    code = _COUNTRY_SIGNS.get(country.low)
    if not code or (len(country.text) == 1 and country.low == "a"):
        return money
    if country.text.islower() and len(country.text) == 1:
        return money
    return UnitPhrase(code, at, money.end)


def unit_after(
    tokens: Sequence[Token], at: int, *, scaled: bool = False, money_near: bool = False
) -> UnitPhrase | None:
    """Return the unit, with its "per" part, that is written from tokens[at] on.

    `scaled` says that a scale word ends the number: then "pounds" are money.
    """
    begin = at
    if at + 1 < len(tokens) and tokens[at].text in HYPHENS and not tokens[at + 1].spaced:
        at += 1  # "five-year"
    elif at + 2 < len(tokens) and tokens[at].text == "(" and tokens[at + 2].text == ")":
        inner = _match(tokens, at + 1, scaled, money_near)
        return UnitPhrase(inner.unit, begin, at + 3) if inner and inner.end == at + 2 else None
    unit = _match(tokens, at, scaled, money_near) or _running(tokens, at)
    if not unit:
        return None
    return _with_rates(tokens, _with_powers(tokens, UnitPhrase(unit.unit, begin, unit.end)))


_IN_A_ROW = frozenset(["consecutive", "straight", "successive", "full"])


def _running(tokens: Sequence[Token], at: int) -> UnitPhrase | None:
    """Return the unit of "six consecutive years", "three full days"."""
    if at >= len(tokens) or tokens[at].low not in _IN_A_ROW:
        return None
    unit = _match(tokens, at + 1, False, False)
    return unit if unit and kind_of(unit.unit) == Kind.DURATION else None


def rate_after(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """Return ("day", end) for "a day", "per day", "/ day", "-a-day" at tokens[at]."""
    return _rate(tokens, at)


def _match(tokens: Sequence[Token], at: int, scaled: bool, money_near: bool) -> UnitPhrase | None:
    if at >= len(tokens):
        return None
    for texts, alias in _AFTER.get(tokens[at].low, ()):
        end = _matched_end(tokens, at, texts, alias)
        if not end or (alias.needs_scale and not scaled):
            continue
        if alias.is_symbol and not _symbol_fits(tokens, at, end, alias):
            continue
        unit = alias.unit.name
        if unit == "pound" and (scaled or money_near) and not alias.is_symbol:
            unit = "GBP"
        return UnitPhrase(unit, at, end)
    return None


def _matched_end(tokens: Sequence[Token], at: int, words: tuple[str, ...], alias: Alias) -> int:
    """Return where the alias ends, or 0; hyphens may join its words, points may end them."""
    for word in words:
        if at < len(tokens) and tokens[at].text in HYPHENS and word not in HYPHENS:
            at += 1
        if at >= len(tokens) or (tokens[at].text if alias.is_symbol else tokens[at].low) != word:
            return 0
        at += 1
        if at < len(tokens) and tokens[at].text == "." and word in ("sq", "cu", "deg", "fl"):
            at += 1
    return at


def _with_powers(tokens: Sequence[Token], unit: UnitPhrase) -> UnitPhrase:
    """Read the exponents of "cm−1", "km s−1", "mW m− 2" as rates."""
    end = _power_end(tokens, unit.end)
    if end:
        return UnitPhrase(f"{COUNT} per {unit.unit}", unit.first, end)
    for _ in range(2):
        factor = _match(tokens, unit.end, False, False)
        end = _power_end(tokens, factor.end) if factor else 0
        if not factor or not end:
            break
        unit = UnitPhrase(f"{unit.unit} per {factor.unit}", unit.first, end)
    return unit


def _power_end(tokens: Sequence[Token], at: int) -> int:
    """Return where a negative exponent at tokens[at] ends, or 0."""
    if at + 1 >= len(tokens) or tokens[at].text not in MINUS_SIGNS or tokens[at].spaced:
        return 0
    return at + 2 if tokens[at + 1].text in ("1", "2", "3") else 0


def _symbol_fits(tokens: Sequence[Token], at: int, end: int, alias: Alias) -> bool:
    if not alias.text[0].isalpha() or not at:
        return True
    if end < len(tokens) and not tokens[end].spaced and tokens[end].kind in ("number", "word"):
        return False  # it goes on: "24703m212"
    glued = not tokens[at].spaced or tokens[at - 1].text in HYPHENS
    if glued:
        return True
    if alias.text in _NEVER_SPACED:
        follows = tokens[end] if end < len(tokens) else None
        ends = follows is None or follows.kind == "sign" or follows.low == "per"
        return alias.text in ("C", "F", "R") and ends
    if len(alias.text) > 1 and alias.text not in ("pm", "as", "AU", "ms"):
        return True
    follows = tokens[end] if end < len(tokens) else None
    if alias.text in _SHY or alias.text in ("pm", "AU"):
        return follows is None or follows.kind == "sign" or follows.low == "per"
    return follows is None or follows.kind != "word" or not follows.text[0].isupper()


def _with_rates(tokens: Sequence[Token], unit: UnitPhrase) -> UnitPhrase:
    for _ in range(2):
        rate = _rate(tokens, unit.end)
        if not rate:
            break
        unit = UnitPhrase(f"{unit.unit} per {rate[0]}", unit.first, rate[1])
    return unit


def _rate(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    if at + 1 >= len(tokens):
        return None
    if tokens[at].text in HYPHENS and not tokens[at + 1].spaced:
        at += 1
        if at + 1 >= len(tokens):
            return None
    lead = tokens[at].low
    if lead in ("for", "to", "per") and tokens[at + 1].low in ("every", "each"):
        return _per_rate(tokens, at + 2)
    if lead in ("p.a.", "pa") or (lead == "per" and tokens[at + 1].low in ("annum", "year")):
        return "year", at + (1 if lead != "per" else 2)
    if lead == "/":
        return _slash_rate(tokens, at)
    if lead not in _RATE_ARTICLES:
        return None
    at += 1
    if at < len(tokens) and tokens[at].text in HYPHENS:
        at += 1
    if at >= len(tokens):
        return None
    if lead == "per":
        return _per_rate(tokens, at)
    found = _match(tokens, at, False, False)
    if found and found.unit in _RATE_UNITS and _is_singular(tokens, found):
        if lead in ("each", "every") and found.unit not in ("day", "week", "month", "year", "hour"):
            return None
        return found.unit, found.end
    if at < len(tokens) and tokens[at].low in _NOUN_RATES and lead in ("a", "an"):
        return tokens[at].low, at + 1
    return None


def _is_singular(tokens: Sequence[Token], unit: UnitPhrase) -> bool:
    """Keep out "a year earlier", "an hour ago", "a week later"."""
    follows = tokens[unit.end].low if unit.end < len(tokens) else ""
    return follows not in _LATER


_LATER = frozenset(["earlier", "ago", "later", "before", "after", "old", "from", "longer"])


def _slash_rate(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    if tokens[at + 1].spaced and not tokens[at].spaced:
        return None
    found = _match(tokens, at + 1, False, False)
    if found:
        return found.unit, found.end
    follows = tokens[at + 1]
    if follows.low in ("hr", "hour", "h"):
        return "hour", at + 2
    return (follows.low, at + 2) if follows.low in _RATE_NOUNS else None


def _per_rate(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """Read what "per" is followed by: a unit, "person", "100,000 people"."""
    if at >= len(tokens):
        return None
    found = _match(tokens, at, False, False)
    if found:
        return found.unit, found.end
    token = tokens[at]
    if token.kind == "number" and at + 1 < len(tokens):
        noun = tokens[at + 1]
        found = _match(tokens, at + 1, False, False)
        if found:
            return f"{token.text} {found.unit}", found.end
        if noun.kind == "word":
            return f"{token.text} {noun.low}", at + 2
    if token.low in ("cent", "se") or token.kind != "word" or not token.low.isalpha():
        return None
    return token.low, at + 1
