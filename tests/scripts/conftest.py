"""The scripts are no package: they are loaded from their files."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


def load(name: str) -> ModuleType:
    """Return scripts/`name`.py as a module."""
    spec = importlib.util.spec_from_file_location(f"scripts_{name}", SCRIPTS / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def runner() -> ModuleType:
    """scripts/test.py"""
    return load("test")


@pytest.fixture(scope="session")
def throwaway(runner: ModuleType) -> ModuleType:
    """scripts/throwaway.py, the very module that scripts/test.py uses."""
    module: ModuleType = runner.throwaway
    return module


@pytest.fixture(scope="session")
def healthcheck() -> ModuleType:
    """scripts/healthcheck.py"""
    return load("healthcheck")
