"""One document, one address."""

from __future__ import annotations

import pytest

from claims.services.urls import canonical_url

SAME = [
    ("https://news.example/a", "https://news.example/a"),
    ("HTTPS://News.Example:443/a#top", "https://news.example/a"),
    ("http://news.example:80", "http://news.example/"),
    ("http://news.example:8080/a", "http://news.example:8080/a"),
    (" https://news.example./a ", "https://news.example/a"),
    ("https://news.example/a?id=7&utm_source=mail&fbclid=x", "https://news.example/a?id=7"),
    ("https://news.example/a?empty=", "https://news.example/a?empty="),
    ("https://[2001:db8::1]:443/a", "https://[2001:db8::1]/a"),
]


@pytest.mark.parametrize(("written", "canonical"), SAME)
def test_address_has_one_canonical_form(written: str, canonical: str) -> None:
    assert canonical_url(written) == canonical
    assert canonical_url(canonical) == canonical


REFUSED = [
    ("ftp://news.example/a", "http:// or https://"),
    ("news.example/a", "http:// or https://"),
    ("javascript:alert(1)", "http:// or https://"),
    ("https:///a", "no host"),
    ("https://ada:secret@news.example/", "user name"),
    ("https://news.example:99999/", "port"),
    ("https://[::1/", "URL"),
]


@pytest.mark.parametrize(("written", "reason"), REFUSED)
def test_address_that_is_none_is_refused_with_the_reason(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"(?i){reason}"):
        canonical_url(written)
