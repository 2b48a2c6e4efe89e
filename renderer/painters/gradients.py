"""Linear gradients in whole numbers: the same bytes on every machine, which Skia's shaders do not promise."""

from __future__ import annotations

import itertools
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from renderer.painters.blending import BAND, Words, lay
from renderer.scene import Colour, Gradient

Stops: TypeAlias = tuple[tuple[float, Colour], ...]
_Steps: TypeAlias = npt.NDArray[np.int64]

_BITS = 16
_ONE = 1 << _BITS  # how far along the gradient its end lies


def ramp(gradient: Gradient, width: int, height: int, ground: int | None = None) -> Words:
    """A gradient over a box of so many px: colours multiplied by their alpha, to be read only; over a `ground` (an
    opaque px), what it looks like there.

    Steps of one level show no bands, so nothing is dithered."""
    (x0, y0), (x1, y1) = gradient.start, gradient.end
    dx, dy = (x1 - x0) * width, (y1 - y0) * height
    length = dx * dx + dy * dy or 1.0
    # coefficients are rounded once, to 2^-16 of a step; all that follows is whole numbers
    across, down = round(dx / length * _ONE * _ONE), round(dy / length * _ONE * _ONE)
    at = round((x0 * width * dx + y0 * height * dy) / length * _ONE * _ONE)
    if across == 0 or down == 0:
        line = _line(gradient.stops, (height, down) if across == 0 else (width, across), at, ground)
        return np.broadcast_to(line[:, None] if across == 0 else line, (height, width))
    # how far along the gradient the middle of each px lies is the sum of these, in parts of 2^-17
    xs = (2 * np.arange(width, dtype=np.int64) + 1) * across - 2 * at
    ys = ((2 * np.arange(height, dtype=np.int64) + 1) * down)[:, None]
    start, colours = _table(gradient.stops, ground)
    xs -= start << _BITS + 1
    ramped = np.empty((height, width), np.uint32)
    rows = max(1, BAND // width)
    for top in range(0, height, rows):
        places = xs + ys[top : top + rows]
        places >>= _BITS + 1
        colours.take(places, mode="clip", out=ramped[top : top + rows])
    return ramped


@lru_cache(maxsize=64)
def _line(stops: Stops, steps: tuple[int, int], at: int, ground: int | None) -> Words:
    """The colours of so many px along a side, each a step farther; scenes over time ask for the same again."""
    count, step = steps
    along = (2 * np.arange(count, dtype=np.int64) + 1) * step - 2 * at
    line: Words = _upon(_colours(stops, along[None] >> _BITS + 1), ground)[0]
    return line


@lru_cache(maxsize=16)
def _table(stops: Stops, ground: int | None) -> tuple[int, Words]:
    """The colours at every step from the last before anything changes, which is told too, to the first behind that."""
    starts = [round(place * _ONE) for place, _ in stops]
    before = min(starts) - 1
    colours = _colours(stops, np.arange(before, starts[-1] + 1, dtype=np.int64)[None])
    return before, _upon(colours, ground)[0]


def _upon(colours: Words, ground: int | None) -> Words:
    """Colours as they look on a ground: of each once, which is less than of each px."""
    if ground is None:
        return colours
    made = np.full_like(colours, ground)
    lay(made, colours)
    return made


def _colours(stops: Stops, along: _Steps) -> Words:
    """The colours of places that lie so far along the gradient, 0 to `_ONE` between its ends."""
    levels = np.empty((*along.shape, 4), np.int64)
    first, last = stops[0], stops[-1]
    for channel in range(4):
        level = np.full(along.shape, first[1][channel] * _ONE, np.int64)
        for (low, below), (high, above) in itertools.pairwise(stops):
            start, length = round(low * _ONE), max(1, round((high - low) * _ONE))
            part = np.clip(along - start, 0, length)
            ramped = below[channel] * _ONE + (above[channel] - below[channel]) * part * _ONE // length
            level = np.where(along > start, ramped, level)
        level[along >= round(last[0] * _ONE)] = last[1][channel] * _ONE
        levels[..., channel] = level
    levels = (levels + _ONE // 2) // _ONE
    levels[..., :3] = (levels[..., :3] * levels[..., 3:] + 127) // 255
    return levels.astype(np.uint8).view(np.uint32)[..., 0]
