"""A feed full of hostile strings as HTML5: no page of any row runs, asks, opens or says anything that it should not."""

from __future__ import annotations

import html
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from browsers import LOCAL, SAME_PIXELS, launched
from browsing import served, watch
from hostile_shop import hostile_feed
from judges import html_validate, nu

from renderer.build import build
from renderer.commands.rendering import planned
from renderer.executors.serial import serial
from renderer.outcome import Creative
from renderer.stages.plan import Selection

pytestmark = pytest.mark.browser
PLACEMENTS = [
    {"id": "small", "formats": ["iab/smartphone-wide-banner"], "as": ["html5"], "networks": ["iab"]},
    {"id": "large", "formats": ["iab/medium-rectangle"], "as": ["html5"], "networks": ["campaign-manager-360"],
     "limit": 60},
]  # fmt: skip
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of all that follows; marks, which are letters of a direction, may stay."""
MACROS = re.compile(r"“href”.*(?:Illegal character in path segment. “\{”|Percentage)")
"""What Nu says of addresses with ad servers' macros (`%%CLICK%%`, `${CLICK}`), which stay as they are."""
WEB = re.compile(r"https?://[^/?#]", re.IGNORECASE)


class Made(NamedTuple):
    """What came of the feed."""

    creatives: list[Creative]
    output: Path
    pages: dict[str, Path]
    """The packages' pages, unpacked, by the creative's key."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("hostile")
    plan, inputs = planned(hostile_feed(folder, placements=PLACEMENTS), folder / "output", Selection(), None)
    told: list[Creative] = []
    build(plan, folder / "output/hostile", inputs, folder / "cache", serial, told.append)
    pages = {}
    assert [(one.key, one.error) for one in told if one.error is not None] == []
    for number, creative in enumerate(told):
        (file,) = (one for one in creative.files if one.deliverable == "html5")
        pages[creative.key] = folder / "pages" / str(number) / "index.html"
        with zipfile.ZipFile(folder / "output/hostile" / file.path) as archive:
            archive.extractall(pages[creative.key].parent)
    return Made(told, folder / "output/hostile", pages)


def test_every_row_becomes_a_package(run: Made) -> None:
    items = {item for one in run.creatives for item in one.items}
    assert sum(item.startswith("text-") for item in items) > 120  # of others nothing is left that could be a title
    assert sum(item.startswith("url-") for item in items) >= 80  # rows with links that run something are refused
    assert {one.format for one in run.creatives} == {"iab/smartphone-wide-banner", "iab/medium-rectangle"}
    assert [one.key for one in run.creatives for found in one.findings if found.check.startswith("package/")] == []


def test_the_judges_find_nothing(run: Made) -> None:
    assert len(run.pages) > 300
    found = [line for line in nu(list(run.pages.values())) if not MACROS.search(line)]
    assert not found, "\n".join(found)
    assert not html_validate(list(run.pages.values()))


def test_nothing_runs_nothing_is_asked_nothing_opens(run: Made) -> None:
    """All rows of a format as frames of one page, forty at a time: what `watch` sees, it sees of frames too."""
    with launched(LOCAL, *SAME_PIXELS) as browser:
        assert [line for pages in _batches(run) for line in _wrong(browser, pages)] == []


def _batches(run: Made) -> Iterator[list[Path]]:
    pages = list(run.pages.values())
    return (pages[at : at + 40] for at in range(0, len(pages), 40))


def _wrong(browser: Any, pages: list[Path]) -> Iterator[str]:
    """What pages do that they must not, each in a frame of its own."""
    root = pages[0].parent.parent
    (root / "index.html").write_text('<!DOCTYPE html><title>all</title><link rel="icon" href="data:,">' + "".join(
        f'<iframe src="{page.relative_to(root)}" width="320" height="250"></iframe>' for page in pages))  # fmt: skip
    context = browser.new_context(viewport={"width": 1400, "height": 900}, service_workers="block")
    with served(root) as site:
        seen = watch(context.new_page(), site.url)
        seen.site = site
        seen.page.goto(site.url)
        seen.page.wait_for_load_state("load")
        assert len(seen.page.frames) == len(pages) + 1
        for frame in seen.page.frames[1:]:  # a pointer goes over everything, and every field is focused
            frame.evaluate(STIRRED)
        yield from (line for line in seen.wrong())
    context.close()


STIRRED = """() => {
  for (const one of document.querySelectorAll('body, body *'))
    for (const name of ['mouseover', 'mouseenter', 'pointermove', 'focus', 'animationend', 'toggle', 'error'])
      one.dispatchEvent(new Event(name, {bubbles: name === 'mouseover'}));
}"""


def test_only_the_web_is_ever_opened(run: Made) -> None:
    """What a page would open: its link, and what its scripts hold. What is none never reaches it, and is told."""
    silent = []
    for creative in run.creatives:
        page = run.pages[creative.key].read_text(encoding="utf-8")
        links = [html.unescape(one) for one in re.findall(r'href="([^"]*)"', page)]
        given = [json.loads(one) for one in re.findall(r'var clickTag = ("[^\n]*");', page)]
        assert all(one == "" or WEB.match(one) for one in (*links, *given)), creative.key
        assert "javascript:" not in (page if creative.items[0].startswith("url-") else "").lower() or WEB.match(
            given[0]
        )
        if not any(given) and not any(one.check.startswith("click/") for one in creative.findings):
            silent.append((creative.key, creative.click_url))
    assert silent == []


def test_nothing_turns_the_writing_of_a_page(run: Made) -> None:
    """Overrides would show `exe.jpg` as `gpj.exe`: none is left in texts, titles, names or addresses."""
    found = {key: sorted(map(hex, map(ord, set(TURNING.findall(html.unescape(page.read_text(encoding="utf-8")))))))
             for key, page in run.pages.items()}  # fmt: skip
    assert {key: signs for key, signs in found.items() if signs} == {}
