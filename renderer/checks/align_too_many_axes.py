"""align/too-many-axes: elements stand on too many vertical lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from renderer.checks.base import Check, Evidence
from renderer.checks.composition import Element, elements, margin, shape_class
from renderer.outcome import Finding
from renderer.scene import Box

MOST = 3  # the left axis, and both sides of the price column
NEAR = 0.15  # of a margin: as far as the look book lets ink stand from its axis


def run(evidence: Evidence) -> Iterator[Finding]:
    """The fewest vertical lines on which every text, plate, button and logo stands with its left side, its middle or
    its right side, to 0.15 margins: three at most. Badge and prior price in one row count as one. Strips, which set
    everything in one row, page skins, which are read part by part, and the product are left out."""
    if shape_class(evidence) in ("strip", "skin"):
        return
    axes = _axes(_rows(list(elements(evidence))), NEAR * margin(evidence))
    if len(axes) > MOST:
        lines = ", ".join(f"{kind} at {at:.0f}" for kind, at in axes)
        yield CHECK.finding(f"Elements stand on {len(axes)} axes: {lines} px", limit=MOST, actual=len(axes))


def _rows(found: list[Element]) -> list[Box]:
    """The boxes of elements; saving and prior price beside one another as one."""
    saving = [one.box for one in found if one.role in ("badge", "prior_price")]
    if len(saving) == 2 and min(box.bottom for box in saving) > max(box.y for box in saving):
        x, y = min(box.x for box in saving), min(box.y for box in saving)
        joined = Box(x, y, max(box.right for box in saving) - x, max(box.bottom for box in saving) - y)
        return [*(one.box for one in found if one.box not in saving), joined]
    return [one.box for one in found]


def _axes(boxes: Sequence[Box], near: float) -> list[tuple[str, float]]:
    """The axes that hold the boxes, those that hold most first."""
    left = list(boxes)
    found = []
    while left:
        axis = max((axis for box in left for axis in _lines(box)), key=lambda axis: len(_on(axis, left, near)))
        found.append(axis)
        held = _on(axis, left, near)
        left = [box for box in left if box not in held]
    return found


def _on(axis: tuple[str, float], boxes: Sequence[Box], near: float) -> list[Box]:
    kind, at = axis
    place = _PLACES[kind]
    return [box for box in boxes if abs(place(box) - at) <= near]


def _lines(box: Box) -> tuple[tuple[str, float], ...]:
    return tuple((kind, place(box)) for kind, place in _PLACES.items())


_PLACES: dict[str, Callable[[Box], float]] = {
    "left": lambda box: box.x,
    "middle": lambda box: box.x + box.w / 2,
    "right": lambda box: box.right,
}


CHECK = Check(
    id="align/too-many-axes",
    level="note",
    title="Elements stand on too many vertical lines.",
    why="Each axis more is one more place where the eye has to begin; a shared one makes parts a whole.",
    source="look book, section 2: one left axis, a second only for the price column, whose right side closes it",
    example="Logo at 16 px, headline at 22 px, a centred name and a button at 40 px.",
    run=run,
)
