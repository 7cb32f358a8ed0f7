"""Sum up what a text given as evidence says of a statement: its figures, dates, ranks and words.

The text was chosen because it decides the statement. So a statement of many details of which the
text has few is taken to be told otherwise there; a short one may only be worded otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from claims.checking.stance import Stance

# The shares of a statement's details that a text holds: some, few, most, nearly all of them.
SOME, FEW, MOST, NEARLY_ALL = 0.35, 0.5, 0.65, 0.8
FEW_AND_NO_FIGURE = 0.55  # few, for a statement of whose figure the text says nothing
# From so many details on a statement is one that joins several things; or many of them.
SEVERAL, MANY = 7, 10
SHORT = 4  # below, half of the details are hardly enough, unless a date agrees too

_WRONG = frozenset({Stance.CONTRADICTS, Stance.SUPERSEDES})


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a statement and a text.

    `figures` is what the figures say, None where the statement has none; `repeated` says that the
    text has each of them, of whatever it may be. `held` is the share of
    the statement's details that the text holds, `details` their number. `conflict` is the code of
    what the text tells otherwise, "" for nothing, and `doubt` says that it may tell something
    otherwise. `other_time` says that its figure is for another date than the statement's,
    `lopsided` that a name is missing and few other words are held, `names_in_part` that some names
    are held and not all, `all_names` that none is missing, `named_otherwise` that the text tells
    most of the same of other names, `page` that the text is long and tells of much else, `dated`
    that it has the statement's dates.
    """

    figures: Stance | None
    held: float
    details: int
    conflict: str = ""
    doubt: bool = False
    other_time: bool = False
    lopsided: bool = False
    repeated: bool = False
    names_in_part: bool = False
    all_names: bool = False
    named_otherwise: bool = False
    page: bool = False
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A stance, the code of its reason, and when it applies; no code: the figures' own."""

    code: str
    stance: Stance
    applies: Callable[[Case], bool]


def _tells_little(case: Case) -> bool:
    if case.page or case.details < SEVERAL:
        return False
    if case.figures == Stance.SUPPORTS:
        return case.details >= MANY and case.held < SOME
    if case.figures == Stance.UNRELATED and not case.repeated:
        return case.held < FEW_AND_NO_FIGURE and (case.held >= SOME or case.details >= MANY)
    return case.held < FEW and (case.details >= MANY or bool(case.conflict) or case.doubt)


def _restates(case: Case) -> bool:
    if case.lopsided or (case.names_in_part and case.details < SEVERAL):
        return False
    if case.figures is None:
        is_enough = case.details < SEVERAL and (case.dated or case.details >= SHORT)
        if case.all_names and case.details >= SHORT and not case.page:
            return case.held >= (SOME if is_enough else FEW)
        return case.held >= (FEW if is_enough else MOST)
    if case.repeated:
        return case.held >= FEW
    return case.figures == Stance.UNRELATED and case.details >= SEVERAL and case.held >= NEARLY_ALL


def _is_named_otherwise(case: Case) -> bool:
    return case.named_otherwise and not case.page and case.figures != Stance.SUPPORTS


def _conflicts(case: Case) -> bool:
    if not case.conflict or case.page:
        return False
    if case.figures == Stance.SUPPORTS and case.conflict != "other_people":
        return False
    if case.conflict == "other_date" and not case.held:
        return False  # the date of something else
    if case.details >= SEVERAL:
        return case.held < NEARLY_ALL
    if case.figures is None or case.held >= FEW:
        return True
    # Beside a figure that the text does not tell, a date is much of what a statement says.
    return case.conflict == "other_date" and case.details >= SHORT


def _is_unsure(case: Case) -> bool:
    if case.conflict == "opposite_told" and case.details >= MANY and case.held >= MOST:
        return False  # among many words that are told again, an opposite is found by chance
    if case.conflict and not case.page:
        return True
    doubt = case.doubt or bool(case.conflict)
    return doubt and case.held < NEARLY_ALL and case.figures != Stance.SUPPORTS


RULES: Sequence[Rule] = (
    Rule("figure_of_other_date", Stance.UNCLEAR, lambda case: case.other_time),
    Rule("", Stance.CONTRADICTS, lambda case: case.figures in _WRONG),
    Rule("tells_otherwise", Stance.CONTRADICTS, _tells_little),
    Rule(
        "only_figure_agrees",
        Stance.UNCLEAR,
        lambda case: (
            case.figures == Stance.SUPPORTS and case.details >= SEVERAL and case.held < FEW
        ),
    ),
    Rule("conflict", Stance.CONTRADICTS, _conflicts),
    Rule("conflict_unsure", Stance.UNCLEAR, _is_unsure),
    Rule("", Stance.SUPPORTS, lambda case: case.figures == Stance.SUPPORTS),
    Rule("restates", Stance.SUPPORTS, _restates),
    Rule("named_otherwise", Stance.CONTRADICTS, _is_named_otherwise),
)


def decide(case: Case) -> tuple[Stance, str]:
    """Return the stance and the code of the first rule that applies; UNCLEAR and "" for none."""
    for rule in RULES:
        if rule.applies(case):
            return rule.stance, rule.code
    return Stance.UNCLEAR, ""
