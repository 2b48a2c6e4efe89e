"""Where nodes stand and what of them can be seen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Generic, NamedTuple, TypeVar

from renderer.boxes import common
from renderer.scene import AnyNode, Box, Group, Image, Node, Scene, Text

N = TypeVar("N", bound=Node)
INVISIBLE = 0.05  # opacity at which nobody sees it


class Part(NamedTuple, Generic[N]):
    """A node, its place in the painting order, and the area in which clips and canvas let it show."""

    node: N
    order: int
    area: Box


def parts(scene: Scene) -> Iterator[Part[AnyNode]]:
    """Every visible node but groups, in painting order."""
    yield from _below(scene.root, scene.canvas, 1.0, count())


def _below(node: AnyNode, area: Box, opacity: float, order: count[int]) -> Iterator[Part[AnyNode]]:
    opacity *= node.opacity
    if opacity < INVISIBLE:
        return
    if not isinstance(node, Group):
        yield Part(node, next(order), area)
        return
    area = common(area, _clip(node) or area)
    for child in node.children:
        yield from _below(child, area, opacity, order)


def _clip(group: Group) -> Box | None:
    """The box around a group's clip."""
    if not group.clip_path:
        return group.box if group.clip else None
    xs, ys = zip(*group.clip_path, strict=True)
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def grown(box: Box, by: float) -> Box:
    """The box with a margin on all sides."""
    return Box(box.x - by, box.y - by, box.w + 2 * by, box.h + 2 * by)


def area_of(box: Box) -> float:
    """Px²."""
    return max(0.0, box.w) * max(0.0, box.h)


def beyond(box: Box, area: Box) -> tuple[str, float]:
    """The side of the area over which a box reaches farthest, and by how many px (negative: it stays inside)."""
    reaches = {
        "left": area.x - box.x,
        "top": area.y - box.y,
        "right": box.right - area.right,
        "bottom": box.bottom - area.bottom,
    }
    side = max(reaches, key=lambda name: reaches[name])
    return side, reaches[side]


def line_boxes(text: Text) -> tuple[Box, ...]:
    """The ink of each line, from its cap top to its descenders."""
    if len(text.lines) < 2:
        return (text.box,) if text.lines else ()
    rise = text.lines[0].baseline - text.box.y
    drop = text.box.bottom - text.lines[-1].baseline
    boxes = (Box(line.x, line.baseline - rise, line.advance, rise + drop) for line in text.lines)
    shown = tuple(box for box in (common(one, text.box) for one in boxes) if area_of(box))
    return shown or (text.box,)


def ink(image: Image) -> Box:
    """Where a picture's subject stands, else all of it."""
    return image.subject or image.box


def text_overlap(text: Text, box: Box) -> float:
    """The area of a text's lines that lies in a box, px²."""
    if not text.box.overlap(box):
        return 0.0
    return sum(line.overlap(box) for line in line_boxes(text))
