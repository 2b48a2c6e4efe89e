"""product/too-small: the product is smaller than its canvas lets it be."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.boxes import common
from renderer.checks.base import Check, Evidence
from renderer.checks.composition import shape_class
from renderer.checks.geometry import area_of, ink
from renderer.checks.words import number
from renderer.outcome import Finding

HEIGHTS = {"strip": 0.75, "billboard": 0.75, "landscape": 0.62, "rectangle": 0.39, "story": 0.25, "portrait": 0.31,
           "tower": 0.34, "skin": 0.11}  # fmt: skip
AREAS = {"strip": 0.05, "billboard": 0.05, "story": 0.05, "skin": 0.012}
AREA = 0.15  # of the canvas, in all other classes
WIDTH = 0.58  # of a tower: as wide, it is as large as it can be
SLACK = 0.8  # of the look book's least: feeds hold flat and lanky products, the references were chosen to fit
ROUNDING = 1e-6


def run(evidence: Evidence) -> Iterator[Finding]:
    """The largest product's own box as far as it is seen: its share of the canvas' height and of its area, against
    four fifths of the least that the look book gives for the canvas' shape class. One of the two is enough: a flat
    product is wide, a lanky one is high. In a tower 58 % of the width is enough too."""
    boxes = [common(ink(part.node), part.area) for part in evidence.images("product")]
    if not boxes:
        return
    canvas, form = evidence.still.canvas, shape_class(evidence)
    box = max(boxes, key=area_of)
    height, area = box.h / canvas.h, area_of(box) / area_of(canvas)
    least_height, least_area = SLACK * HEIGHTS[form], SLACK * AREAS.get(form, AREA)
    if form == "tower" and box.w >= WIDTH * canvas.w:
        return
    if height < least_height - ROUNDING and area < least_area - ROUNDING:
        message = (
            f"The product has {_percent(height)} of the height and {_percent(area)} of the area, "
            f"under {_percent(least_height)} and {_percent(least_area)}"
        )
        node = evidence.images("product")[boxes.index(box)].node
        yield CHECK.finding(message, node, limit=least_area, actual=area)


def _percent(share: float) -> str:
    return f"{number(100 * share, 0)} %"


CHECK = Check(
    id="product/too-small",
    level="note",
    title="The product is smaller than its canvas lets it be.",
    why="What is for sale is what the eye should meet first.",
    source="look book, section 7: heights and areas by shape class; that four fifths will do is our own choice",
    example="A kettle of 60 px height in a 300x250.",
    run=run,
)
