"""The surroundings of a mention: its clause, its sentence, what stands before, and the title."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from itertools import chain

from claims.checking.clauses import NUMBER, Span, clause_around
from claims.checking.lists import other_labels
from claims.checking.terms import Same, Term, terms_between
from claims.quantities.mention import Document, Mention, Role
from claims.quantities.nouns import VERBS
from claims.quantities.quantity import Kind
from claims.quantities.tables import Cell, cell_at
from claims.quantities.units import PERCENT, UnknownUnit, canonical


class Zone(IntEnum):
    """Where a word stands, seen from a mention."""

    CLAUSE = 0
    SENTENCE = 1
    SIBLING = 2  # in the sentence, beside a number of its own
    ANTECEDENT = 3  # the sentence before, which a pronoun refers to
    BEFORE = 4  # the sentence before
    TITLE = 5
    ELSEWHERE = 6
    NOWHERE = 7  # it belongs to another number


_PERCENT_WORDS = frozenset({"percent", "cent", "pct", "pc", "per"})
_AGE_WORDS = frozenset({"old", "age"})
_PRONOUN = re.compile(
    r"\s*(?:and\s+|but\s+|so\s+far\s+)?(?:it|its|they|their|he|his|she|her|this|that|these|those|of\s+(?:these|those|them)"
    r"|which|who|whose|not|now|today|so\s+far)\b",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"\b(?:actual(?:ly)?|in\s+(?:fact|reality|the\s+end|the\s+event)|at\s+present|currently|so\s+far"
    r"|turned\s+out|ended\s+up|came\s+in)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:targets?|goals?|aim(?:s|ed)?|plan(?:s|ned)?|pencilled|budgeted|expect(?:s|ed)|forecasts?"
    r"|hop(?:es|ed)|promis(?:es|ed)|pledged|predicted|earmarked|counted\s+on|reckoned\s+with)\b",
    re.IGNORECASE,
)
_PLAN_REACH = 3  # so many sentences back the plan may stand
_OF_ITS_OWN = re.compile(r"\s+of\s")
_LIKE_FIGURE = {
    Kind.PERCENT: re.compile(r"\d\s?(?:%|per\s?cent)"),
    Kind.CURRENCY: re.compile(
        r"[$€£¥]|\b[A-Z]{3}\s?\d|\d\s(?:\w+\s)?(?:dollars|euros|pounds|crowns|yen)"
    ),
}
_OF_THEM = re.compile(r"(?:\s?(?:percent|per\s+cent|pct|%))?\s+of\s+(?:them|these|those)\b", re.I)
_LABEL = re.compile(r"([^.:;,|]+):\s*$")
_HOLDS_VERB = re.compile(
    r"\b(?:has|have|had|is|are|was|were|will|would|did|does|said|says|it|they|he|she|we)\b",
    re.IGNORECASE,
)
_WERE = re.compile(r"\s+(?:were|was|are|have\s+been|had\s+been)\s+(\w+)")
_LABEL_LENGTH = 4  # words of a label that may hold one that is a verb elsewhere
_RATE = re.compile(r"\s+(?:per|(?:for|to)\s+(?:every|each))\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a mention stands in its document.

    `clause`, `sentence` and `before` are spans of the text. `noun` holds the terms of what a count
    counts ("paying users"). `cell` is its place in a table, if it stands in one. `follows_plan`
    says that it tells what became of a plan, and `before` begins where that stands.
    """

    document: Document
    mention: Mention
    clause: Span
    sentence: Span
    before: Span
    noun: tuple[Term, ...]
    cell: Cell | None
    others: tuple[Span, ...]
    follows_plan: bool = False
    # What many claims ask of one text: how near it has a word (`features`), by the word and by
    # whether it is sought as a name; and where its terms stand, by where they begin.
    reached: dict[tuple[Same, bool], float] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _zones: dict[int, Zone] = field(default_factory=dict, init=False, compare=False, repr=False)

    def zone(self, term: Term) -> Zone:
        """Return where a term of the text stands; NOWHERE for the words of the figure's unit."""
        zone = self._zones.get(term.start)
        if zone is None:
            zone = self._zone(term)
            if zone == Zone.CLAUSE and is_unit_word(self.document.text, term, self.mention):
                zone = Zone.NOWHERE
            self._zones[term.start] = zone
        return zone

    @property
    def near(self) -> tuple[Span, ...]:
        """The spans of the text in which words are near; they do not overlap."""
        if self.cell is not None:
            return tuple({self.cell.label, self.cell.header, self.cell.corner})
        return ((self.before[0], self.sentence[1]),)

    @property
    def vicinity(self) -> Span:
        """The span of the text beyond which every word stands ELSEWHERE."""
        return self.cell.table if self.cell is not None else self.near[0]

    def in_clause(self) -> list[Term]:
        """Return the terms of the mention's clause."""
        if self.cell is not None:
            inside = tuple(chain.from_iterable(self._terms(span) for span in self.near))
            return [term for term in sorted(inside, key=_start) if self.zone(term) == Zone.CLAUSE]
        span = self.sentence if self.others else self.clause
        return [term for term in self._terms(span) if self.zone(term) == Zone.CLAUSE]

    @property
    def head(self) -> Term | None:
        """The noun that is counted; None for other kinds of quantity."""
        return head_of(self.document.text, self.noun)

    @property
    def done(self) -> Term | None:
        """The verb of "2,760 children were born", which says what is counted as "births" does."""
        found = _WERE.match(self.document.text, self.mention.end, self.clause[1])
        if found is None or self.mention.quantity.kind != Kind.COUNT:
            return None
        return next(iter(terms_between(self.document.text, *found.span(1))), None)

    @property
    def is_bare(self) -> bool:
        """Whether the mention is a number that borrows its noun: "the 42 that remain"."""
        return self.mention.quantity.kind == Kind.COUNT and not self.noun

    @property
    def label(self) -> tuple[Term, ...]:
        """The terms of the label right before the number: "Patents: 61"."""
        match = _LABEL.search(self.document.text, self.sentence[0], self.mention.start)
        if match is None or _is_sentence(match[1]):
            return ()
        return terms_between(self.document.text, *match.span(1))

    @property
    def clause_text(self) -> str:
        """The words of the mention's clause."""
        return self.document.text[slice(*self.clause)]

    def _terms(self, span: Span) -> tuple[Term, ...]:
        return terms_between(self.document.text, *span)

    def _zone(self, term: Term) -> Zone:
        if self.cell is not None:
            return self._zone_by_cell(term, self.cell)
        if any(_holds(span, term) for span in self.others):
            return Zone.NOWHERE
        if _holds(self.sentence if self.others else self.clause, term):
            return Zone.CLAUSE
        if _holds(self.sentence, term):
            if term.start < self.clause[0] and self._points_back():
                return Zone.ANTECEDENT
            return Zone.SIBLING if self._has_own_number(term) else Zone.SENTENCE
        if not _holds(self.before, term):
            return Zone.ELSEWHERE
        return Zone.ANTECEDENT if self._refers_back() else Zone.BEFORE

    def _refers_back(self) -> bool:
        if self.follows_plan:
            return True
        text = self.document.text
        return bool(
            _PRONOUN.match(text, *self.sentence)
            or _OF_THEM.match(text, self.mention.number_end, self.clause[1])
        )

    def _points_back(self) -> bool:
        """Whether the clause begins with a pronoun for what the clause before it speaks of."""
        return bool(_PRONOUN.match(self.document.text, *self.clause))

    def _zone_by_cell(self, term: Term, cell: Cell) -> Zone:
        if any(_holds(span, term) for span in (cell.label, cell.header, cell.corner)):
            return Zone.CLAUSE
        return Zone.NOWHERE if _holds(cell.table, term) else Zone.ELSEWHERE

    def _has_own_number(self, term: Term) -> bool:
        start, end = clause_around(self.document.text, (term.start, term.end), self.sentence)
        return bool(NUMBER.search(self.document.text, start, end))


