"""The browser that tests look at pages with, and what a test does where a tool is missing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
LOCAL = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""No name is ever looked up: whatever a page asks for, nothing leaves the machine."""
SAME_PIXELS = ["--disable-lcd-text", "--font-render-hinting=none", "--force-color-profile=srgb", "--hide-scrollbars"]


def missing(what: str) -> NoReturn:
    """Skips the test loudly; where nothing may be skipped (CI) fails it."""
    told = f"NOT LOOKED AT: {what} is missing (tools/setup.sh --test installs it)"
    if os.environ.get("CI") == "true" or os.environ.get("OMNIRENDER_NO_SKIPS"):
        pytest.fail(told, pytrace=False)
    pytest.skip(told)


@contextmanager
def launched(*flags: str) -> Iterator[Any]:
    """A Chromium, closed again at the end. Two at a time there cannot be: keep it no longer than a module's tests."""
    if not CHROMIUM:
        missing("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags], headless=True)
        try:
            yield browser
        finally:
            browser.close()


def axe_core() -> Any:
    """axe-core, which looks for what keeps people out: it comes with its package, so that no network is needed."""
    try:
        from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
    except ImportError:
        missing("axe-playwright-python")
    return Axe()
