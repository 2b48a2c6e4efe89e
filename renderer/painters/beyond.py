"""Beyond: a skin's grounds go on past its canvas, for windows that are wider or higher than it.

A panel that ends at the canvas' side or foot goes on between its other sides, in the directions that they have; light
goes on as it falls. What decorates a panel fades out below the canvas (look book for motion, section 11).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from renderer.boxes import around, corners, half, holds, middle, turn
from renderer.scene import AnyNode, Box, Gradient, Group, Point, Scene, Shape, walked

SIDE, FOOT = 2000, 6000
"""Px that grounds go on by, beside and below a canvas (ours): more than any window shows of them."""
FADES = 360
"""Px below the canvas over which what decorates a panel fades out (ours)."""
_AT = 0.5
"""Px from the canvas' side within which something ends at it."""
_UNDER = 2.0
"""Px that a ground reaches under another that covers its side."""
_GOES_ON = frozenset(("panel", "light", "table"))


class _Line(NamedTuple):
    """A side of a panel, and a point on that side of it which is kept."""

    one: Point
    other: Point
    inside: Point

    def cut(self, polygon: tuple[Point, ...]) -> tuple[Point, ...]:
        """What of a polygon is kept."""
        return half(polygon, self.one, self.other, 1.0 if turn(self.one, self.other, self.inside) > 0 else -1.0)


def beyond(scene: Scene, content: Box) -> Scene:
    """A skin's scene for a page that may be larger; within the canvas it is the same, without a line around it.
    `content` is what the publisher's page covers: a gutter's grounds stay on their side of it."""
    children, found = scene.root.children, list[AnyNode]()
    for place, node in enumerate(children):
        if node.role == "border":
            continue
        later = [one for one in children[place + 1 :] if isinstance(one, Shape) and one.role == "panel"]
        found += _gone_on(node, later, scene.canvas, content)
    return msgspec.structs.replace(scene, root=msgspec.structs.replace(scene.root, children=tuple(found)))


def _gone_on(node: AnyNode, later: Sequence[Shape], canvas: Box, content: Box) -> Iterator[AnyNode]:
    if isinstance(node, Shape) and node.role in _GOES_ON and not node.radius and any(_ends(node, canvas)):
        yield _extended(node, later, canvas, content)
        return
    yield node
    if isinstance(node, Group):
        yield from _outside(node, canvas, content)
    if isinstance(node, Shape) and node.role == "decor" and node.fill is not None:
        path = corners(Box(-SIDE, canvas.bottom, canvas.w + 2 * SIDE, FADES))
        for line in _kept(node, (), canvas):
            path = line.cut(path)
        if node.box.bottom >= canvas.bottom - _AT and len(path) >= 3:
            yield _fading(node, path)


def _outside(group: Group, canvas: Box, content: Box) -> Iterator[Shape]:
    """What goes on beside a canvas of the grounds that a group has at rest, as a masthead has that is as wide as it:
    there from the start, while what is within the canvas moves."""
    grounds = [one for one in walked(group) if isinstance(one, Shape) and one.role in _GOES_ON]
    sides = (_Line((0.0, 0.0), (0.0, 1.0), (-1.0, 0.0)), _Line((canvas.w, 0.0), (canvas.w, 1.0), (canvas.w + 1.0, 0.0)))
    for place, ground in enumerate(grounds):
        if ground.gradient is not None or not any(_ends(ground, canvas)):
            continue
        whole = _extended(ground, grounds[place + 1 :], canvas, content)
        for number, side in enumerate(sides):
            path = side.cut(whole.corners())
            if len(path) >= 3 and around(path).w > _AT:
                yield msgspec.structs.replace(whole, id=f"{ground.id}.{number}", box=around(path), path=path)


def _extended(shape: Shape, later: Sequence[Shape], canvas: Box, content: Box) -> Shape:
    """A ground that ends where the canvas does goes on there."""
    left = content.right if shape.box.x >= content.right - _AT else -SIDE
    right = content.x if shape.box.right <= content.x + _AT else canvas.w + SIDE
    path = corners(Box(left, -FOOT, right - left, canvas.h + 2 * FOOT))
    for line in _kept(shape, later, canvas):
        path = line.cut(path)
    if len(path) < 3:
        return shape
    box, gradient = around(path), shape.gradient
    if gradient is not None:
        start, end = (_share(_point(at, shape.box), box) for at in (gradient.start, gradient.end))
        gradient = Gradient(start, end, gradient.stops)
    plain = set(path) == set(corners(box))
    return msgspec.structs.replace(shape, box=box, path=() if plain else path, gradient=gradient)


def _edges(shape: Shape) -> Iterator[tuple[Point, Point]]:
    points = shape.corners()
    return zip(points, (*points[1:], points[0]), strict=True)


def _ends(shape: Shape, canvas: Box) -> Iterator[bool]:
    """Whether each of a shape's sides lies on the canvas' own left, right or lower one."""
    for one, other in _edges(shape):
        left = max(one[0], other[0]) <= canvas.x + _AT
        right = min(one[0], other[0]) >= canvas.right - _AT
        yield left or right or min(one[1], other[1]) >= canvas.bottom - _AT


def _kept(shape: Shape, later: Sequence[Shape], canvas: Box) -> Iterator[_Line]:
    """The sides that a shape keeps. Where a later panel covers one, that panel's side is what is seen, and goes on."""
    inside = middle(shape.corners())
    for (one, other), ends in zip(_edges(shape), _ends(shape, canvas), strict=True):
        if ends:
            continue
        cover = next((each for each in later if _covers(each, one, other)), None)
        yield (_under(cover, inside) if cover is not None else None) or _Line(one, other, inside)


def _covers(panel: Shape, one: Point, other: Point) -> bool:
    return holds(panel.corners(), one) and holds(panel.corners(), other)


def _under(cover: Shape, inside: Point) -> _Line | None:
    """The side of a panel that lies towards a point, moved a little under it."""
    own = middle(cover.corners())
    for one, other in _edges(cover):
        towards, size = turn(one, other, inside), ((other[0] - one[0]) ** 2 + (other[1] - one[1]) ** 2) ** 0.5
        if towards * turn(one, other, own) < 0:
            by = _UNDER / size * (1.0 if towards > 0 else -1.0)
            dx, dy = (other[1] - one[1]) * by, -(other[0] - one[0]) * by
            return _Line((one[0] + dx, one[1] + dy), (other[0] + dx, other[1] + dy), inside)
    return None


def _fading(decor: Shape, path: tuple[Point, ...]) -> Shape:
    """The same decoration below the canvas, fading out."""
    assert decor.fill is not None, "only what is filled fades"
    red, green, blue, _ = decor.fill
    gradient = Gradient((0.0, 0.0), (0.0, 1.0), ((0.0, decor.fill), (1.0, (red, green, blue, 0))))
    return msgspec.structs.replace(decor, id=f"{decor.id}.0", box=around(path), path=path, gradient=gradient)


def _point(share: Point, box: Box) -> Point:
    return box.x + share[0] * box.w, box.y + share[1] * box.h


def _share(point: Point, box: Box) -> Point:
    return (point[0] - box.x) / box.w, (point[1] - box.y) / box.h
