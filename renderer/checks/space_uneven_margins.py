"""space/uneven-margins: the margins of the sides differ without reason."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.composition import elements, safe, shape_class
from renderer.checks.geometry import ink
from renderer.checks.words import number, px
from renderer.outcome import Finding

LIMIT = 2.5  # the widest to the narrowest: 2.5 on the loud 1080x1350, the most that was measured
LEAST = 2.0  # px at 1x: what touches a side is cut by it on purpose, or edge/crowded's and text/overflow's


def run(evidence: Evidence) -> Iterator[Finding]:
    """The distance of the ink of texts, plates, buttons and logo from the sides of the canvas without its safe zone:
    at the top, at the foot and at the side where reading begins, the widest is at most 2.5 times the narrowest. In
    strips, which centre what they hold, top and foot alone are compared. The foot of a story, which is ground, is left
    out, and so is a side that a product comes nearer to than all else. Page skins, which are read part by part, are not
    looked at."""
    if evidence.page:
        return
    margins = {side: gap for side, gap in _margins(evidence) if gap >= LEAST * evidence.scale}
    if len(margins) < 2:
        return
    narrow, wide = min(margins, key=lambda side: margins[side]), max(margins, key=lambda side: margins[side])
    ratio = margins[wide] / margins[narrow]
    if ratio > LIMIT:
        message = (
            f"The margin is {px(margins[wide])} at the {wide} and {px(margins[narrow])} at the {narrow}, "
            f"{number(ratio)} times less"
        )
        yield CHECK.finding(message, limit=LIMIT, actual=ratio)


def _margins(evidence: Evidence) -> Iterator[tuple[str, float]]:
    boxes = [one.box for one in elements(evidence)]
    if not boxes:
        return
    area, form = safe(evidence), shape_class(evidence)
    products = [ink(part.node) for part in evidence.images("product")]
    top, bottom = min(box.y for box in boxes), max(box.bottom for box in boxes)
    if all(box.y >= top for box in products):
        yield "top", top - area.y
    if area.bottom >= evidence.still.height and all(box.bottom <= bottom for box in products):
        yield "foot", area.bottom - bottom
    if form == "strip":
        return
    if evidence.still.rtl:
        yield "right", area.right - max(box.right for box in boxes)
    else:
        yield "left", min(box.x for box in boxes) - area.x


CHECK = Check(
    id="space/uneven-margins",
    level="note",
    title="The margins of the sides differ without reason.",
    why="Even margins are what makes a creative look made; a group that slid up or down looks like an accident.",
    source="look book, section 2: one margin for all sides; how far they may differ was measured on the references",
    example="A 300x250 whose logo stands 16 px from the top and whose mention ends 5 px from the foot.",
    run=run,
)
