"""logo/clear-space: something stands too near the logo."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import PLATES, Check, Evidence
from renderer.checks.geometry import ink, line_boxes
from renderer.checks.words import px, sentence, the
from renderer.outcome import Finding
from renderer.scene import AnyNode, Box, Text

MICRO = 60  # px of height at 1x up to which half the space is enough
SLACK = 0.5  # px at 1x: rounding


def run(evidence: Evidence) -> Iterator[Finding]:
    """The logo's ink grown by the brand's `clear_space` (the largest of its logos') times its height, half of that
    in strips up to 60 px high, against the ink of texts and against plates and buttons. A plate under the logo is its
    ground."""
    share = max((logo.clear_space for logo in evidence.brand.logos), default=0.0)
    if evidence.still.height / evidence.scale <= MICRO:
        share /= 2
    for part in evidence.images("logo"):
        logo = ink(part.node)
        space = share * logo.h
        near = [(_gap(logo, node), node) for node in _others(evidence, logo) if _between(logo, node.box) < space]
        gap, node = min(near, key=lambda one: one[0], default=(space, None))
        if node is not None and gap < space - SLACK * evidence.scale:
            message = f"{the(node.role)} stands {px(max(0.0, gap))} from the logo, which asks for {px(space)} of space"
            yield CHECK.finding(sentence(message), part.node, limit=space, actual=max(0.0, gap))


def _others(evidence: Evidence, logo: Box) -> Iterator[AnyNode]:
    yield from (part.node for part in evidence.texts)
    yield from (part.node for part in evidence.shapes(*PLATES) if not logo.within(part.node.box))


def _gap(logo: Box, node: AnyNode) -> float:
    """Px between the logo and the node's ink, measured along the nearer axis; below 0 where they overlap."""
    boxes = line_boxes(node) if isinstance(node, Text) else (node.box,)
    return min((_between(logo, box) for box in boxes), default=float("inf"))


def _between(one: Box, other: Box) -> float:
    across = max(one.x - other.right, other.x - one.right)
    down = max(one.y - other.bottom, other.y - one.bottom)
    return max(across, down)


CHECK = Check(
    id="logo/clear-space",
    level="warn",
    title="Something stands inside the logo's clear space.",
    why="A crowded logo reads as part of the text beside it, and brand guidelines forbid it.",
    source="the brand's logos: clear_space; look book, section 6",
    example="A headline 3 px below a logo of 24 px height that asks for 6 px.",
    run=run,
)
