"""Editing a source: what others have stored since it was read is kept."""

from __future__ import annotations

import pytest

from claims.models import Source
from claims.services.source_edits import update_source
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_edit_of_a_source_that_was_read_earlier_counts_from_what_is_stored() -> None:
    seen = factories.make_source()
    Source.objects.update(version=5, url="https://news.example/moved", etag='"1"')
    fields = {"publisher": "Port", "url": "https://news.example/moved"}
    stored = update_source(source=seen, fields=fields, now=NOW)
    assert (stored.version, stored.publisher, stored.etag) == (6, "Port", '"1"')
