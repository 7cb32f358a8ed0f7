"""The addresses of the API."""

from __future__ import annotations

from django.urls import include, path, re_path

from claims.api.views import (
    claim_parts,
    claims,
    evidence,
    failures,
    feed_parts,
    feeds,
    health,
    keys,
    links,
    measures,
    metrics,
    pages,
    replays,
    sets,
    source_parts,
    sources,
)

v1 = [
    path("claims/", claims.ClaimsView.as_view(), name="claims"),
    path("claims/<uuid:id>/", claims.ClaimView.as_view()),
    path("claims/<uuid:id>/evidence/", claim_parts.ClaimEvidenceView.as_view()),
    path("claims/<uuid:id>/checks/", claim_parts.ClaimChecksView.as_view()),
    path("claims/<uuid:id>/citation-checks/", claim_parts.ClaimCitationChecksView.as_view()),
    path("claims/<uuid:id>/history/", claim_parts.ClaimHistoryView.as_view()),
    path("claims/<uuid:id>/status/", replays.ClaimStatusView.as_view()),
    path("claims/<uuid:id>/recheck/", claim_parts.ClaimRecheckView.as_view()),
    path("claims/<uuid:id>/series/", measures.ClaimSeriesView.as_view()),
    path("claims/<uuid:id>/derivation/", links.DerivationView.as_view()),
    path("claim-links/", links.LinksView.as_view(), name="claim-links"),
    path("claim-links/<uuid:id>/", links.LinkView.as_view()),
    path("claim-sets/", sets.SetsView.as_view(), name="claim-sets"),
    path("claim-sets/<uuid:id>/", sets.SetView.as_view()),
    path("claim-sets/<uuid:id>/confirm/", sets.SetConfirmView.as_view()),
    path("measures/", measures.MeasuresView.as_view(), name="measures"),
    path("measures/<uuid:id>/", measures.MeasureView.as_view()),
    path("measures/<uuid:id>/series/", measures.MeasureSeriesView.as_view()),
    path("replay/", replays.ReplayView.as_view(), name="replay"),
    path("sources/", sources.SourcesView.as_view(), name="sources"),
    path("sources/<uuid:id>/", sources.SourceView.as_view()),
    path("sources/<uuid:id>/snapshots/", source_parts.SourceSnapshotsView.as_view()),
    path(
        "sources/<uuid:id>/snapshots/<uuid:snapshot_id>/",
        source_parts.SourceSnapshotView.as_view(),
    ),
    path("sources/<uuid:id>/mentions/", source_parts.SourceMentionsView.as_view()),
    path("sources/<uuid:id>/read/", source_parts.SourceReadView.as_view()),
    path("sources/<uuid:id>/retry/", source_parts.SourceRetryView.as_view()),
    path("feeds/", feeds.FeedsView.as_view(), name="feeds"),
    path("feeds/<uuid:id>/", feeds.FeedView.as_view()),
    path("feeds/<uuid:id>/entries/", feed_parts.FeedEntriesView.as_view()),
    path("feeds/<uuid:id>/polls/", feed_parts.FeedPollsView.as_view()),
    path("feeds/<uuid:id>/events/", feed_parts.FeedEventsView.as_view()),
    path("feeds/<uuid:id>/poll/", feed_parts.FeedPollView.as_view()),
    path("evidence/", evidence.EvidenceListView.as_view(), name="evidence"),
    path("evidence/<uuid:id>/", evidence.EvidenceView.as_view()),
    path("evidence/<uuid:id>/review/", evidence.EvidenceReviewView.as_view()),
    path("api-keys/", keys.ApiKeysView.as_view(), name="api-keys"),
    path("api-keys/<uuid:id>/", keys.ApiKeyView.as_view()),
    path("api-keys/<uuid:id>/revoke/", keys.ApiKeyRevokeView.as_view()),
    path("schema/", pages.SchemaView.as_view(), name="schema"),
    path("docs/", pages.SwaggerView.as_view(url_name="schema"), name="docs"),
    path("redoc/", pages.RedocView.as_view(url_name="schema"), name="redoc"),
]

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.MetricsView.as_view(), name="metrics"),
    path("api/v1/", include(v1)),
    re_path(r"^api/", failures.nothing_here),
]
