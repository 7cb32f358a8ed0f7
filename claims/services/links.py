"""Linking claims: of one measure, part and whole, or derived by a formula. Never in a circle."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from claims.checking.formulas import Formula, UnitsDoNotFit, are_alike, check_units
from claims.models import Claim, ClaimLink, ClaimSet, LinkKind
from claims.services.sets import MAX_MEMBERS, reckon

MAX_WALKED = 10_000  # claims followed in search of a circle
_LOCK = 0x636C61696D  # one number for all processes: links are made one at a time
_SHOWN = 80
_WORDS = {LinkKind.PART_OF: "part of", LinkKind.DERIVED_FROM: "derived from"}


class LinkError(Exception):
    """The claims cannot be linked like this; `errors` gives the reason for each field."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors


class LinkExists(Exception):
    """The claims are linked like this already."""


@transaction.atomic
def link_claims(*, claim: Claim, other: Claim, kind: LinkKind, now: datetime) -> ClaimLink:
    """Link two claims and reckon their set. Raises LinkError, and LinkExists.

    `kind` is SAME_MEASURE or PART_OF: what a claim is derived from is set by `derive`.
    """
    _take_turns()
    if kind == LinkKind.SAME_MEASURE and other.pk < claim.pk:
        claim, other = other, claim
    _refuse_circle(claim, [other], kind, ["other"])
    claim, other = _locked([claim, other])
    if not are_alike(claim.unit, other.unit):
        raise LinkError({"other": f"{other.unit} and {claim.unit} measure different things."})
    if ClaimLink.objects.filter(claim=claim, other=other, kind=kind).exists():
        raise LinkExists("These claims are linked like this already.")
    anchor = other if kind == LinkKind.PART_OF else claim
    _refuse_crowd(anchor, kind)
    link = ClaimLink.objects.create(claim=claim, other=other, kind=kind)
    sets = ClaimSet.objects.select_for_update(of=("self",))
    claim_set, _ = sets.get_or_create(claim=anchor, kind=kind)  # a sweep may have removed it
    reckon(claim_set, now=now)
    return link


@transaction.atomic
def unlink(*, link: ClaimLink, now: datetime) -> None:
    """Remove a link; its set goes with its last link, and is reckoned anew otherwise."""
    _take_turns()
    anchor = link.other_id if link.kind == LinkKind.PART_OF else link.claim_id
    sets = ClaimSet.objects.select_for_update(of=("self",))
    claim_set = sets.filter(claim=anchor, kind=link.kind).first()
    link.delete()
    left = ClaimLink.objects.filter(kind=link.kind)
    left = left.filter(other=anchor) if link.kind == LinkKind.PART_OF else left.filter(claim=anchor)
    if claim_set is None:
        return
    if left.exists():
        reckon(claim_set, now=now)
    else:
        claim_set.delete()


@transaction.atomic
def derive(*, claim: Claim, formula: Formula, inputs: Sequence[Claim], now: datetime) -> ClaimSet:
    """Store that a claim follows from others by a formula, in place of what was stored before.

    Raises LinkError: also when a circle would arise, which its message names.
    """
    _take_turns()
    places = [f"inputs/{position}" for position in range(len(inputs))]
    if not formula.takes(len(inputs)):
        raise LinkError({"inputs": f"A {formula} needs {formula.wanted}."})
    if len(inputs) > MAX_MEMBERS:
        raise LinkError({"inputs": f"At most {MAX_MEMBERS} inputs."})
    if len({each.pk for each in inputs}) < len(inputs):
        raise LinkError({"inputs": "A claim is an input twice."})
    _refuse_circle(claim, inputs, LinkKind.DERIVED_FROM, places)
    claim, *inputs = _locked([claim, *inputs])
    try:
        check_units(formula, [each.unit for each in inputs], claim.unit)
    except UnitsDoNotFit as error:
        at = "formula" if error.position is None else places[error.position]
        raise LinkError({at: f"{str(error)[:1].upper()}{str(error)[1:]}."}) from None
    kind = LinkKind.DERIVED_FROM
    ClaimLink.objects.filter(claim=claim, kind=kind).delete()
    ClaimLink.objects.bulk_create(
        ClaimLink(claim=claim, other=each, kind=kind, position=position)
        for position, each in enumerate(inputs)
    )
    claim_set, _ = ClaimSet.objects.update_or_create(
        claim=claim, kind=kind, defaults={"formula": formula.value}
    )
    claim_set.flagged_at, claim_set.flag_reasons = None, {}
    return reckon(claim_set, now=now)


