"""One text in many dresses is one voice; two texts on one subject are two."""

import subprocess
import sys

import pytest

from claims.checking.reprints import repeats, text_signatures

RELEASE = (
    "The port of Brenn handled 4,650 ships in the past year, eleven percent more than in the year"
    " before, its authority said on Tuesday. Container traffic grew fastest, helped by the new"
    " northern quay, which opened in spring and takes vessels of up to 366 metres. Ferries carried"
    " 1.2 million passengers, about as many as in the previous summer. “We have never had so many"
    " calls in one year,” said the harbour master, Ines Valder. The authority plans to deepen the"
    " fairway by two metres within three years and to spend 84 million crowns on cranes. Fishing"
    " boats, which are not counted as ships, landed a little less cod and a little more mackerel."
)
REPRINTS = {
    "as it is": RELEASE,
    "in capitals, with other white space": RELEASE.upper().replace(" ", "\n "),
    "under a header": "BRENN GAZETTE. Sunday edition. Rain, 12 degrees. Menu Sport Culture\n"
    + RELEASE,
    "with a footer": RELEASE
    + "\nSubscribe to our newsletter. All rights reserved. Imprint. Contact.",
    "with another headline, a byline and a footer": "A record year for Brenn\nBy our staff writer\n"
    + RELEASE
    + "\nThis story was first published by the Coastal News Agency. Read more about ports.",
    "with its last two sentences cut": RELEASE.rpartition(" The authority plans")[0],
    "with a number and a name corrected": RELEASE.replace("4,650", "4,655").replace(
        "Ines Valder", "Inez Valder"
    ),
    "within a longer report": "Three harbours told us how they fared, one sent a letter."
    + " ".join(
        f"Reader number {n} asked about berth {n * 7} and mooring {n * 3}." for n in range(30)
    )
    + RELEASE,
}
INDEPENDENT = {
    "another report of the same figures": "Brenn has become busier than ever. According to figures"
    " that the port authority published on Tuesday, 4,650 ships called there in the past year, an"
    " increase of eleven percent. Much of it is due to a quay in the north that opened in spring:"
    " container lines use it for their longest vessels. The number of passengers hardly moved,"
    " at 1.2 million. For the years to come, cranes worth 84 million crowns are planned, and a"
    " deeper fairway. The harbour master, Ines Valder, spoke of a record.",
    "another subject": "The library of Lindau lent 310,000 books last year, and for the first time"
    " more than half of them were read on a screen. Its director wants to keep the hall open"
    " until midnight, and asks the town for two more librarians and a new roof over the old hall.",
    "a short notice": "The port of Brenn handled 4,650 ships in the past year.",
    "the release of another year": "The port of Brenn handled 4,190 ships in the past year, two"
    " percent fewer than in the year before, its authority said on Friday. Storms closed the outer"
    " basin for nine days in autumn. Ferries carried 1.1 million passengers. Work on a new quay"
    " is to begin in March; it will be paid for by a loan of 210 million crowns.",
}


def signatures_shared(one, other):
    return len(set(text_signatures(one)) & set(text_signatures(other)))


@pytest.mark.parametrize("text", REPRINTS.values(), ids=REPRINTS)
def test_reprint_is_recognised(text):
    assert repeats(RELEASE, text) and repeats(text, RELEASE)


@pytest.mark.parametrize("text", [text for name, text in REPRINTS.items() if "longer" not in name])
def test_reprint_is_found_by_its_signatures(text):
    assert signatures_shared(RELEASE, text) >= 1


@pytest.mark.parametrize("text", INDEPENDENT.values(), ids=INDEPENDENT)
def test_independent_text_is_not_taken_for_a_reprint(text):
    assert not repeats(RELEASE, text) and not repeats(text, RELEASE)


def test_short_texts_repeat_one_another_only_word_for_word():
    text = "Torvik has 64 lighthouses, the coast guard said on Monday."
    assert repeats(text, "TORVIK HAS 64 lighthouses, the coast guard said on Monday")
    assert not repeats(text, "Torvik has 66 lighthouses, the mayor said on Monday.")


@pytest.mark.parametrize("text", ["", " ", "—…!", "64", "One word", "1\n2\n3"])
def test_text_of_few_words_does_no_harm(text):
    assert len(text_signatures(text)) in (0, 24)
    assert not repeats(text, RELEASE)


def test_very_long_text_is_told_by_its_beginning():
    long = " ".join(f"word{n}" for n in range(200_000))
    assert repeats(long, long[:100_000])
    assert len(text_signatures(long)) == 24


def test_signatures_are_the_same_in_every_process():
    program = (
        "from claims.checking.reprints import text_signatures;"
        "print(text_signatures('the same words everywhere'))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert told.strip() == str(text_signatures("the same words everywhere"))
