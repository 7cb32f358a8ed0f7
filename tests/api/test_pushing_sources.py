"""POST /sources/: as JSON, as plain text, as a page."""

from __future__ import annotations

import json
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import pytest

from claims.models import Snapshot, Source, SourceAlias
from tests.api.client import ApiClient, places, problem

SOURCES = "/api/v1/sources/"
URL = "https://gazette.example/seahorses"
TEXT = "The aquarium of Sundvik keeps 700 seahorses, its keeper said on Friday."
PAGE = f"""<!doctype html><html lang="sv"><head><title>Seahorses abound</title>
<meta name="author" content="Ada Berg"><meta property="og:site_name" content="Gazette">
<meta property="article:published_time" content="2024-05-03"></head><body>
<nav><a href="/">Home</a></nav><article><h1>Seahorses abound</h1><p>{TEXT}</p>
<p>More of them hatch every spring, and the tanks are full.</p></article>
<script>var tracked = 1;</script></body></html>"""

Wakes = list[tuple[str, list[int]]]


def test_pushed_text_is_pending_and_wakes_a_reader(
    writer: ApiClient, wakes: Wakes, django_capture_on_commit_callbacks: Any
) -> None:
    body = {
        "url": f"{URL}?utm_source=feed",
        "title": "Seahorses",
        "publisher": "Gazette",
        "author": "Ada Berg",
        "published_at": "2024-05-03",
        "language": "en",
        "kind": "press_release",
        "reliability": "0.75",
        "text": TEXT,
    }
    with django_capture_on_commit_callbacks(execute=True):
        response = writer.post(SOURCES, body)
    source, snapshot = response.json(), Snapshot.objects.get()
    assert response.status_code == 202
    assert response.headers["Location"] == source["links"]["self"]
    del body["text"]
    assert {name: source[name] for name in body} == {
        **body,
        "url": URL,
        "published_at": "2024-05-03T00:00:00Z",
    }
    assert source["state"] == "pending"
    assert source["latest_snapshot"] == str(snapshot.uuid)
    assert (snapshot.text, snapshot.title) == (TEXT, "Seahorses")
    assert wakes == [("read_snapshots", [snapshot.pk])]


