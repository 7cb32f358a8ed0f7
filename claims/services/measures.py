"""Defining measures, and carrying an edit of one to all claims that are linked to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from claims.models import CheckTrigger, Claim, Measure
from claims.models.claim import usual_check_interval
from claims.quantities.units import UnknownUnit, canonical, kind_of
from claims.services.index import index_claims
from claims.wake import wake

CLAIMS_AT_ONCE = 200
_FIXED = ("kind", "unit")


class MeasureError(Exception):
    """The fields do not make a measure; `errors` gives the reasons for each field."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__("; ".join(f"{name}: {' '.join(each)}" for name, each in errors.items()))
        self.errors = errors


class MeasureInUse(Exception):
    """Claims are linked to the measure; the message says what that forbids."""


@transaction.atomic
def create_measure(*, fields: dict[str, Any]) -> Measure:
    """Store a measure. Raises MeasureError; `kind` follows from `unit` where that is given."""
    measure = Measure()
    fill_in(measure, fields)
    _save(measure)
    return measure


@transaction.atomic
def update_measure(*, measure: Measure, fields: dict[str, Any]) -> Measure:
    """Change what is given. Its claims are indexed and judged afresh by workers, in batches.

    Raises MeasureError, and MeasureInUse for another unit while claims are linked to it.
    """
    # In full: who links a claim to it must wait until the edit is stored, and the other way round.
    stored = Measure.objects.select_for_update().get(pk=measure.pk)
    before = _snapshot(stored)
    fill_in(stored, fields)
    after = _snapshot(stored)
    if any(before[name] != after[name] for name in _FIXED) and stored.claims.exists():
        raise MeasureInUse("Claims are linked to this measure, so its kind and unit stay.")
    stored.version += 1
    if any(before[name] != after[name] for name in (*Measure.JUDGED, "ages_in")):
        stored.applied_to = 0
        wake("apply_measures", [stored.pk])
    _save(stored)
    return stored


@transaction.atomic
def delete_measure(*, measure: Measure) -> None:
    """Remove a measure; raise MeasureInUse while claims are linked to it."""
    stored = Measure.objects.select_for_update().get(pk=measure.pk)
    if stored.claims.exists():
        raise MeasureInUse("Claims are linked to this measure; link them to another one first.")
    stored.delete()


@transaction.atomic
def apply_one_batch(*, now: datetime, limit: int = CLAIMS_AT_ONCE) -> bool:
    """Carry edits of measures to up to `limit` claims of one of them; return whether more wait.

    The claims are indexed by the new wordings and due at once. One worker does one measure at a
    time; a worker that dies leaves the batch to the next.
    """
    waiting = Measure.objects.filter(applied_to__isnull=False).order_by("pk")
    # Claims may be linked meanwhile: they are indexed by what the measure says already.
    measure = waiting.select_for_update(skip_locked=True, no_key=True).first()
    if measure is None:
        return False
    rows = measure.claims.filter(pk__gt=measure.applied_to).order_by("pk")
    claims = list(rows.select_for_update(of=("self",), no_key=True)[:limit])
    for claim in claims:
        claim.defined_measure = measure
    index_claims(claims)
    _make_due(claims, usual_check_interval(measure), now)
    done = len(claims) < limit
    # Not `save`: this is no edit, and leaves no trace in the measure's history.
    Measure.objects.filter(pk=measure.pk).update(applied_to=None if done else claims[-1].pk)
    return not done or waiting.exclude(pk=measure.pk).exists()


def _make_due(claims: list[Claim], interval: timedelta, now: datetime) -> None:
    keys = [claim.pk for claim in claims]
    rows = Claim.objects.filter(pk__in=keys)
    rows.filter(check_interval_is_own=False).update(check_interval=interval)
    rows.update(
        next_check_at=now,
        queued_until=None,
        last_checked_at=None,
        check_trigger=CheckTrigger.MEASURE_EDITED,
        revision=F("revision") + 1,
        version=F("version") + 1,
    )
    wake("check_claims", keys)


def fill_in(measure: Measure, fields: dict[str, Any]) -> None:
    """Set the columns of a measure, unsaved; raise MeasureError where they make none."""
    for name, value in fields.items():
        setattr(measure, name, value)
    if measure.unit:
        try:
            measure.unit = canonical(measure.unit)
        except UnknownUnit as error:
            raise MeasureError({"unit": [f"{error}."]}) from None
        kind = kind_of(measure.unit).value
        if "kind" in fields and fields["kind"] != kind:
            raise MeasureError({"kind": [f"{measure.unit} is {kind}, not {fields['kind']}."]})
        measure.kind = kind
    elif not measure.kind:
        raise MeasureError({"kind": ["Give the kind of unit, or a unit."]})
    try:
        measure.full_clean()
    except ValidationError as error:
        raise MeasureError(_by_field(error)) from None


def _save(measure: Measure) -> None:
    """Store it; somebody may have taken its name since that was looked up."""
    try:
        with transaction.atomic():
            measure.save()
    except IntegrityError:
        raise MeasureError({"name": ["Another measure has this name."]}) from None


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    """Return the reasons by field; those of the whole row are about its name."""
    return {
        "name" if name == "__all__" else name: reasons
        for name, reasons in error.message_dict.items()
    }


def _snapshot(measure: Measure) -> dict[str, Any]:
    return {name: getattr(measure, name) for name in (*_FIXED, *Measure.JUDGED, "ages_in")}
