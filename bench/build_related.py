#!/usr/bin/env python3
"""Write related, verbs, persons and contrary.txt of claims/checking/data from WordNet 3.0.

usage: build_related.py [WORDNET_FOLDER]   (Debian: apt-get install wordnet-base)

A line of related.txt is one stem followed by the stems that are near it in meaning: members of
its common senses, their broader words, and derived forms. Rare senses are left out, for they make
strangers neighbours. verbs.txt lists the stems used mostly as verbs, persons.txt those that name
people. A line of contrary.txt is a stem followed by those of its opposites.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from claims.checking.lexicon import stop_words
from claims.checking.stems import stem

DATA = Path(__file__).resolve().parent.parent / "claims/checking/data"
SENSES = {"noun": 2, "verb": 2, "adj": 2}
# Files of animals, bodies, plants and substances: thousands of names that no figure is about.
NAMES_OF_NATURE = frozenset({"05", "08", "20", "27"})
TAGS = {"n": "noun", "v": "verb", "a": "adj", "s": "adj"}
BROADER, DERIVED, SIMILAR, PERTAINS = "@", "+", "&", "\\"
OPPOSITE = "!"
ROOT = 4  # opposites that begin with as many of the same letters are told by one word
NEAR = frozenset({DERIVED, PERTAINS, SIMILAR})
PLAIN = re.compile(r"[a-z]{3,}")
# Too broad to say anything: nearly every noun has one of these above it.
VAGUE_WORDS = """
    entity thing object whole part person someone somebody group unit being act action change
    move make state quality condition attribute happening activity artifact measure relation
    substance matter region area place time event give get have put take go come do be cause
    device instrumentality equipment structure construction message communication content
    work body line piece point set kind sort form type case
