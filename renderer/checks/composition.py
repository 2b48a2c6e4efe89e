"""What the look book measures a composition by: margin, shape class, lone elements. Lengths are px of the canvas."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from renderer.checks.base import BUTTONS, PLATES, Evidence
from renderer.checks.geometry import ink
from renderer.scene import AnyNode, Box, Shape, Text

LOCKUP = ("price", "prior_price", "badge")
"""Texts that are one: saving, before, now (look book, section 4)."""
SLACK = 1.0  # px by which a text may leave its own plate


class Element(NamedTuple):
    """Something a reader sees as one thing, with its ink: a text, a plate with its text, a button, the logo."""

    role: str
    node: str
    box: Box


def root_of_area(evidence: Evidence) -> float:
    """`a`, the square root of the canvas' area (look book, section 2)."""
    return math.sqrt(evidence.still.width * evidence.still.height)


def margin(evidence: Evidence) -> float:
    """The margin of the canvas: 0.06 `a`, at most 0.11 W, at least 9 px at 1x (look book, section 2); of a page skin,
    the least: its parts have margins of their own."""
    least = 9.0 * evidence.scale
    return least if evidence.page else max(min(0.06 * root_of_area(evidence), 0.11 * evidence.still.width), least)


def safe(evidence: Evidence) -> Box:
    """The canvas without what the place covers."""
    zone, canvas = evidence.format.safe_zone, evidence.still.canvas
    return canvas.inset(zone.left * canvas.w, zone.top * canvas.h, zone.right * canvas.w, zone.bottom * canvas.h)


def shape_class(evidence: Evidence) -> str:
    """The look book's class of a canvas (section 1): strip (also micro strip and mini), billboard, landscape,
    rectangle, story, portrait (also half page) or tower; skin where a publisher's page covers its middle."""
    if evidence.page:
        return "skin"
    width, height = evidence.still.width / evidence.scale, evidence.still.height / evidence.scale
    ratio = width / height
    if height <= 100 or ratio >= 5:
        return "strip"
    if 0.5 <= ratio <= 0.6 and evidence.still.width >= 1000:
        return "story"
    for least, name in ((3.0, "billboard"), (1.3, "landscape"), (0.9, "rectangle"), (0.4, "portrait")):
        if ratio >= least:
            return name
    return "tower"


def type_size(text: Text) -> float:
    """The size of a text's largest run."""
    return max(run.size for line in text.lines for run in line.runs)


def holder(evidence: Evidence, text: Text) -> Shape | None:
    """The plate or button that a text stands on."""
    plates = (part.node for part in evidence.shapes(*PLATES))
    return next((plate for plate in plates if text.box.within(plate.box, SLACK)), None)


def elements(evidence: Evidence) -> Iterator[Element]:
    """Everything that is set on an axis: the product is placed by its mass, and panels reach the sides."""
    for part in evidence.texts:
        plate = holder(evidence, part.node)
        yield Element(part.node.role, part.node.id, part.node.box if plate is None else upright(plate))
    for logo in evidence.images("logo"):
        yield Element("logo", logo.node.id, ink(logo.node))


def essential(evidence: Evidence) -> Iterator[tuple[AnyNode, Box]]:
    """What a place must not cover, with its ink: texts, logo and buttons."""
    yield from ((part.node, part.node.box) for part in evidence.texts)
    yield from ((part.node, ink(part.node)) for part in evidence.images("logo"))
    yield from ((part.node, part.node.box) for part in evidence.shapes(*BUTTONS))


def upright(shape: Shape) -> Box:
    """A shape as an axis sees it: a slanted side counts at its middle (look book, section 11)."""
    if len(shape.path) < 4:
        return shape.box
    xs = sorted(x for x, _ in shape.path)
    left, right = (xs[0] + xs[1]) / 2, (xs[-2] + xs[-1]) / 2
    return Box(left, shape.box.y, right - left, shape.box.h)
