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
