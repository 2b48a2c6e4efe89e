"""How far a picture stands out from the pixels it was drawn over: a logo by its ink, a product by outline or face."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from renderer import colours
from renderer.outcome import Sight
from renderer.painters.blending import Words, alpha
from renderer.scene import Image

Channels: TypeAlias = list[npt.NDArray[np.uint8]]
"""Red, green and blue of some px, each apart."""

SOLID, FAINT = 128, 32  # of 255: opacity of a px inside a picture, and of the least that counts of a thin stroke
_STEPS = 1024  # of contrasts in one unit: px are counted by them, and only those of one step sorted
_LIGHT = [np.array(colours.LINEAR, np.int64) * weight for weight in (2126, 7152, 722)]


def sight(node: Image, drawn: Words, behind: Words) -> Sight | None:
    """What is seen of a picture (premultiplied) before what it is drawn over.

    Its own colours count, not what thin strokes blend to. None for what brings its own ground: a photograph, or a
    product multiplied into the ground."""
    if node.role == "logo":
        views = [alpha(drawn) >= FAINT]
    elif node.role == "product" and node.treatment != "relight":
        solid = alpha(drawn) >= SOLID
        views = [_outline(solid), solid]
    else:
        return None
    if not views[0].any():
        return None
    seen = [_seen(drawn[view], behind[view]) for view in views]
    return Sight(node.id, node.role, max(one for one, _ in seen), max(other for _, other in seen))


def _seen(drawn: Words, behind: Words) -> tuple[float, int]:
    """Contrast and greatest difference that half of some px have at least, each with its own colour."""
    share = alpha(drawn)
    own, before = _channels(drawn), _channels(behind)
    thin = np.flatnonzero(share < 255)
    for channel in own:
        channel[thin] = np.minimum(channel[thin] * np.uint32(255) // share[thin], 255)
    apart = [np.maximum(one, other) - np.minimum(one, other) for one, other in zip(own, before, strict=True)]
    greatest = np.maximum(np.maximum(apart[0], apart[1]), apart[2])
    sums = np.cumsum(np.bincount(greatest, share))
    return round(_middle(_contrast(own, before), share), 2), _passed(sums, int(sums[-1]) // 2)


def _channels(pixels: Words) -> Channels:
    apart = pixels.view(np.uint8).reshape(-1, 4)
    return [apart[:, channel].copy() for channel in range(3)]


def _outline(solid: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The px of a shape that touch what is not part of it; the picture's own sides are no outline."""
    padded = np.pad(solid, 1, mode="edge")
    inner = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return solid & ~inner


def _contrast(one: Channels, other: Channels) -> npt.NDArray[np.float64]:
    """WCAG's contrast of each px."""
    light = []
    for each in (one, other):
        red, green, blue = (table[channel] for table, channel in zip(_LIGHT, each, strict=True))
        light.append((red + green + blue) / 655_350_000 + 0.05)
    ratio: npt.NDArray[np.float64] = np.maximum(*light) / np.minimum(*light)
    return ratio


def _middle(values: npt.NDArray[np.float64], weights: Words) -> float:
    """The value that half of the weight lies at or above."""
    steps = (values * _STEPS).astype(np.int64)
    sums = np.cumsum(np.bincount(steps, weights))  # whole numbers: exact
    half = int(sums[-1]) // 2
    place = _passed(sums, half)
    here = steps == place  # only these need an order among them
    chosen, shares = values[here], weights[here]
    order = np.argsort(chosen, kind="stable")
    before = int(sums[place - 1]) if place else 0
    return float(chosen[order[_passed(np.cumsum(shares[order], dtype=np.int64), half - before)]])


def _passed(sums: npt.NDArray[np.float64] | npt.NDArray[np.int64], half: int) -> int:
    """Where running sums pass half of the whole."""
    return int(np.searchsorted(sums, half, side="right"))
