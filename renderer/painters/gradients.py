"""Linear gradients in whole numbers: the same bytes on every machine, which Skia's shaders do not promise."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt

from renderer.scene import Gradient

Pixels = npt.NDArray[np.uint8]
_ONE = 1 << 16  # how far along the gradient its end lies


def ramp(gradient: Gradient, width: int, height: int) -> Pixels:
    """A gradient over a box of so many px: RGBA, colours multiplied by their alpha.

    Steps of one level show no bands, so nothing is dithered."""
    along = _along(gradient, width, height)
    levels = np.empty((height, width, 4), np.int64)
    first, last = gradient.stops[0], gradient.stops[-1]
    for channel in range(4):
        level = np.full(along.shape, first[1][channel] * _ONE, np.int64)
        for (low, below), (high, above) in itertools.pairwise(gradient.stops):
            start, length = round(low * _ONE), max(1, round((high - low) * _ONE))
            part = np.clip(along - start, 0, length)
            ramped = below[channel] * _ONE + (above[channel] - below[channel]) * part * _ONE // length
            level = np.where(along > start, ramped, level)
        level[along >= round(last[0] * _ONE)] = last[1][channel] * _ONE
        levels[..., channel] = level
    levels = (levels + _ONE // 2) // _ONE
    levels[..., :3] = (levels[..., :3] * levels[..., 3:] + 127) // 255
    return levels.astype(np.uint8)


def _along(gradient: Gradient, width: int, height: int) -> npt.NDArray[np.int64]:
    """How far along the gradient the middle of each px lies, 0 to `_ONE` between its ends."""
    (x0, y0), (x1, y1) = gradient.start, gradient.end
    dx, dy = (x1 - x0) * width, (y1 - y0) * height
    length = dx * dx + dy * dy or 1.0
    # coefficients are rounded once, to 2^-16 of a step; all that follows is whole numbers
    across, down = round(dx / length * _ONE * _ONE), round(dy / length * _ONE * _ONE)
    at = round((x0 * width * dx + y0 * height * dy) / length * _ONE * _ONE)
    xs = (2 * np.arange(width, dtype=np.int64) + 1) * across
    ys = (2 * np.arange(height, dtype=np.int64) + 1) * down
    return (xs[None, :] + ys[:, None] - 2 * at) // (2 * _ONE)
