"""Choose the figures that an editor would want tracked."""

from __future__ import annotations

from claims.quantities.extract import extract
from claims.quantities.mention import Document, Mention, Role

_LEFT_ALONE = frozenset([Role.DENIED, Role.LIMIT, Role.HYPOTHETICAL, Role.RANK])


def trackable(document: Document) -> list[Mention]:
    """Return the mentions that state how much of something there is, was or is planned.

    Left alone are limits, denied figures, suppositions, orders of magnitude ("thousands of") and
    the "one" that is hardly more than an article.
    """
    return [mention for mention in extract(document) if is_trackable(mention)]


def is_trackable(mention: Mention) -> bool:
    """Whether an editor would want the mention tracked."""
    return mention.role not in _LEFT_ALONE and not _is_vague(mention) and not _is_article(mention)


def _is_vague(mention: Mention) -> bool:
    interval = mention.quantity.interval
    return interval.low is not None and interval.high == interval.low * 10 and interval.low > 1


def _is_article(mention: Mention) -> bool:
    return mention.quantity.value == 1 and mention.quote.split()[0].lower() in ("one", "a", "an")
