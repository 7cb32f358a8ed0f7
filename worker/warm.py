"""Load what reading and judging look things up in, before a worker's processes are forked.

The processes share the tables then, the first text is read as fast as the next one, and a process
that takes a killed one's place need not load them again.
"""

from __future__ import annotations

import gc

from claims.checking.claim import claim_from_statement
from claims.checking.judge import judge_document
from claims.quantities.extract import extract
from claims.quantities.mention import Document

_STATEMENTS = ("Ostmark has 61 wooden lighthouses", "61 percent of the salmon is sold at home")


def warm_up() -> None:
    """Load the tables of words, units and weights, and have no garbage collection look at them.

    They hold some hundred thousand objects that stay: to go through them takes longer than to read
    a text.
    """
    document = Document("; ".join(_STATEMENTS), "Figures of the year")
    for statement in _STATEMENTS:
        judge_document(claim_from_statement(statement), document, extract(document))
    gc.collect()
    gc.freeze()
