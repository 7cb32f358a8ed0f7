"""Turn a document into mentions: figures with what they speak of, for which time, in which role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice

from claims.quantities import noun_phrases, times
from claims.quantities.columns import in_column
from claims.quantities.document import Sentence, read_sentences
from claims.quantities.figures import Figure
from claims.quantities.mention import Document, Mention, Role
from claims.quantities.periods import Period, Precision
from claims.quantities.quantity import Quantity
from claims.quantities.ranks import ranks
from claims.quantities.resolve import resolved
from claims.quantities.roles import roles_of

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Extract:
    """The quantities of a text in order of position; before `read_to` none is left out."""

    mentions: list[Mention]
    read_to: int


def extract(document: Document) -> list[Mention]:
    """Return the quantities of a document's text in order of position."""
    return extract_first(document, len(document.text)).mentions


def extract_first(document: Document, most: int, places: Iterable[Span] = ()) -> Extract:
    """Return the first `most` quantities of a document's text, and beyond them those in `places`.

    The work grows with what is returned, however many figures follow.
    """
    reading = _Reading(document)
    figures: list[Mention] = []
    for sentence in read_sentences(document.text, document.published_at):
        figures.extend(reading.mentions(sentence))
        if len(figures) > most:
            break
    in_order = islice(ranks(document, reading.published, reading.topic), most + 1)
    mentions = _with_ranks(figures, list(in_order))
    if len(mentions) <= most:
        return Extract(mentions, len(document.text))
    read_to = mentions[most].start
    beyond = [place for place in places if place[0] >= read_to]
    return Extract([*mentions[:most], *_inside(beyond, document)], read_to)


def _inside(places: Iterable[Span], document: Document) -> Iterator[Mention]:
    """Yield the quantities in these places, reading the lines they stand in."""
    text, wanted = document.text, sorted(set(places))
    for (begin, end), spans in groupby(wanted, lambda place: _line_around(text, *place)):
        inside, reading = list(spans), _Reading(document)
        for sentence in read_sentences(text, document.published_at, begin, end):
            for mention in reading.mentions(sentence):
                if any(first <= mention.number_start < last for first, last in inside):
                    yield mention


def _line_around(text: str, begin: int, end: int) -> Span:
    until = text.find("\n", end)
    return text.rfind("\n", 0, begin) + 1, len(text) if until < 0 else until


def _with_ranks(figures: list[Mention], places: list[Mention]) -> list[Mention]:
    """Return both in order of position; a number that is a place in an order is no figure."""
    if not places:
        return figures
    taken = {place.number_start for place in places}
    kept = [figure for figure in figures if figure.number_start not in taken]
    return sorted([*kept, *places], key=lambda mention: (mention.start, mention.end))


@dataclass(slots=True)
class _Reading:
    """What has been learnt of a document so far."""

    document: Document
    topic: str = ""
    published: Period | None = None
    money: list[str] = field(default_factory=list)  # the currencies named so far
    last: Quantity | None = None  # the last quantity of the sentence before
    last_end: int = 0

    def __post_init__(self) -> None:
        self.topic = noun_phrases.topic(self.document.title, self.document.text)
        if self.document.published_at:
            self.published = Period(self.document.published_at, Precision.DAY)

    def mentions(self, sentence: Sentence) -> list[Mention]:
        """Return the mentions of the next sentence."""
        quantities = self._quantities(sentence)
        roles = roles_of(sentence.tokens, sentence.figures)
        place = noun_phrases.place_of(self.document.text, sentence.tokens)
        earlier = times.earlier_moments(sentence, roles)
        return [
            self._mention(sentence, figure, quantity, role, place, earlier)
            for figure, quantity, role in zip(sentence.figures, quantities, roles, strict=True)
        ]

    def _quantities(self, sentence: Sentence) -> list[Quantity]:
        between = self.document.text[self.last_end : sentence.start]
        before = self.last if "\n" not in between and len(between) < 2 else None
        found: list[Quantity] = []
        for figure in sentence.figures:
            here = found[-1] if found else None
            quantity = resolved(sentence.tokens, figure, here, before, self.money)
            start = sentence.tokens[figure.lead].start
            found.append(in_column(quantity, self.document.text, start))
        self.last, self.last_end = found[-1], sentence.end
        return found

    def _mention(
        self,
        sentence: Sentence,
        figure: Figure,
        quantity: Quantity,
        role: Role,
        place: str,
        earlier: frozenset[int],
    ) -> Mention:
        text, tokens = self.document.text, sentence.tokens
        others = times.current_moments(sentence, figure) if role == Role.PREVIOUS else earlier
        stated = times.period_of(sentence, figure, self.document.published_at, others)
        if stated and self._is_ahead(stated) and times.is_taken_for_granted(sentence, figure):
            stated = None
        about = noun_phrases.about(text, tokens, figure, self.topic, place)
        start, end = tokens[figure.first].start, tokens[figure.end - 1].end
        return Mention(
            quantity=quantity,
            quote=text[start:end],
            start=start,
            end=end,
            number_start=tokens[figure.number_first].start,
            number_end=tokens[figure.number_end - 1].end,
            sentence_start=sentence.start,
            sentence_end=sentence.end,
            subject=about.subject,
            measure=about.measure,
            place=about.place,
            role=role,
            # An earlier value is for some time before the publication, not for its day.
            period=stated or (None if role == Role.PREVIOUS else self.published),
            period_stated=stated is not None,
        )

    def _is_ahead(self, period: Period) -> bool:
        published = self.document.published_at
        return published is not None and period.start > published
