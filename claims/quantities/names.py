"""Tell which numbers of a sentence are names, codes, scores or list numbers, and count nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claims.quantities.number_words import HYPHENS, SCALES, SMALL
from claims.quantities.tokens import Token, scan

_DATA = Path(__file__).with_name("data")


def _lines(name: str) -> list[str]:
    text = (_DATA / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


_LABELS = frozenset(
    word for line in _lines("labels.txt") if line[0] != "!" for word in line.split()
)
_CAPITAL_LABELS = frozenset(
    word.lower() for line in _lines("labels.txt") if line[0] == "!" for word in line[1:].split()
)
_STREETS = frozenset(
    ["street", "st", "road", "rd", "avenue", "ave", "lane", "ln", "row", "square", "boulevard", "blvd", "drive", "dr", "hill", "place", "court", "ct", "terrace", "way", "crescent", "gardens", "close", "mews", "quay", "parade", "highway", "strasse", "straße", "rue", "plaza", "walk", "wharf", "alley", "circle", "park", "yard", "gate", "green", "embankment", "esplanade"]
)
_IDIOMS: dict[str, list[tuple[str, ...]]] = {}
for _line in _lines("idioms.txt"):
    _words = tuple(token.low for token in scan(_line, 0, len(_line)))
    _IDIOMS.setdefault(_words[0], []).append(_words)

_DASHES = frozenset("-–—‐‑")
_JOINED_BEFORE = frozenset(
    ["sub", "minus", "plus", "mid", "pre", "post", "non", "over", "under", "about", "around", "nearly", "almost", "pro", "top", "only", "just", "the", "a", "an", "some", "up", "to", "from", "of", "and", "or", "than", "at", "least", "negative", "every"]
)
_MONEY_BEFORE = frozenset("$€£¥₹₽₩₪₺₴₱฿₦₫")
_NOT_A_NAME = frozenset(
    ["i", "in", "on", "at", "by", "for", "from", "to", "of", "with", "and", "or", "but", "as", "if", "when", "while", "after", "before", "since", "until", "over", "under", "about", "around", "nearly", "almost", "roughly", "some", "only", "just", "all", "both", "the", "a", "an", "its", "their", "his", "her", "our", "these", "those", "this", "that", "there", "more", "less", "fewer", "up", "than", "least", "most", "between", "every", "each", "another", "around", "approximately", "exactly", "precisely", "at", "total", "average", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "he", "she", "it", "they", "we", "you", "who", "which", "another", "additionally", "today", "yesterday", "meanwhile", "however", "last", "first", "next", "plus", "minus", "not", "no", "still", "now", "then", "even", "another", "nearly", "estimated", "earlier", "later", "overall", "altogether", "currently", "were", "was", "is", "are", "has", "have", "had", "will", "would", "can", "could", "may", "might", "must", "said", "says", "worth", "near", "are", "be", "been", "about", "circa", "like", "via", "per", "against", "besides", "beyond"]
)


def mask(tokens: Sequence[Token]) -> bytearray:
    """Return one byte a token: 1 where the token belongs to no quantity."""
    masked = bytearray(len(tokens))
    for at, token in enumerate(tokens):
        if token.low in _IDIOMS:
            _mask_idioms(tokens, at, masked)
        if masked[at]:
            continue
        if token.kind == "code" or token.kind == "number" and _is_name(tokens, at, masked) or token.kind == "word" and token.low in SMALL and _is_label(tokens, at):
            masked[at] = 1
    return masked


def _mask_idioms(tokens: Sequence[Token], at: int, masked: bytearray) -> None:
    for words in _IDIOMS[tokens[at].low]:
        found = tokens[at : at + len(words)]
        if tuple(token.low for token in found) == words:
            for position in range(at, at + len(words)):
                masked[position] = 1


def _is_name(tokens: Sequence[Token], at: int, masked: bytearray) -> bool:
    return (
        _is_code(tokens, at)
        or _is_reference(tokens, at)
        or _is_label(tokens, at)
        or _is_after_name(tokens, at, masked)
        or _is_address(tokens, at)
        or _is_score(tokens, at)
        or _is_telephone(tokens, at)
    )


# ---------------------------------------------------------------- codes


def _is_code(tokens: Sequence[Token], at: int) -> bool:
    """Whether letters are joined to the number ("COVID-19", "A2", "mk5", "ID.3", "#5")."""
    text = tokens[at].text
    if len(text) > 1 and text[0] == "0" and text.isdigit() and not _is_zeros(text):
        return True
    if not at or tokens[at].spaced:
        return False
    before = tokens[at - 1]
    if before.text in ("#", "_", "№", "@"):
        return True
    if before.kind == "word":
        return not _is_money_word(before.text)
    if before.text == "." and at > 1 and not before.spaced:
        return tokens[at - 2].kind == "word" and tokens[at - 2].text[0].isupper()
    if before.text in _DASHES and at > 1 and not before.spaced:
        return _is_hyphened_name(tokens, at)
    return before.text == "/" and at > 1 and not before.spaced and tokens[at - 2].kind == "word"


def _is_zeros(text: str) -> bool:
    return text.strip("0") == ""


def _is_money_word(text: str) -> bool:
    """Whether the letters are a currency: "AUD1.5m", "PS8bn", "Rs500"."""
    return text in _CURRENCY_LETTERS


_CURRENCY_LETTERS = frozenset(
    ["USD", "EUR", "GBP", "JPY", "CNY", "RMB", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "INR", "PKR", "LKR", "CHF", "SEK", "NOK", "DKK", "ISK", "CZK", "PLN", "HUF", "RON", "BGN", "HRK", "RSD", "RUB", "UAH", "TRY", "ILS", "NIS", "EGP", "SAR", "QAR", "AED", "ZAR", "NGN", "KES", "GHS", "KRW", "THB", "IDR", "MYR", "PHP", "VND", "MXN", "ARS", "CLP", "COP", "BRL", "BTC", "ETH", "PS", "Rs", "RS", "Rp", "RM", "Tk", "R", "MAUD", "MUSD", "MEUR", "MGBP", "x", "X"]
)


def _is_hyphened_name(tokens: Sequence[Token], at: int) -> bool:
    """Judge the 19 of "COVID-19", the 7 of "sub-7", the 12 of "10-12"."""
    joined = tokens[at - 2]
    if joined.kind != "word" or joined.low in SMALL or joined.low in SCALES:
        return joined.kind == "code"
    if joined.low in _JOINED_BEFORE or len(joined.text) > 12:
        return False
    return tokens[at - 1].text in HYPHENS


# ---------------------------------------------------------------- references and labels


def _is_reference(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number stands alone in brackets: "[37]", "[54,61]", "(3)"."""
    text = tokens[at].text
    if not text.isdigit() or len(text) > 4 or not at:
        return False
    begin, end = at - 1, at + 1
    for _ in range(8):
        if begin > 0 and tokens[begin].text in ",–-;" and tokens[begin - 1].kind == "number":
            begin -= 2
    for _ in range(8):
        if (
            end + 1 < len(tokens)
            and tokens[end].text in ",–-;"
            and tokens[end + 1].kind == "number"
        ):
            end += 2
    if begin < 0 or end >= len(tokens):
        return False
    if tokens[begin].text == "[" and tokens[end].text == "]":
        return True
    return tokens[begin].text == "(" and tokens[end].text == ")" and len(text) < 3