def test_address_alone_is_fetched(
    writer: ApiClient, wakes: Wakes, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = writer.post(SOURCES, {"url": URL})
    source = Source.objects.get()
    assert response.status_code == 202
    assert response.headers["Location"] == response.json()["links"]["self"]
    assert response.json()["state"] == "pending"
    assert response.json()["latest_snapshot"] is None
    assert response.json()["next_fetch_at"] is not None
    assert wakes == [("fetch_sources", [source.pk])]


def test_address_alone_is_only_registered_on_request(writer: ApiClient, wakes: Wakes) -> None:
    response = writer.post(SOURCES, {"url": URL, "fetch": False})
    assert response.status_code == 201
    assert (response.json()["state"], response.json()["next_fetch_at"]) == ("registered", None)
    assert wakes == []
    assert writer.post(SOURCES, {"url": URL}).status_code == 202


@pytest.mark.parametrize("body", [{"text": TEXT}, {"html": PAGE}])
def test_what_comes_with_its_text_is_not_to_be_fetched(writer: ApiClient, body: Any) -> None:
    details = problem(writer.post(SOURCES, {"url": URL, "fetch": True, **body}), 422)
    assert places(details) == {"/fetch"}
    assert not Source.objects.exists()


def test_text_alone_is_a_source(writer: ApiClient) -> None:
    source = writer.post(SOURCES, {"text": TEXT}).json()
    assert (source["url"], source["state"]) == (None, "pending")


def test_nothing_new_is_said_to_be_so(writer: ApiClient) -> None:
    for body in ({"url": URL, "text": TEXT}, {"text": TEXT}, {"url": f"{URL}/other"}):
        first, second = writer.post(SOURCES, body), writer.post(SOURCES, body)
        assert second.status_code == 200
        assert second.json()["id"] == first.json()["id"]
    assert Snapshot.objects.count() == 2


def test_new_text_of_a_known_address_is_one_more_snapshot(writer: ApiClient) -> None:
    first = writer.post(SOURCES, {"url": URL, "text": TEXT})
    second = writer.post(SOURCES, {"url": URL, "text": f"{TEXT} Corrected."})
    assert second.status_code == 202
    assert second.json()["id"] == first.json()["id"]
    assert Snapshot.objects.count() == 2


def test_later_push_completes_and_never_overwrites(writer: ApiClient) -> None:
    writer.post(SOURCES, {"url": URL, "title": "Seahorses"})
    body = {"url": URL, "title": "Other", "author": "Ada Berg", "text": TEXT}
    source = writer.post(SOURCES, body).json()
    assert (source["title"], source["author"]) == ("Seahorses", "Ada Berg")


def test_plain_text_is_taken_as_it_is(writer: ApiClient) -> None:
    query = urlencode({"url": URL, "title": "Seahorses", "published_at": "2024-05-03T10:00:00Z"})
    body = f"\ufeff  {TEXT}\r\n\tZoë counted. ".encode()
    response = writer.post(f"{SOURCES}?{query}", body, content_type="text/plain; charset=utf-8")
    assert response.status_code == 202
    assert response.json()["title"] == "Seahorses"
    assert Snapshot.objects.get().text == f"  {TEXT}\r\n\tZoë counted. "


def test_plain_text_in_its_own_encoding_is_read(writer: ApiClient) -> None:
    body = "Zoë zählte 700 Seepferdchen für 5 €.".encode("cp1252")
    writer.post(SOURCES, body, content_type='text/plain; charset="windows-1252"')
    assert Snapshot.objects.get().text == "Zoë zählte 700 Seepferdchen für 5 €."


@pytest.mark.parametrize("how", ["json", "raw"])
def test_page_gives_its_main_text_title_date_and_author(writer: ApiClient, how: str) -> None:
    if how == "json":
        response = writer.post(SOURCES, {"url": URL, "html": PAGE})
    else:
        path = f"{SOURCES}?{urlencode({'url': URL})}"
        response = writer.post(path, PAGE, content_type="text/html; charset=utf-8")
    source, text = response.json(), Snapshot.objects.get().text
    assert response.status_code == 202
    assert TEXT in text
    assert "Home" not in text and "tracked" not in text
    assert source["title"] == "Seahorses abound"
    assert source["author"] == "Ada Berg"
    assert source["publisher"] == "Gazette"
    assert source["language"] == "sv"
    assert source["published_at"] == "2024-05-03T00:00:00Z"


def test_what_is_said_wins_over_the_page(writer: ApiClient) -> None:
    said = {"title": "A day at the sea", "published_at": "2024-05-04T00:00:00Z", "author": "Bo"}
    source = writer.post(SOURCES, {"html": PAGE, **said}).json()
    assert {name: source[name] for name in said} == said
    assert source["publisher"] == "Gazette"


def test_page_says_its_own_encoding(writer: ApiClient) -> None:
    page = f'<html><head><meta charset="iso-8859-1"></head><body><p>Zoë: {TEXT}</p></body></html>'
    writer.post(SOURCES, page.encode("latin-1"), content_type="text/html")
    assert "Zoë" in Snapshot.objects.get().text


def test_piece_of_a_page_is_read(writer: ApiClient) -> None:
    writer.post(SOURCES, {"html": f"<p>{TEXT}</p>"})
    assert Snapshot.objects.get().text == TEXT


BAD: list[tuple[dict[str, Any], str]] = [
    ({}, ""),
    ({"title": "no address, no text"}, ""),
    ({"text": TEXT, "html": PAGE}, ""),
    ({"text": TEXT, "body": "x"}, "/body"),
    ({"text": TEXT, "state": "read"}, "/state"),
    ({"text": ""}, "/text"),
    ({"text": " \n "}, "/text"),
    ({"text": 7}, "/text"),
    ({"text": None}, "/text"),
    ({"text": f"{TEXT}\x00"}, "/text"),
    ({"text": f"{TEXT}\x1b[31m"}, "/text"),
    ({"text": "\x92quoted\x94"}, "/text"),
    ({"text": "\ufffd\ufffd and \ufffd\ufffd"}, "/text"),
    ({"html": "<html><body><script>1</script></body></html>"}, "/html"),
    ({"html": "<!-- nothing -->"}, "/html"),
    ({"url": "nonsense"}, "/url"),
    ({"url": "file:///etc/passwd"}, "/url"),
    ({"url": "http://ada:secret@gazette.example/"}, "/url"),
    ({"url": f"https://gazette.example/{'x' * 2000}"}, "/url"),
    ({"url": "https://gazette.example:99999/"}, "/url"),
    ({"text": TEXT, "published_at": "2190-01-01"}, "/published_at"),
    ({"text": TEXT, "published_at": "last week"}, "/published_at"),
    ({"text": TEXT, "published_at": "2024-02-30"}, "/published_at"),
    ({"text": TEXT, "published_at": 20240503}, "/published_at"),
    ({"text": TEXT, "kind": "rumour"}, "/kind"),
    ({"text": TEXT, "reliability": "1.01"}, "/reliability"),
    ({"text": TEXT, "reliability": -1}, "/reliability"),
    ({"text": TEXT, "reliability": "0.123"}, "/reliability"),
    ({"text": TEXT, "title": "x" * 501}, "/title"),
    ({"text": TEXT, "language": "?"}, "/language"),
]


@pytest.mark.parametrize(("body", "pointer"), BAD, ids=[str(body)[:50] for body, _ in BAD])
def test_bad_push_names_the_field_and_stores_nothing(
    writer: ApiClient, body: dict[str, Any], pointer: str
) -> None:
    assert pointer in places(problem(writer.post(SOURCES, body), 422))
    assert not Source.objects.exists()
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (f"<p {' '.join(f'a{number}=1' for number in range(100_000))}>{TEXT}", "1,000 attributes"),
        ("700<br>" * 100_001, "100,000 tags"),
    ],
    ids=["attributes", "tags"],
)
def test_page_that_would_hold_up_the_service_is_refused_soon(
    writer: ApiClient, page: str, reason: str
) -> None:
    started = monotonic()
    said = problem(writer.post(SOURCES, {"html": page}), 422)
    assert reason in str(said)
    assert places(said) == {"/html"}
    assert monotonic() - started < 10


