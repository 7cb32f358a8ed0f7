"""Creating and editing claims, and asking for a re-check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from claims.models import CheckTrigger, Citation, Claim, Measure, Source, Tag
from claims.models.claim import usual_check_interval
from claims.services.citations import cell_of
from claims.services.fetching import plan_fetches
from claims.services.index import index_claims
from claims.services.links import unit_misfit
from claims.services.sets import edited, note_changes, removed
from claims.services.wording import WordingError
from claims.wake import wake


class StaleVersion(Exception):
    """The claim was changed since the version that the caller has seen."""


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source that a claim cites, with the words it rests on."""

    source: Source
    quote: str = ""
    locator: str = ""


@transaction.atomic
def create_claim(
    *,
    fields: dict[str, Any],
    tags: Sequence[str] = (),
    citations: Sequence[CitedSource] = (),
    now: datetime,
) -> Claim:
    """Store a claim, index it, and make its first check due at once.

    A check interval of None is that of its measure, or the default. Raises WordingError for a claim
    whose unit is not that of its measure.
    """
    claim = Claim(next_check_at=now)
    _set_fields(claim, fields)
    claim._history_date = now
    claim.save()
    _meet_measure(claim, fields)
    _set_tags(claim, tags)
    _set_citations(claim, citations)
    plan_fetches(sources=[cited.source for cited in citations], now=now)
    index_claims([claim])
    wake("check_claims", [claim.pk])
    return claim


@transaction.atomic
def update_claim(
    *,
    claim: Claim,
    fields: dict[str, Any],
    tags: Sequence[str] | None = None,
    citations: Sequence[CitedSource] | None = None,
    seen_version: int | None = None,
    now: datetime,
) -> Claim:
    """Change what is given; a change of what judging looks at makes the claim due at once.

    With `seen_version`, raises StaleVersion when the stored version is another. Raises WordingError
    for a unit that is not that of its measure, or of the claims that are linked to it.
    """
    stored: Claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    if seen_version is not None and stored.version != seen_version:
        raise StaleVersion(f"version {stored.version} is stored, not {seen_version}")
    before, judged_before = copy(stored), _judged(stored)
    _set_fields(stored, fields)
    misfit = unit_misfit(before, stored.unit)
    if misfit:
        raise WordingError({"unit": misfit})
    stored.version += 1
    judged_anew = _judged(stored) != judged_before or _other_cells(stored, citations)
    if judged_anew:
        stored.revision += 1
        _make_due(stored, CheckTrigger.CLAIM_EDITED, now)
    elif "check_interval" in fields and stored.last_checked_at:
        stored.next_check_at = stored.last_checked_at + stored.check_interval
    stored._history_date = now
    stored.save()
    _meet_measure(stored, fields)
    cause = edited(before, stored)
    if cause:
        note_changes({stored.pk: cause}, now=now)
    if tags is not None:
        _set_tags(stored, tags)
    if citations is not None:
        _set_citations(stored, citations)
    if citations is not None or "check_interval" in fields:
        plan_fetches(sources=Source.objects.filter(citations__claim=stored), now=now)
    if judged_anew:
        index_claims([stored])
        wake("check_claims", [stored.pk])
    return stored


@transaction.atomic
def delete_claims(*, claims: Sequence[Claim], now: datetime) -> None:
    """Remove claims with all that is about them; what was derived from them is flagged."""
    rows = Claim.objects.filter(pk__in=[claim.pk for claim in claims]).order_by("pk")
    stored = list(rows.select_for_update(of=("self",)))
    note_changes({claim.pk: removed(claim) for claim in stored}, now=now)
    Claim.objects.filter(pk__in=[claim.pk for claim in stored]).delete()


