"""How far logos and products stand out from what they are drawn over."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest

from renderer.outcome import Sight
from renderer.painters.blending import words
from renderer.painters.raster import Pixels, paint
from renderer.painters.sights import sight
from renderer.scene import Box, Colour, Group, Image, Scene, Shape

CLEAR: Colour = (0, 0, 0, 0)
BLACK, WHITE, GREY = (0, 0, 0, 255), (255, 255, 255, 255), (118, 118, 118, 255)
GREEN, RED = (0, 110, 0, 255), (190, 30, 30, 255)


class Drawn:
    """One picture, whatever is asked for."""

    def __init__(self, pixels: Pixels) -> None:
        self.drawn = pixels

    def pixels(self, asset: str, crop: Box, width: int, height: int, treatment: str) -> Pixels:
        return self.drawn

    def font(self, digest: str) -> bytes:
        raise AssertionError("no text here")


def disc(core: Colour, rim: Colour | None = None, outside: Colour = CLEAR, side: int = 32) -> Pixels:
    """A square of one colour with a rim of 2 px in another, surrounded by 4 px."""
    pixels = np.empty((side, side, 4), np.uint8)
    pixels[:] = outside
    pixels[4:-4, 4:-4] = rim or core
    pixels[6:-6, 6:-6] = core
    return pixels


def seen(
    drawn: Pixels, ground: Colour, role: str = "product", treatment: Literal["cutout", "plain", "relight"] = "cutout"
) -> Sight | None:
    """The sight of a picture painted over a panel."""
    box = Box(0, 0, drawn.shape[1], drawn.shape[0])
    picture = Image(id="i", role=role, box=box, asset="a", crop=Box(0, 0, 1, 1), treatment=treatment)
    panel = Shape(id="s", role="panel", box=box, fill=ground)
    root = Group(id="0", role="root", box=box, children=(panel, picture))
    sights = paint(Scene(width=int(box.w), height=int(box.h), root=root), Drawn(drawn)).sights
    assert len(sights) < 2
    return sights[0] if sights else None


def test_a_logo_is_seen_by_its_own_ink() -> None:
    assert seen(disc(BLACK), WHITE, "logo") == Sight("i", "logo", 21.0, 255)
    assert seen(disc(GREY), WHITE, "logo") == Sight("i", "logo", 4.54, 137)
    assert seen(disc(WHITE), WHITE, "logo") == Sight("i", "logo", 1.0, 0)


def test_thin_strokes_count_with_their_colour_not_with_what_they_blend_to() -> None:
    half: Colour = (0, 0, 0, 140)
    assert seen(disc(half), WHITE, "logo") == Sight("i", "logo", 21.0, 255)


def test_most_of_a_logo_s_ink_decides() -> None:
    """A white dot on a black mark on white is no fault; a black dot on a white mark is."""
    marks = disc(BLACK), disc(WHITE)
    marks[0][12:18, 12:18], marks[1][12:18, 12:18] = WHITE, BLACK
    assert [one.contrast for mark in marks if (one := seen(mark, WHITE, "logo"))] == [21.0, 1.0]


def test_thin_strokes_weigh_as_much_as_they_cover() -> None:
    """A white dot of 4 px² beside black lines of half a px: the lines are more."""
    mark = np.zeros((20, 20, 4), np.uint8)
    mark[2:4, 2:4] = WHITE
    mark[8:18:3, 2:18] = (0, 0, 0, 100)
    assert seen(mark, WHITE, "logo") == Sight("i", "logo", 21.0, 255)


def test_a_product_is_seen_by_its_outline_or_its_surface() -> None:
    assert seen(disc(BLACK), BLACK) == Sight("i", "product", 1.0, 0)
    assert seen(disc(RED, rim=BLACK), BLACK) == seen(disc(RED), BLACK)
    assert seen(disc(BLACK, rim=RED), BLACK) == seen(disc(RED), BLACK)


def test_hue_counts_beside_lightness() -> None:
    made = seen(disc(RED), GREEN)
    assert made is not None
    assert made.contrast < 1.25
    assert made.apart == 190


@pytest.mark.parametrize(
    ("drawn", "treatment"), [(disc(RED), "relight"), (disc(RED, outside=BLACK), "plain"), (disc(CLEAR), "cutout")]
)
def test_what_brings_its_own_surroundings_or_shows_nothing_has_no_sight(
    drawn: Pixels, treatment: Literal["cutout", "plain", "relight"]
) -> None:
    assert seen(drawn, BLACK, treatment=treatment) is None


def test_other_pictures_have_none() -> None:
    node = Image(id="i", role="decoration", box=Box(0, 0, 32, 32), asset="a", crop=Box(0, 0, 1, 1))
    assert sight(node, words(disc(RED)), np.zeros((32, 32), np.uint32)) is None
