"""What Chromium shows of a page is what the raster painter draws of the scene, at every time and density."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from parity import (
    ENTRANCE,
    MOVE,
    NEAR,
    SAME,
    Delivered,
    compared,
    delivered,
    moves,
    resampled,
    softened,
    times,
    worst_line,
)
from PIL import Image
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
ROUND = (300, 1000, 1700, LONG)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module", params=(1, 2))
def screen(request: pytest.FixtureRequest) -> Iterator[tuple[Any, int]]:
    with browser(request.param, 1100, 900) as context:
        yield context, request.param


@pytest.fixture(scope="module")
def fonts(folder: Path) -> FontSet:
    return load_brand(starter_brand() / "brand.yaml", Inputs(folder / "brand")).fonts


LOCALES = {"rentree": "fr-FR", "saison": "en-GB"}


@cache
def handed_in(campaign: str, folder: Path) -> tuple[Delivered, ...]:
    """Every format that a demo makes HTML5 of, in one language."""
    return tuple(delivered(campaign, folder / campaign, [LOCALES[campaign]]))


@pytest.mark.parametrize("campaign", LOCALES)
def test_what_the_demo_campaigns_deliver(campaign: str, folder: Path) -> None:
    """Every format that they make HTML5 of, with the motion that it is delivered with; `make parity` looks at both
    languages, and at 2x."""
    found, wrong = handed_in(campaign, folder), list[str]()
    assert len({one.format for one in found}) == len(found) == 10
    with browser(1) as context:
        for one in found:
            for seen in compared(context, 1, one, folder / "delivered" / campaign):
                print(f"{one.name} {seen.when} {seen.ms:g} ms: {seen.levels} levels, {seen.offset:.3f} px")
                wrong += seen.wrong()
    assert not wrong


@pytest.mark.parametrize("campaign", LOCALES)
def test_it_is_looked_at_while_it_moves(campaign: str, folder: Path) -> None:
    for one in handed_in(campaign, folder):
        seen = times(one.scene)
        assert 0 < seen[ENTRANCE] < seen[MOVE] < seen["end"] == one.scene.duration
        assert len(set(seen.values())) == 4
        assert moves(one.scene, seen[ENTRANCE])
        assert moves(one.scene, seen[MOVE])
        assert not moves(one.scene, seen["end"])


@pytest.mark.parametrize("campaign", ["rentree", "saison"])
def test_stills_and_every_kind_of_move(screen: tuple[Any, int], campaign: str, folder: Path) -> None:
    """Moves that no demo has are among them: parts that turn, change their colour, go round twice."""
    context, density = screen
    found = staged(campaign, folder / "cache")
    assert len(found) == 12  # six formats, two languages
    wrong: list[str] = []
    for one in found:
        wrong += exceeding(context, density, one, one.scene, (0,), folder)
        if "half-page" in one.name or one.name.endswith("medium-rectangle.fr-FR"):
            wrong += exceeding(context, density, one, moving(one.scene, loops=2), ROUND, folder)
    assert not wrong


def exceeding(
    context: Any, density: int, one: Staged, scene: Scene, round_: tuple[int, ...], folder: Path
) -> list[str]:
    """What is wrong with a page, at these times."""
    page = html5.paint(scene, one.tools, one.fonts)
    shown = opened(context, page, folder / one.name / f"{scene.duration}")
    wrong = []
    for ms in round_:
        still, areas = scene.at(ms), resampled(scene, ms)
        painted = Image.fromarray(raster.paint(still, one.tools, density).pixels).convert("RGB")
        seen = at(shown, page, ms + (scene.loops - 1) * scene.duration)  # of the last round
        levels = differing(*(softened(picture, areas, density) for picture in (painted, seen))).levels
        line, offset = worst_line(lines(shown), still)
        print(f"{one.name} {scene.duration and ms} ms {density}x: {levels} levels, {offset:.3f} px")
        if levels > SAME or offset > NEAR:
            wrong.append(f"{one.name} {ms} ms {density}x: {levels} levels, {line} off by {offset:.2f} px")
    shown.close()
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
