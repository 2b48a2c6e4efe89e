"""Whether two paintings of one scene show the same, whoever painted them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

Levels = npt.NDArray[np.float64]
BLOCK = 16  # px: about what is looked at as one place
STEP = 4  # px between one block and the next: a fault is not halved because it lies on the border of two
SAME = 5.0
"""Up to here two painters show the same, in levels of 255. The raster painter and Chromium with the same scene come to
0.9 to 3.3, single faults to 6.8 and more (`test_seeing.py` measures both). At 1x nothing is seen of 1 px or of single
letters in small print; at 2x both are: ask for 2x where words count."""


class Difference(NamedTuple):
    """How far two pictures are apart in the worst place, in levels of 255, and that place: left, top, width, height."""

    levels: float
    where: tuple[int, int, int, int]


def differing(one: Image.Image, other: Image.Image) -> Difference:
    """The mean difference in lightness and colour over the worst 16 by 16 px.

    A pixel differs by what it lies beyond the values that the other picture has within one px around it: two
    rasterizers give the same edge other shares of both sides, and text another weight, but no new values. What is
    missing, elsewhere by 2 px, of another colour or softness does. Transparent pictures are laid on white and black.
    Raises ValueError for pictures of two sizes.
    """
    if one.size != other.size:
        raise ValueError(f"two sizes: {one.size} and {other.size}")
    found = [_worst(_laid(one, ground), _laid(other, ground)) for ground in _grounds(one, other)]
    return max(found)


def _grounds(*pictures: Image.Image) -> tuple[str, ...]:
    opaque = all(picture.convert("RGBA").getchannel("A").getextrema()[0] == 255 for picture in pictures)
    return ("white",) if opaque else ("white", "black")


def _laid(picture: Image.Image, ground: str) -> Image.Image:
    below = Image.new("RGBA", picture.size, ground)
    return Image.alpha_composite(below, picture.convert("RGBA")).convert("RGB").convert("YCbCr")


def _worst(one: Image.Image, other: Image.Image) -> Difference:
    apart = np.maximum(_beyond(one, other), _beyond(other, one))
    height, width = (min(BLOCK, side) for side in apart.shape)
    tops, lefts = (_starts(side) for side in apart.shape)
    sums = np.pad(apart, ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    corners = [sums[np.ix_(tops + dy, lefts + dx)] for dy in (0, height) for dx in (0, width)]
    means = (corners[3] - corners[2] - corners[1] + corners[0]) / (height * width)
    row, column = np.unravel_index(int(means.argmax()), means.shape)
    place = (int(lefts[column]), int(tops[row]), width, height)
    return Difference(round(float(means[row, column]), 2), place)


def _starts(length: int) -> npt.NDArray[np.intp]:
    last = max(0, length - BLOCK)
    return np.unique([*range(0, last, STEP), last]).astype(np.intp)


def _beyond(one: Image.Image, other: Image.Image) -> Levels:
    """For each pixel how far `one` lies outside the values of `other` within one px, over the three channels."""
    own, around = np.asarray(one), np.pad(np.asarray(other), ((1, 1), (1, 1), (0, 0)), "edge")
    low, high = _nearby(around, np.minimum), _nearby(around, np.maximum)
    values = (np.maximum(low, own) - own).astype(np.int32) + (np.maximum(own, high) - high)
    return np.asarray(np.sqrt((values**2).sum(axis=-1)), np.float64)


def _nearby(around: npt.NDArray[np.uint8], pick: np.ufunc) -> npt.NDArray[np.uint8]:
    """The least or the greatest value within one px: Pillow's own filters take twenty times as long."""
    rows = pick(pick(around[:-2], around[1:-1]), around[2:])
    return np.asarray(pick(pick(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:]))
