"""The tables: constraints and querysets stand beside the fields."""

from claims.models.access import ApiKey, Scope
from claims.models.check import Check, CheckOutcome, StatusChange
from claims.models.citation_check import CitationCheck
from claims.models.claim import CheckTrigger, Citation, Claim, Tag
from claims.models.evidence import Evidence, Mention, ReviewDecision
from claims.models.feed import Feed, FeedAlarm, FeedKind, FeedState, PollOutcome
from claims.models.feed_ledger import FeedEntry, FeedEvent, FeedEventKind, FeedPoll
from claims.models.host import Host, RobotsFile
from claims.models.link import ClaimLink, ClaimSet, LinkKind
from claims.models.measure import Measure
from claims.models.review_case import ReviewCase
from claims.models.signature import (
    ClaimSignature,
    IndexProgress,
    MentionSignature,
    TermCount,
    TermFrequency,
    TextSignature,
)
from claims.models.source import ReadState, Snapshot, Source, SourceAlias, SourceKind, SourceState
from claims.models.work import TaskOutcome, TaskRuns

__all__ = [
    "ApiKey",
    "Check",
    "CheckOutcome",
    "CheckTrigger",
    "Citation",
    "CitationCheck",
    "Claim",
    "ClaimLink",
    "ClaimSet",
    "ClaimSignature",
    "Evidence",
    "Feed",
    "FeedAlarm",
    "FeedEntry",
    "FeedEvent",
    "FeedEventKind",
    "FeedKind",
    "FeedPoll",
    "FeedState",
    "Host",
    "IndexProgress",
    "LinkKind",
    "Measure",
    "Mention",
    "MentionSignature",
    "PollOutcome",
    "ReadState",
    "ReviewCase",
    "ReviewDecision",
    "RobotsFile",
    "Scope",
    "Snapshot",
    "Source",
    "SourceAlias",
    "SourceKind",
    "SourceState",
    "StatusChange",
    "Tag",
    "TaskOutcome",
    "TaskRuns",
    "TermCount",
    "TermFrequency",
    "TextSignature",
]
