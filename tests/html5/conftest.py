"""A browser for banners, and a way to open one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from browsers import LOCAL, SAME_PIXELS, launched
from browsing import Watched, served, watch

Opener = Callable[..., Watched]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with launched(LOCAL, *SAME_PIXELS) as browser:
        yield browser


@pytest.fixture
def banner(chromium: Any) -> Iterator[Opener]:
    """Opens a folder or a zip with a banner as a page of its size, watched from before its first request."""
    with ExitStack() as open_:

        def opened(package: Path, width: int = 300, height: int = 250, scale: float = 1) -> Watched:
            site = open_.enter_context(served(package))
            context = chromium.new_context(viewport={"width": width, "height": height}, device_scale_factor=scale,
                                           service_workers="block")  # fmt: skip
            open_.callback(context.close)
            seen = watch(context.new_page(), site.url)
            seen.site = site
            seen.page.goto(site.url)
            return seen

        yield opened
