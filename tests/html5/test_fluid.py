"""Creatives that take any size of their format's range, in a browser."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from boards import CAMPAIGNS, LANDING, Demo, demo
from browsing import Watched, served, show, watch
from judges import FLUID, axe, html_validate, nu
from PIL import Image, ImageFilter
from seeing import differing
from staged import boxes

from renderer.checks import IDS
from renderer.loading.profiles import known_profiles
from renderer.model.format import Format
from renderer.painters import fluid as painter
from renderer.painters import html5, raster
from renderer.painters.page import Page
from renderer.parts import ASSET, CLICK, HEAD, Package, Parts
from renderer.scene import Board, Scene
from renderer.stages.fluid import fluid, sizes
from renderer.stages.package import package

pytestmark = pytest.mark.browser
WIDE, TINY, STRIP = "iab/flex-16x9", "iab/flex-2x1-small", "iab/flex-8x1"
EVERY = [(campaign, format_) for campaign in CAMPAIGNS for format_ in (WIDE, TINY, STRIP)]
SAME = 7.0  # as of pages of one scene
NEAR = 0.5  # px
LINES = """() => [...document.querySelectorAll('.l')].filter(line => line.checkVisibility()).map(line => {
  const range = document.createRange();
  range.selectNodeContents(line);
  return [line.id, range.getBoundingClientRect().left, line.getBoundingClientRect().bottom];
})"""
VISIBLE = "() => [...document.querySelectorAll('.s')].filter(one => one.checkVisibility()).map(one => one.id)"
BOX = """() => {
  const tell = (one) => { const box = one.getBoundingClientRect(); return [box.x, box.y, box.width, box.height]; };
  return [...document.querySelectorAll('.ad,.s')].filter(one => one.checkVisibility()).map(tell);
}"""


class Fluid(NamedTuple):
    format: Format
    board: Board
    page: Page
    demo: Demo

    def package(self) -> Package:
        page = self.page
        parts = Parts("ad", page.width, page.height, html5.document(page, HEAD, CLICK), assets=page.files,
                      click_url=LANDING, label="Voir", later=page.later)  # fmt: skip
        return package(parts, known_profiles(IDS)["iab"])

    def unpacked(self, folder: Path) -> Path:
        folder.mkdir(parents=True)
        for name, content in self.package().files:
            (folder / name).write_bytes(content)
        return folder

    def nearest(self, width: float) -> tuple[str, Scene]:
        """What is shown at a width: the state that is scaled least."""
        return min(self.board.states.items(), key=lambda one: max(one[1].width / width, width / one[1].width))

    def pictures(self, state: str) -> set[str]:
        """The files that a state's rules name."""
        mark, css = f".b#{state[0]}", self.page.css.replace(ASSET, "")
        return {rule.split('url("')[1].split('"')[0] for rule in css.split("\n") if mark in rule and "url(" in rule}


@cache
def made(campaign: str, format_id: str, cache_folder: Path) -> Fluid:
    at_hand = demo(campaign, cache_folder)
    format_ = at_hand.loaded.catalogue.formats[format_id]
    board = fluid(at_hand.content, format_, at_hand.loaded.kit.layouts)
    assert board is not None
    fonts = {file.digest: file for file in at_hand.loaded.kit.fonts.files()}
    return Fluid(format_, board, painter.paint(board, at_hand.tools, fonts, prefix=ASSET), at_hand)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fluid")


def own(one: Fluid) -> list[int]:
    return [scene.width for scene in one.board.states.values()]


def between(one: Fluid) -> list[int]:
    return [round(least * share) for least in painter.switches(one.board) for share in (0.97, 1.03)]


def seen(
    chromium: Any, folder: Path, size: tuple[float, float], until: str = "networkidle", **how: Any
) -> Iterator[Watched]:  # fmt: skip
    """A page in a viewport; `until`: what is waited for, half a second without requests where pictures count."""
    with served(folder) as site:
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, **how)
        try:
            watched = watch(context.new_page(), site.url)
            watched.site = site
            watched.page.goto(site.url)
            if how.get("java_script_enabled", True):
                watched.page.evaluate("document.fonts.ready")
            watched.page.wait_for_load_state(until)
            yield watched
        finally:
            context.close()


def framed(one: Fluid, width: int) -> tuple[int, int]:
    scene = one.nearest(width)[1]
    return width, round(width * scene.height / scene.width)


