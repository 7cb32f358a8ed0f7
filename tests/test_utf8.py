"""UTF-8 with broken bytes is told from other encodings."""

from __future__ import annotations

import pytest

from claims.utf8 import nearly_utf8

TEXTS = {
    "Łódź ma 672 tysiące mieszkańców, więcej niż Kraków w 1990 roku.": ["iso8859-2", "cp1250"],
    "A Åland és Øresund: 64 világítótorony, «déjà vu» à São João.": ["iso8859-1", "cp1252"],
    "В порту стоят 64 корабля, сообщила газета в понедельник.": ["koi8-r", "cp1251", "iso8859-5"],
    "Το λιμάνι έχει 64 πλοία, έγραψε η εφημερίδα.": ["iso8859-7", "cp1253"],
    "灯台は64基あります。去年より三つ多いと海上保安庁が発表しました。": ["shift_jis", "euc_jp"],
    "该港口有六十四艘船，比去年多三艘，报纸周一报道。": ["gbk", "gb18030"],
    "該港口有六十四艘船，比去年多三艘，報紙週一報導。": ["big5"],
    "항구에는 배가 64척 있다고 신문이 월요일에 보도했다.": ["euc_kr"],
}


@pytest.mark.parametrize("text", TEXTS)
def test_broken_utf8_is_read(text: str) -> None:
    body = text.encode()
    assert nearly_utf8(body) == text
    assert nearly_utf8(body + b"\xe5") == f"{text}\ufffd"


@pytest.mark.parametrize(
    ("text", "encoding"), [(text, each) for text, encodings in TEXTS.items() for each in encodings]
)
def test_other_encodings_are_left_to_others(text: str, encoding: str) -> None:
    assert nearly_utf8(text.encode(encoding, "ignore")) is None


def test_plain_letters_say_nothing_of_the_encoding() -> None:
    assert nearly_utf8(b"") is None
    assert nearly_utf8(b"64 ships") is None
    assert nearly_utf8(b"caf\xe9") is None
