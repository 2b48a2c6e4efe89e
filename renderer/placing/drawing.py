"""Drawing: a flowed layout becomes a Scene: panels, the stage, the product, then what stands before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from renderer.content import Content
from renderer.placing.border import border
from renderer.placing.flow import SLACK, Flowed
from renderer.placing.scale import Frame
from renderer.placing.slots import Spot
from renderer.placing.staging import stage
from renderer.scene import AnyNode, Box, Group, Image, Scene, Shape, Text, numbered, walked

PICTURES = frozenset(("product", "range"))


def drawn(canvas: Frame, content: Content, flowed: Flowed, layout: str, dropped: tuple[str, ...]) -> Scene:
    """The scene of a flowed layout; `dropped` names the roles that it does not show."""
    panels = [
        Shape(
            id="",
            role="decor" if panel.role == "decor" else "panel",
            box=Box(*panel.box),
            fill=panel.colour,
            path=panel.path,
        )
        for panel in flowed.panels
    ]
    filled = _filled(flowed.spots)
    staged = [shape for spot, nodes in filled for shape in _staged(spot, nodes, filled, canvas)]
    placed = [_flagged(node, canvas) for _, nodes in filled for node in nodes]
    children: list[AnyNode] = [*panels, *staged, *placed]
    children += border(canvas, children, flowed.background)
    root = Group(id="0", role="root", box=canvas.canvas, children=tuple(numbered(children, "0")))
    return Scene(
        width=canvas.width,
        height=canvas.height,
        root=root,
        background=flowed.background,
        lang=content.locale,
        rtl=content.rtl,
        layout=layout,
        dropped=dropped,
    )


def _filled(spots: Sequence[Spot]) -> list[tuple[Spot, list[AnyNode]]]:
    """What each slot is drawn as, pictures first: within their boxes their shadows fall on what comes after."""
    filled, shades = [], list[Box]()
    for spot in sorted(spots, key=lambda one: one.slot.role not in PICTURES):
        spot = spot._replace(shaded=any(_meet(spot.box, shade) for shade in shades))
        nodes = spot.slot.nodes(spot)
        filled.append((spot, nodes))
        if spot.slot.role in PICTURES:
            shades += [node.box for one in nodes for node in walked(one) if isinstance(node, Image)]
    return filled


def _meet(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def _staged(
    spot: Spot, nodes: Sequence[AnyNode], filled: Sequence[tuple[Spot, list[AnyNode]]], canvas: Frame
) -> Iterator[Shape]:
    """The stage under a product that stands free on one, or several on one foot line."""
    if spot.slot.role not in PICTURES or spot.ground.table is None:
        return
    images = [node for one in nodes for node in walked(one) if isinstance(node, Image)]
    subjects = [one.subject for one in images if one.subject is not None and one.subject != one.box]
    if not subjects or len(subjects) < len(images):
        return  # a scene has its own
    subject = min(subjects, key=lambda one: one.h)
    if any(abs(one.bottom - subject.bottom) > SLACK for one in subjects):
        return  # lines of products, one table under the other
    words = [
        node.box
        for other, others in filled
        if other.ground == spot.ground
        for node in others
        if isinstance(node, Text) or (isinstance(node, Shape) and node.role == "button")
    ]
    yield from stage(spot.ground, subject, words, canvas.scale, canvas.mirrored)


def _flagged(node: AnyNode, canvas: Frame) -> AnyNode:
    """A text that a forced layout has pushed off the canvas has failed, whatever it thinks of its own box."""
    if isinstance(node, Text) and not node.box.within(canvas.canvas, SLACK):
        return msgspec.structs.replace(node, rung="failed")
    return node
