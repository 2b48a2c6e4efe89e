"""Where a subject meets its shadow: slabs of it are left out, dark feet kept, holes opened, and guesses doubted."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from renderer.stores import residue, silhouette
from renderer.stores.analysis import CUTOUT_CONFIDENCE, analyse
from renderer.stores.bitmaps import Bitmaps, Mask
from renderer.stores.pictures import Pyramid
from renderer.stores.silhouette import MELTED, Silhouette

Colour: TypeAlias = tuple[int, int, int]
Corners: TypeAlias = tuple[int, int, int, int]
SIDE = 512
WALL = (222, 215, 203)
BLACK, STEEL, RED = (34, 32, 30), (150, 146, 138), (150, 30, 36)
BOX: Corners = (180, 120, 340, 420)


def shaded(share: float) -> Colour:
    """The wall with so much of its light."""
    red, green, blue = (round(value * share) for value in WALL)
    return red, green, blue


def scene(fill: Colour = BLACK) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A box of one colour before a wall, and a pen to add to it."""
    picture = Image.new("RGB", (SIDE, SIDE), WALL)
    draw = ImageDraw.Draw(picture)
    draw.rectangle(BOX, fill=fill)
    return picture, draw


def found_in(picture: Image.Image) -> Silhouette:
    return silhouette.find(silhouette.small(picture))


