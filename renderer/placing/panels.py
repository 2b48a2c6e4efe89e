"""Panels: painted areas that share their sides, straight or slanted."""

from __future__ import annotations

from typing import NamedTuple

from renderer.boxes import corners
from renderer.scene import Box, Colour, Point


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


def lowered(panel: Panel, by: float, foot: float) -> Panel:
    """A panel whose foot lies at a height, drawn so many px farther down, its sides going on as they lean."""
    box = panel.box
    if abs(box.bottom - foot) > 1.0:
        return panel
    longer = Box(box.x, box.y, box.w, box.h + by)
    if not panel.path:
        return panel._replace(box=longer)
    start, end, low_end, low_start = panel.path
    return panel._replace(box=longer, path=(start, end, _on(end, low_end, by), _on(start, low_start, by)))


def footed(path: tuple[Point, ...], box: Box, row: Box, lean: float) -> tuple[Point, ...]:
    """A panel's outline down to the lower side of the row that it stands in, which rises to the right by so many px on
    either half of the row's width."""
    start, end, low_end, low_start = path or corners(box)

    def foot(high: Point, low: Point) -> Point:
        return _on(high, low, lean * (1.0 - 2.0 * (low[0] - row.x) / max(1.0, row.w)))

    return start, end, foot(end, low_end), foot(start, low_start)


def _on(high: Point, low: Point, by: float) -> Point:
    """A side's lower end so many px farther down."""
    return low[0] + (low[0] - high[0]) * by / max(1.0, low[1] - high[1]), low[1] + by


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
