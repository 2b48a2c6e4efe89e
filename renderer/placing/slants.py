"""Slants: what the leaning sides of a panel take from what stands beside them, each at its own height.

Look book, section 2: text keeps its distance from a panel's edge measured at the line's own height.
"""

from __future__ import annotations

from typing import NamedTuple

from renderer.scene import Point


class Inset(NamedTuple):
    """What a leaning side takes of the room between a panel's outermost corners, px."""

    start: float = 0.0
    end: float = 0.0

    @property
    def both(self) -> float:
        """Of the width, px."""
        return self.start + self.end

    def covers(self, other: Inset, slack: float) -> bool:
        """Whether it leaves no more room than another, up to a slack in px."""
        return self.start >= other.start - slack and self.end >= other.end - slack

    def joined(self, other: Inset) -> Inset:
        """What either takes."""
        return Inset(max(self.start, other.start), max(self.end, other.end))


NONE = Inset()


def inset(path: tuple[Point, ...], top: float, bottom: float) -> Inset:
    """What the sides of a panel's outline take between two heights (px), against its outermost corners."""
    if len(path) != 4 or path[0][1] != path[1][1]:
        return NONE
    (left_top, y0), (right_top, _), (right_bottom, y1), (left_bottom, _) = path
    first, last = ((min(max(at, y0), y1) - y0) / max(1.0, y1 - y0) for at in (top, bottom))
    lefts = [left_top + (left_bottom - left_top) * share for share in (first, last)]
    rights = [right_top + (right_bottom - right_top) * share for share in (first, last)]
    return Inset(max(lefts) - min(left_top, left_bottom), max(right_top, right_bottom) - min(rights))


def rise(lean: float, width: float, extent: tuple[float, float], below: bool) -> float:
    """How far a side that rises to the right, by `lean` px on either half of a width, comes into a panel at the extent
    (left and right, px) of what stands next to it; `below` for the lower side. Negative where it leaves room."""
    left, right = extent
    return lean * (2 * right / width - 1) if below else lean * (1 - 2 * left / width)
