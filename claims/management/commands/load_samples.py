"""Load sample claims and articles; what is there already stays as it is."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from claims.models import Claim, Source
from claims.quantities.periods import Period
from claims.samples.articles import FOLDER, SampleArticle, sample_articles
from claims.services.claims import CitedSource, create_claim
from claims.services.sources import push_source
from claims.services.wording import complete


class Command(BaseCommand):
    """`manage.py load_samples`; a second run changes nothing, also what was edited since."""

    help = "Load sample claims and articles that show each status a claim can have."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        self._report("Articles", [_load_article(article) for article in sample_articles()])
        rows = json.loads((FOLDER / "claims.json").read_text(encoding="utf-8"))
        self._report("Claims", [_load_claim(row) for row in rows])

    def _report(self, kind: str, loaded: list[bool]) -> None:
        new = sum(loaded)
        self.stdout.write(f"{kind}: {new} loaded, {len(loaded) - new} there already")


def _load_article(article: SampleArticle) -> bool:
    if Source.objects.filter(url=article.fields["url"]).exists():
        return False
    push_source(fields=article.fields, text=article.text, now=timezone.now())
    return True


def _load_claim(row: dict[str, Any]) -> bool:
    if Claim.objects.filter(uuid=row["uuid"]).exists():
        return False
    fields: dict[str, Any] = {"statement": row["statement"]}
    if "as_of" in row:
        fields["as_of"] = Period.parse(row["as_of"])
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