@transaction.atomic
def underive(*, claim: Claim) -> bool:
    """Forget what a claim is derived from; return whether there was something to forget."""
    _take_turns()
    ClaimLink.objects.filter(claim=claim, kind=LinkKind.DERIVED_FROM).delete()
    count, _ = ClaimSet.objects.filter(claim=claim, kind=LinkKind.DERIVED_FROM).delete()
    return bool(count)


def unit_misfit(claim: Claim, unit: str) -> str:
    """Return why a stored claim cannot be told in another unit; "" when it can."""
    if are_alike(claim.unit, unit):
        return ""
    if not ClaimLink.objects.filter(Q(claim=claim) | Q(other=claim)).exists():
        return ""
    return f"{unit} and {claim.unit} measure different things, and other claims are linked to it"


def _take_turns() -> None:
    """Let one transaction at a time make or remove links.

    Two could close a circle that neither sees, or one remove the set that the other has just found.

    (SQLite's writers queue for the whole file anyway.)
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _locked(claims: Sequence[Claim]) -> list[Claim]:
    """Lock the claims, in the order of their keys; return them as stored, in the order given."""
    rows = Claim.objects.filter(pk__in=[claim.pk for claim in claims]).order_by("pk")
    stored = {row.pk: row for row in rows.select_for_update(of=("self",), no_key=True)}
    if len(stored) < len({claim.pk for claim in claims}):
        raise LinkError({"": "One of the claims was deleted meanwhile."})
    return [stored[claim.pk] for claim in claims]


def _refuse_crowd(anchor: Claim, kind: LinkKind) -> None:
    side = "other" if kind == LinkKind.PART_OF else "claim"
    if ClaimLink.objects.filter(kind=kind, **{side: anchor}).count() >= MAX_MEMBERS:
        raise LinkError({"other": f"At most {MAX_MEMBERS} claims are linked to one like this."})


def _refuse_circle(
    claim: Claim, others: Sequence[Claim], kind: LinkKind, places: Sequence[str]
) -> None:
    for other, place in zip(others, places, strict=True):
        if other.pk == claim.pk:
            raise LinkError({place: "A claim cannot be linked to itself."})
        path = _path(other.pk, claim.pk, kind) if kind in _WORDS else None
        if path:
            raise LinkError({place: _circle([claim.pk, *path], kind)})


def _path(start: int, goal: int, kind: LinkKind) -> list[int] | None:
    """Return the shortest way from one claim to another along the links, both ends included."""
    came_from: dict[int, int] = {}
    frontier, seen = [start], {start}
    while frontier:
        links = ClaimLink.objects.filter(kind=kind, claim__in=frontier).order_by("pk")
        frontier = []
        for claim, other in links.values_list("claim_id", "other_id"):
            if other in seen:
                continue
            seen.add(other)
            came_from[other] = claim
            frontier.append(other)
            if other == goal:
                return _walked(came_from, start, goal)
        if len(seen) > MAX_WALKED:
            reason = f"More than {MAX_WALKED:,} claims hang together here."
            raise LinkError({"": reason})
    return None


def _walked(came_from: dict[int, int], start: int, goal: int) -> list[int]:
    path = [goal]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return path[::-1]


def _circle(path: Sequence[int], kind: LinkKind) -> str:
    """Return the circle in words; `path` ends with the claim it begins with."""
    names = {
        pk: f"“{statement[:_SHOWN]}”"
        for pk, statement in Claim.objects.filter(pk__in=path).values_list("pk", "statement")
    }
    steps = f", which is {_WORDS[kind]} ".join(names[pk] for pk in path[1:])
    return f"This would be a circle: {names[path[0]]} is {_WORDS[kind]} {steps}."
