"""Mirroring: a right-to-left creative is its left-to-right layout seen in a mirror, before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable

from renderer.placing.panels import Panel
from renderer.placing.slots import Align, Free, Ground, Spot
from renderer.scene import Box, Point

_OTHER: dict[Align, Align] = {"start": "end", "end": "start", "center": "center"}


def mirrored(
    panels: Iterable[Panel], spots: Iterable[Spot], width: float
) -> tuple[tuple[Panel, ...], tuple[Spot, ...]]:
    """Panels and spots of a canvas `width` px wide: boxes, outlines, alignments and free sides turned round."""
    return tuple(_panel(one, width) for one in panels), tuple(_spot(one, width) for one in spots)


def _panel(one: Panel, width: float) -> Panel:
    return Panel(one.role, one.colour, _path(one.path, width), _box(one.box, width))


def _spot(one: Spot, width: float) -> Spot:
    ground, free = one.ground, one.free
    return Spot(
        one.slot,
        _box(one.box, width),
        Ground(ground.role, ground.colour, ground.ink, _path(ground.path, width), _box(ground.box, width)),
        _OTHER[one.align],
        one.settled,
        Free(free.right, free.top, free.left, free.bottom),
    )


def _box(one: Box, width: float) -> Box:
    return Box(width - one.right, one.y, one.w, one.h)


def _path(points: tuple[Point, ...], width: float) -> tuple[Point, ...]:
    return tuple((width - x, y) for x, y in reversed(points))
