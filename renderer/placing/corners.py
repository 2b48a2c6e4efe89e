"""Corners that networks cover with icons of their own, such as AdChoices: who stands there, and how to step aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from renderer.placing.scale import Frame
from renderer.placing.slots import Spot
from renderer.scene import AnyNode, Box, Image, Shape, Text, walked

ARROW = 0.25  # of its sides that an arrow alone may lose to an icon: the whole creative is its button (our own choice)


def in_corner(spots: Iterable[Spot], canvas: Frame) -> bool:
    """Whether a text, the logo or a button stands in one of the canvas' corners, or a product in a control's."""
    return any(
        box.overlap(corner)
        for corner in canvas.reserved
        for spot in spots
        if spot.box.overlap(corner) or corner in canvas.kept
        for node in spot.slot.nodes(spot)
        for box in _essential(node, corner in canvas.kept)
    )


def _essential(node: AnyNode, control: bool) -> Iterator[Box]:
    """What of a node is to be seen whole; grounds and plates may reach under an icon, products too, but under no
    control."""
    for one in walked(node):
        match one:
            case Image(role="product", subject=Box() as subject) if control and subject != one.box:
                yield subject
            case Text() if one.lines:
                yield one.box
            case Image(role="logo"):
                yield one.subject or one.box
            case Shape(role="button"):
                yield one.box
            case Shape(role="cta"):
                yield heart(one.box)


def heart(arrow: Box) -> Box:
    """What of an arrow that stands alone is to be seen."""
    across, down = ARROW * arrow.w, ARROW * arrow.h
    return arrow.inset(across, down, across, down)


def aside(canvas: Frame) -> Iterator[Frame]:
    """The canvas with as much more padding as the corners ask for: beside them where it is wide, else below them, then
    the other way; at last without the margin's help, for layouts whose padding is less than that."""
    tall = canvas.height > canvas.width
    for margin in (canvas.margin, 0.0):
        across = [max(0.0, one.w - margin) for one in canvas.reserved]
        down = [max(0.0, one.h - margin) for one in canvas.reserved]
        for rows in (tall, not tall):
            safe = canvas.safe
            for corner, width, height in zip(canvas.reserved, across, down, strict=True):
                safe = _less(safe, corner, canvas, height if rows else 0.0, 0.0 if rows else width)
            if safe != canvas.safe:
                yield canvas._replace(safe=safe)


def _less(safe: Box, corner: Box, canvas: Frame, height: float, width: float) -> Box:
    """What is safe without so many px at the corner's upper or lower side, and at its left or right one.

    It counts as layouts do, before they are mirrored."""
    above = corner.y <= 0
    left = (corner.x <= 0) != canvas.mirrored
    x = max(safe.x, width) if left else safe.x
    y = max(safe.y, height) if above else safe.y
    right = safe.right if left else min(safe.right, canvas.width - width)
    bottom = safe.bottom if above else min(safe.bottom, canvas.height - height)
    return Box(x, y, max(0.0, right - x), max(0.0, bottom - y))
