"""Sources: their texts with the figures marked, pushing a text, reading it again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from claims.admin import source_text
from claims.models import ReadState, Snapshot, Source
from tests import factories
from tests.admin.conftest import Login, page

pytestmark = pytest.mark.django_db

ADD = "admin:claims_source_add"
FIELDS = {"kind": "article", "language": "en", "reliability": "0.5"}


def change_url(source: Source) -> str:
    return reverse("admin:claims_source_change", args=[source.pk])


def test_figures_are_marked_and_evidence_leads_to_its_claim(editor: Client) -> None:
    snapshot = factories.make_snapshot(engine_version="test")
    mention = factories.make_mention(snapshot)
    html = page(editor, change_url(snapshot.source))
    assert ">4,200 ships</mark>" in html and "value: 4,200 count (exactly 4,200)" in html
    assert "claims-mark-link" not in html
    evidence = factories.make_evidence(None, mention)
    html = page(editor, change_url(snapshot.source))
    claim_url = reverse("admin:claims_claim_change", args=[evidence.claim_id])
    assert f'<a class="claims-mark-link" href="{claim_url}"' in html
    assert html.count(">4,200 ships</mark>") == 1
    assert f'id="evidence-{evidence.pk}"' in html


def test_what_a_source_says_is_text_and_never_markup(editor: Client) -> None:
    bad = "<script>alert(1)</script>"
    text = f'{bad} & "quoted" 4,200 ships </mark>{bad}'
    source = factories.make_source(title=f"A {bad}", publisher=bad)
    snapshot = factories.make_snapshot(source, text, engine_version="test", error=bad)
    mention = factories.make_mention(
        snapshot, quote="4,200 ships", subject=f'"><img onerror="{bad}">', measure=bad
    )
    claim = factories.make_claim(statement=f"{bad} 4,200 ships")
    factories.make_evidence(
        claim, mention, prefix=bad, suffix=bad,
        reasons={"rule": bad, "sentence": bad, "features": {bad: 1.5}},
    )  # fmt: skip
    for url in (
        change_url(source),
        reverse("admin:claims_claim_change", args=[claim.pk]),
        reverse("admin:claims_claim_changelist"),
        reverse("admin:claims_evidence_changelist"),
        reverse("admin:claims_source_changelist"),
    ):
        html = page(editor, url)
        assert bad not in html and "<img onerror" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_older_texts_can_be_reached(editor: Client) -> None:
    old = factories.make_snapshot(text="In June the harbour saw 4,200 ships.")
    new = factories.make_snapshot(old.source, text="In July the harbour saw 4,300 ships.")
    newest = page(editor, change_url(old.source))
    assert "In July" in newest and "In June" not in newest
    assert f"?snapshot={old.uuid}" in newest
    assert "In June" in page(editor, change_url(old.source), snapshot=str(old.uuid))
    assert "In July" in page(editor, change_url(old.source), snapshot="nonsense", at="-5")
    other = factories.make_snapshot(text="Another source: 4,200 ships.")
    assert "In July" in page(editor, change_url(old.source), snapshot=str(other.uuid))
    assert new.source == old.source


def test_long_text_is_shown_in_stretches(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_text, "STRETCH", 100)
    text = "x" * 95 + "4,200 ships" + "y" * 94
    snapshot = factories.make_snapshot(text=text, engine_version="test")
    factories.make_mention(snapshot)
    first = page(editor, change_url(snapshot.source))
    assert ">4,200</mark>" in first and "yyy" not in first and "at=100" in first
    second = page(editor, change_url(snapshot.source), at="150")
    assert "> ships</mark>" in second and "xxx" not in second and "at=0" in second


def test_pushed_text_becomes_a_source_to_read(editor: Client) -> None:
    sent = {**FIELDS, "url": "https://News.example/a?utm_source=x", "text": "One.\r\n12 cranes.",
            "title": "Cranes"}  # fmt: skip
    assert editor.post(reverse(ADD), sent).status_code == 302
    source, snapshot = Source.objects.get(), Snapshot.objects.get()
    assert (source.url, source.title) == ("https://news.example/a", "Cranes")
    assert (snapshot.text, snapshot.state) == ("One.\n12 cranes.", ReadState.PENDING)
    again = editor.post(reverse(ADD), sent, follow=True)
    assert "known already" in again.content.decode()
    editor.post(reverse(ADD), {**sent, "text": "13 cranes."})
    assert (Source.objects.count(), Snapshot.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "__all__"),
        ({"url": "ftp://news.example/a"}, "url"),
        ({"url": "https://me:secret@news.example/a"}, "url"),
        ({"text": "12\0cranes"}, "text"),
        ({"text": "12\x01cranes"}, "text"),
        ({"text": "12 cranes", "title": "A\x01B"}, "title"),
        ({"text": "12 cranes", "author": "A\x9fB"}, "author"),
        (
            {"text": "12 cranes", "published_at_0": "9999-12-31", "published_at_1": "23:59:59"},
            "published_at",
        ),
        ({"text": "x" * 101}, "text"),
        ({"text": "12 cranes", "reliability": "1.5"}, "reliability"),
        ({"text": "12 cranes", "kind": "rumour"}, "kind"),
    ],
)
def test_bad_source_is_refused(
    sent: dict[str, str], field: str, editor: Client, settings: object
) -> None:
    settings.MAX_TEXT_LENGTH = 100  # type: ignore[attr-defined]
    response = editor.post(reverse(ADD), {**FIELDS, **sent})
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == [field]
    assert not Source.objects.exists()


def test_description_is_edited_and_the_address_is_not(editor: Client) -> None:
    evidence = factories.make_evidence(factories.make_claim(next_check_at=None))
    source = evidence.snapshot.source
    sent = {**FIELDS, "title": "Ships", "url": "https://other.example/", "reliability": "0.9"}
    assert editor.post(change_url(source), sent).status_code == 302
    stored = Source.objects.get(pk=source.pk)
    assert (stored.title, stored.url, stored.reliability) == ("Ships", source.url, Decimal("0.9"))
    evidence.claim.refresh_from_db()
    assert evidence.claim.next_check_at is not None  # other weights, so it is judged again


def test_text_is_read_again(editor: Client, login: Login) -> None:
    snapshot = factories.make_snapshot(state=ReadState.READ, read_at=factories.NOW,
                                       next_read_at=None)  # fmt: skip
    url = reverse("admin:claims_source_read_again", args=[snapshot.source_id])
    viewer = login("view_source")
    assert "Read again" not in page(viewer, change_url(snapshot.source))
    assert viewer.post(url).status_code == 403
    assert editor.get(url).status_code == 405
    assert Snapshot.objects.get().state == ReadState.READ
    assert editor.post(url).status_code == 302
    stored = Snapshot.objects.get()
    assert stored.state == ReadState.PENDING and stored.next_read_at is not None


def test_source_that_evidence_rests_on_is_not_deleted(editor: Client) -> None:
    evidence = factories.make_evidence()
    source = evidence.snapshot.source
    url = reverse("admin:claims_source_delete", args=[source.pk])
    assert "1 pieces of evidence" in page(editor, url)
    assert "1 pieces of evidence" in editor.post(url, {"post": "yes"}).content.decode()
    assert Source.objects.filter(pk=source.pk).exists()
    free = factories.make_source()
    url = reverse("admin:claims_source_delete", args=[free.pk])
    assert editor.post(url, {"post": "yes"}).status_code == 302
    assert list(Source.objects.all()) == [source]


def test_selected_sources_are_fetched(editor: Client) -> None:
    source = factories.make_source(state="failed", fetch_error="the answer was 403")
    assert "the answer was 403" in page(editor, change_url(source))
    editor.post(
        reverse("admin:claims_source_changelist"),
        {"action": "fetch_selected", "_selected_action": [source.pk]},
    )
    source.refresh_from_db()
    assert (source.state, source.fetch_error) == ("pending", "")
    assert source.next_fetch_at is not None


def test_address_alone_is_fetched(editor: Client) -> None:
    editor.post(reverse(ADD), {**FIELDS, "url": "https://news.example/a", "text": ""})
    assert Source.objects.get().next_fetch_at is not None


def test_altered_number_is_shown_with_what_changed(editor: Client) -> None:
    from claims.models import Citation, CitationCheck

    claim = factories.make_claim()
    citation = Citation.objects.create(
        claim=claim, source=factories.make_source(), outcome="number_altered"
    )
    look = CitationCheck.objects.create(
        citation=citation, outcome="number_altered", checked_at=factories.NOW, old_number="64",
        new_number="<71>", difference="-<b>64</b>\n+71",
    )  # fmt: skip
    html = page(editor, reverse("admin:claims_citationcheck_change", args=[look.pk]))
    assert "64 → &lt;71&gt;" in html and "-&lt;b&gt;64&lt;/b&gt;" in html
    listed = reverse("admin:claims_citationcheck_changelist")
    query = f"{listed}?citation__claim__id__exact={claim.pk}"
    assert query in page(editor, reverse("admin:claims_claim_change", args=[claim.pk]))
    assert "64 → &lt;71&gt;" in page(editor, query)


def test_what_a_fetch_fills_in_while_the_form_is_open_is_kept(editor: Client) -> None:
    source = factories.make_source(title="", publisher="Port")
    html = page(editor, change_url(source))
    assert 'name="initial-title"' in html and 'name="initial-published_at_0"' in html
    shown = {"title": "", "author": "", "publisher": "Port", "published_at_0": "",
             "published_at_1": ""}  # fmt: skip
    Source.objects.update(title="Ships of June", published_at=factories.NOW)
    seen = {f"initial-{name}": value for name, value in shown.items()}
    sent = {**FIELDS, **shown, **seen, "publisher": "Port of Kalda"}
    assert editor.post(change_url(source), sent).status_code == 302
    stored = Source.objects.get()
    assert (stored.title, stored.publisher) == ("Ships of June", "Port of Kalda")
    assert stored.published_at == factories.NOW


def test_source_is_not_edited_into_the_future(editor: Client) -> None:
    source = factories.make_source()
    sent = {**FIELDS, "published_at_0": "9999-12-31", "published_at_1": "00:00:00"}
    response = editor.post(change_url(source), sent)
    assert "This time lies in the future." in response.content.decode()
    source.refresh_from_db()
    assert source.published_at is None or source.published_at.year < 9999
