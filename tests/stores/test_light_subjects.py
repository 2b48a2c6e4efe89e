"""Pale subjects keep an outline on a ground that they are relit for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw

from renderer.scene import Box
from renderer.stores import silhouette, treatments
from renderer.stores.pictures import Part
from renderer.stores.silhouette import Silhouette

SIDE = 512
Colour = tuple[int, int, int]


def treated(picture: Image.Image, found: Silhouette) -> npt.NDArray[np.uint8]:
    """The whole picture relit at its own size."""
    studied = treatments.study(silhouette.small(picture), found)
    return treatments.relight(Part(picture, Box(0, 0, 1, 1)), studied)


def relit(
    fill: Colour, line: Colour, wall: Colour = (226, 224, 220)
) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    """A box with a drawn outline, relit, and whether it counts as light."""
    picture = Image.new("RGB", (SIDE, SIDE), wall)
    ImageDraw.Draw(picture).rectangle((150, 100, 360, 420), fill=fill, outline=line, width=6)
    found = silhouette.find(silhouette.small(picture))
    assert found.light == (fill[0] > 200)
    return treated(picture, found)


def test_the_outline_of_a_pale_subject_is_drawn_out() -> None:
    fill, line, wall = 222, 196, 226
    pixels = relit((fill, fill, fill), (line, line, line), (wall, wall, wall)).astype(int)
    assert 255 - pixels[250, 153, 0] > (wall - line) * 255 // wall * 5 // 4
    assert pixels[250, 250, 0] > 225, "its surface hardly darkens"


def test_its_hue_stays() -> None:
    red, green, blue = relit((222, 220, 216), (200, 190, 176))[250, 153, :3].astype(int)
    assert green / red == pytest.approx(190 / 224 / (200 / 226), abs=0.02)
    assert blue / red == pytest.approx(176 / 220 / (200 / 226), abs=0.02)


def grey_steps(gain: int) -> npt.NDArray[np.int64]:
    """What ratios of 0 to 339, the same in all channels, become."""
    steps = np.repeat(np.arange(340, dtype=np.uint16)[None, None, :], 3, axis=0)
    treatments._light(steps, treatments.squeezed(200, 300, gain))
    return steps[0, 0].astype(np.int64)


def test_what_is_black_stays_so_and_does_not_turn_over() -> None:
    plain, made = (grey_steps(gain) for gain in (0, 120))
    assert made[0] == 0
    assert made[300] == 255
    assert (np.diff(made) >= 0).all()
    assert (made <= plain).all()
    assert made[210] < plain[210] - 5


def test_darker_subjects_keep_their_own_shades() -> None:
    pixels = relit((150, 150, 150), (120, 120, 120), (226, 226, 226)).astype(int)
    assert pixels[250, 250, 0] == pytest.approx(150 * 255 / 226, abs=2)
