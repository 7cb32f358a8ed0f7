"""From what a client wrote to what the services take."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from claims.api.errors import Invalid
from claims.models import Claim, Measure, Source
from claims.services.claims import CitedSource
from claims.services.sources import push_source
from claims.services.wording import WordingError, complete

_PARTS = ("tags", "citations")


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """The columns, tags and citations of a claim to be stored; None leaves them as they are."""

    fields: dict[str, Any]
    tags: list[str] | None
    citations: list[CitedSource] | None


def claim_draft(
    written: Mapping[str, Any], *, stored: Claim | None = None, now: datetime
) -> ClaimDraft:
    """Read the statement, complete the fields, find or register the cited sources.

    With `stored`, what is written are changes. Raises Invalid, which names the fields at fault.
    Call it in the transaction that stores the claim.
    """
    fields = {name: value for name, value in written.items() if name not in _PARTS}
    if fields.get("defined_measure") is not None:
        fields["defined_measure"] = _measure(fields["defined_measure"])
    if stored is not None:
        _keep_other_end(fields, stored)
    if "tolerance" in fields:
        fields |= Claim.tolerance_columns(fields.pop("tolerance"))
    try:
        columns = complete(fields, stored)
    except WordingError as error:
        raise unworded(error) from None
    _refuse_future(columns, now)
    citations = written.get("citations")
    return ClaimDraft(
        fields=columns,
        tags=written.get("tags"),
        citations=None if citations is None else _cited(citations, now),
    )


def unworded(error: WordingError) -> Invalid:
    """Return the refusal of fields that do not make a claim."""
    return Invalid(errors={f"/{name}": text for name, text in error.errors.items()})


def _measure(uuid: Any) -> Measure:
    measure = Measure.objects.filter(uuid=uuid).first()
    if measure is None:
        raise Invalid(errors={"/defined_measure": "No measure has this identifier."})
    return measure


def _keep_other_end(fields: dict[str, Any], stored: Claim) -> None:
    """A change of one end of the interval leaves the other where it is."""
    if ("low" in fields) != ("high" in fields):
        missing = "high" if "low" in fields else "low"
        fields[missing] = getattr(stored.quantity.interval, missing)


def _refuse_future(columns: Mapping[str, Any], now: datetime) -> None:
    as_of = columns.get("as_of")
    if as_of is not None and as_of > now.date():
        reason = "The statement speaks of a time in the future; say in as_of for when it is known."
        raise Invalid(errors={"/as_of": reason})


def _cited(citations: Sequence[Mapping[str, Any]], now: datetime) -> list[CitedSource]:
    known = _known_sources([each["source"] for each in citations if "source" in each])
    pushed = _pushed_sources({each["url"] for each in citations if "url" in each}, now)
    cited: list[CitedSource] = []
    for position, citation in enumerate(citations):
        source = _source(citation, known, pushed, position)
        if any(source == other.source for other in cited):
            raise Invalid(errors={f"/citations/{position}": "This source is cited twice."})
        cited.append(CitedSource(source, citation["quote"], citation["locator"]))
    return cited


def _known_sources(uuids: Sequence[Any]) -> dict[Any, Source]:
    return {source.uuid: source for source in Source.objects.filter(uuid__in=uuids)}


def _pushed_sources(urls: Collection[str], now: datetime) -> dict[str, Source]:
    """Find or register the sources with these addresses; they are fetched for the claim.

    In one order: of two who register the same addresses one waits for the other, none in a circle.
    """
    return {
        url: push_source(fields={"url": url}, text="", now=now, fetch=False).source
        for url in sorted(urls)
    }


def _source(
    citation: Mapping[str, Any],
    known: Mapping[Any, Source],
    pushed: Mapping[str, Source],
    position: int,
) -> Source:
    if "url" in citation:
        return pushed[citation["url"]]
    try:
        return known[citation["source"]]
    except KeyError:
        where = f"/citations/{position}/source"
        raise Invalid(errors={where: "No source has this identifier."}) from None
