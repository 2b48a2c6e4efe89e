"""Decor: stripes and rings that make a panel look intended where its place covers it, or where a window crops it."""

from __future__ import annotations

import math

from renderer import colours
from renderer.placing.panels import Panel
from renderer.placing.scale import Frame
from renderer.scene import Box, Colour, Point

STRIPES, THICK, APART = 3, 0.05, 0.15  # how many; of the empty foot's height: each, and from one to the next
FIRST = 0.42  # of that height above the first stripe
TINT, SHADE = 0.07, 0.035  # of white in a stripe or a ring; of black on a light panel
RINGS = ((0.86, 0.73), (0.60, 0.47), (0.34, 0.0))  # of the empty foot's height: outer and inner radius of each
ARC = 24  # straight parts of a quarter of a ring
LEAST = 0.08  # of the canvas' height below which a foot needs nothing to look intended
GUTTER = ((0.30, 0.30), (0.74, 0.13))
"""Across a gutter's outer part: the middle of each stripe and its width, as shares (the look book's page skin)."""
LEAST_WIDE = 0.02  # of the canvas' width from which an outer part has room for stripes
LEAST_HIGH = 0.3  # of the canvas' height from which a panel is one to see stripes on


def decor(panel: Panel, frame: Frame) -> list[Panel]:
    """What stands on a panel for show: along the gutters of a page skin, else in a foot that its place covers."""
    if frame.page is None:
        return _in_foot(panel, frame.canvas.bottom - frame.safe.bottom, frame.canvas, frame.slant() / 2)
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
    return [_stripe(panel, start + middle * (end - start), share * (end - start), frame) for middle, share in GUTTER]


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
    return Panel("decor", _colour(panel), path, Box(middle - down - half, box.y - over, wide + up + down, box.h + over))


def _in_foot(panel: Panel, foot: float, canvas: Box, slope: float) -> list[Panel]:
    """What stands in the foot of a panel that its place may cover: the ground looks intended where it does not.

    `foot` is the height (px) at the canvas' lower side that stays without text; a brand that leans has stripes there
    that rise by `slope` across a px, any other rings about the lower corner (look book, section 2: below what is
    essential, ground or stripes only)."""
    box = panel.box
    if foot < LEAST * canvas.h or box.bottom < canvas.bottom - 1 or box.right < canvas.right - 1 or box.h < foot:
        return []
    colour = _colour(panel)
    return _stripes(box, foot, canvas, slope, colour) if slope else _rings(foot, canvas, colour)


def _colour(panel: Panel) -> Colour:
    """A little lighter than a dark panel, a little darker than a light one."""
    if colours.is_dark(panel.colour):
        return colours.mixed((255, 255, 255, 255), panel.colour, TINT)
    return colours.mixed((0, 0, 0, 255), panel.colour, SHADE)


def _rings(foot: float, canvas: Box, colour: Colour) -> list[Panel]:
    drawn = []
    for outer, inner in RINGS:
        path = (*_arc(canvas, outer * foot), *reversed(_arc(canvas, inner * foot)))
        room = Box(canvas.right - outer * foot, canvas.bottom - outer * foot, outer * foot, outer * foot)
        drawn.append(Panel("decor", colour, path, room))
    return drawn


def _arc(canvas: Box, radius: float) -> tuple[Point, ...]:
    """A quarter circle about the canvas' lower right corner, from its foot to its side."""
    angles = [math.pi / 2 * index / ARC for index in range(ARC + 1)]
    return tuple((canvas.right - radius * math.cos(one), canvas.bottom - radius * math.sin(one)) for one in angles)


def _stripes(box: Box, foot: float, canvas: Box, slope: float, colour: Colour) -> list[Panel]:
    rise, top = slope * box.w / 2, canvas.bottom - foot
    drawn = []
    for index in range(STRIPES):
        high = top + (FIRST + index * APART) * foot
        low = high + THICK * (1 + index * 0.5) * foot
        path = ((box.x, high + rise), (box.right, high - rise), (box.right, low - rise), (box.x, low + rise))
        drawn.append(Panel("decor", colour, path, Box(box.x, high - rise, box.w, low - high + 2 * rise)))
    return drawn
