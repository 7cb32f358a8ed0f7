"""What became of a quote when its source was looked at again: one pure function of three texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from enum import StrEnum
from heapq import nlargest

SAME_WORDS = 0.75  # of a quote's words that another passage must share to be the same statement
MOST_LINES = 4_000  # of each text that are compared for the difference
MOST_DIFFERENCE = 10_000  # characters
_AROUND = 40  # characters before and after a quote that tell its place
_CANDIDATES = 8

_SCALE = r"(?:\s?(?:thousand|million|billion|trillion|mn|bn|tn|m|k)\b)?"
_NUMBER = re.compile(rf"(?<![\w.,])[-+]?(?:\d{{1,3}}(?:[ ,.']\d{{3}})+|\d+)(?:[.,]\d+)?{_SCALE}")
_WORD = re.compile(rf"{_NUMBER.pattern}|[^\W\d_]+|\d+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_ALIKE = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-",
     "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u00ad": None, "\u200b": None}
)  # fmt: skip


class QuoteOutcome(StrEnum):
    """What a second look at a source found of what a claim cites."""

    UNCHANGED = "unchanged"  # as it was, in its place
    QUOTE_MOVED = "quote_moved"  # word for word, elsewhere in the text
    QUOTE_REWORDED = "quote_reworded"  # the same numbers in other words
    NUMBER_ALTERED = "number_altered"  # the same words with another number
    QUOTE_GONE = "quote_gone"
    TEXT_CHANGED = "text_changed"  # nothing is quoted, and the text is another
    PAGE_GONE = "page_gone"
    UNREACHABLE = "unreachable"  # it could not be looked at


@dataclass(frozen=True, slots=True)
class QuoteFinding:
    """An outcome with the passage as it stands now ("" for none) and the first altered number."""

    outcome: QuoteOutcome
    passage: str = ""
    old_number: str = ""
    new_number: str = ""


def follow_quote(before: str | None, after: str, quote: str) -> QuoteFinding:
    """Return what became of `quote` between two texts; `before` is None on the first look."""
    if before == after and not quote:
        return QuoteFinding(QuoteOutcome.UNCHANGED)
    if not quote.strip():
        changed = before is not None
        return QuoteFinding(QuoteOutcome.TEXT_CHANGED if changed else QuoteOutcome.UNCHANGED)
    wanted, now = _plain(quote), _plain(after)
    places = _places(now, wanted)
    if places:
        stays = before is None or _keeps_its_place(
            _plain(before).lower(), now.lower(), wanted, places
        )
        outcome = QuoteOutcome.UNCHANGED if stays else QuoteOutcome.QUOTE_MOVED
        return QuoteFinding(outcome, wanted)
    return _altered(now, wanted) or QuoteFinding(QuoteOutcome.QUOTE_GONE)


def follow_cell(before: str, after: str | None) -> QuoteFinding:
    """Return what became of a cell's words; `after` is None when there is no such cell now."""
    if after is None:
        return QuoteFinding(QuoteOutcome.QUOTE_GONE)
    old, new = _NUMBER.search(_plain(before)), _NUMBER.search(_plain(after))
    if not before or _plain(before) == _plain(after):
        return QuoteFinding(QuoteOutcome.UNCHANGED, after)
    if old and new and _digits(old.group()) != _digits(new.group()):
        return QuoteFinding(QuoteOutcome.NUMBER_ALTERED, after, old.group(), new.group())
    return QuoteFinding(QuoteOutcome.QUOTE_REWORDED if new else QuoteOutcome.QUOTE_GONE, after)


def difference(before: str, after: str) -> str:
    """Return what changed, sentence by sentence, as a unified diff of bounded length."""
    lines = unified_diff(_sentences(before), _sentences(after), "before", "after", "", "", 1, "")
    text = "\n".join(lines)
    if len(text) <= MOST_DIFFERENCE:
        return text
    return text[:MOST_DIFFERENCE].rpartition("\n")[0] + "\n… more has changed"


