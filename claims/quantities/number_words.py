"""The words that numbers are made of."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

_UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

UNITS = {word: value for value, word in enumerate(_UNITS)} | {"nought": 0, "naught": 0}
TEENS = {word: value for value, word in enumerate(_TEENS, start=10)}
TENS = {word: value * 10 for value, word in enumerate(_TENS, start=2)} | {"fourty": 40}
SMALL = UNITS | TEENS | TENS

SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "quadrillion": 10**15,
    "milliard": 10**9,
    "lakh": 10**5,
    "lac": 10**5,
    "crore": 10**7,
    "lakhs": 10**5,
    "crores": 10**7,
}
DOZENS = {"dozen": 12, "doz": 12, "dozs": 12, "dz": 12, "dzs": 12, "dozens": 12, "score": 20}

# Letters after digits. Those of the second table mean a scale only beside a sign of money.
SCALE_LETTERS = {
    "k": 10**3,
    "mn": 10**6,
    "mln": 10**6,
    "mil": 10**6,
    "mill": 10**6,
    "mio": 10**6,
    "mm": 10**6,
    "bn": 10**9,
    "bln": 10**9,
    "bil": 10**9,
    "b": 10**9,
    "tn": 10**12,
    "tln": 10**12,
    "trn": 10**12,
    "cr": 10**7,
}
MONEY_SCALE_LETTERS = {"m": 10**6, "t": 10**12, "mm": 10**6, "b": 10**9, "k": 10**3, "cr": 10**7}
PLURAL_SCALES = {
    "hundreds": 10**2,
    "thousands": 10**3,
    "millions": 10**6,
    "billions": 10**9,
    "trillions": 10**12,
    "tens": 10,
    "dozens": 12,
    "lakhs": 10**5,
    "crores": 10**7,
    "scores": 20,
}

_ORDINALS = {
    "third": 3,
    "fourth": 4,
    "quarter": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "sixteenth": 16,
    "twentieth": 20,
    "hundredth": 100,
    "thousandth": 1000,
}
DENOMINATORS = {
    **_ORDINALS,
    **{word + "s": value for word, value in _ORDINALS.items()},
    "half": 2,
    "halves": 2,
}

ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20,
}  # fmt: skip

FRACTION_SIGNS = {
    "¼": Fraction(1, 4), "½": Fraction(1, 2), "¾": Fraction(3, 4), "⅐": Fraction(1, 7),
    "⅑": Fraction(1, 9), "⅒": Fraction(1, 10), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3),
    "⅕": Fraction(1, 5), "⅖": Fraction(2, 5), "⅗": Fraction(3, 5), "⅘": Fraction(4, 5),
    "⅙": Fraction(1, 6), "⅚": Fraction(5, 6), "⅛": Fraction(1, 8), "⅜": Fraction(3, 8),
    "⅝": Fraction(5, 8), "⅞": Fraction(7, 8),
}  # fmt: skip

NEGATIVE_WORDS = frozenset(["minus", "negative"])
MINUS_SIGNS = frozenset("-\u2212\u2013")
HYPHENS = frozenset("-\u2010\u2011")
MULTIPLIERS = {
    "double": Decimal(2),
    "twice": Decimal(2),
    "triple": Decimal(3),
    "thrice": Decimal(3),
}
FOLDS = {
    "twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5, "sixfold": 6, "sevenfold": 7,
    "eightfold": 8, "ninefold": 9, "tenfold": 10, "twelvefold": 12, "twentyfold": 20,
    "hundredfold": 100, "thousandfold": 1000,
}  # fmt: skip
