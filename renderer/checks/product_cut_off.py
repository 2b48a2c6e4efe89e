"""product/cut-off: a careless crop cuts the product."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.boxes import common
from renderer.checks.base import Check, Evidence
from renderer.checks.words import number
from renderer.outcome import Finding
from renderer.scene import Box

LIMIT = 0.02  # of the subject's own side


def run(evidence: Evidence) -> Iterator[Finding]:
    """The product's own box, where the picture stands free, against what its frame, the box around its clips and the
    canvas leave visible: 2 % of its width or height may be lost. Pictures that cover their area are scenes, and are
    cropped on purpose."""
    for part in evidence.images("product"):
        image = part.node
        if image.subject is None:
            continue
        side, lost = _lost(image.subject, common(image.box, part.area))
        if lost > LIMIT:
            message = f"{number(100 * lost, 0)} % of the product is cut off at its {side}"
            yield CHECK.finding(message, image, limit=LIMIT, actual=lost)


def _lost(subject: Box, area: Box) -> tuple[str, float]:
    """The side where most is cut, and the share of the subject's side that is gone (at most 1)."""
    width, height = max(subject.w, 1e-6), max(subject.h, 1e-6)
    lost = {
        "left": (area.x - subject.x) / width,
        "top": (area.y - subject.y) / height,
        "right": (subject.right - area.right) / width,
        "bottom": (subject.bottom - area.bottom) / height,
    }
    side = max(lost, key=lambda name: lost[name])
    return side, min(1.0, lost[side])


CHECK = Check(
    id="product/cut-off",
    level="fail",
    title="The product is cut by its frame.",
    why="What is for sale must be seen whole; a sliver less looks like an accident.",
    source="look book, section 7: never cut by a careless crop; the share that is let pass is our own choice",
    example="A kettle whose spout ends at the side of its panel.",
    run=run,
)
