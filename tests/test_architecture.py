"""Imports point down: quantities <- checking <- models <- services <- api, admin, worker."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT_DIR = Path(__file__).resolve().parent.parent
FORBIDDEN = {
    "claims/quantities": ("django", "rest_framework", "celery", "httpx", "worker",
                          "claims.checking", "claims.models", "claims.services", "claims.api"),
    "claims/checking": ("django", "rest_framework", "celery", "httpx", "worker",
                        "claims.models", "claims.services", "claims.api", "claims.admin"),
    "claims/feeds": ("django", "rest_framework", "celery", "httpx", "worker", "claims.quantities",
                     "claims.checking", "claims.models", "claims.services", "claims.api"),
    "claims/models": ("worker", "claims.services", "claims.api", "claims.admin"),
    "claims/services": ("worker", "claims.api", "claims.admin", "rest_framework"),
    "claims/api": ("worker", "claims.admin"),
    "claims/admin": ("worker", "claims.api"),
    "claims": ("worker",),
    "worker": ("claims.api", "claims.admin"),
}  # fmt: skip


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("room", FORBIDDEN)
def test_imports_point_down(room: str) -> None:
    wrong = [
        f"{path.relative_to(PROJECT_DIR)} imports {name}"
        for path in sorted((PROJECT_DIR / room).rglob("*.py"))
        for name in imports(path)
        if any(name == other or name.startswith(f"{other}.") for other in FORBIDDEN[room])
    ]
    assert wrong == []


def test_pure_packages_run_without_django() -> None:
    program = (
        "import sys; from claims.checking.judge import judge_document; import claims.feeds;"
        "sys.exit('django' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=PROJECT_DIR, check=True)
