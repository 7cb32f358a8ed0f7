"""What is refused wherever it is written, in the API or in the admin, and in which words."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

FUTURE = "This time lies in the future."
CONTROL = "Control characters are not allowed."

_CLOCKS_DIFFER_BY = timedelta(days=1)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CONTROL_IN_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


def is_future(moment: datetime, now: datetime) -> bool:
    """Whether nothing can have come out at `moment` yet, by anybody's clock."""
    return moment > now + _CLOCKS_DIFFER_BY


def has_control(words: str) -> bool:
    """Whether characters stand in a title or a name that nobody can see."""
    return _CONTROL.search(words) is not None


def control_in_text(text: str) -> str:
    """Say which control character stands in `text`, "" when none does."""
    found = _CONTROL_IN_TEXT.search(text)
    if found is None:
        return ""
    code = f"U+{ord(found.group()):04X}"
    return f"Character {found.start()} is the control character {code}: this is no text."
