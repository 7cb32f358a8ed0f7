"""Feed random and mutated text to the quantity reader and stop at the first broken promise.

usage: python bench/fuzz_quantities.py [--minutes N] [--seed N] [TEXT_FILE ...]

Promises: no exception; every span lies inside the text and quotes it; every value is finite;
mentions come in order. The files given (any text) are mutated beside the built-in sentences.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from claims.quantities import Document, Mention, NotAQuantity, extract, read_statement
from claims.quantities.rows import quantity_rows

SEEDS = (
    "The mill sold between 1.2 and 1.5 million tonnes, up 4.5% from €98m in 2019, on 3 May at 9.30",
    "Two in five of the 1,204 nurses, aged 25 to 54, earn at least $12,345.60 a year (±3%).",
    "Half a million people, or 12½ per cent, drove 2 hours 10 minutes at 60 km/h in minus-5 °C.",
    "Unit 3, 40 Hill Road; call 555 0163. A 2-1 win, 31 votes to 26, Boeing 747, 5G, COVID-19.",
    "3.4×10−5 mol L−1, 6.23x10^-4 kg s−1, 12,34,567.89 rupees, 1.234.567 crowns and 22,24,26.",
)
PIECES = (
    *"0123456789.,-–—−/:;%$€£°±×^~≈<>()[]\"'“”’ \n\t\u00a0\u2009",
    *(
        " million",
        " and ",
        " half",
        " a ",
        " one in ",
        " per ",
        " to ",
        " between ",
        "½",
        "bn",
        "m",
    ),
    *(
        " of ",
        " twenty",
        "-",
        " over ",
        " or more",
        " June",
        " 2019",
        " per cent",
        "\u0661",
        "²",
        "\x00",
    ),
    *(
        "\x00",
        "é",
        "漢",
        "😀",
        "\u202e",
        "\ud800",
        "10^",
        "e99",
        "E-9",
        "1" * 30,
        " years old",
        " dozen",
    ),
)


def mutate(text: str, chance: random.Random) -> str:
    """Return the text with a few pieces cut, doubled, swapped or put in."""
    for _ in range(chance.randint(1, 12)):
        at = chance.randint(0, len(text))
        end = min(len(text), at + chance.randint(0, 12))
        match chance.randint(0, 3):
            case 0:
                text = text[:at] + text[end:]
            case 1:
                text = text[:at] + text[at:end] * 2 + text[end:]
            case 2:
                text = text[:at] + chance.choice(PIECES) + text[at:]
            case _:
                text = text[:at] + chance.choice(PIECES) + text[end:]
    return text


def noise(chance: random.Random) -> str:
    """Return text made of pieces only, or of any characters."""
    if chance.random() < 0.5:
        return "".join(chance.choice(PIECES) for _ in range(chance.randint(0, 80)))
    return "".join(chr(chance.randint(0, 0x2FFF)) for _ in range(chance.randint(0, 120)))


def check(text: str, published: date | None) -> int:
    """Read `text` every way there is; return how many mentions it holds."""
    mentions = extract(Document(text, "Title of 2", published))
    end = 0
    for mention in mentions:
        check_mention(text, mention)
        if mention.number_start < end:
            raise AssertionError("mentions out of order")
        end = mention.number_start
    quantity_rows(text)
    with suppress(NotAQuantity):
        check_mention(text, read_statement(text))
    return len(mentions)


def check_mention(text: str, mention: Mention) -> None:
    """Raise AssertionError when a mention breaks a promise."""
    if text[mention.start : mention.end] != mention.quote or not mention.quote:
        raise AssertionError("the span does not quote the text")
    ends = (mention.start, mention.number_start, mention.number_end, mention.end)
    if list(ends) != sorted(ends) or not mention.sentence_start <= mention.start:
        raise AssertionError(f"spans in disorder: {ends}")
    if not mention.quantity.value.is_finite():
        raise AssertionError("a value that is not finite")


def main() -> int:
    """Run until the time is up; print the text that broke a promise and return 1 if one did."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    seeds = [*SEEDS]
    for path in options.files:
        seeds += [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    ends = time.monotonic() + options.minutes * 60
    texts = mentions = 0
    while time.monotonic() < ends:
        text = noise(chance) if chance.random() < 0.3 else mutate(chance.choice(seeds), chance)
        published = chance.choice((None, date(1, 1, 1), date(2024, 2, 29), date(9999, 12, 31)))
        try:
            mentions += check(text, published)
        except Exception as problem:  # whatever it is, it is what is looked for
            print(f"broken by {text!r} published {published}: {type(problem).__name__} {problem}")
            return 1
        texts += 1
    print(f"{texts:,} texts, {mentions:,} mentions in {options.minutes:g} minutes: nothing broken")
    return 0


if __name__ == "__main__":
    sys.exit(main())
