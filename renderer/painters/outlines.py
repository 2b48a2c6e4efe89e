"""Shapes as inline SVG: the outlines that the raster painter draws, in the same px."""

from __future__ import annotations

import itertools
from functools import lru_cache
from math import ceil, floor

import skia

from renderer.painters import css
from renderer.scene import Box, Gradient, Point, Shape, Stroke

_ON_GRID = 1e-6


def plain(node: Shape) -> Box | None:
    """The rectangle on whole px, painted in one colour, that a shape is; None for any other."""
    if node.gradient is not None or node.stroke is not None or node.shadow is not None or node.radius:
        return None
    xs, ys = zip(*node.corners(), strict=True)
    box = Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    corners = {(x, y) for x in (box.x, box.right) for y in (box.y, box.bottom)}
    points = node.corners()
    if len(points) != 4 or set(points) != corners or any(_apart(one, two) for one, two in itertools.pairwise(points)):
        return None
    return box if all(abs(side - round(side)) < _ON_GRID for side in (*box[:2], box.right, box.bottom)) else None


def _apart(one: Point, other: Point) -> bool:
    """Whether two corners of a rectangle lie across from each other."""
    return one[0] != other[0] and one[1] != other[1]


def bounds(node: Shape) -> Box:
    """Whole px around a shape's outline."""
    xs, ys = zip(*node.corners(), strict=True)
    around = node.stroke.width if node.stroke is not None else 0.0
    return whole(min(xs) - around, min(ys) - around, max(xs) + around, max(ys) + around)


def whole(left: float, top: float, right: float, bottom: float) -> Box:
    """The whole px that some lengths lie within."""
    x, y = floor(left), floor(top)
    return Box(x, y, max(1, ceil(right) - x), max(1, ceil(bottom) - y))


def drawn(node: Shape, own: str, fill: bool) -> str:
    """What stands in a shape's `<svg>`; `fill`: whether it says its colour itself. `own` names its gradient."""
    inner = ""
    if node.gradient is not None:
        inner = _gradient(node.gradient, node.box, f"g{own}")
        inner += (
            f'<path d="{path(node.corners())}" fill="url(#g{own})"/>'
            if not _rounded(node)
            else _rectangle(node, f'fill="url(#g{own})"')
        )
        if node.stroke is None:
            return inner
    filled = "none" if node.gradient is not None or node.fill is None else css.colour(node.fill) if fill else ""
    how = (f'fill="{filled}"' if filled else "") + (_stroke(node.stroke) if node.stroke is not None else "")
    return inner + (_rectangle(node, how) if _rounded(node) else f'<path d="{_outline(node)}" {how}/>')


def strike(stroke: Stroke, line: tuple[Point, Point]) -> tuple[Box, str]:
    """The whole px around a line, and the line."""
    (x0, y0), (x1, y1) = line
    around = stroke.width
    box = whole(min(x0, x1) - around, min(y0, y1) - around, max(x0, x1) + around, max(y0, y1) + around)
    return box, f'<path d="M{_at((x0, y0))}L{_at((x1, y1))}"{_stroke(stroke)}/>'


def _rounded(node: Shape) -> bool:
    return bool(node.radius) and not node.path


def _rectangle(node: Shape, how: str) -> str:
    box = node.box
    x, y, width, height, radius = map(css.number, (*box, min(node.radius, box.w / 2, box.h / 2)))
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}" {how}/>'


def _stroke(stroke: Stroke) -> str:
    return f' stroke="{css.colour(stroke.colour)}" stroke-width="{css.number(stroke.width)}"'


def _at(point: Point) -> str:
    return f"{css.number(point[0])} {css.number(point[1])}"


def path(points: tuple[Point, ...]) -> str:
    """A polygon."""
    return f"M{'L'.join(map(_at, points))}Z"


def _outline(node: Shape) -> str:
    """A polygon, its corners rounded as Skia rounds them."""
    points = node.corners()
    return _cornered(points, node.radius) if node.radius and node.path else path(points)


@lru_cache(maxsize=256)
def _cornered(points: tuple[Point, ...], radius: float) -> str:
    polygon, cornered, how = skia.Path(), skia.Path(), skia.Paint()
    polygon.addPoly([skia.Point(x, y) for x, y in points], True)
    how.setPathEffect(skia.CornerPathEffect.Make(radius))
    how.getFillPath(polygon, cornered)
    return "".join(map(_verb, cornered))


def _verb(step: tuple[skia.Path.Verb, list[skia.Point]]) -> str:
    verb, points = step
    letter = _LETTERS[verb]
    skipped = 0 if verb == skia.Path.Verb.kMove_Verb else 1
    return letter + " ".join(_at((point.x(), point.y())) for point in points[skipped:] if letter != "Z")


_LETTERS = {
    skia.Path.Verb.kMove_Verb: "M",
    skia.Path.Verb.kLine_Verb: "L",
    skia.Path.Verb.kQuad_Verb: "Q",
    skia.Path.Verb.kCubic_Verb: "C",
    skia.Path.Verb.kClose_Verb: "Z",
}


def _gradient(gradient: Gradient, box: Box, name: str) -> str:
    """Between two points of the box as it stands on whole px, its colours not multiplied by their alpha."""
    left, top, right, bottom = round(box.x), round(box.y), round(box.right), round(box.bottom)
    ends = [(left + x * (right - left), top + y * (bottom - top)) for x, y in (gradient.start, gradient.end)]
    (x1, y1), (x2, y2) = ends
    where = f'x1="{css.number(x1)}" y1="{css.number(y1)}" x2="{css.number(x2)}" y2="{css.number(y2)}"'
    stops = "".join(
        f'<stop offset="{css.number(at, 5)}" stop-color="{css.colour((*tone[:3], 255))}"'
        + (f' stop-opacity="{css.number(tone[3] / 255, 4)}"' if tone[3] != 255 else "")
        + "/>"
        for at, tone in gradient.stops
    )
    return f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse" {where}>{stops}</linearGradient>'