"""
VAGUE = frozenset(stem(word) for word in re.findall(r"\w+", VAGUE_WORDS))
ORIGIN = "# Facts taken from WordNet 3.0 (see WORDNET-LICENSE.txt) by bench/build_related.py.\n"
HEADERS = {
    "related.txt": "# A stem, then stems near in meaning: synonyms, broader words, derivations.\n",
    "verbs.txt": "# Stems that are used far more often as verbs than as nouns or adjectives.\n",
    "persons.txt": "# Stems of nouns that name people by what they are or do.\n",
    "contrary.txt": "# A stem, then the stems of words that mean the opposite.\n",
}
PERSON_FILE = "18"
MOSTLY = 3  # a word is a verb when it is used as one this many times as often as otherwise


class WordNet:
    """The files of a WordNet database folder, read into dictionaries."""

    def __init__(self, folder: Path) -> None:
        self.files: dict[tuple[str, str], str] = {}
        self.members: dict[tuple[str, str], list[str]] = {}
        self.pointers: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
        self.senses: dict[tuple[str, str], list[str]] = {}
        self.opposites: list[tuple[str, tuple[str, str], int]] = []
        self.uses = self._read_uses(folder / "cntlist.rev")
        for part in SENSES:
            self._read_synsets(folder / f"data.{part}", part)
            self._read_index(folder / f"index.{part}", part)

    def _read_synsets(self, path: Path, part: str) -> None:
        for line in self._lines(path):
            fields = line.split("|")[0].split()
            count = int(fields[3], 16)
            self.files[part, fields[0]] = fields[1]
            self.members[part, fields[0]] = [w.split("(")[0] for w in fields[4 : 4 + 2 * count : 2]]
            first = 5 + 2 * count
            pointers = [
                fields[i : i + 4] for i in range(first, first + 4 * int(fields[first - 1]), 4)
            ]
            self.opposites += [
                (word, (TAGS[tag], offset), int(ends[2:], 16) - 1)
                for symbol, offset, tag, ends in pointers
                if symbol == OPPOSITE and tag in TAGS
                for word in [self.members[part, fields[0]][int(ends[:2], 16) - 1]]
            ]
            self.pointers[part, fields[0]] = [
                (symbol, TAGS[tag], offset) for symbol, offset, tag, _ in pointers if tag in TAGS
            ]

    def _read_index(self, path: Path, part: str) -> None:
        for line in self._lines(path):
            fields = line.split()
            self.senses[part, fields[0]] = fields[-int(fields[2]) :]

    def _read_uses(self, path: Path) -> dict[str, Counter[str]]:
        """Return how often each lemma was met in each part of speech."""
        uses: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for line in self._lines(path):
            key, _, count = line.split()
            lemma, rest = key.split("%")
            uses[lemma][{"1": "noun", "2": "verb"}.get(rest[0], "other")] += int(count)
        return uses

    @staticmethod
    def _lines(path: Path) -> list[str]:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        return [line for line in lines if not line.startswith(" ")]

    def is_worth_knowing(self, part: str, lemma: str) -> bool:
        """Whether a text about figures may well use the word."""
        if lemma in self.uses:
            return True
        return self.files[part, self.senses[part, lemma][0]] not in NAMES_OF_NATURE


def neighbours(wordnet: WordNet, part: str, lemma: str) -> set[str]:
    """Return the words near `lemma` in its common senses."""
    near: set[str] = set()
    for offset in wordnet.senses[part, lemma][: SENSES[part]]:
        near.update(wordnet.members[part, offset])
        for symbol, other_part, other in wordnet.pointers[part, offset]:
            if symbol in NEAR or (symbol == BROADER and part == "noun"):
                near.update(wordnet.members.get((other_part, other), [])[:3])
    return near


def related_lines(wordnet: WordNet) -> list[str]:
    """Return a line for each stem that a text about figures may use."""
    table: defaultdict[str, set[str]] = defaultdict(set)
    for part, lemma in wordnet.senses:
        if not PLAIN.fullmatch(lemma) or lemma in stop_words():
            continue
        if not wordnet.is_worth_knowing(part, lemma):
            continue
        head = stem(lemma)
        near = {stem(word) for word in neighbours(wordnet, part, lemma) if PLAIN.fullmatch(word)}
        table[head] |= near - VAGUE - {head}
    return [" ".join([head, *sorted(near)]) for head, near in sorted(table.items())]


def verb_lines(wordnet: WordNet) -> list[str]:
    """Return the stems that are verbs far more often than anything else."""
    uses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for lemma, counts in wordnet.uses.items():
        if PLAIN.fullmatch(lemma):
            uses[stem(lemma)] += counts
    return sorted(head for head, n in uses.items() if n["verb"] > MOSTLY * (n["noun"] + n["other"]))


def person_lines(wordnet: WordNet) -> list[str]:
    """Return the stems of nouns whose first sense is a person."""
    lemmas = [lemma for part, lemma in wordnet.senses if part == "noun" and PLAIN.fullmatch(lemma)]
    return sorted(
        {
            stem(lemma)
            for lemma in lemmas
            if wordnet.files["noun", wordnet.senses["noun", lemma][0]] == PERSON_FILE
        }
    )


def contrary_lines(wordnet: WordNet) -> list[str]:
    """Return a line for each stem in use that has an opposite in use."""
    table: defaultdict[str, set[str]] = defaultdict(set)
    for word, synset, index in wordnet.opposites:
        members = wordnet.members.get(synset, [])
        other = members[index] if index < len(members) else ""
        if word[:ROOT] == other[:ROOT]:
            continue  # employer and employee are two sides of one thing
        if all(PLAIN.fullmatch(one) and one in wordnet.uses for one in (word, other)):
            table[stem(word)].add(stem(other))
    return [
        " ".join([head, *sorted(others - {head})])
        for head, others in sorted(table.items())
        if others - {head}
    ]


def main() -> None:
    wordnet = WordNet(Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/wordnet"))
    for name, lines in (
        ("related.txt", related_lines(wordnet)),
        ("verbs.txt", verb_lines(wordnet)),
        ("persons.txt", person_lines(wordnet)),
        ("contrary.txt", contrary_lines(wordnet)),
    ):
        text = HEADERS[name] + ORIGIN + "\n".join(lines) + "\n"
        (DATA / name).write_text(text, encoding="utf-8")
        print(f"{len(lines)} stems written to {DATA / name}")


if __name__ == "__main__":
    main()
