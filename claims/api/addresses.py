"""The addresses of the resources, as they stand in `links`.

They name no host: what is stored or cached beside a row must not depend on who asked for it.
"""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse


def claim_address(uuid: UUID | str, part: str = "") -> str:
    """Return the path of a claim, or of one of its parts."""
    return _address("claims", uuid, part)


def source_address(uuid: UUID | str, part: str = "") -> str:
    """Return the path of a source, or of one of its parts."""
    return _address("sources", uuid, part)


def feed_address(uuid: UUID | str, part: str = "") -> str:
    """Return the path of a feed, or of one of its parts."""
    return _address("feeds", uuid, part)


def evidence_address(uuid: UUID | str, part: str = "") -> str:
    """Return the path of a piece of evidence, or of one of its parts."""
    return _address("evidence", uuid, part)


def key_address(uuid: UUID | str, part: str = "") -> str:
    """Return the path of an API key, or of one of its parts."""
    return _address("api-keys", uuid, part)


def measure_address(uuid: UUID | str, part: str = "") -> str:
    """Return the path of a measure, or of one of its parts."""
    return _address("measures", uuid, part)


def link_address(uuid: UUID | str, part: str = "") -> str:
    """Return the path of a link between claims."""
    return _address("claim-links", uuid, part)


def set_address(uuid: UUID | str, part: str = "") -> str:
    """Return the path of a set of linked claims, or of one of its parts."""
    return _address("claim-sets", uuid, part)


def claims_of_measure(uuid: UUID | str) -> str:
    """Return the path of the list of a measure's claims."""
    return f"{reverse('claims')}?defined_measure={uuid}"


def _address(collection: str, uuid: UUID | str, part: str) -> str:
    return f"{reverse(collection)}{uuid}/{part}{'/' if part else ''}"
