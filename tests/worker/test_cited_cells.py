"""A claim may rest on one cell of a table: that cell judges it, in whatever words it is named."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from claims.models import Citation, CitationCheck, Claim, Evidence, Mention, Snapshot, Source
from claims.quantities.periods import Period
from claims.services.claims import CitedSource, create_claim, update_claim
from claims.services.index import claims_for
from claims.services.sources import push_source
from claims.services.wording import complete
from tests.api.client import ApiClient, places, problem
from tests.factories import make_key
from tests.web.server import LocalWeb
from tests.worker.test_fetching import fetch
from worker.check import check_claims
from worker.read import read_snapshots

pytestmark = pytest.mark.django_db

CSV = "code,period,n_persons,n_ships\nTV,2022,1200,64\nTV,2023,1350,70\nSV,2023,90,3\n"
LOCATOR = "cell n_persons where code = TV and period = 2023"


def cite(url: str, statement: str, locator: str = LOCATOR, as_of: str = "2023") -> Claim:
    source = push_source(fields={"url": url}, text="", now=timezone.now()).source
    return create_claim(
        fields=complete({"statement": statement, "as_of": Period.parse(as_of)}),
        citations=[CitedSource(source, "", locator)],
        now=timezone.now(),
    )


def look(claim: Claim) -> Claim:
    fetch(Source.objects.get())
    read_snapshots([snapshot.pk for snapshot in Snapshot.objects.order_by("pk")])
    check_claims([claim.pk])
    claim.refresh_from_db()
    return claim


@pytest.mark.parametrize(
    ("statement", "locator", "as_of", "status"),
    [
        ("The coast guard of Torvik employs 1,350 people.", LOCATOR, "2023", "supported"),
        ("The coast guard of Torvik employs 1,200 people.", LOCATOR, "2023", "contradicted"),
        ("The coast guard of Torvik employs 1,200 people.", LOCATOR, "2022", "outdated"),
        ("The coast guard of Torvik employs 1,350 people.",
         "last cell n_persons where code = TV", "2023", "supported"),
        ("The coast guard of Torvik employs 70 people.", LOCATOR, "2023", "contradicted"),
        ("The coast guard of Torvik employs 1,350 people.",
         "cell n_persons where code = XX", "2023", "unverified"),
    ],
)  # fmt: skip
def test_claim_is_judged_by_its_cell(
    local_web: LocalWeb, statement: str, locator: str, as_of: str, status: str
) -> None:
    claim = look(cite(local_web.page("/t.csv", CSV, kind="text/csv"), statement, locator, as_of))
    assert claim.status == status
    for evidence in Evidence.objects.all():
        assert evidence.snapshot.text[evidence.start : evidence.end] == "1350"
        assert evidence.reasons["features"] == {"named_cell": 4.6}


def test_altered_cell_is_told_and_judged(local_web: LocalWeb) -> None:
    statement = "The coast guard of Torvik employs 1,350 people."
    claim = look(cite(local_web.page("/t.csv", CSV, kind="text/csv"), statement))
    local_web.page("/t.csv", CSV.replace("1350", "1410").replace("90", "95"), kind="text/csv")
    claim = look(claim)
    told = CitationCheck.objects.latest("pk")
    assert (told.outcome, told.old_number, told.new_number) == ("number_altered", "1350", "1410")
    assert (told.quote, told.passage) == ("1350", "1410")
    assert Evidence.objects.latest("pk").stance == "contradicts"
    local_web.page("/t.csv", "a,b\n1,2\n", kind="text/csv")
    look(claim)
    assert claim.citations.get().outcome == "quote_gone"


def test_cell_is_held_against_its_quote_at_every_look(local_web: LocalWeb) -> None:
    claim = cite(local_web.page("/t.csv", CSV, kind="text/csv"), "Torvik employs 1,350 people.")
    Citation.objects.update(quote="1350")
    look(claim)
    local_web.page("/t.csv", CSV.replace("1350", "1410"), kind="text/csv")
    for _ in range(3):
        look(claim)
    outcomes = CitationCheck.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["unchanged", *["number_altered"] * 3]


def test_claim_that_comes_after_the_table_was_read_meets_its_cell(local_web: LocalWeb) -> None:
    url = local_web.page("/t.csv", CSV, kind="text/csv")
    source = push_source(fields={"url": url}, text="", now=timezone.now()).source
    fetch(source)
    read_snapshots([Snapshot.objects.get().pk])
    claim = cite(url, "The coast guard of Torvik employs 1,350 people.")
    check_claims([claim.pk])
    claim.refresh_from_db()
    assert claim.status == "supported"


def test_claim_that_comes_to_cite_another_cell_is_judged_by_that(local_web: LocalWeb) -> None:
    url = local_web.page("/t.csv", CSV, kind="text/csv")
    claim = look(cite(url, "The coast guard of Torvik employs 1,350 people."))
    assert claim.status == "supported"
    other = LOCATOR.replace("n_persons", "n_ships")
    for locator, status in ((other, "contradicted"), (LOCATOR, "supported")):
        cited = [CitedSource(Source.objects.get(), "", locator)]
        update_claim(claim=claim, fields={}, citations=cited, now=timezone.now())
        check_claims([claim.pk])
        claim.refresh_from_db()
        assert claim.status == status
    revision = claim.revision
    claim = update_claim(claim=claim, fields={}, citations=cited, now=timezone.now())
    assert claim.revision == revision


def test_claim_that_comes_while_its_table_is_read_meets_its_cell(
    local_web: LocalWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = local_web.page("/t.csv", CSV, kind="text/csv")
    fetch(push_source(fields={"url": url}, text="", now=timezone.now()).source)
    claims: list[Claim] = []

    def meanwhile(*arguments: Any) -> Any:
        candidates = claims_for(*arguments)
        claims.append(cite(url, "Torvik employs 1,350 people on its coast."))
        check_claims([claims[0].pk])
        return candidates

    monkeypatch.setattr("worker.read.claims_for", meanwhile)
    read_snapshots([Snapshot.objects.get().pk])
    Claim.objects.update(next_check_at=timezone.now())
    check_claims([claims[0].pk])
    assert Claim.objects.get().status == "supported"


def test_locator_that_names_no_cell_is_refused() -> None:
    writer = ApiClient(make_key("write")[1])
    citation = {"url": "https://coast.example/t.csv", "locator": "cell n where code"}
    body = {"statement": "Torvik has 64 lighthouses.", "citations": [citation]}
    refused = problem(writer.post("/api/v1/claims/", body), 422)
    assert places(refused) == {"/citations/0/locator"}
    assert not Source.objects.exists()


def test_cell_beyond_the_figures_that_are_read_is_judged(
    local_web: LocalWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.read.MOST_FIGURES", 20)
    rows = "".join(f"C{number},2023,{number + 7},{number}\n" for number in range(100))
    url = local_web.page("/t.csv", CSV.replace("TV", "C0") + rows, kind="text/csv")
    cited = look(
        cite(url, "The coast guard of Olm employs 87 people.", LOCATOR.replace("TV", "C80"))
    )
    assert cited.status == "supported"
    assert "only the first 20 figures are read" in Snapshot.objects.get().cut
    stored = Mention.objects.count()
    late = cite(url, "The coast guard of Brenn employs 98 people.", LOCATOR.replace("TV", "C90"))
    check_claims([late.pk])
    late = look(late)
    assert (late.status, Evidence.objects.latest("pk").quote) == ("contradicted", "97")
    assert stored == 21 and Mention.objects.count() == 22
