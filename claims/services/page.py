"""An HTML page as a source: its main text, and what it says of itself."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import lxml.html
from lxml import etree
from trafilatura import bare_extraction
from trafilatura.utils import repair_faulty_html

from claims.markup import MOST_ATTRIBUTES, has_heavy_html
from claims.services.refused import is_future

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I)
_HEAD = 4096  # bytes in which a page may name its encoding
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_BEGINNING = 50  # characters in which a page says that it is HTML
_CHILDREN = 2  # of a page that does not say so: a head and a body


class NoMainText(ValueError):
    """The page holds nothing but navigation, scripts or pictures, or cannot be read."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says. Fields it does not tell are empty."""

    text: str
    title: str = ""
    author: str = ""
    publisher: str = ""
    language: str = ""
    published_at: datetime | None = None
    canonical: str = ""  # the address that the page gives itself

    def source_fields(self) -> dict[str, Any]:
        """Return the columns of a source that the page fills."""
        found = {
            "title": self.title[:500],
            "author": self.author[:200],
            "publisher": self.publisher[:200],
            "language": self.language[:35],
            "published_at": self.published_at,
        }
        return {name: value for name, value in found.items() if value}


def read_page(html: str, *, url: str | None = None, now: datetime) -> Page:
    """Return the main text of a page with its title, author and date; raise NoMainText."""
    whole = html if "<body" in html.lower() else f"<html><body>{html}</body></html>"
    tree, is_cut = _tree(whole)
    canonical = _canonical(tree)
    language = str(tree.get("lang") or "").strip()
    found: Any = bare_extraction(
        tree,
        url=url,
        include_comments=False,
        with_metadata=True,
        # The page's own date or none: a year guessed from its footer would move its figures.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    text = (found and found.text or "").strip()
    if not found or not text:
        where = " before it becomes too long or too deep to be read" if is_cut else ""
        raise NoMainText(f"the page has no main text{where}")
    return Page(
        text=text,
        title=_words(found.title),
        author=_words(found.author),
        publisher=_words(found.sitename),
        language=language if _LANGUAGE.fullmatch(language) else "",
        published_at=_published(found.date, now),
        canonical=canonical,
    )


def _tree(html: str) -> tuple[lxml.html.HtmlElement, bool]:
    """Return the page's elements, as trafilatura would, and whether libxml2 gave up before its end.

    Raises NoMainText. Its own way leaves no room for a look at the tags between its repairs and
    the tree, and does not tell of the end.
    """
    beginning = html[:_BEGINNING].lower()
    repaired = repair_faulty_html(html, beginning).encode("utf-8", "surrogatepass")
    if has_heavy_html(repaired):
        raise NoMainText(f"a tag of the page has more than {MOST_ATTRIBUTES:,} attributes")
    parser = lxml.html.HTMLParser(
        collect_ids=False,
        default_doctype=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
    )
    try:
        tree = lxml.html.fromstring(repaired, parser=parser)
    except (etree.LxmlError, ValueError):
        raise NoMainText("this is no HTML page") from None
    if "html" not in beginning and len(tree) < _CHILDREN:
        raise NoMainText("this is no HTML page")
    limit = etree.ErrorTypes.ERR_RESOURCE_LIMIT
    return tree, any(error.type == limit for error in parser.error_log)


def decode_page(body: bytes, charset: str | None) -> str:
    """Return the page as text: by `charset`, its byte order mark, UTF-8, or what its head names.

    Raises ValueError when its bytes are not in that encoding.
    """
    for encoding in (charset, _marked(body), "utf-8", _named(body)):
        if encoding:
            try:
                return body.decode(encoding)
            except (UnicodeError, LookupError):
                if encoding == charset:
                    break
    raise ValueError(f"its bytes are not in {charset or _named(body) or 'UTF-8'}")


def _marked(body: bytes) -> str | None:
    return next((name for mark, name in _BYTE_ORDER_MARKS if body.startswith(mark)), None)


def _named(body: bytes) -> str | None:
    match = _META_CHARSET.search(body[:_HEAD])
    return match.group(1).decode("ascii", "replace") if match else None


def _canonical(tree: Any) -> str:
    links = tree.xpath("//link[@rel='canonical']/@href")
    return str(links[0]).strip() if links else ""


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


def _published(date: str | None, now: datetime) -> datetime | None:
    """Return the day the page gives, unless it lies in the future."""
    try:
        published = datetime.fromisoformat(date or "")
    except ValueError:
        return None
    published = published if published.tzinfo else published.replace(tzinfo=UTC)
    return None if is_future(published, now) else published
