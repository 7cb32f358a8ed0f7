"""The index: the same key of one row twice, and a second row of what is one."""

from __future__ import annotations

import pytest
from django.db.models import Model

from claims.models import ClaimSignature, IndexProgress, MentionSignature, TermCount, TextSignature
from tests import factories
from tests.models.constraints.refused import refuses

pytestmark = pytest.mark.django_db


def test_same_key_of_one_text_twice_is_refused() -> None:
    key = {"signature": 7, "snapshot": factories.make_snapshot()}
    TextSignature.objects.create(**key)
    refuses(lambda: TextSignature.objects.create(**key), "text_signature_unique")


def test_same_signature_twice_is_refused() -> None:
    claim, mention = factories.make_claim(), factories.make_mention()
    ClaimSignature.objects.create(claim=claim, signature=7)
    refuses(
        lambda: ClaimSignature.objects.create(claim=claim, signature=7), "claim_signature_unique"
    )
    MentionSignature.objects.create(mention=mention, signature=7)
    refuses(
        lambda: MentionSignature.objects.create(mention=mention, signature=7),
        "mention_signature_unique",
    )


@pytest.mark.parametrize(
    ("constraint", "row"),
    [("term_count_single", TermCount(id=2)), ("index_progress_single", IndexProgress(id=2))],
)
def test_second_row_of_what_is_one_is_refused(constraint: str, row: Model) -> None:
    refuses(row.save, constraint)
