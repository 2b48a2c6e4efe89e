"""Page skins in windows of any width: anchored to the publisher's content, which stays free; and skins that turn."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pytest
from boards import CAMPAIGNS, LANDING, ROOT
from browsing import Watched, line_boxes, ready, served, show, watch
from judges import axe, html_validate, nu
from numpy.typing import NDArray
from parity import SAME as PARITY
from PIL import Image
from seeing import SAME, differing

from renderer.checks import IDS
from renderer.line import Tools
from renderer.loading.profiles import known_profiles
from renderer.model.format import Format
from renderer.painters import html5, raster
from renderer.painters import skin as painter
from renderer.painters.page import Page
from renderer.parts import ASSET, CLICK, HEAD, Parts
from renderer.scene import Board, Box, Scene
from renderer.stages.animate import animate
from renderer.stages.arrange import arrange
from renderer.stages.compose import compose
from renderer.stages.load import load
from renderer.stages.package import package
from renderer.stages.plan import Selection, moment, plan
from renderer.stages.turning import turning
from renderer.stores.inputs import Inputs
from renderer.stores.outputs import Outputs

pytestmark = pytest.mark.browser
WINDOWS = ((1366, 768), (1440, 900), (1920, 1080), (2560, 1440))
CONTENT = Box(460, 200, 1000, 880)
"""What the publisher's page covers of the skin of 1920x1080 (formats/skin.yaml: 1000 px wide, 200 px of header)."""
BARE = (255, 0, 255)
"""What a page shows behind a skin in these tests: no brand has it."""
END = 60_000
Seen = NDArray[np.int16]


class Skin(NamedTuple):
    format: Format
    scene: Scene
    """Over time; the first state's."""
    board: Board | None
    page: Page
    tools: Tools

    def unpacked(self, folder: Path) -> Path:
        """What the IAB's profile is given of it, in a folder."""
        page = self.page
        parts = Parts("skin", page.width, page.height, html5.document(page, HEAD, CLICK), assets=page.files,
                      click_url=LANDING, label="Voir", later=page.later)  # fmt: skip
        folder.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(io.BytesIO(package(parts, known_profiles(IDS)["iab"]).content)) as zipped:
            zipped.extractall(folder)
        return folder


@cache
def skin(campaign: str, folder: Path, products: int = 1, locale: str = "fr-FR") -> Skin:
    """A demo's first skin; of several products one that turns."""
    inputs = Inputs(folder)
    loaded = load(ROOT / "campaigns" / campaign, inputs, known_profiles(IDS))
    tools = Tools(loaded, inputs, Outputs(folder / "output"))
    planned = plan(loaded, Selection(only="shapes/*/everyone*", locales=(locale,), formats=("skin/arch",)))
    job = next(planned.jobs())
    job = msgspec.structs.replace(job, items=planned.audiences[0].items[:products])
    content = compose(job, loaded, inputs, moment(planned.day, loaded)).content
    format_ = loaded.catalogue.formats["skin/interactive" if products > 1 else "skin/arch"]
    board = turning(content, format_, loaded.kit.layouts)
    if board is not None:
        scene = board.states[board.initial]
    else:
        scene = animate(arrange(content, format_, loaded.kit.layouts), content, format_)
    fonts = {file.digest: file for file in loaded.kit.fonts.files()}
    page = painter.paint(board or scene, Box(*(format_.page() or ())), tools, fonts, prefix=ASSET)
    return Skin(format_, scene, board, page, tools)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("skins")


@contextmanager
def opened(chromium: Any, one: Skin, folder: Path, size: tuple[int, int], **how: Any) -> Iterator[Watched]:
    """A skin in a window, over a page that is BARE."""
    with served(one.unpacked(folder)) as site:
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, **how)
        try:
            seen = watch(context.new_page(), site.url)
            seen.site = site
            seen.page.goto(site.url)
            if how.get("java_script_enabled", True):
                seen.page.add_style_tag(content=f"html{{background:rgb{BARE}}}")
            yield seen
        finally:
            context.close()


def pixels(page: Any, ms: float | None = None) -> Seen:
    """What the window shows now, or at a time."""
    ready(page)
    if ms is not None:
        show(page, ms)
    content = page.screenshot(animations="allow", caret="hide")
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB")).astype(np.int16)


def apart(one: Seen, other: Any) -> float:
    """How far two looks are apart where they are most."""
    return differing(*(Image.fromarray(each.astype(np.uint8)) for each in (one, other))).levels


def bare(seen: Seen) -> NDArray[np.bool_]:
    """Where nothing is painted."""
    found: NDArray[np.bool_] = (seen == BARE).all(axis=2)
    return found


