"""No constraint of ours is without a test in this folder."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps

from tests.models.constraints.test_claims import CURRENT
from tests.models.constraints.test_figures import FIGURES


def test_every_constraint_is_tested_here() -> None:
    tests = "".join(
        path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")
    )
    made = {f"claim_current_{rule}" for rule, _ in CURRENT}
    made |= {f"{m}_{rule}" for m in ("claim", "mention", "evidence") for rule in FIGURES}
    made |= {"mention_span_inside_text", "evidence_span_inside_text"}
    untested = [
        constraint.name
        for model in apps.get_app_config("claims").get_models()
        for constraint in model._meta.constraints
        if constraint.name not in tests and constraint.name not in made
    ]
    assert untested == []
