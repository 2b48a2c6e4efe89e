"""Parts of a canvas: where nodes reach, where two stills differ, and one such part painted again by itself.

A px hangs on nothing but the nodes that reach it, in their order. So whatever reaches a part is drawn whole, as if all
were painted, the rest is left out, and of the result only the part is taken: the same bytes as painting everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import ceil, floor

import msgspec
import numpy as np

from renderer.boxes import corners
from renderer.painters.blending import Words
from renderer.painters.gradients import ramp
from renderer.painters.raster import Area, Assets, Brush, common
from renderer.scene import AnyNode, Gradient, Group, Image, Node, Point, Scene, Shape, Text
from renderer.tracks import Affine

NOWHERE: Area = (0, 0, 0, 0)
_EDGE = 2  # px around everything: blurred edges and rounding
_REACH = 2.0  # times its size that a glyph may reach beyond its line's ends, and above and below its baseline
_BLUR = 3.0  # sigmas until a shadow is gone
_MITRE = 2.0  # half widths that a stroke's corner may stand out beyond the half width itself


def repaint(scene: Scene, assets: Assets, words: Words, area: Area, scale: float = 1.0) -> None:
    """Draws a still again within an area of words (px as numbers); they stay as they are around it."""
    left, top, right, bottom = area
    if right <= left or bottom <= top:
        return
    brush = _Part(scene, assets, scale, area)
    brush.draw(scene.root)
    words[top:bottom, left:right] = brush.words[top:bottom, left:right]


class _Part(Brush):
    """Draws what reaches an area, and measures nothing."""

    def __init__(self, scene: Scene, assets: Assets, scale: float, area: Area) -> None:
        super().__init__(scene, assets, scale, area)

    def draw(self, node: Node) -> None:
        left, top, right, bottom = common(reach(node, self.place), self.area)
        if left < right and top < bottom:
            super().draw(node)

    def _ramp(self, gradient: Gradient, width: int, height: int, ground: int | None) -> Words:
        return _ramped(gradient, width, height, ground)

    def _probe(self, node: Text) -> None:
        return

    def _seen(self, node: Image, drawn: Words, behind: Words) -> None:
        return


@lru_cache(maxsize=4)
def _ramped(gradient: Gradient, width: int, height: int, ground: int | None) -> Words:
    return ramp(gradient, width, height, ground)


def reach(node: Node, place: Affine) -> Area:
    """Where a node may leave ink, device px; `place` is where what it stands in comes to lie. Rather too large."""
    place = place.after(node.transform)
    match node:
        case Group():
            inner = _union(reach(child, place) for child in node.children)
            if node.clip_path:
                return common(inner, _around(node.clip_path, place, 0))
            return common(inner, _around(corners(node.box), place, 0)) if node.clip else inner
        case Shape():
            return _shape_reach(node, place)
        case Text():
            return _text_reach(node, place)
    return _around(corners(node.box), place, 0)


def _shape_reach(node: Shape, place: Affine) -> Area:
    points = (*corners(node.box), *node.path)
    wide = node.stroke.width / 2 * (1 + _MITRE) if node.stroke is not None else 0.0
    found = _around(points, place, wide)
    if node.shadow is None:
        return found
    shadow = node.shadow
    cast = _around([(x + shadow.dx, y + shadow.dy) for x, y in points], place, _BLUR * shadow.blur)
    return _union((found, cast))


def _text_reach(node: Text, place: Affine) -> Area:
    points, size = list(corners(node.box)), 0.0
    for line in node.lines:
        points += ((line.x, line.baseline), (line.x + line.advance, line.baseline))
        for run in (one for one in line.runs if one.glyphs):
            size = max(size, run.size)
            points += ((line.x + min(run.xs), line.baseline + min(run.ys)),
                       (line.x + max(run.xs), line.baseline + max(run.ys)))  # fmt: skip
    if node.strike_line is not None and node.strike is not None:
        points += node.strike_line
        size = max(size, node.strike.width)
    return _around(points, place, size * _REACH)


def _around(points: Iterable[Point], place: Affine, margin: float) -> Area:
    """The px around points, with a margin in px before they are placed."""
    wide = margin * max(abs(place.a) + abs(place.c), abs(place.b) + abs(place.d)) + _EDGE
    xs, ys = zip(*points, strict=True)
    x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
    xs, ys = zip(*(place.point(x, y) for x in (x0, x1) for y in (y0, y1)), strict=True)
    return floor(min(xs) - wide), floor(min(ys) - wide), ceil(max(xs) + wide), ceil(max(ys) + wide)


def _union(areas: Iterable[Area]) -> Area:
    solid = [one for one in areas if one[0] < one[2] and one[1] < one[3]]
    if not solid:
        return NOWHERE
    lefts, tops, rights, bottoms = zip(*solid, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def apart(one: Scene, other: Scene, scale: float = 1.0) -> Area:
    """Where two stills of one creative may differ: px of the canvas; `NOWHERE` where they are the same."""
    canvas = (0, 0, round(one.width * scale), round(one.height * scale))
    if one.background != other.background:
        return canvas
    return common(_apart(one.root, other.root, Affine(a=scale, d=scale)), canvas)


def _apart(one: AnyNode, other: AnyNode, place: Affine) -> Area:
    if one == other:
        return NOWHERE
    if isinstance(one, Group) and isinstance(other, Group) and _alike(one, other):
        inner = place.after(one.transform)
        before, after = {child.id: child for child in one.children}, {child.id: child for child in other.children}
        told = len(before) == len(one.children) and len(after) == len(other.children)
        if told and _in_order(tuple(before), tuple(after)):
            both = (_apart(before[id_], after[id_], inner) for id_ in before if id_ in after)
            lone = (reach(child, inner) for id_, child in (before | after).items() if (id_ in before) != (id_ in after))
            return _union((*both, *lone))
    return _union((reach(one, place), reach(other, place)))


def _in_order(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether what both have comes in the same order."""
    return [id_ for id_ in one if id_ in other] == [id_ for id_ in other if id_ in one]


def _alike(one: Group, other: Group) -> bool:
    """Whether groups differ in nothing but what is in them."""
    return msgspec.structs.replace(one, children=()) == msgspec.structs.replace(other, children=())


def bounds(differs: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> Area:
    """The smallest rectangle that holds every px that is set; `NOWHERE` where none is."""
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not len(rows):
        return NOWHERE
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
