"""Turn a document into mentions: figures with what they speak of, for which time, in which role."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from claims.quantities import noun_phrases
from claims.quantities.comparators import interval_of
from claims.quantities.document import Sentence, read_sentences
from claims.quantities.figures import Figure
from claims.quantities.mention import Document, Mention
from claims.quantities.money import whole_currency
from claims.quantities.periods import Period, Precision
from claims.quantities.quantity import Interval, Kind, Quantity
from claims.quantities.roles import role_of
from claims.quantities.units import PERCENT

_HUNDRED = Decimal(100)
_FRACTION_REACH = Decimal(1)  # "a third" of something is a round word: a point to either side
_PLACES = Decimal("0.0001")


def extract(document: Document) -> list[Mention]:
    """Return the quantities of a document's text in order of position."""
    topic = noun_phrases.topic(document.title, document.text)
    published = document.published_at
    spoken = Period(published, Precision.DAY) if published else None
    money: list[str] = []
    return [
        _mention(document.text, sentence, figure, topic, spoken, money)
        for sentence in read_sentences(document.text, published)
        for figure in sentence.figures
    ]


def _mention(
    text: str,
    sentence: Sentence,
    figure: Figure,
    topic: str,
    spoken: Period | None,
    money: list[str],
) -> Mention:
    tokens = sentence.tokens
    stated = period_of(sentence, figure)
    about = noun_phrases.about(text, tokens, figure, topic)
    start, end = tokens[figure.first].start, tokens[figure.end - 1].end
    return Mention(
        quantity=quantity_of(figure, money),
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
        role=role_of(tokens, figure),
        period=stated or spoken,
        period_stated=stated is not None,
    )


def quantity_of(figure: Figure, money: list[str]) -> Quantity:
    """Return the figure as a quantity: a fraction of something in percent, cents in their currency.

    `money` lists the currencies that the document has named so far, and is added to.
    """
    if figure.is_fraction and figure.unit == PERCENT:
        return _percent(figure)
    unit = whole_currency(figure.unit, money)
    value, interval = figure.value, figure.interval
    if unit != figure.unit:
        value = convert_minor(value)
        interval = replace(
            interval,
            low=None if interval.low is None else convert_minor(interval.low),
            high=None if interval.high is None else convert_minor(interval.high),
        )
    return Quantity(value, unit, figure.kind, figure.comparator, interval)


def convert_minor(value: Decimal) -> Decimal:
    """Return cents as a part of their currency."""
    return value / _HUNDRED


def _percent(figure: Figure) -> Quantity:
    value = (figure.value * _HUNDRED).quantize(_PLACES)
    interval = interval_of(value, figure.comparator, step=_FRACTION_REACH * 2)
    if (
        figure.interval.low is not None
        and figure.interval.high is not None
        and (figure.comparator == "between")
    ):
        interval = Interval(figure.interval.low * _HUNDRED, figure.interval.high * _HUNDRED)
    return Quantity(value, PERCENT, Kind.PERCENT, figure.comparator, interval)


def period_of(sentence: Sentence, figure: Figure) -> Period | None:
    """Return the time that the sentence names for the figure: the nearest one."""
    placed = [moment for moment in sentence.moments if moment.period]
    if not placed:
        return None
    nearest = min(
        placed,
        key=lambda moment: min(abs(moment.first - figure.end), abs(figure.first - moment.end) + 2),
    )
    return nearest.period
