"""A real browser for the gallery, and a gallery for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browsers import axe_core, launched
from test_html_report import manifest, write


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page that fails its test if it complains or asks for anything but a file."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request", lambda request: None if request.url.startswith(("file:", "data:")) else wrong.append(request.url)
    )
    yield page
    context.close()
    assert wrong == []


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write(tmp_path_factory.mktemp("out folder #1"), manifest(3)).as_uri()


@pytest.fixture(scope="module")
def axe() -> Any:
    return axe_core()
