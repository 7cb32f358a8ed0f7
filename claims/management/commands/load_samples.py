"""Load sample claims and articles; what is there already stays as it is."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from claims.checking.formulas import Formula
from claims.models import Claim, LinkKind, Measure, Source
from claims.quantities.periods import Period
from claims.samples.articles import FOLDER, SampleArticle, sample_articles
from claims.services.claims import CitedSource, create_claim
from claims.services.links import derive, link_claims
from claims.services.measures import create_measure
from claims.services.sources import push_source
from claims.services.wording import complete


class Command(BaseCommand):
    """`manage.py load_samples`; a second run changes nothing, also what was edited since."""

    help = "Load sample claims and articles that show each status a claim can have."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        self._report("Articles", [_load_article(article) for article in sample_articles()])
        self._report("Measures", [_load_measure(row) for row in _stored("measures")])
        loaded = {row["uuid"]: _load_claim(row) for row in _stored("claims")}
        self._report("Claims", list(loaded.values()))
        _load_links(_stored("links"), {uuid for uuid, new in loaded.items() if new})

    def _report(self, kind: str, loaded: list[bool]) -> None:
        new = sum(loaded)
        self.stdout.write(f"{kind}: {new} loaded, {len(loaded) - new} there already")


def _load_article(article: SampleArticle) -> bool:
    if Source.objects.filter(url=article.fields["url"]).exists():
        return False
    push_source(fields=article.fields, text=article.text, now=timezone.now())
    return True


def _stored(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def _load_measure(row: dict[str, Any]) -> bool:
    if Measure.objects.filter(name=row["name"]).exists():
        return False
    fields = {name: value for name, value in row.items() if name != "ages_in_days"}
    create_measure(fields={**fields, "ages_in": timedelta(days=row["ages_in_days"])})
    return True


def _load_links(links: dict[str, Any], new: set[str]) -> None:
    """Link claims that were loaded just now: what was changed since stays as it is."""
    claims = {str(claim.uuid): claim for claim in Claim.objects.filter(uuid__in=new)}
    now = timezone.now()
    for row in links["parts"]:
        if {row["part"], row["whole"]} <= new:
            part, whole = claims[row["part"]], claims[row["whole"]]
            link_claims(claim=part, other=whole, kind=LinkKind.PART_OF, now=now)
    for row in links["derived"]:
        if {row["claim"], *row["inputs"]} <= new:
            inputs = [claims[uuid] for uuid in row["inputs"]]
            formula = Formula(row["formula"])
            derive(claim=claims[row["claim"]], formula=formula, inputs=inputs, now=now)


def _load_claim(row: dict[str, Any]) -> bool:
    if Claim.objects.filter(uuid=row["uuid"]).exists():
        return False
    fields: dict[str, Any] = {"statement": row["statement"]}
    if "as_of" in row:
        fields["as_of"] = Period.parse(row["as_of"])
    if "measure" in row:
        fields["defined_measure"] = Measure.objects.filter(name=row["measure"]).first()
    create_claim(
        fields={"uuid": row["uuid"], **complete(fields)},
        tags=row["tags"],
        citations=_citations(row.get("cites")),
        now=timezone.now(),
    )
    return True


def _citations(cites: dict[str, str] | None) -> list[CitedSource]:
    source = Source.objects.filter(url=cites["url"]).first() if cites else None
    return [CitedSource(source, quote=cites["quote"])] if cites and source else []