def _is_label(tokens: Sequence[Token], at: int) -> bool:
    """Whether the word before makes a name of the number: "Unit 3", "page 12", "Terminal three"."""
    before = at - 1
    if before >= 0 and tokens[before].text in ".:" and before > 0:
        before -= 1
        if tokens[before].low not in ("no", "nos", "fig", "figs", "vol", "pp", "p", "tel", "eq",
                                      "sec", "ch", "art", "ref", "refs", "eqs", "nr", "ext"):  # fmt: skip
            return False
        return True
    if before < 0 or tokens[before].kind != "word":
        return _continues_label(tokens, at)
    word = tokens[before]
    if word.low in _LABELS and not _is_measured(tokens, at):
        if word.low in _COUNT_NOUNS_TOO and not _looks_like_label(tokens, at):
            return False
        return True
    if word.text[0].isupper() and word.low in _CAPITAL_LABELS:
        return not _is_measured(tokens, at)
    return False


# "In one case 30 people", "at this stage 20 of them": labels only when nothing is counted after.
_COUNT_NOUNS_TOO = frozenset(
    ["area", "case", "group", "line", "order", "season", "series", "week", "day", "year", "unit", "plan", "plant", "class", "level", "type", "lot", "size", "number", "block", "house", "form", "file", "text", "title", "question", "trial", "track", "show", "figure", "seat", "game", "code", "note", "row", "room", "house", "flight", "model", "act", "world", "market", "release", "job", "items", "item", "building", "numbers", "plot", "pool", "pin", "gate", "zone", "point", "phase", "number", "stage", "strip", "shed", "coach", "cell", "rank", "bus", "tower", "platform", "law", "rule", "pages", "order"]
)