def hole(size: tuple[int, int]) -> NDArray[np.bool_]:
    """Where the content lies in a window."""
    width, height = size
    found = np.zeros((height, width), bool)
    found[int(CONTENT.y) :, width // 2 - 500 : width // 2 + 500] = True
    return found


# The skin ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", WINDOWS)
@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_the_content_alone_is_free(
    campaign: str, size: tuple[int, int], shelf: Path, chromium: Any, tmp_path: Path
) -> None:
    """Nothing is painted over it; all around it is, in windows wider and higher than the canvas too."""
    with opened(chromium, skin(campaign, shelf), tmp_path, size) as seen:
        assert (bare(pixels(seen.page, END)) == hole(size)).all()
        assert not seen.wrong()


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_gutters_hang_on_the_content_whatever_the_window(
    campaign: str, shelf: Path, chromium: Any, tmp_path: Path
) -> None:
    """A narrower window shows the middle of a wider one: only outer parts are cut."""
    shown, places = dict[int, Seen](), list[dict[str, tuple[float, float]]]()
    for size in WINDOWS:
        with opened(chromium, skin(campaign, shelf), tmp_path / str(size[0]), size) as seen:
            shown[size[0]] = pixels(seen.page, END)
            boxes = line_boxes(seen.page, END, ".l")
            places.append({name: (box.x - size[0] / 2, box.y) for name, box in boxes.items()})
    assert len(places[0]) > 4
    for one in places:
        assert one.keys() == places[0].keys()
        assert all(place == pytest.approx(places[0][name], abs=0.01) for name, place in one.items())
    widest = shown.pop(2560)
    for width, seen_ in shown.items():
        cut = (2560 - width) // 2
        assert apart(seen_, widest[: len(seen_), cut : cut + width]) < SAME, width


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_it_ends_as_the_still(campaign: str, shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = skin(campaign, shelf)
    still = raster.paint(one.scene.at(one.scene.duration), one.tools).pixels[..., :3].copy()
    with opened(chromium, one, tmp_path, (1920, 1080)) as seen:
        shown = pixels(seen.page, END)
    still[hole((1920, 1080))] = BARE
    assert apart(shown, still) < PARITY


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_the_masthead_plays_once_and_gutters_stay(campaign: str, shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = skin(campaign, shelf)
    with opened(chromium, one, tmp_path, (1920, 1080)) as seen:
        ready(seen.page)
        told = seen.page.evaluate("document.getAnimations().map((one) => one.effect.getTiming().iterations)")
        assert told
        assert set(told) == {1}
        strip = [pixels(seen.page, ms) for ms in (0, 150, 400, 1200, 2000, one.scene.duration, END)]
    head = (slice(0, 200), slice(460, 1460))
    for frame in strip[:-1]:
        other = frame.copy()
        other[head] = strip[-1][head]
        assert (other == strip[-1]).all(), "a gutter moved"
    assert (strip[0][head] != strip[-1][head]).any()
    assert (strip[-2] == strip[-1]).all()
    assert one.scene.duration <= 5_000


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_only_masthead_and_gutters_lead_to_the_landing_page(
    campaign: str, shelf: Path, chromium: Any, tmp_path: Path
) -> None:
    for width, height in ((1366, 768), (2560, 1440)):
        with opened(chromium, skin(campaign, shelf), tmp_path / str(width), (width, height)) as seen:
            middle = width // 2
            for x, y in ((middle, 100), (middle - 560, 500), (middle + 560, 700), (4, 4), (width - 4, height - 4)):
                assert seen.click(x, y) == [LANDING], (x, y)
            for x, y in ((middle, 210), (middle - 495, 500), (middle + 495, 740), (middle, height - 4)):
                assert seen.click(x, y) == [], (x, y)


def test_one_key_leads_there_too(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    with opened(chromium, skin("rentree", shelf), tmp_path, (1366, 768)) as seen:
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.id") == "click"
        seen.page.keyboard.press("Enter")
        seen.settle(300)
        assert seen.popups == [LANDING]


def test_no_window_gets_a_scroll_bar(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    with opened(chromium, skin("rentree", shelf), tmp_path, (900, 300)) as seen:
        seen.page.mouse.wheel(200, 200)
        seen.settle()
        assert seen.page.evaluate("[scrollX, scrollY, innerWidth - document.documentElement.clientWidth]") == [0, 0, 0]


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_grounds_go_on_below_the_canvas(campaign: str, shelf: Path, chromium: Any, tmp_path: Path) -> None:
    """Far below it there is nothing but the colour that each gutter ends with beside the content."""
    with opened(chromium, skin(campaign, shelf), tmp_path, (2560, 1700)) as seen:
        shown = pixels(seen.page, END)
    for x in (700, 1900):
        foot = shown[1079, x]
        assert (np.abs(shown[1460:, x] - foot).max()) <= 2
    for part in (shown[1460:, :700], shown[1460:, 1860:]):
        assert np.ptp(part.reshape(-1, 3), axis=0).max() <= 2, "one colour"


def test_without_motion_it_is_at_its_end(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = skin("saison", shelf)
    with opened(chromium, one, tmp_path / "a", (1366, 768), reduced_motion="reduce") as seen:
        at_once = pixels(seen.page)
    with opened(chromium, one, tmp_path / "b", (1366, 768)) as seen:
        assert apart(at_once, pixels(seen.page, END)) < SAME


# One that turns ---------------------------------------------------------------------------------------------------


def shown_state(page: Any) -> str:
    found = page.evaluate("[...document.querySelectorAll('.s:not([inert])')].map((one) => one.id)")
    assert len(found) == 1
    return str(found[0])


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_a_reader_turns_from_product_to_product(campaign: str, shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = skin(campaign, shelf, 3)
    assert one.board is not None
    with opened(chromium, one, tmp_path, (1366, 768)) as seen:
        page, looks = seen.page, list[Seen]()
        page.wait_for_timeout(one.scene.duration + 200)
        for control in ("next", "next", "next", "previous"):
            looks.append(pixels(page))
            assert (bare(looks[-1]) == hole((1366, 768))).all(), "the content is never covered"
            page.click(f"#{control}")
            page.wait_for_timeout(400)
        assert shown_state(page) == "product-3", "before the first comes the last"
        assert len({look.tobytes() for look in looks[:3]}) == 3
        assert apart(looks[3], looks[0]) < SAME, "behind the last comes the first, at rest"
        name = one.board.states["product-3"].find("name")
        assert page.inner_text("#told").startswith(" ".join(line.text for line in name.lines))  # type: ignore[union-attr]
        assert not axe(page)
        assert not seen.wrong(), "an arrow leads nowhere"


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_arrows_are_large_apart_and_stay(campaign: str, shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = skin(campaign, shelf, 3)
    assert one.board is not None
    with opened(chromium, one, tmp_path, (1366, 768)) as seen:
        boxes = [seen.page.locator(f"#{name}").bounding_box() for name in ("previous", "next")]
        assert all(min(box["width"], box["height"]) >= 44 for box in boxes)
        assert boxes[1]["x"] - boxes[0]["x"] - boxes[0]["width"] >= 8
        assert all(box["y"] + box["height"] <= 600 and 0 <= box["x"] <= 1366 - 44 for box in boxes)
        first = boxes[0]["x"] + (1920 - 1366) / 2, boxes[0]["y"]
    drawn = {(one_.find("previous") or one_.root).box[:2] for one_ in one.board.states.values()}
    assert drawn == {first}


def test_it_turns_by_key_and_never_by_itself(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    with opened(chromium, skin("rentree", shelf, 3), tmp_path, (1920, 1080)) as seen:
        page = seen.page
        box = page.locator("#next").bounding_box()
        page.mouse.move(box["x"] + 20, box["y"] + 20)
        page.wait_for_timeout(2500)
        assert shown_state(page) == "product-1"
        for name in ("previous", "next"):
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.id") == name
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("Enter")
        assert shown_state(page) == "product-2"
        page.keyboard.press("Space")
        assert shown_state(page) == "product-3"
        assert page.evaluate("document.activeElement.id") == "next"
        assert seen.click(30, 400) == [LANDING], "the rest leads to the landing page"


def test_without_scripts_its_first_product_is_a_plain_skin(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = skin("saison", shelf, 3)
    with opened(chromium, one, tmp_path, (1366, 768), java_script_enabled=False) as seen:
        assert seen.page.locator("button.k:visible").count() == 0
        assert seen.page.locator("#product-1").is_visible()
        asked = {path for path, _ in (seen.site.asked if seen.site else ())}
        assert one.page.later
        assert not asked & one.page.later
        assert seen.click(20, 400) == [LANDING]


def test_pages_are_valid(shelf: Path, tmp_path: Path) -> None:
    pages = [skin(campaign, shelf, count).unpacked(tmp_path / campaign / str(count)) / "index.html"
             for campaign in CAMPAIGNS for count in (1, 3)]  # fmt: skip
    assert not nu(pages)
    assert not html_validate(pages)


def test_a_skin_keeps_people_in(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    for campaign in CAMPAIGNS:
        with opened(chromium, skin(campaign, shelf), tmp_path / campaign, (1366, 768)) as seen:
            show(seen.page, END)
            assert not axe(seen.page)