def request_check(*, claims: Sequence[Claim], now: datetime) -> None:
    """Make `claims` due at once, and have all stored mentions judged again."""
    keys = [claim.pk for claim in claims]
    with transaction.atomic():
        rows = Claim.objects.filter(pk__in=keys)
        # In the order of all who lock several claims, so that none waits for another in a circle.
        list(rows.order_by("pk").select_for_update(no_key=True).values_list("pk"))
        rows.update(
            next_check_at=now,
            queued_until=None,
            last_checked_at=None,
            check_trigger=CheckTrigger.REQUEST,
        )
        wake("check_claims", keys)


def touch(claim: Claim) -> None:
    """Count a change of the claim's representation."""
    Claim.objects.filter(pk=claim.pk).update(version=F("version") + 1)


def _set_fields(claim: Claim, fields: dict[str, Any]) -> None:
    """Set the columns; a check interval of None leaves it to the measure, or to the default."""
    for name, value in fields.items():
        if name != "check_interval":
            setattr(claim, name, value)
    if "check_interval" in fields:
        claim.check_interval_is_own = fields["check_interval"] is not None
    if claim.check_interval_is_own:
        claim.check_interval = fields.get("check_interval", claim.check_interval)
    else:
        claim.check_interval = usual_check_interval(claim.defined_measure)


def _meet_measure(claim: Claim, fields: Mapping[str, Any]) -> None:
    """Read the measure again now that the claim refers to it: it cannot be edited any more.

    So the claim is held against, and indexed with, what the measure says when both are stored.
    """
    if claim.defined_measure is None:
        return
    try:
        _lock_measure()
        claim.defined_measure.refresh_from_db()
    except (IntegrityError, Measure.DoesNotExist):
        raise WordingError({"defined_measure": "There is no such measure any more."}) from None
    reason = claim.defined_measure.misfit(claim.unit, claim.kind)
    if reason:
        at = "defined_measure" if "defined_measure" in fields else "unit"
        raise WordingError({at: reason})
    interval = usual_check_interval(claim.defined_measure)
    if not claim.check_interval_is_own and claim.check_interval != interval:
        claim.check_interval = interval
        Claim.objects.filter(pk=claim.pk).update(check_interval=interval)


def _lock_measure() -> None:
    """Have the database look at the claim's foreign keys now, which locks what they refer to.

    PostgreSQL does so at the end of the transaction otherwise: who edits the measure would not
    wait. On SQLite all who write wait for each other.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic():
            connection.check_constraints()


def _judged(claim: Claim) -> tuple[Any, ...]:
    return tuple(getattr(claim, name) for name in Claim.JUDGED)


def _other_cells(claim: Claim, citations: Sequence[CitedSource] | None) -> bool:
    """Whether these citations name other cells of tables than the stored ones."""
    if citations is None:
        return False
    named = {(each.source.pk, each.locator) for each in citations if cell_of(each.locator)}
    rows = claim.citations.values_list("source_id", "locator")
    return named != {row for row in rows if cell_of(row[1])}


def _make_due(claim: Claim, trigger: CheckTrigger, now: datetime) -> None:
    claim.next_check_at = now
    claim.queued_until = None
    claim.last_checked_at = None
    claim.check_trigger = trigger.value


def _set_tags(claim: Claim, names: Sequence[str]) -> None:
    if names or claim.tags.exists():
        claim.tags.set([Tag.objects.get_or_create(name=name)[0] for name in sorted(set(names))])


def _set_citations(claim: Claim, citations: Sequence[CitedSource]) -> None:
    """Store what differs, row by row: each change goes into the history."""
    stored = {citation.source_id: citation for citation in claim.citations.all()}
    wanted = {cited.source.pk: cited for cited in citations}
    for key in stored.keys() - wanted.keys():
        stored[key].delete()
    for key, cited in wanted.items():
        citation = stored.get(key) or Citation(claim=claim, source=cited.source)
        words = (cited.quote, cited.locator)
        if citation.pk is None or (citation.quote, citation.locator) != words:
            citation.quote, citation.locator = words
            citation.save()
