"""Documents of each kind are read as their kind, in any encoding; what is broken says so."""

from __future__ import annotations

import resource
from time import monotonic

import pytest

from claims.quantities import extract
from claims.quantities.mention import Document
from tests.factories import NOW
from tests.web.documents import pdf
from worker.charset import NotText, decode
from worker.documents import read_document
from worker.errors import FetchError
from worker.http import Answer
from worker.tables import MOST_CELLS

TEXT = "Torvik has 64 lighthouses, the coast guard said on Monday."
PAGE = f"<!doctype html><html><head><title>Sea</title></head><body><p>{TEXT}</p></body></html>"
CSV = "Region,Year,Lighthouses\nTorvik,2023,61\nTorvik,2024,64\nSundvik,2024,12\n"
ROWS = "Region | Year | Lighthouses\nTorvik | 2023 | 61\nTorvik | 2024 | 64\nSundvik | 2024 | 12"


def answer(body: str | bytes, kind: str, path: str = "/a") -> Answer:
    octets = body.encode() if isinstance(body, str) else body
    return Answer(f"http://coast.example{path}", 200, {"content-type": kind}, octets)


READ = [
    (PAGE, "text/html", TEXT),
    (PAGE, "application/xhtml+xml; charset=utf-8", TEXT),
    (PAGE, "text/plain", TEXT),
    (PAGE, "", TEXT),
    (f'<?xml version="1.0"?>\n<!-- a --> <!----> {PAGE}', "text/plain", TEXT),
    (f"{'<!---->' * 250} {TEXT}", "text/plain", f"{'<!---->' * 250} {TEXT}"),
    (f"  {TEXT}\r\nMore.\r\n", "text/plain", f"{TEXT}\nMore."),
    (CSV, "text/csv", ROWS),
    (CSV.replace(",", ";"), "text/csv; charset=utf-8", ROWS),
    (CSV.replace(",", "\t"), "text/tab-separated-values", ROWS),
    ('a,b\n"x, | y","line\nbreak"\n', "text/csv", "a | b\nx, / y | line break"),
    ('[{"Region": "Torvik", "n": 64.0}, {"Region": "Brenn", "m": null}]', "application/json",
     "Region | n | m\nTorvik | 64.0 | \nBrenn |  | "),
    (CSV.replace("\n", "\r"), "text/csv", ROWS),
    (CSV.replace("\n", "\r\n"), "text/csv", ROWS),
    ('a,b\r"x\ry","two\nlines"\rz,1\r', "text/csv", "a | b\nx y | two lines\nz | 1"),
    (r'[{"Reg\u0000ion": "Torvik\ud800", "n\udfff": "6\ud83d\ude00", "\u001f": "\u0007"}]',
     "application/json", "Reg ion | n |\nTorvik | 6😀 |"),
    ('{"meta": 1, "data": [{"place": {"name": "Torvik", "code": 7}, "ok": true, "l": [1]}]}',
     "application/vnd.api+json", "place name | place code | ok\nTorvik | 7 | yes"),
    (pdf(TEXT), "application/pdf", TEXT),
    (pdf(TEXT), "application/octet-stream", TEXT),
]  # fmt: skip


@pytest.mark.parametrize(("body", "kind", "text"), READ)
def test_document_is_read_as_its_kind(body: str | bytes, kind: str, text: str) -> None:
    read = read_document(answer(body, kind), now=NOW).text
    assert "\n".join(line.rstrip() for line in read.splitlines()) == "\n".join(
        line.rstrip() for line in text.splitlines()
    )


@pytest.mark.parametrize(("path", "rows"), [("/t.csv", ROWS), ("/t.csv?v=1", ROWS), ("/t", CSV)])
def test_ending_of_the_address_tells_what_a_loose_type_does_not(path: str, rows: str) -> None:
    assert read_document(answer(CSV, "text/plain", path), now=NOW).text == rows.strip()


def test_cell_of_a_table_is_read_with_its_row_and_column() -> None:
    text = read_document(answer(CSV, "text/csv"), now=NOW).text
    assert "64" in {mention.quote.split()[0] for mention in extract(Document(text))}


REFUSED = [
    (b"\x89PNG\r\n", "image/png", "is image/png, not read"),
    (b"PK\x03\x04", "application/zip", "is application/zip, not read"),
    (b"<rss/>", "application/rss+xml", "is application/rss\\+xml, not read"),
    (b"??", "", "is of no named kind, not read"),
    (b"<html><body><script>1</script></body></html>", "text/html", "no main text"),
    (b"   \n", "text/plain", "it is empty"),
    (b"%PDF-1.7\nbroken", "application/pdf", "the PDF is broken"),
    (pdf(TEXT)[:200], "application/pdf", "the PDF"),
    (pdf(""), "application/pdf", "the PDF has no text"),
    (b"only one line", "text/csv", "no rows below a header"),
    (b"a,b\n" + b'"' + b"x" * 2_000_000, "text/csv", "the CSV is broken"),
    (b"place,ships\nTor\rvik,64\n", "text/csv", "the CSV is broken"),
    (b"{", "application/json", "the JSON is broken"),
    (b"[" * 100_000, "application/json", "the JSON is broken"),
    (b"[1, 2]", "application/json", "no list of objects"),
    (b"a,b\n" + b"1,2\n" * MOST_CELLS, "text/csv", "more than 200,000 cells"),
    (bytes(range(256)) * 40, "text/plain", "no known encoding|no text"),
    (b"a" * 2_000_001, "text/plain", "has more than 2,000,000 characters"),
    (b"<p>" * 600_000, "text/html", "has more than 500,000 tags"),
    (
        f"<html><body><p>{'ships ' * 2_000_000}</p></body></html>".encode(),
        "text/html",
        "no main text before it becomes too long",
    ),
]


