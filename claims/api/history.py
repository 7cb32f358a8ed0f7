"""What happened to a claim: its edits and its changes of status, newest first."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.errors import BadQuery
from claims.api.pagination import page_address, page_size, paged
from claims.api.serializers.fields import number_text
from claims.api.serializers.ledger import HistoryEntrySerializer
from claims.models import Claim, StatusChange
from claims.quantities.periods import Period, Precision

_EDITABLE = (
    "statement", "subject", "measure", "place", "role", "value", "unit", "comparator", "low",
    "high", "low_open", "high_open", "tolerance", "as_of", "language", "tags", "check_interval",
    "defined_measure",
)  # fmt: skip
_TAG_LINKS = "historicalclaim_tags_set"
_NUMBERS = ("value", "low", "high")


class Place(NamedTuple):
    """Where a page begins: entries of this time and earlier, less those already shown."""

    at: datetime
    shown: int

    def encode(self) -> str:
        """Return the place as it stands in an address."""
        packed = json.dumps([self.at.isoformat(), self.shown]).encode()
        return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()

    @classmethod
    def decode(cls, text: str) -> Place:
        """Return the place that `text` encodes; raise BadQuery when it is none."""
        try:
            at, shown = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            place = cls(datetime.fromisoformat(at), int(shown))
        except (ValueError, TypeError):
            raise BadQuery(parameters={"cursor": "This is no cursor of this list."}) from None
        if place.at.tzinfo is None or not 0 <= place.shown <= 10_000:
            raise BadQuery(parameters={"cursor": "This is no cursor of this list."})
        return place


def history_page(request: Request, claim: Claim) -> Response:
    """Return one page of the claim's history; it is walked forwards only."""
    size = page_size(request)
    cursor = request.query_params.get("cursor")
    place = Place.decode(cursor) if cursor else None
    entries = _entries(claim, place, size + 1)
    page, following = entries[:size], None
    if len(entries) > size:
        following = page_address(request, _after(page, place).encode())
    shown = HistoryEntrySerializer(page, many=True).data
    return paged(request, shown, following, None)


def _after(page: Sequence[dict[str, Any]], place: Place | None) -> Place:
    last = page[-1]["at"]
    same = sum(entry["at"] == last for entry in page)
    return Place(last, same + (place.shown if place and place.at == last else 0))


def _entries(claim: Claim, place: Place | None, wanted: int) -> list[dict[str, Any]]:
    skipped = place.shown if place else 0
    at = place.at if place else None
    merged = [*_edits(claim, at, wanted + skipped), *_moves(claim, at, wanted + skipped)]
    merged.sort(key=lambda entry: entry["at"], reverse=True)
    return merged[skipped : skipped + wanted]


def _moves(claim: Claim, until: datetime | None, limit: int) -> list[dict[str, Any]]:
    rows = StatusChange.objects.filter(claim=claim).select_related("claim_check", "changed_by")
    if until:
        rows = rows.filter(changed_at__lte=until)
    rows = rows.order_by("-changed_at", "-pk")[:limit]
    return [
        {
            "at": row.changed_at,
            "event": "status_changed",
            "by": row.changed_by and row.changed_by.get_username(),
            "changes": [{"field": "status", "before": row.old_status, "after": row.new_status}],
            "trigger": row.claim_check and row.claim_check.trigger,
            "reasons": row.reasons,
        }
        for row in rows
    ]


def _edits(claim: Claim, until: datetime | None, limit: int) -> list[dict[str, Any]]:
    """Return the edits that changed something; a page may need older rows than it shows."""
    rows = claim.history.select_related("history_user", "defined_measure").prefetch_related(
        f"{_TAG_LINKS}__tag"
    )
    if until:
        rows = rows.filter(history_date__lte=until)
    entries: list[dict[str, Any]] = []
    newer = None
    for row in rows.order_by("-history_date", "-history_id").iterator(chunk_size=200):
        if newer is not None and len(entries) < limit:
            entries += _edit(newer, _changes(row, newer), "edited")
        if len(entries) >= limit:
            return entries
        newer = row
    if newer is not None:
        entries += _edit(newer, [], "created")
    return entries


def _edit(row: Any, changes: list[dict[str, Any]], event: str) -> list[dict[str, Any]]:
    if event == "edited" and not changes:
        return []
    user = row.history_user
    return [
        {
            "at": row.history_date,
            "event": event,
            "by": user and user.get_username(),
            "changes": changes,
            "trigger": None,
            "reasons": None,
        }
    ]


def _changes(older: Any, newer: Any) -> list[dict[str, Any]]:
    before, after = _shown(older), _shown(newer)
    return [
        {"field": name, "before": before[name], "after": after[name]}
        for name in _EDITABLE
        if before[name] != after[name]
    ]


def _shown(row: Any) -> dict[str, Any]:
    """Return the fields of a historical row as the API shows them."""
    shown = {name: getattr(row, name) for name in _EDITABLE if name != "tags"}
    for name in _NUMBERS:
        shown[name] = None if shown[name] is None else number_text(shown[name])
    if row.tolerance is not None:
        shown["tolerance"] = {"kind": row.tolerance_kind, "amount": number_text(row.tolerance)}
    if row.as_of is not None:
        shown["as_of"] = str(Period(row.as_of, Precision(row.as_of_precision)))
    shown["defined_measure"] = row.defined_measure and str(row.defined_measure.uuid)
    shown["check_interval"] = int(row.check_interval.total_seconds())
    # A tag that was deleted since leaves a link without one.
    tags = [getattr(link, "tag", None) for link in getattr(row, _TAG_LINKS).all()]
    shown["tags"] = sorted(tag.name for tag in tags if tag)
    return shown
