"""Outlines of drawn signs: star, thin arrow, chevron, price tag. All in px of the canvas; what a sine or a root made is
rounded to 1/64."""

from __future__ import annotations

import math

from renderer.scene import Box, Point

GRID = 64  # to one part of a px in so many: the same on every machine, whatever its cosine's last bit
STAR_WAIST = 0.42  # a five-pointed star's inner radius against its outer one: fuller than a pentagram (0.38)
ROUND = 24  # corners of a hole
Path = tuple[Point, ...]


def star(box: Box, rays: int, waist: float) -> Path:
    """A star in a box as wide as high, one ray up; `waist` is its inner radius against its outer one."""
    x, y, radius = box.x + box.w / 2, box.y + box.h / 2, box.w / 2
    radii = (radius, radius * waist)
    return _on_grid([_turned(x, y, radii[step % 2], step / (2 * rays)) for step in range(2 * rays)])


def half_star(box: Box, waist: float, right: bool) -> Path:
    """The left half of a five-pointed star, or the right one."""
    middle = box.x + box.w / 2
    whole = star(box, 5, waist)
    half = [(x, y) for x, y in whole if (x >= middle - 1 / GRID if right else x <= middle + 1 / GRID)]
    return tuple(half)


def arrow(box: Box, thick: float, leftwards: bool) -> Path:
    """An arrow of lines so thick (px) from side to side of a box, its head a right angle."""
    reach, slope = box.h / 2, thick / math.sqrt(2)
    neck = box.w - 2 * slope - thick / 2
    upper = [(0.0, reach - thick / 2), (neck, reach - thick / 2), (box.w - reach - slope, slope), (box.w - reach, 0.0)]
    lower = [(x, box.h - y) for x, y in reversed(upper)]
    return _on_grid(_facing(box, [*upper, (box.w, reach), *lower], leftwards))


def chevron(box: Box, leftwards: bool) -> Path:
    """A heavy angle that fills a box."""
    thick = box.w * 0.34
    points = [(0.0, 0.0), (thick, 0.0), (box.w, box.h / 2), (thick, box.h), (0.0, box.h), (box.w - thick, box.h / 2)]
    return tuple(_facing(box, points, leftwards))


def downwards(box: Box, thick: float) -> Path:
    """A right angle of lines so thick (px) that points down, from side to side of a box twice as wide as high."""
    reach, slope = box.w / 2, thick / math.sqrt(2)
    points = [
        (0.0, slope), (slope, 0.0), (reach, reach - slope), (box.w - slope, 0.0), (box.w, slope),
        (reach, reach + slope),
    ]  # fmt: skip
    return _on_grid([(box.x + x, box.y + y - slope / 2) for x, y in points])


def upwards(box: Box, thick: float) -> Path:
    """The same, pointing up."""
    return _on_grid([(x, box.y + box.bottom - y) for x, y in downwards(box, thick)])


def sideways(box: Box, thick: float, leftwards: bool) -> Path:
    """The same, pointing to a side: from top to bottom of a box twice as high as wide."""
    lying = Box(box.y, box.x, box.h, box.w)
    points = [(y, x) for x, y in downwards(lying, thick)]
    return _on_grid([(box.x + box.right - x, y) for x, y in points] if leftwards else points)


def double(box: Box, thick: float, leftwards: bool) -> Path:
    """Two of them, one behind the other, from top to bottom of a box, as one outline."""
    wide = box.h / 2
    first, second = (sideways(Box(left, box.y, wide, box.h), thick, leftwards)
                     for left in (box.x, box.right - wide))  # fmt: skip
    return (*first, first[0], *second, second[0], first[0])


def cross(box: Box, thick: float) -> Path:
    """Two lines so thick (px) from corner to corner of a square box."""
    far, half, slope = box.w, box.w / 2, thick / math.sqrt(2)
    points = [
        (slope, 0.0), (half, half - slope), (far - slope, 0.0), (far, slope), (half + slope, half), (far, far - slope),
        (far - slope, far), (half, half + slope), (slope, far), (0.0, far - slope), (half - slope, half), (0.0, slope),
    ]  # fmt: skip
    return _on_grid([(box.x + x, box.y + y) for x, y in points])


def tag(box: Box, hole: float, leftwards: bool) -> Path:
    """A price tag: a box pointed at its start, with a hole of a radius in px that the ground shows through.

    The hole turns the other way round and hangs on a seam without width: it is left out when the path is filled."""
    point, middle = box.h / 2, box.h / 2
    x = 0.92 * point
    turns = [_turned(x, middle, hole, 0.75 - step / ROUND) for step in range(ROUND + 1)]
    outside = [(point, 0.0), (box.w, 0.0), (box.w, box.h), (point, box.h), (0.0, middle)]
    return _on_grid(_facing(box, [(0.0, middle), *outside, *turns], leftwards))


def _facing(box: Box, points: list[Point], leftwards: bool) -> list[Point]:
    """Points from a box's own corner, placed, and turned round where reading goes left."""
    return [(box.right - x if leftwards else box.x + x, box.y + y) for x, y in points]


def _turned(x: float, y: float, radius: float, turn: float) -> Point:
    """The point at a part of a turn clockwise from the top."""
    angle = 2 * math.pi * turn
    return x + radius * math.sin(angle), y - radius * math.cos(angle)


def _on_grid(points: list[Point]) -> Path:
    return tuple((round(x * GRID) / GRID, round(y * GRID) / GRID) for x, y in points)
