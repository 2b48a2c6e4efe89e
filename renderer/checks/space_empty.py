"""space/empty: a large part of the canvas holds nothing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from renderer.boxes import common
from renderer.checks.base import PLATES, Check, Evidence
from renderer.checks.composition import safe
from renderer.checks.geometry import area_of, ink, line_boxes
from renderer.checks.words import number
from renderer.outcome import Finding
from renderer.scene import Box

LIMIT = 0.28  # of the area; 0.23 on the quiet 1080x1080


def run(evidence: Evidence) -> Iterator[Finding]:
    """The largest rectangle, within the canvas without its safe zone, that meets no text, plate, button, logo or
    picture, as a share of that area: 28 %. A picture counts with its whole frame, which is the product's ground; a
    scene that fills the canvas leaves nothing empty. Page skins are left out: their foot is ground on purpose."""
    if evidence.page:
        return
    area = safe(evidence)
    used = [box for box in (common(one, area) for one in _used(evidence)) if area_of(box)]
    found = largest_empty(area, used, LIMIT * area_of(area))
    if found is not None:
        share = area_of(found) / area_of(area)
        place = f"{found.w:.0f} x {found.h:.0f} px at {found.x:.0f}, {found.y:.0f}"
        message = f"{number(100 * share, 0)} % of the space is one empty rectangle ({place})"
        yield CHECK.finding(message, limit=LIMIT, actual=share)


def _used(evidence: Evidence) -> Iterator[Box]:
    for part in evidence.texts:
        yield from line_boxes(part.node)
    yield from (part.node.box for part in evidence.shapes(*PLATES))
    yield from (ink(part.node) for part in evidence.images("logo"))
    yield from (common(part.node.box, part.area) for part in evidence.images("product"))


def largest_empty(area: Box, used: Sequence[Box], least: float) -> Box | None:
    """The largest rectangle of an area that meets none of the boxes; None where it has at most `least` px²."""
    rows = _cuts(area.y, area.bottom, (side for box in used for side in (box.y, box.bottom)))
    columns = _cuts(area.x, area.right, (side for box in used for side in (box.x, box.right)))
    blocked = [_blocked(columns, [box for box in used if box.y < below and box.bottom > above])
               for above, below in pairwise(rows)]  # fmt: skip
    best, most = None, least
    for first, top in enumerate(rows[:-1]):
        taken = frozenset[int]()
        for below, more in zip(rows[first + 1 :], blocked[first:], strict=True):
            taken |= more
            left, width = _widest(columns, taken)
            if width * (area.bottom - top) <= most:
                break
            if width * (below - top) > most:
                best, most = Box(left, top, width, below - top), width * (below - top)
    return best


def _cuts(start: float, end: float, sides: Iterable[float]) -> list[float]:
    return sorted({start, end, *(side for side in sides if start < side < end)})


def _blocked(columns: Sequence[float], used: Sequence[Box]) -> frozenset[int]:
    """The columns, by number, that one of the boxes stands in."""
    return frozenset(
        index
        for box in used
        for index in range(
            max(0, bisect_right(columns, box.x) - 1), min(len(columns) - 1, bisect_left(columns, box.right))
        )
    )


def _widest(columns: Sequence[float], taken: frozenset[int]) -> tuple[float, float]:
    """Start and width of the widest run of columns that are not taken."""
    best, start = (0.0, 0.0), columns[0]
    for index, (_, right) in enumerate(pairwise(columns)):
        if index in taken:
            start = right
        elif right - start > best[1]:
            best = start, right - start
    return best


CHECK = Check(
    id="space/empty",
    level="note",
    title="A large part of the canvas holds nothing.",
    why="Space that nothing uses makes everything else smaller than it need be; quiet is space between, not beside.",
    source="look book, design: space is used; the share is our own choice, above the emptiest reference seen",
    example="A 970x250 whose right third holds nothing.",
    run=run,
)
