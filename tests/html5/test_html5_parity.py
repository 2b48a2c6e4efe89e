"""What Chromium shows of a page is what the raster painter draws of the scene, at every time and density."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageFilter
from scripts import CLOSE, LEANING, PLAIN, TABLE, WIDE, Setting, files, scripts
from seeing import differing
from showing import at, browser, lines, opened
from staged import LONG, Staged, boxes, moving, staged

from renderer.loading.brands import load_brand
from renderer.painters import html5, raster
from renderer.resources import starter_brand
from renderer.scene import Scene
from renderer.stores.inputs import Inputs
from renderer.text.fonts import FontSet, face

pytestmark = pytest.mark.browser
SAME = 7.0
"""Of 255: up to here they show the same. The most are light letters on a dark ground, 8 px high at 1x, which browsers
smooth thinner: 6.3; pictures come to 5.2. Where a camera shows a picture at another size than it was made at, both are
looked at softly: two resamplers draw its fine patterns differently."""
NEAR = 0.5  # px
TIMES = (300, 1000, 1700, LONG)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module", params=(1, 2))
def screen(request: pytest.FixtureRequest) -> Iterator[tuple[Any, int]]:
    with browser(request.param) as context:
        yield context, request.param


@pytest.fixture(scope="module")
def fonts(folder: Path) -> FontSet:
    return load_brand(starter_brand() / "brand.yaml", Inputs(folder / "brand")).fonts


@pytest.mark.parametrize("campaign", ["rentree", "saison"])
def test_stills_and_moves_of_the_demo_campaigns(screen: tuple[Any, int], campaign: str, folder: Path) -> None:
    context, density = screen
    found = staged(campaign, folder / "cache")
    assert len(found) == 12  # six formats, two languages
    wrong: list[str] = []
    for one in found:
        wrong += compared(context, density, one, one.scene, (0,), folder)
        if density == 1 or "half-page" in one.name or one.name.endswith("medium-rectangle.fr-FR"):
            wrong += compared(context, density, one, moving(one.scene, loops=2), TIMES, folder)
    assert not wrong


def compared(context: Any, density: int, one: Staged, scene: Scene, times: tuple[int, ...], folder: Path) -> list[str]:
    """What is wrong with a page, at these times."""
    page = html5.paint(scene, one.tools, one.fonts)
    shown = opened(context, page, folder / one.name / f"{scene.duration}")
    wrong = []
    camera = any(node.role == "camera" for node in scene.walk())
    for ms in times:
        still = scene.at(ms)
        painted = Image.fromarray(raster.paint(still, one.tools, density).pixels).convert("RGB")
        seen = at(shown, page, ms + (scene.loops - 1) * scene.duration)  # of the last round
        levels = differing(*(_soft(one, density) if camera else one for one in (painted, seen))).levels
        print(f"{one.name} {scene.duration and ms} ms {density}x: {levels}")
        if levels > SAME:
            wrong.append(f"{one.name} {ms} ms {density}x: {levels}")
        wrong += _misplaced(lines(shown), boxes(still), f"{one.name} {ms} ms {density}x")
    shown.close()
    return wrong


def _soft(picture: Image.Image, density: int) -> Image.Image:
    return picture.filter(ImageFilter.BoxBlur(1.5 * density))


def _misplaced(
    seen: dict[str, tuple[float, float, float]], wanted: dict[str, tuple[float, float, float]], where: str
) -> list[str]:
    """Lines that stand elsewhere. Of a lockup's width the Scene has the ink alone: its end is not compared."""
    wrong = []
    for name, (left, right, base) in wanted.items():
        off = [seen[name][0] - left, seen[name][2] - base]
        if abs(off[0]) <= NEAR and abs(seen[name][1] - right) > NEAR + 3:
            off.append(seen[name][1] - right)
        if max(map(abs, off)) > NEAR:
            wrong.append(f"{where}: {name} off by {off}")
    return wrong


class _Fonts:
    """What paints texts alone."""

    def __init__(self, fonts: FontSet) -> None:
        self._files = files(fonts)

    def font(self, digest: str) -> bytes:
        return face(self._files[digest]).content

    def pixels(self, *_: object) -> Any:
        raise AssertionError("there is no picture")

    def size(self, _: str) -> None:
        return None


@pytest.mark.parametrize(
    "setting", [PLAIN, CLOSE, WIDE, TABLE, LEANING], ids=["plain", "close", "wide", "table", "lean"]
)
def test_scripts_stand_where_the_scene_has_them(
    screen: tuple[Any, int], fonts: FontSet, setting: Setting, folder: Path
) -> None:
    context, density = screen
    scene, assets = scripts(fonts, setting), _Fonts(fonts)
    if setting.tracking:  # browsers space no cursive letters, and we only where a language's brand asks for it
        children = tuple(node for node in scene.root.children if getattr(node, "lang", "") != "ar")
        scene = _with(scene, children)
    page = html5.paint(scene, assets, files(fonts))
    shown = opened(context, page, folder / f"scripts-{setting.size}-{density}")
    painted = Image.fromarray(raster.paint(scene, assets, density).pixels).convert("RGB")
    assert differing(painted, at(shown, page, 0)).levels < SAME
    if not setting.slant:
        seen = lines(shown)
        for name, (left, right, base) in boxes(scene).items():
            reach = NEAR + abs(setting.tracking * setting.size)
            assert abs(seen[name][2] - base) < NEAR, name
            assert abs(seen[name][0] - left) < reach, name
            assert abs(seen[name][1] - right) < reach, name
    shown.close()


def _with(scene: Scene, children: tuple[Any, ...]) -> Scene:
    import msgspec

    return msgspec.structs.replace(scene, root=msgspec.structs.replace(scene.root, children=children))


def test_who_wants_no_motion_sees_the_end(screen: tuple[Any, int], folder: Path) -> None:
    context, density = screen
    one = staged("rentree", folder / "cache")[0]
    scene = moving(one.scene)
    page = html5.paint(scene, one.tools, one.fonts)
    shown = opened(context, page, folder / "calm")
    shown.emulate_media(reduced_motion="reduce")
    assert shown.evaluate("document.getAnimations().length") == 0
    painted = Image.fromarray(raster.paint(one.scene, one.tools, density).pixels).convert("RGB")
    assert differing(painted, at(shown, page, 0)).levels < SAME
    shown.close()
