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
    # The query stays as it is written, whatever its encoding: servers may tell it apart.
    ("http://news.example/q?%E9t%E9", "http://news.example/q?%E9t%E9"),
    ("http://news.example/q?doc", "http://news.example/q?doc"),
    ("http://news.example/q?a=1;b=2", "http://news.example/q?a=1;b=2"),
    ("http://news.example/q?p=/a/b&s=%2f+%20", "http://news.example/q?p=/a/b&s=%2f+%20"),
    ("http://news.example/q?a=b=c&&utm%5Fid=1&d", "http://news.example/q?a=b=c&&d"),
    ("http://news.example/q?a=100%|[1]", "http://news.example/q?a=100%|[1]"),
    ('http://news.example/q?é "x"', "http://news.example/q?%C3%A9%20%22x%22"),
    ("http://news.example/?utm_source=mail", "http://news.example/"),
    # One path is one path.
    ("http://news.example/ü", "http://news.example/%C3%BC"),
    ("http://news.example/%c3%bc", "http://news.example/%C3%BC"),
    ("http://news.example/p%7Ex%2fy", "http://news.example/p~x%2Fy"),
    ("http://news.example/100%/[1]", "http://news.example/100%25/%5B1%5D"),
    ("http://news.example/a/../b", "http://news.example/b"),
    ("http://news.example/a/./%2E%2e/../b/.", "http://news.example/b/"),
    ("http://news.example/a//b/..", "http://news.example/a//"),
    # One host is one host.
    ("http://MÜLLER.example/x", "http://xn--mller-kva.example/x"),
    ("http://mu\u0308ller。example/x", "http://xn--mller-kva.example/x"),
    ("http://xn--mller-kva.example/x", "http://xn--mller-kva.example/x"),
    (f"http://news.example/{'x' * 1980}", f"http://news.example/{'x' * 1980}"),
]


@pytest.mark.parametrize(("written", "canonical"), SAME)
def test_address_has_one_canonical_form(written: str, canonical: str) -> None:
    assert canonical_url(written) == canonical
    assert canonical_url(canonical) == canonical and canonical.isascii()


REFUSED = [
    ("ftp://news.example/a", "http:// or https://"),
    ("news.example/a", "http:// or https://"),
    ("javascript:alert(1)", "http:// or https://"),
    ("https:///a", "no host"),
    ("https://ada:secret@news.example/", "user name"),
    ("https://news.example:99999/", "port"),
    ("https://[::1/", "URL"),
    ("https://\u202e.example/", "there cannot be"),
    (f"https://news.example/?q={'é' * 900}", "2,000 characters"),
    (f"https://news.example/{'海' * 1900}", "2,000 characters"),
]


@pytest.mark.parametrize(("written", "reason"), REFUSED)
def test_address_that_is_none_is_refused_with_the_reason(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"(?i){reason}"):
        canonical_url(written)
