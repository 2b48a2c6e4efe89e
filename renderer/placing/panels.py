"""Panels: painted areas that share their sides, straight or slanted."""

from __future__ import annotations

import math
from typing import NamedTuple

from renderer import colours
from renderer.scene import Box, Colour, Point

STRIPES, THICK, APART = 3, 0.05, 0.15  # how many; of the empty foot's height: each, and from one to the next
FIRST = 0.42  # of that height above the first stripe
TINT, SHADE = 0.07, 0.035  # of white in a stripe or a ring; of black on a light panel
RINGS = ((0.86, 0.73), (0.60, 0.47), (0.34, 0.0))  # of the empty foot's height: outer and inner radius of each
ARC = 24  # straight parts of a quarter of a ring
LEAST = 0.08  # of the canvas' height below which a foot needs nothing to look intended


class Panel(NamedTuple):
    """A painted area: its palette role, colour, outline (empty: the box) and box."""

    role: str
    colour: Colour
    path: tuple[Point, ...]
    box: Box


def touching(boxes: list[Box], outer: Box, row: bool) -> list[Box]:
    """Panels meet without a gap and reach the outer box's sides; shared sides lie on whole px."""
    if row:
        cuts = [outer.x, *(float(round(box.x)) for box in boxes[1:]), outer.right]
        return [Box(cuts[i], outer.y, cuts[i + 1] - cuts[i], outer.h) for i in range(len(boxes))]
    cuts = [outer.y, *(float(round(box.y)) for box in boxes[1:]), outer.bottom]
    return [Box(outer.x, cuts[i], outer.w, cuts[i + 1] - cuts[i]) for i in range(len(boxes))]


def under_start(path: tuple[Point, ...], box: Box, row: bool) -> tuple[Point, ...]:
    """The outline with its start side moved out by what that side leans."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = path
    if row:
        left = min(x0, x3) - 1
        return (left, y0), (x1, y1), (x2, y2), (left, y3)
    top = min(y0, y1) - 1
    return (x0, top), (x1, top), (x2, y2), (x3, y3)


def outline(box: Box, before: float, after: float, row: bool) -> tuple[Point, ...]:
    """A panel's outline where its start or end side leans by so many px (half of what the side travels).

    Empty for a plain box. Across a row sides lean like italics; across a column they rise to the right."""
    if not before and not after:
        return ()
    if row:
        return (
            (box.x + before, box.y),
            (box.right + after, box.y),
            (box.right - after, box.bottom),
            (box.x - before, box.bottom),
        )
    return (
        (box.x, box.y + before),
        (box.right, box.y - before),
        (box.right, box.bottom - after),
        (box.x, box.bottom + after),
    )


def footed(panel: Panel, foot: float, canvas: Box, slope: float) -> list[Panel]:
    """What stands in the foot of a panel that its place may cover: the ground looks intended where it does not.

    `foot` is the height (px) at the canvas' lower side that stays without text; a brand that leans has stripes there
    that rise by `slope` across a px, any other rings about the lower corner (look book, section 2: below what is
    essential, ground or stripes only)."""
    box = panel.box
    if foot < LEAST * canvas.h or box.bottom < canvas.bottom - 1 or box.right < canvas.right - 1 or box.h < foot:
        return []
    light = not colours.is_dark(panel.colour)
    colour = colours.mixed((0, 0, 0, 255) if light else (255, 255, 255, 255), panel.colour, SHADE if light else TINT)
    return _stripes(box, foot, canvas, slope, colour) if slope else _rings(foot, canvas, colour)


def _rings(foot: float, canvas: Box, colour: Colour) -> list[Panel]:
    drawn = []
    for outer, inner in RINGS:
        path = (*_arc(canvas, outer * foot), *reversed(_arc(canvas, inner * foot)))
        room = Box(canvas.right - outer * foot, canvas.bottom - outer * foot, outer * foot, outer * foot)
        drawn.append(Panel("ring", colour, path, room))
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
        drawn.append(Panel("stripe", colour, path, Box(box.x, high - rise, box.w, low - high + 2 * rise)))
    return drawn
