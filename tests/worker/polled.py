"""Feeds that are polled here and now, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from claims.models import Feed, Host, Source
from claims.services.feeds import create_feed
from claims.services.urls import canonical_url
from tests.feeds.writing import LONG, item
from worker.poll import poll_feeds

H = timedelta(hours=1)
FEED = "application/rss+xml"


def whole(number: int, text: str = LONG) -> str:
    body = f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>"
    return item(number, more=body)


def add(url: str, **fields: Any) -> Feed:
    return create_feed(fields={"url": canonical_url(url), **fields}, now=timezone.now())


def ask(feed: Feed) -> Feed:
    """Poll the feed now, whatever it is due at."""
    Feed.objects.filter(pk=feed.pk).update(next_poll_at=timezone.now(), lease_until=None)
    Host.objects.all().delete()
    poll_feeds([feed.pk])
    feed.refresh_from_db()
    return feed


def outcomes(feed: Feed) -> list[str]:
    return list(feed.polls.order_by("pk").values_list("outcome", flat=True))


def events(feed: Feed) -> list[str]:
    return list(feed.events.order_by("pk").values_list("kind", flat=True))


def paths() -> set[str]:
    rows = Source.objects.filter(url__isnull=False).values_list("url", flat=True)
    return {"/" + str(url).split("/", 3)[3] for url in rows}
