"""A gallery, and what looks at it beside the browser."""

from __future__ import annotations

from typing import Any

import pytest
from browsers import axe_core
from test_html_report import manifest, write


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write(tmp_path_factory.mktemp("out folder #1"), manifest(3)).as_uri()


@pytest.fixture(scope="module")
def axe() -> Any:
    return axe_core()
