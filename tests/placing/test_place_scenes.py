"""Scenes: photographs with surroundings of their own, cropped to fill a panel."""

from __future__ import annotations

import msgspec
import pytest
from test_place_staging import PACKSHOT, SIZES, asked, made

from renderer.loading.brands import BrandKit
from renderer.model.layout import Element
from renderer.placing.scenes import framed, patches
from renderer.scene import Box, Group, Image, Scene, Shape
from renderer.stages.arrange import search

INNER = Box(0.15, 0.1, 0.7, 0.85)
SCENE = msgspec.structs.replace(PACKSHOT, separable=False, subject=Box(0.3, 0.2, 0.4, 0.6), inner=INNER)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("focal", [(0.0, 0.5), (0.5, 0.5), (1.0, 0.5)])
def test_nothing_beyond_its_frame_lines_is_shown(
    kit: BrandKit, size: tuple[int, int], focal: tuple[float, float]
) -> None:
    scene = made(kit, size, kit.brand, msgspec.structs.replace(SCENE, focal=focal))
    pictures = [node for node in scene.walk() if isinstance(node, Image) and node.role == "product"]
    assert pictures
    for picture in pictures:
        crop = picture.crop
        assert crop.x >= INNER.x - 1e-6
        assert crop.y >= INNER.y - 1e-6
        assert crop.right <= INNER.right + 1e-6
        assert crop.bottom <= INNER.bottom + 1e-6
        assert crop.w * SCENE.width / picture.box.w == pytest.approx(crop.h * SCENE.height / picture.box.h)


def test_without_frame_lines_all_of_it_may_be_shown(kit: BrandKit) -> None:
    whole = msgspec.structs.replace(SCENE, inner=Box(0, 0, 1, 1))
    crops = [node.crop for node in made(kit, (300, 600), kit.brand, whole).walk() if isinstance(node, Image)]
    assert any(crop.y < INNER.y for crop in crops)


SQUARE = msgspec.structs.replace(
    SCENE, width=600, height=600, inner=Box(0, 0, 1, 1), subject=Box(0.2, 0.15, 0.6, 0.7), calm=(True, True, True, True)
)
WIDE, TALL = Box(100, 50, 900, 250), Box(0, 0, 300, 900)
TOUGH = (False, False, False, False)


@pytest.mark.parametrize("area", [WIDE, TALL, Box(0, 0, 400, 400)])
def test_a_subject_is_whole_wherever_the_sides_can_be_drawn_on(area: Box) -> None:
    stand = area.inset(20, 20, 20, 20)
    found = framed(SQUARE, area, stand)
    assert found.subject.within(stand, 0.01)
    assert found.shown(area) == pytest.approx(1.0)


@pytest.mark.parametrize("area", [WIDE, TALL])
def test_a_busy_photograph_is_cropped_around_its_subject_and_leaves_no_hole(area: Box) -> None:
    found = framed(msgspec.structs.replace(SQUARE, calm=TOUGH), area, area)
    assert area.within(found.picture, 0.01)
    assert found.shown(area) < 1.0


def test_only_the_calm_side_is_drawn_on() -> None:
    for calm, side in (((True, False, False, False), "right"), ((False, False, True, False), "x")):
        found = framed(msgspec.structs.replace(SQUARE, calm=calm), WIDE, WIDE.inset(10, 10, 10, 10))
        assert getattr(found.picture, side) == pytest.approx(getattr(WIDE, side))
        assert found.shown(WIDE) == pytest.approx(1.0)


def test_no_side_is_drawn_on_without_end() -> None:
    strip = Box(0, 0, 3000, 100)
    assert strip.within(framed(SQUARE, strip, strip).picture, 0.01)


@pytest.mark.parametrize("area", [WIDE, TALL, Box(10, 10, 500, 470)])
def test_what_is_drawn_on_meets_the_picture_without_a_seam(area: Box) -> None:
    found = framed(SQUARE, area, area.inset(30, 30, 30, 30))
    parts = patches(SQUARE, found.picture, area)
    assert sum(part.box.w * part.box.h for part in parts) == pytest.approx(area.w * area.h)
    assert all(part.box.within(area) and part.crop.within(Box(0, 0, 1, 1), 1e-9) for part in parts)
    assert all(one.box.overlap(two.box) < 1e-6 for i, one in enumerate(parts) for two in parts[:i])
    assert parts[0].crop.w > 0.9 or parts[0].crop.h > 0.9
    edges = {part.box.x for part in parts} | {part.box.right for part in parts}
    assert all(edge == round(edge) for edge in edges - {area.x, area.right})