@pytest.mark.parametrize(("campaign", "format_"), EVERY)
def test_one_state_fills_any_width(campaign: str, format_: str, shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = made(campaign, format_, shelf)
    folder = one.unpacked(tmp_path / "ad")
    for width in (*own(one), *between(one)):
        name, scene = one.nearest(width)
        for watched in seen(chromium, folder, framed(one, width), "load"):
            page, scale = watched.page, width / scene.width
            assert page.evaluate(VISIBLE) == [name]
            for box in page.evaluate(BOX):
                assert box == pytest.approx([0, 0, width, scene.height * scale], abs=1)
            assert page.evaluate("innerWidth - document.documentElement.clientWidth") == 0, "no scroll bar"
            show(page, scene.duration)
            wanted = boxes(scene.at(scene.duration))
            lines = {line: (left / scale, base / scale) for line, left, base in page.evaluate(LINES)}
            off = {line: (lines[name[0] + line][0] - left, lines[name[0] + line][1] - base)
                   for line, (left, _, base) in wanted.items()}  # fmt: skip
            assert off
            assert max(abs(side) for both in off.values() for side in both) * scale <= NEAR, off
            assert not watched.wrong()


@pytest.mark.parametrize(("campaign", "format_"), EVERY)
def test_it_looks_as_painted(campaign: str, format_: str, shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = made(campaign, format_, shelf)
    folder, wrong = one.unpacked(tmp_path / "ad"), {}
    for name, scene in one.board.states.items():
        for watched in seen(chromium, folder, (scene.width, scene.height)):
            show(watched.page, scene.duration)
            shown = Image.open(io.BytesIO(watched.page.screenshot(animations="allow"))).convert("RGB")
            still = scene.at(scene.duration)
            painted = Image.fromarray(raster.paint(still, one.demo.tools).pixels).convert("RGB")
            closer = any(track.property == "scale" for node in scene.walk() for track in node.tracks)
            levels = differing(*(_soft(each) if closer else each for each in (painted, shown))).levels
            print(f"{campaign} {format_} {name}: {levels}")
            if levels > SAME:
                wrong[name] = levels
    assert not wrong


def _soft(picture: Image.Image) -> Image.Image:
    """A camera's picture was made for its closest look: two resamplers draw its fine patterns differently."""
    return picture.filter(ImageFilter.BoxBlur(1.5))


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_only_what_is_shown_is_asked_for(java_script_enabled: bool, shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = made("rentree", WIDE, shelf)
    folder = one.unpacked(tmp_path / "ad")
    for width in own(one):
        name, _ = one.nearest(width)
        for watched in seen(chromium, folder, framed(one, width), java_script_enabled=java_script_enabled):
            assert watched.site is not None
            asked = {path for path, _ in watched.site.asked if path and not path.endswith(("woff2", "ico"))}
            assert asked
            assert asked <= one.pictures(name)


def test_it_follows_its_container(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = made("saison", WIDE, shelf)
    for watched in seen(chromium, one.unpacked(tmp_path / "ad"), (1600, 900)):
        for width in (1600, 1100, 1333, 800, 2000):
            watched.page.set_viewport_size({"width": width, "height": 1200})
            assert watched.page.evaluate(VISIBLE) == [one.nearest(width)[0]]
            assert watched.page.evaluate(BOX)[1][2] == pytest.approx(width, abs=1)
        assert watched.click(30, 30) == [LANDING]
        assert not axe(watched.page)


def test_its_sizes(shelf: Path) -> None:
    one = made("rentree", WIDE, shelf)
    assert sizes(one.format) == {"small": (1067, 600), "middle": (1333, 750), "large": (1600, 900)}
    assert one.board.initial == "large"
    assert (one.page.width, one.page.height) == one.format.canvas()
    assert one.package().later > 10_000
    near = one.format.model_copy(update={"range": ((1300, 731), (1600, 900))})
    assert list(sizes(near)) == ["small", "large"]
    other = one.format.model_copy(update={"range": ((300, 250), (1600, 900))})
    assert not other.fluid(), "two shapes"


def test_further_sizes_are_covered(shelf: Path) -> None:
    formats = demo("rentree", shelf).loaded.catalogue.formats
    told = formats["iab/flex-16x9-min"].refusal("html5")
    assert told == "is covered by iab/flex-16x9, whose HTML5 takes any size of its range"
    assert not formats["iab/flex-16x9-min"].refusal("still")
    assert not formats["iab/flex-16x9"].refusal("html5")


def test_pages_are_valid(shelf: Path, tmp_path: Path) -> None:
    pages = [made(*each, shelf).unpacked(tmp_path / str(count)) / "index.html" for count, each in enumerate(EVERY)]
    assert not nu(pages, FLUID)
    assert not html_validate(pages)
