"""Boxes: rectangles on the canvas, and what is asked of them and of polygons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

Point: TypeAlias = tuple[float, float]


class Box(NamedTuple):
    """A rectangle: left, top, width, height in px."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.h

    def inset(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The box without a margin on each side (never below zero size)."""
        return Box(self.x + left, self.y + top, max(0.0, self.w - left - right), max(0.0, self.h - top - bottom))

    def overlap(self, other: Box) -> float:
        """The area shared with another box, px²."""
        width = min(self.right, other.right) - max(self.x, other.x)
        height = min(self.bottom, other.bottom) - max(self.y, other.y)
        return max(0.0, width) * max(0.0, height)

    def within(self, other: Box, slack: float = 0.01) -> bool:
        """Whether the box lies inside another, up to `slack` px."""
        return (
            self.x >= other.x - slack
            and self.y >= other.y - slack
            and self.right <= other.right + slack
            and self.bottom <= other.bottom + slack
        )


def common(one: Box, other: Box) -> Box:
    """What two boxes share; of no size where they are apart."""
    x, y = max(one.x, other.x), max(one.y, other.y)
    return Box(x, y, max(0.0, min(one.right, other.right) - x), max(0.0, min(one.bottom, other.bottom) - y))


def union(boxes: Sequence[Box]) -> Box:
    """The box around boxes."""
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)


def corners(box: Box) -> tuple[Point, ...]:
    """A box as a polygon, clockwise from its left upper corner."""
    return (box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)


def around(points: Sequence[Point]) -> Box:
    """The box around a polygon."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def turn(one: Point, other: Point, point: Point) -> float:
    """On which side of a line through two points a third lies, by its sign; 0 on it."""
    return (other[0] - one[0]) * (point[1] - one[1]) - (other[1] - one[1]) * (point[0] - one[0])


def middle(polygon: Sequence[Point]) -> Point:
    """The mean of a polygon's corners."""
    return sum(x for x, _ in polygon) / len(polygon), sum(y for _, y in polygon) / len(polygon)


def holds(polygon: Sequence[Point], point: Point) -> bool:
    """Whether a point lies in a convex polygon, its sides included."""
    turns = [turn(one, polygon[(place + 1) % len(polygon)], point) for place, one in enumerate(polygon)]
    return all(each >= -1e-6 for each in turns) or all(each <= 1e-6 for each in turns)


def half(polygon: Sequence[Point], one: Point, other: Point, side: float) -> tuple[Point, ...]:
    """What of a polygon lies on one side of a line, 1 or -1 as `turn` has it (Sutherland and Hodgman)."""
    kept: list[Point] = []
    for place, here in enumerate(polygon):
        before = polygon[place - 1]
        now, then = side * turn(one, other, here), side * turn(one, other, before)
        if (now >= 0) != (then >= 0):
            share = then / (then - now)
            kept.append((before[0] + (here[0] - before[0]) * share, before[1] + (here[1] - before[1]) * share))
        if now >= 0:
            kept.append(here)
    return tuple(kept)
