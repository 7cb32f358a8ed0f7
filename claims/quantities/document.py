"""Read a whole text sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from claims.quantities import dates, names, sentences
from claims.quantities.figures import Figure, read_figures
from claims.quantities.moments import Moment
from claims.quantities.number_words import DOZENS, FOLDS, FRACTION_SIGNS, MULTIPLIERS, SMALL
from claims.quantities.tokens import Token, scan

_MAY_HOLD_NUMBER = re.compile(
    r"[\d"
    + "".join(FRACTION_SIGNS)
    + r"]|(?:"
    + "|".join(
        sorted({*SMALL, *DOZENS, *MULTIPLIERS, *FOLDS, "half", "third", "quarter", "hundred",
                "thousand", "million", "billion", "trillion", "couple", "fortnight",
                "fifth", "tenth"})
    )
    + r")|than an? |every (?:second|fourth) ",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that holds figures: its place, tokens, figures and the times it names."""

    start: int
    end: int
    tokens: list[Token]
    figures: list[Figure]
    moments: list[Moment]


def read_sentences(
    text: str, published: date | None = None, begin: int = 0, until: int | None = None
) -> Iterator[Sentence]:
    """Yield the sentences of `text`, or of this part of it, that hold at least one figure."""
    for start, end in sentences.split(text, begin, until):
        if not _MAY_HOLD_NUMBER.search(text, start, end):
            continue
        tokens = scan(text, start, end)
        moments = dates.find(tokens, published)
        masked = names.mask(tokens)
        for moment in moments:
            for at in range(moment.first, moment.end):
                masked[at] = 1
        figures = read_figures(tokens, masked)
        if figures:
            yield Sentence(start, end, tokens, figures, moments)