@lru_cache(maxsize=256)
def surroundings(mention: Mention, document: Document) -> Surroundings:
    """Return the surroundings of a mention of this document."""
    text = document.text
    sentence = (mention.sentence_start, mention.sentence_end)
    plan = _plan_before(text, mention)
    return Surroundings(
        document=document,
        mention=mention,
        clause=clause_around(text, (mention.start, mention.end), sentence),
        sentence=sentence,
        before=(_sentence_before(text, sentence[0]) if plan is None else plan, sentence[0]),
        follows_plan=plan is not None,
        noun=counted_noun(text, mention),
        cell=cell_at(text, mention.number_start),
        others=other_labels(text, sentence, mention.number_start),
    )


def counted_noun(text: str, mention: Mention) -> tuple[Term, ...]:
    """Return the terms of what a count counts; none for other kinds of quantity."""
    if mention.quantity.kind != Kind.COUNT:
        return ()
    rate = _RATE.search(text, mention.number_end, mention.end)
    return terms_between(text, mention.number_end, rate.start() if rate else mention.end)


def is_unit_word(text: str, term: Term, mention: Mention) -> bool:
    """Whether a term names the unit of the mention, as "tonnes" does in "3 tonnes of ore"."""
    if mention.quantity.kind == Kind.COUNT or not mention.start <= term.start < mention.end:
        return False
    if mention.quantity.unit == PERCENT:
        return text[term.start : term.end].lower() in _PERCENT_WORDS  # "one in ten pupils"
    if term.start >= mention.number_end:
        return True
    try:
        canonical(text[term.start : term.end])
    except UnknownUnit:
        return term.stem in _AGE_WORDS
    return True


