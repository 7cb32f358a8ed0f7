"""Feeds: where new sources come from, how their polls went, and what they brought."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from claims.admin.feed_form import INHERITED, POLLING, FeedForm
from claims.admin.figures import moment
from claims.admin.labels import label
from claims.admin.pages import HistoryPage, Page, ReadOnlyPage, back, may_view
from claims.models import Feed, FeedEntry, FeedEvent, FeedPoll, FeedState
from claims.services.feeds import FeedConflict, create_feed, request_poll, update_feed

_SHOWN = 10


@admin.register(Feed)
class FeedPage(HistoryPage, Page):
    """Everything that is written goes through the services, as with the API."""

    form = FeedForm
    list_display = (
        "title_shown", "state_shown", "alarm_shown", "outcome_shown", "next_shown", "entry_shown",
        "kind",
    )  # fmt: skip
    list_display_links = ("title_shown",)
    list_filter = ("state", "alarm", "last_outcome", "kind")
    search_fields = ("title", "url", "site_url", "publisher")
    search_help_text = "Words of the title, the publisher or the address"
    sortable_by = ()
    actions = ("poll_selected",)
    change_form_outer_before_template = "claims/admin/feed_before.html"
    fieldsets = (
        (None, {"fields": ("url", "kind", "title")}),
        ("Polling", {"fields": POLLING}),
        ("What its sources get", {"fields": INHERITED}),
    )
    history_list_display = ("state", "url")
    history_fields = ("url", "kind", "title", *POLLING, *INHERITED)

    def get_urls(self) -> list[URLPattern]:
        """Add the address that has a feed polled."""
        poll = self.admin_site.admin_view(self.poll_view)
        return [path("<int:pk>/poll/", poll, name="claims_feed_poll"), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Show how it goes with the feed above its settings."""
        feed = context.get("original")
        if feed is not None:
            context |= {
                "state": label(feed.state),
                "alarm": alarm_words(feed),
                "outcome": label(feed.last_outcome) if feed.last_outcome else "",
                "events": feed.events.all()[:_SHOWN],
                "polls": [(poll, label(poll.outcome)) for poll in feed.polls.all()[:_SHOWN]],
                "entries": feed.entries.select_related("source")[:_SHOWN],
                "may_poll": self.has_change_permission(request, feed)
                and feed.state == FeedState.ACTIVE,
                "may_view_sources": may_view(request, "source"),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Feed, form: Any, change: bool) -> None:
        """Add a feed, or change what was changed in the form."""
        now = timezone.now()
        try:
            if not change:
                obj.pk = create_feed(fields=form.cleaned_data, now=now).pk
                messages.info(request, "The feed is being polled. Load its page in a moment.")
            else:
                fields = {name: form.cleaned_data[name] for name in form.changed_data}
                update_feed(feed=obj, fields=fields, now=now)
            obj.refresh_from_db()
        except FeedConflict as conflict:  # somebody was faster than the form's own check
            raise PermissionDenied(str(conflict)) from None

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Return what goes with the feeds in numbers; their sources stay."""
        keys = [feed.pk for feed in objs]
        counts = {
            "feeds": len(keys),
            "feed entries": FeedEntry.objects.filter(feed__in=keys).count(),
            "polls": FeedPoll.objects.filter(feed__in=keys).count(),
        }
        return [str(feed) for feed in objs], counts, set(), []

    def poll_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have one feed polled now, and go back to it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        self._poll(request, [get_object_or_404(Feed, pk=pk)])
        return back(request, reverse("admin:claims_feed_change", args=[pk]))

    @admin.action(description="Poll now", permissions=["change"])
    def poll_selected(self, request: HttpRequest, rows: QuerySet[Feed]) -> None:
        """Have the selected feeds polled now."""
        self._poll(request, list(rows))

    def _poll(self, request: HttpRequest, feeds: list[Feed]) -> None:
        asked = 0
        for feed in feeds:
            try:
                request_poll(feed=feed, now=timezone.now())
                asked += 1
            except FeedConflict as conflict:
                messages.error(request, f"{feed}: {conflict}")
        if asked:
            noun = "feed is" if asked == 1 else "feeds are"
            messages.success(request, f"{asked} {noun} being polled. Load the page in a moment.")

    @admin.display(description="Feed")
    def title_shown(self, feed: Feed) -> SafeString:
        """Return the title, with the address below it."""
        return format_html(
            '<span class="claims-statement">{}</span><span class="claims-note">{}</span>',
            feed,
            feed.url if feed.title else "",
        )

    @admin.display(description="State")
    def state_shown(self, feed: Feed) -> SafeString:
        """Return whether it is polled."""
        return label(feed.state)

    @admin.display(description="Alarm", empty_value="")
    def alarm_shown(self, feed: Feed) -> SafeString | None:
        """Return why somebody should look at it."""
        return label(feed.alarm) if feed.alarm else None

    @admin.display(description="Last poll", empty_value="never")
    def outcome_shown(self, feed: Feed) -> SafeString | None:
        """Return how the last poll ended, when, and why it failed."""
        if not feed.last_outcome:
            return None
        return format_html(
            '{} <span class="claims-note">{}</span><div class="claims-note claims-why">{}</div>',
            label(feed.last_outcome),
            moment(feed.last_polled_at),
            feed.last_error,
        )

    @admin.display(description="Next poll", empty_value="none")
    def next_shown(self, feed: Feed) -> str | None:
        """Return when it is polled again."""
        return moment(feed.next_poll_at)

    @admin.display(description="Last new entry", empty_value="none yet")
    def entry_shown(self, feed: Feed) -> str | None:
        """Return when it last brought something."""
        return moment(feed.last_entry_at)


class LedgerOfFeed(ReadOnlyPage):
    """Rows that are about a feed."""

    sortable_by = ()
    list_select_related: ClassVar[tuple[str, ...]] = ("feed",)

    @admin.display(description="Feed")
    def feed_shown(self, row: FeedEntry | FeedPoll | FeedEvent) -> SafeString:
        """Return the feed, leading to its page."""
        url = reverse("admin:claims_feed_change", args=[row.feed_id])
        return format_html('<a class="claims-statement" href="{}">{}</a>', url, row.feed)


@admin.register(FeedEntry)
class FeedEntryPage(LedgerOfFeed):
    """What feeds have announced, with the sources that it became."""

    list_display = ("entry", "published_shown", "feed_shown", "source_shown", "note")
    list_select_related = ("feed", "source")
    search_fields = ("title", "url")
    fields = (
        "entry", "url", "feed_shown", "published_shown", "source_shown", "note", "revisions",
        "changed_at", "created_at",
    )  # fmt: skip

    @admin.display(description="Entry")
    def entry(self, entry: FeedEntry) -> str:
        """Return its title, else its address."""
        return str(entry)

    @admin.display(description="Published", empty_value="unknown")
    def published_shown(self, entry: FeedEntry) -> str | None:
        """Return when it was published."""
        return moment(entry.published_at)

    @admin.display(description="Source", empty_value="none")
    def source_shown(self, entry: FeedEntry) -> SafeString | None:
        """Return the source, leading to its page, and how far the service has come with it."""
        if entry.source is None:
            return None
        url = reverse("admin:claims_source_change", args=[entry.source.pk])
        state = label(entry.source.state)
        return format_html('<a class="claims-link" href="{}">{}</a> {}', url, entry.source, state)


@admin.register(FeedPoll)
class FeedPollPage(LedgerOfFeed):
    """Every poll, also those that found nothing new."""

    list_display = (
        "started_shown", "outcome_shown", "feed_shown", "entries_seen", "entries_new",
        "entries_changed", "error_shown",
    )  # fmt: skip
    list_filter = ("outcome",)
    fields = (
        "feed_shown", "started_shown", "outcome_shown", "http_status", "error", "note", "size",
        "entries_seen", "entries_new", "entries_changed", "entries_left", "duration_ms",
    )  # fmt: skip

    @admin.display(description="When")
    def started_shown(self, poll: FeedPoll) -> str | None:
        """Return when it began."""
        return moment(poll.started_at)

    @admin.display(description="Outcome")
    def outcome_shown(self, poll: FeedPoll) -> SafeString:
        """Return how it ended."""
        return label(poll.outcome)

    @admin.display(description="Error")
    def error_shown(self, poll: FeedPoll) -> SafeString:
        """Return why it failed, shortened to a few lines."""
        return format_html('<span class="claims-why">{}</span>', poll.error)


@admin.register(FeedEvent)
class FeedEventPage(LedgerOfFeed):
    """What happened to feeds."""

    list_display = ("when", "kind_shown", "feed_shown", "detail_shown")
    list_filter = ("kind",)
    fields = ("feed_shown", "when", "kind_shown", "detail")

    @admin.display(description="When")
    def when(self, event: FeedEvent) -> str | None:
        """Return when it happened."""
        return moment(event.at)

    @admin.display(description="What")
    def kind_shown(self, event: FeedEvent) -> SafeString:
        """Return what happened."""
        return label(event.kind)

    @admin.display(description="Detail")
    def detail_shown(self, event: FeedEvent) -> SafeString:
        """Return what there is to say of it, shortened to a few lines."""
        return format_html('<span class="claims-why">{}</span>', event.detail)


def alarm_words(feed: Feed) -> SafeString | str:
    """Return why somebody should look at a feed and since when, "" for no reason."""
    if not feed.alarm:
        return ""
    return format_html("{} since {}", label(feed.alarm), moment(feed.alarm_since))
