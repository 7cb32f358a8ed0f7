"""Reduce an English word to its stem, so that "recycles" and "recycled" are one term."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock

import snowballstemmer

# It keeps the word it works on in itself: two threads at once would get each other's stems.
_english = snowballstemmer.stemmer("english")
_english_is_ours = Lock()

# Plurals and past tenses that no suffix rule reaches.
_IRREGULAR = {
    "people": "people",
    "men": "man",
    "women": "woman",
    "children": "child",
    "wives": "wife",
    "lives": "life",
    "homes": "home",
    "mice": "mouse",
    "feet": "foot",
    "teeth": "tooth",
    "geese": "goose",
    "oxen": "ox",
    "staffs": "staff",
    "buses": "bus",
    "criteria": "criterion",
    "sold": "sell",
    "sale": "sell",
    "sales": "sell",
    "built": "build",
    "made": "make",
    "won": "win",
    "lost": "lose",
    "died": "die",
    "dead": "die",
    "death": "die",
    "deaths": "die",
    "grew": "grow",
    "grown": "grow",
    "growth": "grow",
    "rose": "rise",
    "risen": "rise",
    "fell": "fall",
    "fallen": "fall",
    "paid": "pay",
    "spent": "spend",
    "held": "hold",
    "drew": "draw",
    "drawn": "draw",
    "taught": "teach",
    "bought": "buy",
    "flew": "fly",
    "flown": "fly",
    "ran": "run",
    "took": "take",
    "taken": "take",
    "given": "give",
    "gave": "give",
    "wrote": "write",
    "written": "write",
    "born": "birth",
    "height": "tall",
    "length": "long",
    "width": "wide",
    "depth": "deep",
    "weight": "weigh",
    "warmth": "warm",
    "poverty": "poor",
    "aged": "age",
    "ages": "age",
}


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of a word in lower case."""
    known = _IRREGULAR.get(word)
    if known:
        return known
    with _english_is_ours:
        return str(_english.stemWord(word))