RAW: list[tuple[bytes, str]] = [
    (b"", "text/plain"),
    (b"\xff\xfe\x00\x01", "text/plain"),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "text/plain"),
    (b"caf\xe9", "text/plain"),
    (b"text", "text/plain; charset=klingon"),
    (b"text", "text/plain; charset=base64"),
    (b"text", "text/plain; charset=undefined"),
    (b"abc", "text/plain; charset=utf-16"),
    (bytes(range(256)), "text/plain; charset=latin-1"),
    (b"", "text/html"),
    (b"<p>caf\xe9 700</p>", "text/html; charset=utf-8"),
    (b"<html><body></body></html>", "text/html"),
    (b"<p>700 fish\x00</p>", "text/html"),
]


@pytest.mark.parametrize(
    ("body", "content_type"), RAW, ids=[f"{kind} {body[:12]!r}" for body, kind in RAW]
)
def test_bytes_that_are_no_text_are_refused(
    writer: ApiClient, body: bytes, content_type: str
) -> None:
    response = writer.post(SOURCES, body, content_type=content_type)
    assert places(problem(response, 422)) == {""}
    assert not Source.objects.exists()


def test_bad_description_of_a_raw_text_is_named(writer: ApiClient) -> None:
    path = f"{SOURCES}?{urlencode({'kind': 'rumour', 'published_at': 'soon'})}"
    response = writer.post(path, TEXT, content_type="text/plain")
    assert places(problem(response, 422)) == {"kind", "published_at"}
    assert not Source.objects.exists()


def test_unknown_parameter_of_a_raw_text_is_named(writer: ApiClient) -> None:
    response = writer.post(f"{SOURCES}?titel=x", TEXT, content_type="text/plain")
    assert places(problem(response, 400)) == {"titel"}


def test_text_must_not_hide_in_the_query(writer: ApiClient) -> None:
    response = writer.post(f"{SOURCES}?html=x", TEXT, content_type="text/plain")
    assert places(problem(response, 400)) == {"html"}


def test_json_takes_no_parameters(writer: ApiClient) -> None:
    response = writer.post(f"{SOURCES}?title=x", {"text": TEXT})
    assert places(problem(response, 400)) == {"title"}


@pytest.mark.parametrize("content_type", ["application/pdf", "multipart/form-data; boundary=x"])
def test_other_content_types_are_refused(writer: ApiClient, content_type: str) -> None:
    problem(writer.post(SOURCES, TEXT, content_type=content_type), 415)
    assert not Source.objects.exists()


def test_text_above_the_limit_is_refused(writer: ApiClient, settings: Any) -> None:
    settings.MAX_TEXT_LENGTH = 100
    for name in ("text", "html"):
        body = problem(writer.post(SOURCES, {name: "x" * 101}), 413)
        assert places(body) == {f"/{name}"}
    response = writer.post(SOURCES, "x" * 101, content_type="text/plain")
    assert places(problem(response, 413)) == {""}
    assert not Source.objects.exists()


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "text/html"])
def test_twenty_megabytes_are_refused(writer: ApiClient, content_type: str) -> None:
    problem(writer.post(SOURCES, b" " * 20_000_000, content_type=content_type), 413)
    assert not Source.objects.exists()


def test_document_is_one_source_however_its_address_is_written(writer: ApiClient) -> None:
    told = {
        writer.post(SOURCES, {"url": url, "fetch": False}).json()["id"]
        for url in ("http://müller.example/a/../ü?q=/x", "http://xn--mller-kva.example/%c3%bc?q=/x")
    }
    assert len(told) == 1
    source = Source.objects.get()
    assert source.url == "http://xn--mller-kva.example/%C3%BC?q=/x"
    SourceAlias.objects.create(url="http://müller.example/früher", source=source)
    for asked in ("http://müller.example/ü?q=/x", "http://müller.example/früher"):
        found = writer.get(f"{SOURCES}?{urlencode({'url': asked})}").json()["results"]
        assert [each["id"] for each in found] == list(told)


@pytest.mark.parametrize("words", [f"?q={'é' * 900}", "海" * 1900])
@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        (SOURCES, {"url": "{}"}, "/url"),
        ("/api/v1/feeds/", {"url": "{}"}, "/url"),
        (
            "/api/v1/claims/",
            {"statement": "Torvik has 61 lighthouses", "citations": [{"url": "{}"}]},
            "/citations/0/url",
        ),
    ],
)
def test_address_that_grows_too_long_is_refused(
    writer: ApiClient, path: str, body: dict[str, Any], pointer: str, words: str
) -> None:
    url = f"http://gazette.example/{words}"
    sent = json.loads(json.dumps(body).replace("{}", url))
    refused = problem(writer.post(path, sent), 422)
    assert places(refused) == {pointer} and "2,000 characters" in str(refused["errors"])
    assert not Source.objects.exists()