def head_of(text: str, noun: tuple[Term, ...]) -> Term | None:
    """Return the noun that a counted phrase is about: "cases" of "cases of influenza"."""
    head = None
    for term in noun:
        if head is not None and text[head.end : term.start].strip():
            break
        head = term
    return head


def _is_sentence(words: str) -> bool:
    """Whether what stands before a colon is no label: "The police have corrected their count"."""
    if _HOLDS_VERB.search(words):
        return True
    several = words.split()
    return len(several) > _LABEL_LENGTH and any(word in VERBS for word in several[1:])


def _start(term: Term) -> int:
    return term.start


def _holds(span: Span, term: Term) -> bool:
    return span[0] <= term.start < span[1]


@lru_cache(maxsize=512)
def _breaks(text: str) -> tuple[int, ...]:
    return tuple(match.end() for match in re.finditer(r"[.!?][\"'”’)]*\s+|\n+", text))


def _plan_before(text: str, mention: Mention) -> int | None:
    """Return where the plan stands of which the mention tells the outcome; None for no such.

    "They had budgeted 90 million. Then came a strike. What actually came in was 52 million."
    """
    start, end = mention.sentence_start, mention.sentence_end
    if mention.role != Role.LEVEL or not _OUTCOME.search(text, start, end):
        return None
    if _OF_ITS_OWN.match(text, mention.end):
        return None
    told = _LIKE_FIGURE.get(mention.quantity.kind, NUMBER)
    starts = [0, *(end for end in _breaks(text) if end < start)]
    for first in starts[-1 : -1 - _PLAN_REACH : -1]:
        if _PLANNED.search(text, first, start) and told.search(text, first, start):
            return first
        start = first
    return None


def _sentence_before(text: str, start: int) -> int:
    """Return where the sentence before `start` begins."""
    earlier = [0, *(end for end in _breaks(text) if end < start)]
    return earlier[-1]