def plates(scene: Scene) -> list[Box]:
    return [node.box for node in scene.walk() if isinstance(node, Shape) and node.role in ("plate", "button")]


def subject_of(scene: Scene) -> Box:
    """Where the subject of `SQUARE` stands in a creative."""
    image = next(node for node in scene.walk() if isinstance(node, Image) and node.role == "product")
    wide, tall = image.box.w / image.crop.w, image.box.h / image.crop.h
    x, y, subject = image.box.x - image.crop.x * wide, image.box.y - image.crop.y * tall, SQUARE.subject
    return Box(x + subject.x * wide, y + subject.y * tall, subject.w * wide, subject.h * tall)


def covers(element: Element) -> bool:
    return element.spread or any(covers(child) for child in element.children)


SPREAD = [(300, 250), (1080, 1080), (1200, 628), (970, 250), (728, 90)]


def spread(
    kit: BrandKit, size: tuple[int, int], plate: str, calm: tuple[bool, bool, bool, bool], rtl: bool = False
) -> list[Scene]:
    """What the layouts make that cover a panel with the photograph, each alone."""
    price = kit.brand.price.model_copy(update={"style": "stacked", "plate": plate})
    brand = kit.brand.model_copy(update={"price": price})
    one = msgspec.structs.replace(SQUARE, calm=calm)
    own = [layout for layout in kit.layouts if covers(layout.root) and layout.suits(*size)]
    assert own
    content, format_, _ = asked(kit, size, brand, one)
    searched = (search(msgspec.structs.replace(content, rtl=rtl), format_, (layout,)) for layout in own)
    return [found.scene for found in searched if found.ranked]


@pytest.mark.parametrize("size", SPREAD)
@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("calm", [SQUARE.calm, (False, True, True, True), (True, True, False, True)])
def test_plates_stand_on_a_photograph_beside_its_subject(
    kit: BrandKit, size: tuple[int, int], rtl: bool, calm: tuple[bool, bool, bool, bool]
) -> None:
    scenes = spread(kit, size, "rounded", calm, rtl)
    assert scenes or calm != SQUARE.calm
    for scene in scenes:
        picture = next(node for node in scene.walk() if node.role == "picture")
        assert any(box.overlap(picture.box) > 100 for box in plates(scene)), scene.layout
        assert all(box.overlap(subject_of(scene)) < 1.0 for box in plates(scene)), scene.layout


@pytest.mark.parametrize("size", SPREAD)
def test_nothing_stands_on_a_busy_photograph_nor_without_a_plate(kit: BrandKit, size: tuple[int, int]) -> None:
    assert not spread(kit, size, "rounded", TOUGH)
    assert not spread(kit, size, "none", SQUARE.calm)


@pytest.mark.parametrize("calm", [SQUARE.calm, TOUGH])
def test_a_photograph_between_panels_ends_where_the_band_below_rises(
    kit: BrandKit, calm: tuple[bool, bool, bool, bool]
) -> None:
    brand = kit.brand.model_copy(update={"shapes": kit.brand.shapes.model_copy(update={"slant_deg": 10})})
    own = tuple(layout for layout in kit.layouts if layout.id == "panel/rectangle-scene-band")
    scene = made(kit._replace(layouts=own), (300, 250), brand, msgspec.structs.replace(SQUARE, calm=calm))
    picture = next(node for node in scene.walk() if isinstance(node, Group) and node.role == "picture")
    _, _, (right, low), (left, lower) = picture.clip_path
    band = next(node for node in scene.walk() if isinstance(node, Shape) and node.path and node.box.w == 300)
    (x0, y0), (x1, y1) = band.path[0], band.path[1]
    assert lower > low
    for x, y in ((right, low), (left, lower)):
        assert y == pytest.approx(y0 + (y1 - y0) * (x - x0) / (x1 - x0), abs=1.0)


def test_a_scene_that_is_cut_scores_less(kit: BrandKit) -> None:
    found = search(*asked(kit, (970, 250), kit.brand, msgspec.structs.replace(SQUARE, calm=TOUGH)))
    terms = [dict(one.score.terms) for one in found.ranked]
    assert all("crop" in one for one in terms)
    assert any(one["crop"] < 1.0 for one in terms)
    assert "crop" not in dict(search(*asked(kit, (970, 250), kit.brand, PACKSHOT)).ranked[0].score.terms)
