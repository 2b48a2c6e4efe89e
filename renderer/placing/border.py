"""The border that networks want around a creative whose sides are so light that it would melt into the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from renderer import colours
from renderer.model.brand import Palette
from renderer.placing.scale import Frame
from renderer.scene import AnyNode, Box, Colour, Image, Point, Shape, Stroke, walked

LIGHT = 0.8  # relative luminance from which a side melts into a white page (our own choice)
MOST = 0.5  # of the outer ring that is light, from which the creative gets a border (our own choice)
SEEN = 1.35  # contrast of the border with its ground: at least 1.3 after rounding (our own choice)
SHARES = range(10, 100, 5)  # % of the text's colour in the border
STEPS = 32  # points that each side is looked at in


def border(canvas: Frame, nodes: Sequence[AnyNode], background: Colour) -> Iterator[Shape]:
    """A line along the canvas' sides, on whole pixels, where networks ask for one and most of the ring is light.

    The colour of text shines through: the line is faint on light sides and nearly vanishes on dark ones."""
    width = max(1, round(canvas.border)) if canvas.border else 0
    light = _light(canvas, nodes, background) if width else []
    if light:
        box = canvas.canvas.inset(width / 2, width / 2, width / 2, width / 2)
        colour = _line(canvas.brand.palette, min(light, key=colours.luminance))
        yield Shape(id="", role="border", box=box, stroke=Stroke(colour, float(width)))


def _light(canvas: Frame, nodes: Sequence[AnyNode], background: Colour) -> list[Colour]:
    """The light colours on the outer ring; none where most of it is not light."""
    whole = found = 0.0
    light = []
    seen = [one for node in nodes for one in walked(node) if one.role in ("product", "panel", "decor")]
    for point, length in _ring(canvas.canvas):
        colour = _colour(point, seen, background)
        whole += length
        if colour is not None and colours.luminance(colour) > LIGHT:
            found += length
            light.append(colour)
    return light if found > MOST * whole else []


def _ring(box: Box) -> Iterator[tuple[Point, float]]:
    """Points half a px inside the sides, each with the length of side that it stands for."""
    for index in range(STEPS):
        share = (index + 0.5) / STEPS
        for y in (box.y + 0.5, box.bottom - 0.5):
            yield (box.x + share * box.w, y), box.w / STEPS
        for x in (box.x + 0.5, box.right - 0.5):
            yield (x, box.y + share * box.h), box.h / STEPS


def _colour(point: Point, nodes: Sequence[AnyNode], background: Colour) -> Colour | None:
    """What is painted at a point, as background and panels tell; None under a scene, which has its own colours."""
    for node in reversed(nodes):
        match node:
            case Image(role="product") if node.subject in (None, node.box) and _within(point, node.box):
                return None
            case Shape(role="panel" | "decor") if node.fill is not None and node.holds(point):
                return node.fill
    return background


def _within(point: Point, box: Box) -> bool:
    return box.x <= point[0] <= box.right and box.y <= point[1] <= box.bottom


def _line(palette: Palette, ground: Colour) -> Colour:
    """The colour of text, as faint as it may be on a ground."""
    ink = colours.readable(palette, ground)
    mixes = (share / 100 for share in SHARES)
    share = next((one for one in mixes if colours.contrast(colours.mixed(ink, ground, one), ground) >= SEEN), 1.0)
    return (*ink[:3], round(255 * share))
