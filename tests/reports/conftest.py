"""A gallery, and what looks at it beside the browser."""

from __future__ import annotations

from typing import Any

import pytest
from test_html_report import manifest, write


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write(tmp_path_factory.mktemp("out folder #1"), manifest(3)).as_uri()


@pytest.fixture(scope="module")
def axe() -> Any:
    """axe-core, which looks for what keeps people out: it comes with its package, so that no network is needed."""
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        pytest.skip("THE GALLERY WAS NOT LOOKED AT: axe is missing (pip install axe-playwright-python)")
    return Axe()
