"""Names that only say beside whom or what the clause's own subject stands."""

from __future__ import annotations

import re

from claims.checking.claim import ClaimForCheck
from claims.checking.context import Surroundings
from claims.checking.terms import Term, terms_between
from claims.checking.weighing import is_distinctive_name

_FOIL = re.compile(
    r"(?:\s+[A-Z][\w-]*){0,4}['’]s?\s+(?:\w+\s+)?(?:neighbour|neighbor|rival|competitor|partner|twin|sister|ally|opponent"
    r"|predecessor|successor|counterpart)s?\b"
)
_NEIGHBOURING = re.compile(
    r"\b(?:[Nn]eighbou?ring|[Nn]earby|[Rr]ival|[Aa]djacent|[Ss]ister)\s+(?:[a-z]+\s+)?(?:of\s+)?"
    r"([A-Z][\w-]+)"
)


def is_foil(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether the clause names the claim's subject only as somebody's neighbour or rival."""
    own = {term.key for term in claim.content if term.is_name}
    named = [term for term in around.in_clause() if term.key in own]
    if named and all(is_foil_name(around.document.text, term) for term in named):
        return True
    return _is_of_neighbour(claim, around) and not any(map(is_distinctive_name, named))


def _is_of_neighbour(claim: ClaimForCheck, around: Surroundings) -> bool:
    """Whether another is named as one that lies beside: "the neighbouring island of Skerrow"."""
    text = around.document.text
    found = _NEIGHBOURING.search(text, around.clause[0], around.mention.start)
    own = {term.key for term in claim.content}
    return bool(found) and all(
        term.key not in own for term in terms_between(text, *found.span(1) if found else (0, 0))
    )


def is_foil_name(text: str, name: Term) -> bool:
    """Whether a name only says whose neighbour or rival the clause speaks of."""
    return bool(_FOIL.match(text, name.end) or _FOIL.match(text, name.end - 2))