@pytest.mark.parametrize(("body", "kind", "reason"), REFUSED)
def test_document_that_cannot_be_read_says_why(body: bytes, kind: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason) as failed:
        read_document(answer(body, kind), now=NOW)
    assert failed.value.permanent


@pytest.mark.parametrize(
    "body",
    [
        "<html><body>" + "<b>x</b> " * 120_000 + "</body></html>",
        "<html><body>" + "<div>" * 200_000 + f"<p>{TEXT}</p></body></html>",
    ],
    ids=["wide", "deep"],
)
def test_page_that_would_take_hours_ends_in_bounded_time_and_memory(
    body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.extraction.SECONDS", 3)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = monotonic()
    try:
        read_document(answer(body, "text/html"), now=NOW)
    except FetchError as error:
        assert error.permanent and ("within 3 seconds" in error.reason or "no main" in error.reason)
    assert monotonic() - started < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kilobytes


@pytest.mark.parametrize("attribute", ["a{}=1 ", "a{} ", "a{}/", "a{}=''"])
@pytest.mark.parametrize(
    "before", ["<html><body><p x='>' ", "<!doctype html <!-- /><p ", "<!--<html --/>\n<p "]
)
def test_tag_with_thousands_of_attributes_is_refused_soon(before: str, attribute: str) -> None:
    attributes = "".join(attribute.format(number) for number in range(100_000))
    started = monotonic()
    with pytest.raises(FetchError, match="a tag of the page has more than 1,000 attrib") as failed:
        read_document(answer(f"{before}{attributes}>{TEXT}</p>", "text/html"), now=NOW)
    assert failed.value.permanent
    assert monotonic() - started < 10


@pytest.mark.parametrize(
    "heavy",
    [
        "<p style='" + "a: b c=d; " * 900_000 + "'>Sea</p>",
        "<script>x = a<b " + "c=1 " * 10_000 + "</script>",
        "<!-- <p " + "c=1 " * 10_000 + "> -->",
        "<p>" + "".join(f"<a href='/{number}' id=a{number}>x</a>" for number in range(2_000)),
    ],
    ids=["style", "script", "comment", "links"],
)
def test_page_with_much_that_is_no_attribute_is_read(heavy: str) -> None:
    page = PAGE.replace("</body>", f"{heavy}</body>")
    assert TEXT in read_document(answer(page, "text/html"), now=NOW).text


ÅKER = "Åkerö har 64 fyrar, säger kustbevakningen på måndagen."
RUSSIAN = "На острове 64 маяка, сообщила береговая охрана в понедельник."
JAPANESE = "灯台は64基あります。" * 5


@pytest.mark.parametrize(
    ("body", "named", "text"),
    [
        (ÅKER.encode(), "utf-8", ÅKER),
        (ÅKER.encode(), None, ÅKER),
        (ÅKER.encode(), "iso-8859-1", ÅKER),
        (ÅKER.encode("latin-1"), "iso-8859-1", ÅKER),
        (ÅKER.encode("latin-1"), "utf-8", ÅKER),
        (ÅKER.encode("latin-1"), None, ÅKER),
        ("“64” – fyrar".encode("cp1252"), "iso-8859-1", "“64” – fyrar"),
        (ÅKER.encode("utf-16"), "utf-8", ÅKER),
        (b"\xef\xbb\xbf" + ÅKER.encode(), None, ÅKER),
        (ÅKER.encode("utf-16-le"), "utf-16le", ÅKER),
        (RUSSIAN.encode("cp1251"), None, RUSSIAN),
        (RUSSIAN.encode("koi8-r"), "utf-8", RUSSIAN),
        (JAPANESE.encode("shift_jis"), "Shift_JIS", JAPANESE),
        (b'<meta charset="shift_jis">' + JAPANESE.encode("shift_jis"), None,
         '<meta charset="shift_jis">' + JAPANESE),
        *((f'<meta charset="{wide}">{ÅKER}'.encode(), None, f'<meta charset="{wide}">{ÅKER}')
          for wide in ("utf-16", "UTF-16LE", "utf-16be", "utf-32", "cp037")),
        (f'<?xml version="1.0" encoding="utf-16"?>{ÅKER}'.encode("latin-1"), "utf-16",
         f'<?xml version="1.0" encoding="utf-16"?>{ÅKER}'),
        (JAPANESE.encode("iso2022_jp"), "iso-2022-jp", JAPANESE),
        (ÅKER.encode() + b" \xc3", "utf-8", f"{ÅKER} \ufffd"),
        (ÅKER.encode() + b" \x93Vinga\x94", "iso-8859-1", f"{ÅKER} \ufffdVinga\ufffd"),
        (JAPANESE.encode()[:-1], None, JAPANESE[:-1] + "\ufffd"),
        (b"64 ships, caf\xe9", "utf-8", "64 ships, café"),
        (b"64 ships", "no-such-charset", "64 ships"),
        (b"64 ships", "punycode", "64 ships"),
        (b"64\x00 ships" + b"." * 100, "utf-8", "64  ships" + "." * 100),
    ],
)  # fmt: skip
def test_encoding_is_found(body: bytes, named: str | None, text: str) -> None:
    assert decode(body, named) == text


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(NotText):
        decode(bytes(range(256)) * 10, "iso-8859-1")
