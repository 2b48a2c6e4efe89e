"""Stripes: what makes a panel look intended where its place covers it, or where a window crops it."""

from __future__ import annotations

from renderer import colours
from renderer.placing.panels import TINT, Panel, stripes
from renderer.placing.scale import Frame
from renderer.scene import Box

STRIPES = ((0.30, 0.30), (0.74, 0.13))
"""Across a gutter's outer part: the middle of each stripe and its width, as shares (the look book's page skin)."""
LEAST_WIDE = 0.02  # of the canvas' width from which an outer part has room for stripes
LEAST_HIGH = 0.3  # of the canvas' height from which a panel is one to see stripes on


def stripes_in(panel: Panel, frame: Frame) -> list[Panel]:
    """The stripes of a panel: along the gutters of a page skin, else in a foot that its place covers."""
    if frame.page is None:
        return stripes(panel, frame.canvas.bottom - frame.safe.bottom, frame.canvas, frame.slant() / 2)
    return _along_gutter(panel, frame)


def _along_gutter(panel: Panel, frame: Frame) -> list[Panel]:
    """Two slanted stripes from a panel's top to its foot in what of a gutter is not safe: ground alone (look book,
    section 2)."""
    box, canvas, safe = panel.box, frame.canvas, frame.safe
    lean, left, right = frame.slant() * box.h / 2, box.x <= canvas.x, box.right >= canvas.right
    start = 0.0 if left else max(box.x, safe.right + lean)
    end = safe.x - lean if left else canvas.right
    beside = left != right and box.bottom >= canvas.bottom and box.h >= LEAST_HIGH * canvas.h
    if not (lean and beside) or end - start < LEAST_WIDE * canvas.w:
        return []
    return [_stripe(panel, start + middle * (end - start), share * (end - start), frame) for middle, share in STRIPES]


def _stripe(panel: Panel, middle: float, wide: float, frame: Frame) -> Panel:
    """One stripe; a side of its panel that rises is passed, what is painted later covers that."""
    box, half, slant = panel.box, wide / 2, frame.slant()
    over = slant * box.w / 4 if box.y > frame.canvas.y else 0.0
    up, down = slant * (box.h / 2 + over), slant * box.h / 2
    path = (
        (middle + up - half, box.y - over),
        (middle + up + half, box.y - over),
        (middle - down + half, box.bottom),
        (middle - down - half, box.bottom),
    )
    colour = colours.mixed((255, 255, 255, 255), panel.colour, TINT)
    return Panel("stripe", colour, path, Box(middle - down - half, box.y - over, wide + up + down, box.h + over))
