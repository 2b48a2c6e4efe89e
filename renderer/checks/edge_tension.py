"""edge/tension: something almost touches an edge or its neighbour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from renderer.boxes import common
from renderer.checks.base import Check, Evidence
from renderer.checks.composition import LOCKUP, Element, elements, holder, margin
from renderer.checks.geometry import Part, line_boxes
from renderer.checks.words import px, sentence, the
from renderer.outcome import Finding
from renderer.scene import Box, Point, Shape, Text

TOUCHING = 0.5  # px at 1x: nearer is a touch or a crossing, which is meant or another rule's
BESIDE = 0.4  # of a margin, between a text and a panel's edge beside it
ABOVE = 0.1  # of a margin, above and below: slanted bands of the references pass a line at 0.12
BETWEEN = 0.2  # of a margin, between plates, buttons and texts: the look book's least gap inside a group is 0.25


def run(evidence: Evidence) -> Iterator[Finding]:
    """Gaps that look like a mistake, over 0.5 px at 1x: between a line of text and a panel's visible edge, under 0.4
    margins beside it (at the line's own height, for edges may lean) and 0.1 above or below it; between a plate or
    button and what is not its own, under 0.2 margins. The price with its badge and prior price is one; a logo has its
    own rule."""
    least = TOUCHING * evidence.scale
    for text in (part.node for part in evidence.texts):
        near = min(_from_edges(evidence, text), default=None)
        if near is not None and near[0] > least:
            gap, limit, side = near
            message = f"{sentence(the(text.role))} ends {px(gap)} {side} a panel's edge, under {px(limit)}"
            yield CHECK.finding(message, text, limit=limit, actual=gap)
    yield from _crowding(evidence, least)


def _crowding(evidence: Evidence, least: float) -> Iterator[Finding]:
    """Pairs of which one is a plate or a button."""
    limit = BETWEEN * margin(evidence)
    every = [one for one in elements(evidence) if one.role != "logo"]
    plated = {part.node.id for part in evidence.texts if holder(evidence, part.node)}
    for index, one in enumerate(every):
        for other in every[index + 1 :]:
            if not {one.node, other.node} & plated or _belong(one, other):
                continue
            gap = _gap(one.box, other.box)
            if least < gap < limit:
                message = f"{sentence(the(one.role))} and {the(other.role)} are {px(gap)} apart, under {px(limit)}"
                yield CHECK.finding(message, subject=other.role, limit=limit, actual=gap)


def _belong(one: Element, other: Element) -> bool:
    return one.role in LOCKUP and other.role in LOCKUP


def _gap(one: Box, other: Box) -> float:
    return max(one.x - other.right, other.x - one.right, one.y - other.bottom, other.y - one.bottom)


def _from_edges(evidence: Evidence, text: Text) -> Iterator[tuple[float, float, str]]:
    """Gap, limit and direction for each panel edge that a line of the text is too near to."""
    if holder(evidence, text) is not None:
        return
    beside, above = BESIDE * margin(evidence), ABOVE * margin(evidence)
    panels, lines = evidence.shapes("panel"), line_boxes(text)
    for index, panel in enumerate(panels):
        for start, end in _sides(panel):
            upright = abs(end[1] - start[1]) >= abs(end[0] - start[0])
            for box in lines:
                gap, at = _beside(box, start, end) if upright else _above(box, start, end)
                limit = beside if upright else above
                if gap < limit and not _hidden(at, panels[index + 1 :], evidence.still.canvas):
                    yield gap, limit, "beside" if upright else "from"


def _sides(panel: Part[Shape]) -> Iterator[tuple[Point, Point]]:
    yield from pairwise((*panel.node.corners(), panel.node.corners()[0]))


def _beside(box: Box, start: Point, end: Point) -> tuple[float, Point]:
    """The gap from a line to an upright edge at the line's own height, and the edge's point there."""
    best, at = float("inf"), start
    for y in (box.y, box.bottom):
        x = _along(y, start[1], end[1], start[0], end[0])
        if x is not None and max(box.x - x, x - box.right) < best:
            best, at = max(box.x - x, x - box.right), (x, (box.y + box.bottom) / 2)
    return best, at


def _above(box: Box, start: Point, end: Point) -> tuple[float, Point]:
    """The same for an edge that lies, at the line's two ends."""
    best, at = float("inf"), start
    for x in (box.x, box.right):
        y = _along(x, start[0], end[0], start[1], end[1])
        if y is not None and max(box.y - y, y - box.bottom) < best:
            best, at = max(box.y - y, y - box.bottom), (x, y)
    return best, at


def _along(at: float, start: float, end: float, begin: float, finish: float) -> float | None:
    """The other coordinate of an edge's point; None beyond its ends."""
    if start == end or not min(start, end) <= at <= max(start, end):
        return None
    return begin + (finish - begin) * (at - start) / (end - start)


def _hidden(at: Point, later: Sequence[Part[Shape]], canvas: Box) -> bool:
    """Whether an edge is not seen there: it lies on the canvas' border, or under a panel painted later."""
    x, y = at
    if not common(Box(x, y, 1e-6, 1e-6), canvas.inset(1, 1, 1, 1)).w:
        return True
    return any(all(part.node.holds((x + dx, y + dy)) for dx, dy in _AROUND) for part in later)


_AROUND = ((-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0))


CHECK = Check(
    id="edge/tension",
    level="note",
    title="Something almost touches an edge or its neighbour.",
    why="A gap that is neither space nor contact draws the eye to where nothing is said.",
    source="look book, section 2: text keeps 0.4 margins from a panel's edge; the rest was measured on the references",
    example="A headline that ends 2 px before the slanted side of its panel.",
    run=run,
)
