"""Products photographed in mid-air: they lose the shadow that lies apart and are set down."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from renderer.scene import Box
from renderer.stores import hovering, silhouette
from renderer.stores.inputs import Inputs
from renderer.stores.silhouette import Silhouette

SIDE = 512
WALL, STEEL, RED = (222, 215, 203), (96, 98, 104), (150, 30, 36)
BODY = (160, 90, 352, 340)


def scene(floor: tuple[int, int, int, int], soft: int = 8, fill: tuple[int, int, int] = STEEL) -> Image.Image:
    """A body before a wall over a dark ellipse on the floor."""
    shadow = Image.new("L", (SIDE, SIDE), 0)
    ImageDraw.Draw(shadow).ellipse(floor, fill=200)
    shadow = shadow.filter(ImageFilter.GaussianBlur(soft))
    picture = Image.composite(Image.new("RGB", (SIDE, SIDE)), Image.new("RGB", (SIDE, SIDE), WALL), shadow)
    ImageDraw.Draw(picture).rectangle(BODY, fill=fill)
    return picture


def found_in(picture: Image.Image) -> Silhouette:
    return silhouette.find(silhouette.small(picture))


APART, UNDER = (150, 400, 362, 440), (150, 320, 362, 360)


def test_a_body_over_a_shadow_apart_hovers() -> None:
    found = found_in(scene(APART))
    assert found.hovers
    assert found.foot == pytest.approx(BODY[3] / 2, abs=2)


@pytest.mark.parametrize(
    "floor",
    [UNDER, (300, 310, 490, 345), (-10, 325, 200, 345), (340, 395, 345, 400)],
    ids=["under it", "thrown aside", "leaving", "dirt"],
)
def test_a_body_that_its_shadow_touches_stands(floor: tuple[int, int, int, int]) -> None:
    assert not found_in(scene(floor)).hovers


def test_a_second_shadow_lifts_nothing_that_stands() -> None:
    picture = scene(UNDER)
    far = scene((180, 420, 300, 440))
    both = Image.fromarray(np.minimum(np.asarray(picture), np.asarray(far)))
    assert not found_in(both).hovers


def test_a_hard_strip_of_shadow_is_no_part_of_the_subject() -> None:
    """Its edges are as sharp as a product's: only where it lies tells that it is none."""
    picture = scene((0, 0, 1, 1), fill=RED)
    ImageDraw.Draw(picture).ellipse((150, 380, 362, 398), fill=(40, 39, 37))
    found = found_in(picture)
    assert found.hovers
    assert not found.mask[188:].any()
    assert found.mask[60:160, 90:170].all()


def test_a_sole_seen_apart_stays() -> None:
    """It leans, as no shadow on a floor does from edge to edge."""
    picture = scene((0, 0, 1, 1))
    ImageDraw.Draw(picture).polygon([(140, 352), (372, 392), (372, 404), (140, 364)], fill=(40, 39, 37))
    found = found_in(picture)
    assert found.mask[186:194, 150:180].any()


def test_what_hangs_on_a_strip_goes_with_it_but_for_colour() -> None:
    picture = scene((0, 0, 1, 1), fill=RED)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((100, 150, 130, 392), fill=RED)  # a sleeve down to the shadow
    draw.rectangle((130, 150, 160, 170), fill=RED)
    draw.ellipse((160, 376, 372, 394), fill=(40, 39, 37))
    draw.ellipse((70, 388, 160, 400), fill=(40, 39, 37))  # its own shadow, which it touches
    found = found_in(picture)
    assert found.hovers
    assert found.mask[150:190, 54:62].all()
    assert not found.mask[190:, 38:46].any()


def test_set_down_on_a_shadow_of_its_own(tmp_path: Path) -> None:
    scene(APART).save(tmp_path / "a.png")
    store = Inputs(tmp_path / "cache")
    asset = store.add(tmp_path / "a.png")
    assert store.analyse(asset).subject.bottom == pytest.approx(341 / 512, abs=0.01)
    pixels = store.pixels(asset, Box(0, 0, 1, 1), SIDE, SIDE, "relight").astype(int)
    assert (pixels[390:, :, :3] == 255).all(), "the shadow on the floor is gone"
    assert pixels[346, 256, 0] < 200, "and one lies at its foot"
    assert (np.diff(pixels[346:385, 256, 0]) >= 0).all(), "that grows fainter below it"
    assert (pixels[100:330, 170:340, 3] == 255).all()
    assert not pixels[360:, :, 3].any()


def test_no_bright_rim_lies_between_a_body_and_its_shadow(tmp_path: Path) -> None:
    scene(APART).save(tmp_path / "a.png")
    store = Inputs(tmp_path / "cache")
    pixels = store.pixels(store.add(tmp_path / "a.png"), Box(0, 0, 1, 1), SIDE, SIDE, "relight")
    column = pixels[BODY[3] - 6 : BODY[3] + 6, 256, 0].astype(int)
    assert column.max() < 200


def test_shadows_of_what_is_not_on_the_floor_stay(tmp_path: Path) -> None:
    """A dark veil beside the body's upper half: glass, a visor."""
    picture = scene(APART)
    ImageDraw.Draw(picture).rectangle((353, 120, 400, 180), fill=(170, 164, 155))
    picture.filter(ImageFilter.GaussianBlur(3)).save(tmp_path / "a.png")
    store = Inputs(tmp_path / "cache")
    pixels = store.pixels(store.add(tmp_path / "a.png"), Box(0, 0, 1, 1), SIDE, SIDE, "relight")
    assert pixels[150, 375, 0] < 225


# the shadow itself --------------------------------------------------------------------------------------------


def test_a_contact_shadow_is_darkest_where_a_foot_comes_down() -> None:
    mask = np.zeros((256, 256), np.bool_)
    mask[60:150, 60:200] = True
    mask[150:180, 80:90] = True  # one leg
    lost = np.asarray(hovering.contact(mask), dtype=int)
    assert abs(int(lost[179, :].argmax()) - 85) <= 4
    assert lost.max() == lost[176:183].max()
    assert lost[179, 150] > 10, "some lies under all of it"
    assert lost.max() <= hovering.NEAR + hovering.AROUND
    assert not lost[:140].any()
    assert not lost[220:].any()


def test_nothing_casts_no_shadow() -> None:
    assert not np.asarray(hovering.contact(np.zeros((40, 60), np.bool_))).any()
