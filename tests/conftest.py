"""What every test may ask for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("OMNIRENDER_SHARED", Path(__file__).parents[2] / "shared"))


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Where a part of the shared material beside the project lies; without it the test is skipped loudly."""

    def where(part: str) -> Path:
        path = SHARED / part
        if not path.exists():
            pytest.skip(f"NO SHARED DATA: {path} is absent (OMNIRENDER_SHARED names its folder)")
        return path

    return where
