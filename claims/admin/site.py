"""The first page: how the claims stand, what waits for an editor, and what failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from claims.admin.check import claim_link, status_move
from claims.admin.labels import tone
from claims.checking.arithmetic import Consistency
from claims.checking.stance import Status
from claims.models import (
    Check,
    CheckOutcome,
    Claim,
    ClaimSet,
    Evidence,
    Feed,
    ReadState,
    Snapshot,
    SourceState,
    StatusChange,
)

COUNTED = 1_000
CHANGES_SHOWN = 10

admin.site.index_template = "claims/admin/index.html"


@dataclass(frozen=True, slots=True)
class Tile:
    """A number that leads to its list."""

    title: str
    count: str
    url: str
    tone: str


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Return the context of the first page, with what this user may see."""
    context["tiles"] = [*_statuses(request), *_waiting(request)]
    context["changes"] = _changes(request)
    return context


def _statuses(request: HttpRequest) -> list[Tile]:
    if not request.user.has_perm("claims.view_claim"):
        return []
    rows = Claim.objects.order_by().values_list("status").annotate(n=Count("pk"))
    counts: dict[str, int] = dict(rows)
    page = reverse("admin:claims_claim_changelist")
    return [
        Tile(
            title=f"{status.value} claims",
            count=f"{counts.get(status.value, 0):,}",
            url=f"{page}?status__exact={status.value}",
            tone=tone(status.value),
        )
        for status in Status
    ]


def _waiting(request: HttpRequest) -> list[Tile]:
    user, tiles = request.user, list[Tile]()
    if user.has_perm("claims.view_evidence"):
        queue = Evidence.objects.to_review()
        tiles.append(_tile("pieces of evidence to review", queue, "evidence", "queue=review"))
    if user.has_perm("claims.view_claimset"):
        broken = ClaimSet.objects.filter(consistency=Consistency.INCONSISTENT.value)
        query = f"consistency__exact={Consistency.INCONSISTENT.value}"
        tiles.append(_tile("sets of claims that do not fit", broken, "claimset", query))
        flagged = ClaimSet.objects.filter(flagged_at__isnull=False)
        tiles.append(_tile("derived claims to look at", flagged, "claimset", "flagged=yes"))
    if user.has_perm("claims.view_source"):
        failed = Snapshot.objects.filter(state=ReadState.FAILED)
        query = f"state__exact={SourceState.FAILED.value}"
        tiles.append(_tile("texts that could not be read", failed, "source", query))
    if user.has_perm("claims.view_feed"):
        alarmed = Feed.objects.exclude(alarm="")
        tiles.append(
            _tile("feeds that fail or are silent", alarmed, "feed", "alarm__in=failing,silent")
        )
    if user.has_perm("claims.view_check"):
        failures = Check.objects.filter(outcome=CheckOutcome.FAILED)
        query = f"outcome__exact={CheckOutcome.FAILED.value}"
        tiles.append(_tile("failed checks", failures, "check", query))
    return tiles


def _tile(title: str, rows: QuerySet[Any], model: str, query: str) -> Tile:
    count = rows.order_by()[: COUNTED + 1].count()
    words = f"{count:,}" if count <= COUNTED else f"{COUNTED:,}+"
    url = f"{reverse(f'admin:claims_{model}_changelist')}?{query}"
    return Tile(title, words, url, "stale" if count else "plain")


def _changes(request: HttpRequest) -> list[tuple[StatusChange, SafeString, SafeString]]:
    if not request.user.has_perm("claims.view_statuschange"):
        return []
    rows = StatusChange.objects.select_related("claim")[:CHANGES_SHOWN]
    return [(change, status_move(change), claim_link(change.claim)) for change in rows]
