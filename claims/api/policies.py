"""Policies as query parameters: each threshold of the status rule by its name."""

from __future__ import annotations

from collections.abc import Mapping

from drf_spectacular.utils import OpenApiParameter

from claims.api.errors import BadQuery
from claims.checking.policy import RANGES, WHOLE, Policy, PolicyError


def policy_of(query: Mapping[str, str]) -> Policy:
    """Return the policy in force with the thresholds that the query gives; raise BadQuery."""
    given = {name: _number(query[name]) for name in RANGES if query.get(name)}
    try:
        return Policy.of(given)
    except PolicyError as error:
        reasons = {name: f"It {reason}." for name, reason in error.errors.items()}
        raise BadQuery(parameters=reasons) from None


def _number(text: str) -> float | str:
    """Return the number that `text` is; what is none is left to the policy to refuse."""
    try:
        return int(text) if text.isascii() and text.isdecimal() else float(text)
    except ValueError:
        return text


def _parameter(name: str) -> OpenApiParameter:
    low, high, meaning = RANGES[name]
    kind = "integer" if name in WHOLE else "number"
    default = getattr(Policy(), name)
    schema = {"type": kind, "minimum": low, "maximum": high, "default": default}
    return OpenApiParameter(name, schema, OpenApiParameter.QUERY, description=meaning)


POLICY_PARAMETERS = [_parameter(name) for name in RANGES]
