"""text/too-much: texts cover too much of the canvas."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.composition import shape_class
from renderer.checks.geometry import area_of, line_boxes
from renderer.checks.words import number
from renderer.outcome import Finding

LIMIT = 0.27  # of the canvas; 0.19 on the loud 1080x1350
STRIP = 0.42  # of a strip; about 0.35 on the loud 320x50


def run(evidence: Evidence) -> Iterator[Finding]:
    """The share of the canvas that the ink of all lines covers, from cap top to descenders: 27 %, in strips 42 %."""
    limit = STRIP if shape_class(evidence) == "strip" else LIMIT
    covered = sum(area_of(box) for part in evidence.texts for box in line_boxes(part.node))
    share = covered / area_of(evidence.still.canvas)
    if share > limit:
        message = f"Texts cover {number(100 * share, 0)} % of the canvas, over {number(100 * limit, 0)} %"
        yield CHECK.finding(message, limit=limit, actual=share)


CHECK = Check(
    id="text/too-much",
    level="note",
    title="Texts cover too much of the canvas.",
    why="A creative is seen for a second or two: what is not read at once is not read.",
    source="look book, design: one thing dominates; the shares are our own choice, above references",
    example="A 300x250 in which headline, name, subline, price and mention cover 35 % of the canvas.",
    run=run,
)
