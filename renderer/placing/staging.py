"""Stages: a wall in soft light and a table with a soft horizon, on which a product that stands free is set down.

Geometry and tones: look book, section 8.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from renderer import colours
from renderer.placing.slots import Ground
from renderer.scene import Box, Colour, Gradient, Shape

HORIZON = range(8, 46)  # % of the product's height above its foot; the look book has 12 to 34
BEST = 25  # % where it looks best
AIRY = 1.2  # of the letters' height between the horizon and a text, from which a gap is as good as a larger one
NARROW = 40  # % of height that a horizon may go out of its way for an airy gap
DARKER = (0.92, 0.915, 0.905)  # of the wall's red, green and blue that the table keeps at the horizon
NEARER = (
    0.97,
    0.968,
    0.963,
)  # the same at its foot, where light falls on it (both measured on the look book's pictures)
SOFT = 5.0  # px at 1x over which the wall becomes the table
CLEAR = 2.0  # px at 1x between the horizon and letters
LIT = 0.35  # of white in the light of a white wall's top corner; less on darker ones


def table(ground: Colour) -> Colour:
    """The colour of a table before a wall of a colour."""
    return _toned(ground, DARKER)


def _toned(ground: Colour, shares: tuple[float, float, float]) -> Colour:
    red, green, blue = (round(value * share) for value, share in zip(ground[:3], shares, strict=True))
    return red, green, blue, ground[3]


def stage(ground: Ground, subject: Box, texts: Sequence[Box], scale: float, mirrored: bool) -> Iterator[Shape]:
    """The light on the wall and the table under a product, as large as the ground; `subject` is the product's own box.

    The horizon crosses no text: it moves to a gap, or there is no table. `scale` is px of the canvas at 1x."""
    if ground.table is None:
        return
    yield _light(ground, mirrored)
    horizon = _horizon(subject, texts, (SOFT / 2 + CLEAR) * scale)
    if horizon is not None and ground.box.y < horizon < ground.box.bottom:
        yield _table(ground, ground.table, float(round(horizon)), SOFT * scale)


def _horizon(subject: Box, texts: Sequence[Box], near: float) -> float | None:
    """Where the table ends: behind the product, in an airy gap between texts; None where every height crosses one."""
    found: list[tuple[float, float]] = []
    for share in HORIZON:
        at = subject.bottom - subject.h * share / 100
        air = [_air(text, at) for text in texts]
        if min(air, default=math.inf) >= near:
            airy = min((one / (AIRY * text.h) for one, text in zip(air, texts, strict=True) if text.h), default=1.0)
            found.append((abs(share - BEST) + NARROW * max(0.0, 1.0 - airy), at))
    return min(found, default=(0.0, None))[1]


def _air(text: Box, at: float) -> float:
    """How far a height lies from a text, px; negative inside it."""
    return max(text.y - at, at - text.bottom)


def _light(ground: Ground, mirrored: bool) -> Shape:
    """Soft light from the top corner where reading begins."""
    share = LIT * colours.luminance(ground.colour)
    white: Colour = (255, 255, 255, round(255 * share))
    left, right = (1.0, 0.0) if mirrored else (0.0, 1.0)
    gradient = Gradient((left, 0.0), (right, 0.8), ((0.0, white), (0.75, (255, 255, 255, 0))))
    return Shape(id="", role="light", box=ground.box, gradient=gradient, path=ground.path)


def _table(ground: Ground, tone: Colour, horizon: float, soft: float) -> Shape:
    red, green, blue, _ = tone
    top = max(ground.box.y, horizon - soft / 2)
    box = Box(ground.box.x, top, ground.box.w, ground.box.bottom - top)
    edge = min(1.0, soft / max(1.0, box.h))
    near = _toned(ground.colour, NEARER)[:3]
    stops = ((0.0, (red, green, blue, 0)), (edge, (red, green, blue, 255)), (1.0, (*near, 255)))
    gradient = Gradient((0.0, 0.0), (0.0, 1.0), stops)
    return Shape(id="", role="table", box=box, gradient=gradient, behind=True)