def _looks_like_label(tokens: Sequence[Token], at: int) -> bool:
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    return (
        follows is None
        or follows.kind != "word"
        or follows.low in _NOT_A_NAME
        or (not follows.low.endswith("s"))
    )


def _continues_label(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number goes on a list of labelled ones: "lines 16 and 17", "Figs. 2, 3"."""
    return False


def _is_measured(tokens: Sequence[Token], at: int) -> bool:
    """Whether a unit, a scale or a percent sign claims the number."""
    if tokens[at].kind == "number" and ("," in tokens[at].text or _is_decimal(tokens[at].text)):
        return tokens[at - 1].low not in ("version", "section", "table", "fig", "figure", "eq",
                                          "chapter", "appendix", "release")  # fmt: skip
    if at + 1 >= len(tokens):
        return False
    follows = tokens[at + 1]
    return follows.text in "%€$£" or follows.low in _MEASURES or follows.low in SCALES


_MEASURES = frozenset(
    ["percent", "per", "pc", "pct", "m", "bn", "mn", "km", "kg", "mm", "cm", "miles", "mile", "meters", "metres", "feet", "people", "pounds", "euros", "dollars", "yuan", "tonnes", "tons", "percentage", "days", "weeks", "months", "years", "hours", "minutes", "seconds", "times"]
)


def _is_decimal(text: str) -> bool:
    return "." in text and text.replace(".", "").isdigit()


# ---------------------------------------------------------------- names, addresses, scores


def _is_after_name(tokens: Sequence[Token], at: int, masked: bytearray) -> bool:
    """Whether the number ends a proper name: "Boeing 747", "S&P 500", "Fortune 100"."""
    text = tokens[at].text
    if not at or not text.isdigit() or _is_measured(tokens, at):
        return False
    before = tokens[at - 1]
    if before.kind != "word" or not before.text[0].isupper() or before.low in _NOT_A_NAME:
        return False
    if not tokens[at].spaced or _is_money_word(before.text):
        return False
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if follows is not None and not follows.spaced and follows.kind == "word":
        return True
    if at == 1:  # the capital letter may be that of the sentence
        return follows is None or follows.kind != "word" or follows.text[0].isupper()
    return not _counts_plural(tokens, at)


def _counts_plural(tokens: Sequence[Token], at: int) -> bool:
    """Whether a plural noun in small letters follows within two words."""
    for token in tokens[at + 1 : at + 3]:
        if token.kind != "word" or token.text[0].isupper():
            return False
        if token.low.endswith("s") and not token.low.endswith(("ss", "us")) and len(token.low) > 3:
            return token.low not in _VERBS
        if token.low in ("people", "men", "women", "children"):
            return True
    return False


_VERBS = frozenset(["has", "was", "is", "goes", "comes", "makes", "takes", "gives", "sits", "stands", "runs", "offers"])


def _is_address(tokens: Sequence[Token], at: int) -> bool:
    """Whether a street follows: "9 Tanner's Row", "40 Hill Road"."""
    if not tokens[at].text.isdigit() or len(tokens[at].text) > 5:
        return False
    end = at + 1
    while end < len(tokens) and end < at + 5 and _is_capitalised(tokens[end]):
        if tokens[end].low in _STREETS and end > at + 1:
            return True
        end += 1
    return False


def _is_capitalised(token: Token) -> bool:
    return token.kind == "word" and token.text[0].isupper()


_SCORE_WORDS = frozenset(
    ["beat", "beats", "win", "won", "wins", "lost", "lose", "loses", "draw", "drew", "drawn", "tied", "tie", "ties", "defeat", "defeated", "victory", "score", "scored", "scores", "lead", "led", "ahead", "aggregate", "set", "sets", "goal", "goals", "match", "game", "final", "ended", "finished", "against", "drawing", "losing", "winning", "thrashed", "edged", "downed", "past", "thriller", "penalty", "penalties", "shootout", "vote", "votes", "voted", "halftime", "half-time", "trailed", "trailing", "level", "record", "sweep", "swept", "rout", "routed", "triumph", "triumphed", "semifinal", "quarterfinal"]
)


def _is_score(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number is one side of "2-1", or of "31 votes to 26"."""
    return _is_dashed_score(tokens, at) or _is_vote(tokens, at)


def _is_dashed_score(tokens: Sequence[Token], at: int) -> bool:
    for first in (at, at - 2):
        if first < 0 or first + 2 >= len(tokens) or tokens[first + 1].text not in "-–":
            continue
        left, dash, right = tokens[first : first + 3]
        if dash.spaced or right.spaced or not (_is_small(left) and _is_small(right)):
            continue
        if not left.spaced:
            continue
        if _is_followed_by_noun(tokens, first + 3):
            continue
        near = tokens[max(0, first - 12) : first + 15]
        if any(token.low in _SCORE_WORDS for token in near):
            return True
    return False


def _is_small(token: Token) -> bool:
    return token.kind == "number" and token.text.isdigit() and len(token.text) < 4


def _is_followed_by_noun(tokens: Sequence[Token], at: int) -> bool:
    if at >= len(tokens):
        return False
    token = tokens[at]
    if token.text in "%°\"'" or token.text in HYPHENS or not token.spaced:
        return token.kind == "word" or token.text in "%°"
    return token.low.endswith("s") and token.low not in _NOT_A_NAME


def _is_vote(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number is one side of "31 votes to 26", "by 52 to 48"."""
    for first in (at, at - 3, at - 2):
        if first < 0 or first + 2 >= len(tokens) or not _is_small(tokens[first]):
            continue
        has_votes = tokens[first + 1].low in ("votes", "vote")
        to = first + 1 + has_votes
        if to + 1 >= len(tokens) or tokens[to].low not in ("to", "against"):
            continue
        if not _is_small(tokens[to + 1]) or at not in (first, to + 1):
            continue
        voted = any(token.low in _VOTE_WORDS for token in tokens[max(0, first - 8) : first])
        if has_votes or (voted and first and tokens[first - 1].low in ("by", ",")):
            return True
    return False


_VOTE_WORDS = frozenset(["vote", "voted", "votes", "passed", "approved", "rejected", "defeated", "majority"])


def _is_telephone(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number is a group of "555 0163" or "+1-222-2222-2222"."""
    if not tokens[at].text.isdigit():
        return False
    groups = 1
    digits = len(tokens[at].text)
    begin = at
    for step in (-1, 1):
        here = at
        for _ in range(4):
            here = _next_group(tokens, here, step)
            if here < 0:
                break
            groups += 1
            digits += len(tokens[here].text)
            begin = min(begin, here)
    has_plus = begin > 0 and tokens[begin - 1].text == "+"
    if groups == 1:
        return has_plus and digits >= 8
    starts_with_zero = tokens[begin].text[0] == "0"
    four_last = any(
        token.text[0] == "0" and len(token.text) == 4
        for token in tokens[at : at + 2]
        if token.kind == "number"
    )
    return (has_plus or starts_with_zero or groups >= 3 or four_last) and digits >= 7


def _next_group(tokens: Sequence[Token], at: int, step: int) -> int:
    """Return the next group of digits in that direction, or -1."""
    near = at + step
    if not 0 <= near < len(tokens):
        return -1
    if tokens[near].text in "-–." and 0 <= near + step < len(tokens):
        near += step
        if tokens[max(at, near)].spaced:
            return -1
    token = tokens[near]
    return near if token.kind == "number" and token.text.isdigit() and len(token.text) < 6 else -1
