"""How far a picture stands out from the pixels it was drawn over: a logo by its ink, a product by outline or face."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from renderer import colours
from renderer.outcome import Sight
from renderer.scene import Image

Pixels = npt.NDArray[np.uint8]

SOLID, FAINT = 128, 32  # of 255: opacity of a px inside a picture, and of the least that counts of a thin stroke
_LINEAR = np.array(colours.LINEAR, np.int64)


def sight(node: Image, drawn: Pixels, behind: Pixels) -> Sight | None:
    """What is seen of a picture (premultiplied RGBA) before what it is drawn over (RGB).

    Its own colours count, not what thin strokes blend to. None for what brings its own ground: a photograph, or a
    product multiplied into the ground."""
    cover = drawn[..., 3]
    if node.role == "logo":
        views = [cover >= FAINT]
    elif node.role == "product" and node.treatment != "relight":
        solid = cover >= SOLID
        views = [_outline(solid), solid]
    else:
        return None
    if not views[0].any():
        return None
    seen = [_seen(drawn[view], behind[view]) for view in views]
    return Sight(node.id, node.role, max(one for one, _ in seen), max(other for _, other in seen))


def _seen(drawn: Pixels, before: Pixels) -> tuple[float, int]:
    """Contrast and greatest difference that half of some px have at least, each with its own colour."""
    share = drawn[:, 3].astype(np.int64)
    own = np.minimum(drawn[:, :3] * np.int64(255) // share[:, None], 255).astype(np.uint8)
    apart = np.abs(own.astype(np.int16) - before).max(axis=1)
    return round(_middle(_contrast(own, before), share), 2), int(_middle(apart, share))


def _outline(solid: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The px of a shape that touch what is not part of it; the picture's own sides are no outline."""
    padded = np.pad(solid, 1, mode="edge")
    inner = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return solid & ~inner


def _contrast(one: Pixels, other: Pixels) -> npt.NDArray[np.float64]:
    """WCAG's contrast of each px."""
    light = [(_LINEAR[each] * (2126, 7152, 722)).sum(axis=1) / 655_350_000 + 0.05 for each in (one, other)]
    ratio: npt.NDArray[np.float64] = np.maximum(*light) / np.minimum(*light)
    return ratio


def _middle(values: npt.NDArray[np.float64] | npt.NDArray[np.int16], weights: npt.NDArray[np.int64]) -> float:
    """The value that half of the weight lies at or above."""
    order = np.argsort(values, kind="stable")
    sums = np.cumsum(weights[order])
    return float(values[order][int(np.searchsorted(sums, int(sums[-1]) // 2, side="right"))])