def _plain(text: str) -> str:
    """Return the text with one kind of space, quotation mark and dash."""
    return " ".join(text.translate(_ALIKE).split())


def _places(text: str, quote: str) -> list[int]:
    """Return where the quote stands as whole words and numbers: 64 does not stand in 640."""
    head = r"(?<![\w])(?<!\d[.,])" if quote[0].isalnum() else ""
    tail = r"(?!\w)(?![.,]\d)" if quote[-1].isalnum() else ""
    pattern = re.compile(head + re.escape(quote) + tail, re.IGNORECASE)
    return [match.start() for match in pattern.finditer(text)]


def _keeps_its_place(before: str, after: str, quote: str, places: Sequence[int]) -> bool:
    """Whether the words before or after the quote are among those that it had."""
    old = _places(before, quote)
    size = len(quote)
    heads = {before[max(0, at - _AROUND) : at] for at in old}
    tails = {before[at + size : at + size + _AROUND] for at in old}
    return not old or any(
        after[max(0, at - _AROUND) : at] in heads or after[at + size : at + size + _AROUND] in tails
        for at in places
    )


def _altered(text: str, quote: str) -> QuoteFinding | None:
    """Return the passage that states the same in other words or numbers, if there is one."""
    wanted = _WORD.findall(quote)
    plain_words = [word.lower() for word in wanted if not _NUMBER.fullmatch(word)]
    if not plain_words:
        return None
    best, best_share = "", 0.0
    for passage in _candidates(text, quote, set(plain_words)):
        found = [w.lower() for w in _WORD.findall(passage) if not _NUMBER.fullmatch(w)]
        matcher = SequenceMatcher(None, plain_words, found, autojunk=False)
        share = sum(block.size for block in matcher.get_matching_blocks()) / len(plain_words)
        if share > best_share:
            best, best_share = passage, share
    if best_share < SAME_WORDS:
        return None
    return _told_apart(quote, best)


def _told_apart(quote: str, passage: str) -> QuoteFinding | None:
    old, new = _NUMBER.findall(quote), _NUMBER.findall(passage)
    if not old or set(map(_digits, old)) <= set(map(_digits, new)):
        return QuoteFinding(QuoteOutcome.QUOTE_REWORDED, passage)
    gone = [number for number in old if _digits(number) not in map(_digits, new)]
    come = [number for number in new if _digits(number) not in map(_digits, old)]
    if not come:
        return None
    return QuoteFinding(
        QuoteOutcome.NUMBER_ALTERED, passage, gone[0].strip(), _stands_for(gone[0], old, come, new)
    )


def _stands_for(gone: str, old: Sequence[str], come: Sequence[str], new: Sequence[str]) -> str:
    """Return the new number in the place of the old one, else the first new one."""
    position = old.index(gone)
    same_place = new[position] if position < len(new) and len(new) == len(old) else come[0]
    return (same_place if same_place in come else come[0]).strip()


def _digits(number: str) -> str:
    return number.replace(" ", "").replace("'", "").lower()


def _candidates(text: str, quote: str, words: set[str]) -> list[str]:
    """Return the passages, of as many sentences as the quote, that share most of its words."""
    sentences = [each for each in _SENTENCE_END.split(text) if each]
    size = max(1, len([each for each in _SENTENCE_END.split(quote) if each]))
    shared = [len(words & {w.lower() for w in _WORD.findall(each)}) for each in sentences]
    windows = range(max(1, len(sentences) - size + 1))
    best = nlargest(_CANDIDATES, windows, key=lambda at: sum(shared[at : at + size]))
    return [" ".join(sentences[at : at + size]) for at in best]


def _sentences(text: str) -> list[str]:
    found = (" ".join(each.split()) for each in _SENTENCE_END.split(text))
    return [each for each in found if each][:MOST_LINES]