def share(found: Silhouette, box: Corners) -> float:
    """The share of a box, px of the picture, that the mask covers."""
    left, top, right, bottom = (value * silhouette.SIDE // SIDE for value in box)
    return float(found.mask[top:bottom, left:right].mean())


# slabs ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("light", [0.4, 0.6, 0.75, 0.9])
def test_a_sharp_pale_shadow_beside_a_dark_foot_is_left_out(light: float) -> None:
    picture, draw = scene()
    draw.rectangle((340, 396, 400, 412), fill=shaded(light))
    found = found_in(picture)
    assert share(found, (346, 398, 398, 410)) == 0
    assert share(found, BOX) > 0.97
    assert found.stray == 0, "its edge counts as no lost part either"


def test_a_pale_part_of_a_subject_that_is_pale_elsewhere_stays() -> None:
    """A box of steel with a foot of steel."""
    picture, draw = scene(shaded(0.75))
    draw.rectangle((340, 396, 400, 412), fill=shaded(0.75))
    assert share(found_in(picture), (346, 398, 398, 410)) == 1


def test_a_coloured_part_stays() -> None:
    picture, draw = scene()
    draw.rectangle((340, 396, 400, 412), fill=(200, 120, 110))
    assert share(found_in(picture), (346, 398, 398, 410)) == 1


def test_what_stands_out_above_its_middle_is_no_shadow() -> None:
    picture, draw = scene()
    draw.rectangle((340, 150, 400, 166), fill=shaded(0.75))
    assert share(found_in(picture), (346, 152, 398, 164)) == 1


def test_a_hanging_subject_leaves_the_shadow_beneath_it() -> None:
    picture, draw = scene(RED)
    draw.ellipse((190, 446, 330, 474), fill=(110, 120, 122))
    found = found_in(picture)
    assert share(found, (200, 446, 320, 474)) == 0
    assert share(found, BOX) > 0.97


# feet -----------------------------------------------------------------------------------------------------------


def on_dark_feet() -> Image.Image:
    """A red box narrowing to a dark foot, whose right half has the very tone of the soft shadow around it."""
    ground = Image.new("RGB", (SIDE, SIDE), WALL)
    ImageDraw.Draw(ground).ellipse((200, 380, 420, 440), fill=shaded(0.42))
    picture = ground.filter(ImageFilter.GaussianBlur(6))
    draw = ImageDraw.Draw(picture)
    draw.polygon([(180, 120), (340, 120), (340, 390), (320, 400), (180, 400)], fill=RED)
    draw.rectangle((190, 400, 250, 420), fill=(60, 58, 55))
    draw.rectangle((250, 400, 312, 412), fill=shaded(0.42))
    return picture


def test_a_dark_foot_that_melts_into_its_shadow_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    foot: Corners = (254, 402, 300, 410)
    assert share(found_in(on_dark_feet()), foot) > 0.9
    monkeypatch.setattr(residue, "with_feet", lambda seen, bits: bits)
    assert share(found_in(on_dark_feet()), foot) < 0.5, "without that the flood takes it for shadow"


def seen(mask: Mask, level: int) -> residue.Seen:
    ratio = np.full((*mask.shape, 3), 256, np.int16)
    ratio[~mask] = level
    level = ratio[:, :, 0]
    return residue.Seen(Bitmaps(*mask.shape), ratio, level, level, np.zeros(mask.shape, np.int16))


@pytest.mark.parametrize(
    ("level", "gap", "kept"), [(150, 4, True), (170, 4, False), (150, 20, False), (60, 20, True)]
)  # a gap of 120 rows' twelfth is 10; below a ratio of 72 it may be as high as it likes
def test_a_gap_is_closed_where_it_is_dark_and_low(level: int, gap: int, kept: bool) -> None:
    mask = np.zeros((140, 60), np.bool_)
    mask[4:100, 10:50] = True
    mask[100 + gap : 124, 10:50] = True
    what = seen(mask, level)
    closed = what.board.unpack(residue.with_feet(what, what.board.pack(mask)))
    assert bool(closed[100 : 100 + gap, 10:50].all()) is kept
    assert not closed[:4].any()
    assert not closed[:, :10].any()


# holes ----------------------------------------------------------------------------------------------------------


def with_hole(fill: Colour, hole: list[Colour]) -> Image.Image:
    """A box with a hole in it whose rows have these colours."""
    picture, draw = scene(fill)
    rows = 140 // len(hole)
    for index, colour in enumerate(hole):
        draw.rectangle((220, 200 + index * rows, 300, 200 + (index + 1) * rows - 1), fill=colour)
    return picture


HOLE: Corners = (226, 210, 294, 330)
FADING = [shaded(1.0 - 0.16 * max(0, step - 42) / 28) for step in range(70)]


@pytest.mark.parametrize("fill", [BLACK, RED, (120, 116, 110)])
def test_a_handle_shows_what_is_behind_it(fill: Colour) -> None:
    assert share(found_in(with_hole(fill, [WALL])), HOLE) == 0


def test_a_hole_in_the_subject_s_own_shade_is_one_too() -> None:
    """Between two sleeves the wall darkens towards the floor."""
    assert share(found_in(with_hole(RED, FADING)), HOLE) < 0.35


def test_a_lit_side_is_no_hole() -> None:
    """It has a light of its own somewhere, or goes on in the subject's light colour."""
    assert share(found_in(with_hole(BLACK, [WALL, shaded(1.12), WALL])), HOLE) > 0.9
    assert share(found_in(with_hole(shaded(0.85), [shaded(0.99), shaded(0.93), shaded(0.97)])), HOLE) > 0.9


# cut off ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("reach", "plain"), [(430, True), (511, False)])
def test_a_subject_that_the_picture_cuts_off_is_a_scene(reach: int, plain: bool) -> None:
    """On another ground the cut would float: trousers that end in mid-air."""
    picture, draw = scene()
    draw.rectangle((120, 300, 400, reach), fill=BLACK)
    assert analyse(Pyramid(picture, picture.size), found_in(picture)).plain is plain


def test_a_cord_that_leaves_the_picture_does_not_make_it_one() -> None:
    picture, draw = scene()
    draw.rectangle((340, 380, 511, 390), fill=BLACK)
    assert analyse(Pyramid(picture, picture.size), found_in(picture)).plain


def framed(*bars: Corners) -> Image.Image:
    """A room of many tones with dark bars in it."""
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    room = np.stack([(x // 3 + y // 5) % 200 + 40, (x // 5 + y // 3) % 180 + 50, (x + y) // 8 % 150 + 60], axis=2)
    picture = Image.fromarray(room.astype(np.uint8)).filter(ImageFilter.GaussianBlur(20))
    draw = ImageDraw.Draw(picture)
    for bar in bars:
        draw.rectangle(bar, fill=(5, 5, 8))
    draw.ellipse((180, 150, 330, 380), fill=RED)
    return picture


def test_a_scene_ends_inside_its_frame() -> None:
    picture = framed((30, 0, 50, SIDE), (0, 480, SIDE, SIDE))
    seen = analyse(Pyramid(picture, picture.size))
    assert not seen.plain
    assert 50 / SIDE < seen.inner.x < 50 / SIDE + 0.04
    assert 480 / SIDE - 0.04 < seen.inner.bottom < 480 / SIDE
    assert (seen.inner.y, seen.inner.right) == (0, 1)
    assert seen.subject.x >= seen.inner.x


@pytest.mark.parametrize(
    "bar", [(30, 0, 50, 380), (120, 0, 140, SIDE)], ids=["shorter than the side", "far from the border"]
)
def test_other_bars_are_part_of_the_scene(bar: Corners) -> None:
    picture = framed(bar)
    assert analyse(Pyramid(picture, picture.size)).inner == (0, 0, 1, 1)


# doubt ----------------------------------------------------------------------------------------------------------


def melting(rows: int) -> Image.Image:
    """A steel box whose right side melts into the wall over so many of its rows."""
    picture, _ = scene(STEEL)
    pixels = np.asarray(picture).copy()
    wide = 120
    light = np.linspace(0.0, 1.0, wide)[None, :, None]
    soft = np.asarray(STEEL) + (np.asarray(WALL) - np.asarray(STEEL)) * light
    pixels[BOX[3] + 1 - rows : BOX[3] + 1, BOX[2] - wide // 2 : BOX[2] + wide // 2] = soft
    return Image.fromarray(pixels.astype(np.uint8))


def test_the_longer_the_outline_was_guessed_the_less_it_is_trusted() -> None:
    pictures = [melting(rows) for rows in (0, 60, 120, 200)]
    found = [found_in(picture) for picture in pictures]
    melted = [one.melted for one in found]
    assert melted == sorted(melted)
    assert melted[0] < 0.01
    assert melted[-1] > MELTED
    sure = [
        analyse(Pyramid(picture, picture.size), one).confidence for picture, one in zip(pictures, found, strict=True)
    ]
    assert sure[0] >= CUTOUT_CONFIDENCE
    assert sure[-1] == 0
