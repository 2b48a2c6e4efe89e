"""A close-up: a photograph that fills its place is seen from near at first, its subject in the middle of the place."""

from __future__ import annotations

from math import ceil, floor
from typing import NamedTuple

import msgspec

from renderer.boxes import common, corners, union
from renderer.content import Content
from renderer.motion.cue import Cue, moving
from renderer.motion.pieces import Piece
from renderer.motion.sharpness import sharp
from renderer.scene import AnyNode, Box, Group, Image, Point, walked

CLOSE, LEAST = 1.6, 1.14
"""How much nearer than in the still it is seen; at least, also where the picture is small: below it nobody sees it."""
HALF = 1e-3
"""Of the scale, below which nothing is enlarged."""


class Closeup(NamedTuple):
    """A photograph enlarged about a point of the canvas, px."""

    scale: float
    about: Point

    def seen(self, piece: Piece, cue: Cue) -> AnyNode:
        """The photograph as a cue enlarges it; its outline stays."""
        (node,) = piece.nodes
        if isinstance(node, Group) and (node.clip or node.clip_path):
            return msgspec.structs.replace(node, children=(moving(node.children, cue, node.box, origin=self.about),))
        return moving([node], cue, node.box, corners(_whole(node.box)), self.about)


def closeup(piece: Piece, content: Content) -> Closeup | None:
    """How a photograph is seen from near; None for what stands free."""
    node = piece.nodes[0]
    images = [one for one in walked(node) if isinstance(one, Image)]
    if len(piece.nodes) != 1 or not images or any(one.subject not in (None, one.box) for one in images):
        return None
    scale = max(LEAST, min(CLOSE, sharp(piece, content, CLOSE)))
    subject, place = _subject(node, content), node.box
    x = _about(place.x, place.w, subject.x + subject.w / 2, scale)
    y = _about(place.y, place.h, subject.y + subject.h / 2, scale)
    return Closeup(scale, (x, y))


def eye(piece: Piece, content: Content) -> Point:
    """What a reader looks at first of a picture: its focal point, on the canvas, px."""
    images = [one for node in piece.nodes for one in walked(node) if isinstance(one, Image)]
    product = content.product
    shown = next((one for one in images if product is not None and one.asset == product.asset), None)
    if product is None or shown is None:
        return piece.centre
    crop, box, (x, y) = shown.crop, shown.box, product.focal
    x, y = box.x + (x - crop.x) * box.w / crop.w, box.y + (y - crop.y) * box.h / crop.h
    seen = piece.box
    return min(max(x, seen.x), seen.right), min(max(y, seen.y), seen.bottom)


def _whole(box: Box) -> Box:
    """The whole px that a picture begins and ends in: cut there it is the same as uncut."""
    left, top = floor(box.x), floor(box.y)
    return Box(left, top, ceil(box.right) - left, ceil(box.bottom) - top)


def _about(start: float, length: float, middle: float, scale: float) -> float:
    """About what a length is enlarged, so that a middle comes to its own as near as it can while it stays covered."""
    moved = start + length / 2 - scale * middle
    moved = min(start * (1 - scale), max((start + length) * (1 - scale), moved))
    return moved / (1 - scale) if abs(1 - scale) > HALF else middle


def _subject(node: AnyNode, content: Content) -> Box:
    """Where the subject of a photograph is on the canvas, px."""
    images = [one for one in walked(node) if isinstance(one, Image)]
    product = content.product
    shown = next((one for one in images if product is not None and one.asset == product.asset), None)
    if product is None or shown is None:
        return common(union([one.box for one in images] or [node.box]), node.box)
    crop, box, subject = shown.crop, shown.box, product.subject
    wide, high = box.w / crop.w, box.h / crop.h
    found = Box(box.x + (subject.x - crop.x) * wide, box.y + (subject.y - crop.y) * high,
                subject.w * wide, subject.h * high)  # fmt: skip
    return common(found, node.box)
