"""How the API describes itself: the words shared by all operations, for OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiRequest, OpenApiResponse
from rest_framework import serializers

from claims.api.errors import MEDIA_TYPE
from claims.api.examples.problems import PROBLEMS

_JSON = "application/json"


class ProblemErrorSerializer(serializers.Serializer[Any]):
    """One reason, with the place it concerns."""

    detail = serializers.CharField()
    pointer = serializers.CharField(
        required=False, help_text="JSON pointer into the body (RFC 6901); empty for all of it."
    )
    parameter = serializers.CharField(required=False, help_text="Name of a query parameter.")


class ProblemSerializer(serializers.Serializer[Any]):
    """Problem details (RFC 9457)."""

    type = serializers.CharField(help_text="What went wrong, for programs; a URI.")
    title = serializers.CharField(help_text="The status in words.")
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="What went wrong, for people.")
    instance = serializers.CharField(help_text="The path that was asked for.")
    errors = ProblemErrorSerializer(many=True, required=False)  # type: ignore[assignment]


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the key authentication is described."""

    target_class = "claims.api.authentication.ApiKeyAuthentication"
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the scheme."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key: `Authorization: Bearer clm_…`. Its scope is `read`, `write`"
            " or `admin`; each includes the ones before it.",
        }


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How a login is described."""

    target_class = "rest_framework.authentication.SessionAuthentication"
    name = "session"
    priority = 1

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the scheme."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "The login of the admin. Staff may write, superusers administrate;"
            " writing needs the header `X-CSRFToken`.",
        }


def answer(serializer: Any, description: str, *examples: OpenApiExample) -> OpenApiResponse:
    """Return an answer with its examples."""
    return OpenApiResponse(serializer, description=description, examples=list(examples))


def body(serializer: Any, *examples: OpenApiExample) -> dict[str, OpenApiRequest]:
    """Return a JSON body with its examples."""
    return {_JSON: OpenApiRequest(serializer, examples=list(examples))}


def problems(*codes: int) -> dict[tuple[int, str], OpenApiResponse]:
    """Return the refusals that an operation may answer with."""
    return {
        (code, MEDIA_TYPE): OpenApiResponse(
            ProblemSerializer,
            description=PROBLEMS[code][0],
            examples=[OpenApiExample("Problem", value=PROBLEMS[code][1])],
        )
        for code in codes
    }


def _identifier(of: str) -> OpenApiParameter:
    return OpenApiParameter(
        "id", OpenApiTypes.UUID, OpenApiParameter.PATH, description=f"Identifier of the {of}."
    )


def _request_header(name: str, description: str) -> OpenApiParameter:
    return OpenApiParameter(
        name, OpenApiTypes.STR, OpenApiParameter.HEADER, description=description
    )


def _answer_header(name: str, description: str, codes: list[int]) -> OpenApiParameter:
    return OpenApiParameter(
        name,
        OpenApiTypes.STR,
        OpenApiParameter.HEADER,
        description=description,
        response=codes,
    )


CLAIM_ID = _identifier("claim")
SOURCE_ID = _identifier("source")
FEED_ID = _identifier("feed")
EVIDENCE_ID = _identifier("evidence")
KEY_ID = _identifier("key")
LINK_ID = _identifier("link")
SET_ID = _identifier("set")
MEASURE_ID = _identifier("measure")

IF_NONE_MATCH = _request_header(
    "If-None-Match", "An entity tag that the client has; 304 when it is still right."
)
IF_MATCH = _request_header(
    "If-Match", "The entity tag that was read; 412 when the row was changed since."
)
ETAG_HEADER = _answer_header("ETag", "Entity tag of what is shown.", [200, 201, 202])
LINK_HEADER = _answer_header("Link", "Addresses of the pages around this one (RFC 8288).", [200])
LOCATION_HEADER = _answer_header("Location", "Address of what was stored.", [201, 202])

NOT_MODIFIED = OpenApiResponse(description="The client's version is still right.")
GONE = OpenApiResponse(description="It is deleted.")

# What describes the API as a whole stands here, beside the parts that it refers to.
spectacular_settings.apply_patches(  # type: ignore[no-untyped-call]
    {
        "TAGS": [
            {
                "name": "claims",
                "description": "What is asserted, with the verdict: statement, quantity, status.",
            },
            {
                "name": "claim parts",
                "description": "What a verdict rests on: evidence, checks, history.",
            },
            {
                "name": "sources",
                "description": "Documents and their texts; pushing a text has it read.",
            },
            {
                "name": "feeds",
                "description": "Where new sources come from, each polled at its pace.",
            },
            {"name": "evidence", "description": "What sources say of claims, and its review."},
            {
                "name": "linked claims",
                "description": "Claims whose figures must fit together, and those that do not.",
            },
            {
                "name": "measures",
                "description": "Shared definitions of what claims measure, with their series.",
            },
            {"name": "API keys", "description": "Keys with a scope, shown once and revocable."},
        ],
        "ENUM_NAME_OVERRIDES": {
            "ClaimStatus": "claims.models.verdict.STATUSES",
            "Stance": "claims.models.evidence.STANCES",
            "Role": "claims.models.figures.ROLES",
            "UnitKind": "claims.models.figures.KINDS",
            "Comparator": "claims.models.figures.COMPARATORS",
            "ToleranceKind": "claims.models.claim.TOLERANCES",
            "SourceKind": "claims.models.SourceKind",
            "SourceState": "claims.models.SourceState",
            "ReadState": "claims.models.ReadState",
            "CheckTrigger": "claims.models.CheckTrigger",
            "CheckOutcome": "claims.models.CheckOutcome",
            "FeedKind": "claims.models.FeedKind",
            "FeedState": "claims.models.FeedState",
            "FeedAlarm": "claims.models.FeedAlarm",
            "FeedEventKind": "claims.models.FeedEventKind",
            "PollOutcome": "claims.models.PollOutcome",
            "WritableFeedState": ["active", "paused"],
            "QuoteOutcome": "claims.models.claim.QUOTE_OUTCOMES",
            "Scope": "claims.models.Scope",
            "ReviewedAs": "claims.models.ReviewDecision",
            "LinkKind": "claims.models.LinkKind",
            "SettableLinkKind": ["same_measure", "part_of"],
            "Formula": "claims.models.link.FORMULAS",
            "Consistency": "claims.models.link.CONSISTENCIES",
            "FigureChange": ["edited", "status", "deleted"],
            "Decision": ["confirm", "reject", "set_stance"],
            "HistoryEvent": ["created", "edited", "status_changed"],
            "Question": ["own_time", "since"],
        },
        "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
        "SORT_OPERATION_PARAMETERS": False,
        "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
    }
)
