"""What every test may ask for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

NO_SKIPS = "OMNIRENDER_NO_SKIPS"
"""The environment variable under which a skipped test fails the run: CI sets it."""
SHARED = Path(os.environ.get("OMNIRENDER_SHARED", Path(__file__).parents[2] / "shared"))


@pytest.fixture(autouse=True)
def _full_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed does not hang on the terminal that the tests run in."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Where a part of the shared material beside the project lies; without it the test is skipped loudly."""

    def where(part: str) -> Path:
        path = SHARED / part
        if not path.exists():
            pytest.skip(f"NO SHARED DATA: {path} is absent (OMNIRENDER_SHARED names its folder)")
        return path

    return where


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A real browser."""
    from browsers import launched  # here: this file stands alone in a test of its own

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


def _may_be(skipped: pytest.TestReport | pytest.CollectReport) -> bool:
    """Whether a skip is the place's fault: what cannot be installed there, or data that no checkout holds."""
    return "place" in skipped.keywords or ("shared" in skipped.keywords and not SHARED.exists())


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be skipped, what was skipped fails the run; `-rs` has told which and why."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get(NO_SKIPS) or reporter is None:
        return
    skipped = [one for one in reporter.stats.get("skipped", []) if not _may_be(one)]
    if skipped:
        reporter.write_line(f"{NO_SKIPS}: {len(skipped)} skipped, which fails this run", red=True)
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED
