"""Count what a text lists by name: "founded by Ada Lund, Per Moe and Ole Dahl"."""

from __future__ import annotations

import re

from claims.checking.claim import ClaimForCheck
from claims.checking.counted import Counted
from claims.quantities import sentences
from claims.quantities.quantity import Kind

# What was done by somebody, the words for one deed in one group.
_DEEDS = (
    "founded|co-founded|cofounded|established|created|started|formed|set up|launched|built|begun"
    "|made|developed",
    "written|co-written|cowritten|authored|composed|penned",
    "directed|co-directed",
    "designed|invented|devised",
    "discovered",
    "killed|murdered|assassinated|shot",
)
_BY = re.compile(
    r"\b([a-z]+(?:-[a-z]+| up)?)\s+(?:(?:solely|only|jointly|back)\s+)?by"
    r"\s+(?:(?:just|only|the|his|her)\s+)?$"
)
_PERSONS = (
    "people|persons|men|women|guys|girls|individuals|friends|brothers|sisters|siblings|students"
    "|employees|partners|founders|writers|authors|directors|screenwriters|engineers|scientists"
    "|entrepreneurs|artists|musicians|members|programmers|assassins|journalists"
)
_GROUP = re.compile(rf"\s+(?:[\w-]+\s+){{0,3}}?(?:{_PERSONS})\b")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_NAME = r"[A-ZÀ-Þ][\w.'’-]*"
_NO_PART = (
    "and|or|based|in|on|at|with|from|for|starring|featuring|which|who|that|had|has|have|was|is|were|are"
    "|by|after|before|as|to|while|when|where|released|published|under|into|about|during"
)
_ITEM = re.compile(
    rf"(?:(?!(?:{_NO_PART})\b)[a-zß-ÿ][\w'’-]*\s+){{0,4}}(?:the\s+)?(?P<name>{_NAME}(?:\s+(?:(?:of|de|la|von|van|the|al)\s+){{0,2}}{_NAME})*)"
    r"(?:\s+(?:Jr|Sr)\.)?"
)
_JOIN = re.compile(r"\s*(?:,\s*(?:and|&|as well as)|,|and|&|as well as)\s+", re.IGNORECASE)
_MOST = 12
_TEAMS = re.compile(
    r"\s+(?:[\w-]+\s+){0,2}?(?:teams|team|clubs|club|franchises|franchise)\b", re.IGNORECASE
)
_PLAYED = re.compile(r"\bplay(?:s|ed|ing)?\b", re.IGNORECASE)
_FOR = re.compile(r"\b(?:for|with)\s+(?:the\s+)?(?=[A-Z])")
_WHOLE_CAREER = re.compile(r"\b(?:entire|whole|all of his|all of her)\b|\bcareer\b", re.IGNORECASE)


def names_counted(claim: ClaimForCheck, text: str) -> Counted | None:
    """Return how many the text lists of the people, or the teams, that the claim counts."""
    reading = claim.reading
    if reading is None or claim.quantity.kind != Kind.COUNT or claim.quantity.value > _MOST:
        return None
    before = claim.statement[: reading.number_start]
    after = claim.statement[reading.number_end :]
    by = _BY.search(before)
    if by and _GROUP.match(after):
        return _doers(by[1], _BRACKETS.sub("", text))
    if _PLAYED.search(before) and _TEAMS.match(after):
        return _teams(_BRACKETS.sub("", text))
    return None


def _doers(deed: str, text: str) -> Counted | None:
    group = next((group for group in _DEEDS if deed in group.split("|")), deed)
    for found in re.finditer(rf"\b(?:{group})\b[^.;,()]{{0,40}}?\bby\s+", text):
        counted = _listed(text, found.end())
        if counted:
            return counted
    return None


def _teams(text: str) -> Counted | None:
    """Count the teams of the sentence that lists most; all of them where it tells a career."""
    best: Counted | None = None
    for start, end in sentences.split(text):
        sentence = text[start:end]
        played = _PLAYED.search(sentence)
        if not played or re.search(r"\balso\b", sentence):
            continue  # others stand elsewhere
        for lead in _FOR.finditer(sentence, played.end()):
            counted = _listed(sentence, lead.end())
            if counted and (best is None or counted.count > best.count):
                whole = bool(_WHOLE_CAREER.search(sentence))
                best = Counted(counted.count, counted.words, whole)
    return best


def _listed(text: str, at: int) -> Counted | None:
    """Count the names that are joined by commas and "and" from here on."""
    names: set[str] = set()
    start = end = at
    while len(names) < _MOST:
        item = _ITEM.match(text, at)
        if not item:
            break
        names.add(item["name"])
        end = item.end()
        join = _JOIN.match(text, end)
        if not join:
            break
        at = join.end()
    # A single name may stand for the first of several that are told elsewhere.
    return Counted(len(names), text[start:end], len(names) > 1) if names else None
