"""UTF-8 as it is really sent: with a letter cut in half, or a word pasted in from elsewhere."""

from __future__ import annotations


def nearly_utf8(body: bytes) -> str | None:
    """Return the text of UTF-8 in which some bytes are broken, None where it is no UTF-8.

    Each of its letters outside ASCII is a row of bytes that fit each other, as they hardly ever
    stand in another encoding: where more are whole than broken, it is UTF-8. A broken one becomes
    the replacement character U+FFFD.
    """
    text = body.decode("utf-8", "replace")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    broken = text.count("\ufffd")
    return text if foreign > 2 * broken else None
