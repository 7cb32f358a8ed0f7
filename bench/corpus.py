"""Made-up claims, questions and articles for the benches at scale; the same for the same seed.

Statements look like those that editors track: a name, a place, a measure of two words, a figure in
one of five kinds of unit. Words follow Zipf's law in a vocabulary that grows with the number of
claims, as real ones do: a million claims have some forty thousand names.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple


def _words(text: str) -> list[str]:
    return text.split()


NOUNS = _words("""
 lighthouses breweries hospitals bridges schools libraries orchards ferries wells mills
 stations trams villages museums nurses teachers farmers visitors passengers households apprentices
 welders beekeepers cyclists patients tenants tractors vineyards reservoirs turbines greenhouses
 workshops clinics kindergartens boats trains windmills quarries forests factories shops hotels
 campsites swimmers runners students engineers miners sailors weavers bakers judges tunnels""")
ADJECTIVES = _words("""
 wooden seasonal coastal listed abandoned electric rural municipal private medieval
 floating heated underground registered empty retired foreign young volunteer licensed organic
 thermal northern southern eastern western mobile restored protected narrow flooded""")
GOODS = _words("""
 barley copper timber wool salmon cement apples steel honey potash cheese linen gravel
 olives paper sugar coal glass tobacco lamb""")
KINDS = ("Works", "Harbour", "Council", "Institute", "Brewery", "Railway", "Bank", "College")
CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
FILLER = (
    "The council discussed the matter for most of the evening and put off its decision.",
    "Residents had asked for more time to look at the plans.",
    "A spokeswoman said that the work would go on as before.",
    "Nobody was hurt, and the road was opened again by noon.",
    "The weather helped, and so did the new timetable.",
    "Critics doubt that the money will last.",
    "The minister praised the volunteers and thanked the fire brigade.",
    "Some of the oldest buildings need new roofs.",
    "The report was handed over in the town hall.",
    "Neighbouring districts follow the debate with interest.",
)


class MadeClaim(NamedTuple):
    """A claim, column by column, and the words that tell it from others."""

    statement: str
    subject: str
    measure: str
    place: str
    role: str
    value: int
    unit: str
    kind: str


def made_up_words(count: int, ending: str) -> list[str]:
    """Return words that no dictionary has, in a fixed order."""
    syllables = ["".join(pair) for pair in itertools.product(CONSONANTS, VOWELS)]
    words = ("".join(parts) + ending for parts in itertools.product(syllables, repeat=3))
    found = list(itertools.islice(words, 0, None, max(1, len(syllables) ** 3 // count)))[:count]
    random.Random(ending).shuffle(found)
    return found


class Zipf:
    """Draws words, the first ones most often."""

    def __init__(self, words: Sequence[str], chance: random.Random) -> None:
        self._words, self._chance = words, chance
        self._weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))

    def draw(self) -> str:
        """Return one word."""
        return self._chance.choices(self._words, cum_weights=self._weights)[0]


class Corpus:
    """Made-up claims; `claims` can be read again and again."""

    def __init__(self, size: int, seed: int = 1) -> None:
        self.size, self.seed = size, seed
        chance = self.chance = random.Random(seed)
        names = [word.capitalize() for word in made_up_words(int(20 * size**0.55), "k")]
        self.names = Zipf(names, chance)
        self.nouns = Zipf([*NOUNS, *made_up_words(int(8 * size**0.5), "ners")], chance)
        self.adjectives = Zipf([*ADJECTIVES, *made_up_words(int(2 * size**0.5), "nish")], chance)
        self.goods = Zipf([*GOODS, *made_up_words(int(2 * size**0.5), "lum")], chance)

    def claims(self) -> Iterator[MadeClaim]:
        """Yield the claims, the same ones each time."""
        self.chance.seed(self.seed)
        makers = (self._count, self._count, self._staff, self._share, self._mass, self._money)
        for number in range(self.size):
            made = makers[number % len(makers)]()
            yield self._located(made) if number % 5 < 2 else made

    def _located(self, made: MadeClaim) -> MadeClaim:
        """Return the claim with more words: where a thing stands, who says so."""
        where = f"near the {self.adjectives.draw()} {self.nouns.draw()} of {self.names.draw()}"
        return made._replace(statement=f"{made.statement[:-1]} {where}.")

    def _count(self) -> MadeClaim:
        name, things = self.names.draw(), f"{self.adjectives.draw()} {self.nouns.draw()}"
        value = self.chance.randrange(20, 9_000)
        statement = f"{name} has {value:,} {things}."
        return MadeClaim(statement, name, things, "", "level", value, "count", "count")

    def _staff(self) -> MadeClaim:
        owner = f"{self.names.draw()} {self.chance.choice(KINDS)}"
        place, things = self.names.draw(), f"{self.adjectives.draw()} {self.nouns.draw()}"
        value = self.chance.randrange(20, 9_000)
        statement = f"{owner} has {value:,} {things} in {place}."
        return MadeClaim(statement, owner, things, place, "level", value, "count", "count")

    def _share(self) -> MadeClaim:
        place, things = self.names.draw(), self.nouns.draw()
        trait, value = self.adjectives.draw(), self.chance.randrange(3, 98)
        statement = f"{value} percent of the {things} in {place} are {trait}."
        measure = f"{things} in {place} are {trait}"
        return MadeClaim(statement, place, measure, place, "share", value, "percent", "percent")

    def _mass(self) -> MadeClaim:
        owner = f"{self.names.draw()} {self.chance.choice(KINDS)}"
        place, goods = self.names.draw(), f"{self.adjectives.draw()} {self.goods.draw()}"
        value = self.chance.randrange(20, 9_000)
        statement = f"{owner} sells {value:,} tonnes of {goods} in {place} a year."
        return MadeClaim(statement, owner, goods, place, "level", value, "tonne", "dimension")

    def _money(self) -> MadeClaim:
        place, things = self.names.draw(), f"{self.adjectives.draw()} {self.nouns.draw()}"
        value = self.chance.randrange(20, 9_000)
        statement = f"{place} spends {value:,} euros a year on {things}."
        return MadeClaim(statement, place, things, "", "level", value, "EUR", "currency")


def article(claims: Sequence[MadeClaim], chance: random.Random, words: int = 500) -> str:
    """Return a news text of about so many words: new figures for these claims, and other prose."""
    told = [_told_again(claim, chance) for claim in claims]
    length = sum(len(sentence.split()) for sentence in told)
    prose: list[str] = []
    while length < words:
        prose.append(chance.choice(FILLER))
        length += len(prose[-1].split())
    at = sorted(chance.randrange(len(prose) + 1) for _ in told)
    for index, sentence in reversed(list(zip(at, told, strict=True))):
        prose.insert(index, sentence)
    return " ".join(prose)


def _told_again(claim: MadeClaim, chance: random.Random) -> str:
    """Return the claim's statement with another figure, in other words."""
    old, new = f"{claim.value:,}", f"{max(2, int(claim.value * chance.uniform(0.8, 1.2))):,}"
    said = claim.statement.replace(old, new, 1)[:-1]
    said = said.replace(" has ", chance.choice((" has ", " now has ", " counts ")), 1)
    after = chance.choice(("", ", the council said on Monday", ", more than ever", " this year"))
    return f"{said}{after}."
