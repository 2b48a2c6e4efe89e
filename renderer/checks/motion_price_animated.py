"""motion/price-animated: a price comes apart, or its digits change."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from renderer.boxes import around
from renderer.checks.base import Check, Evidence
from renderer.checks.course import Course, Leaf, cut, size_of
from renderer.outcome import Finding
from renderer.scene import Box

APART = 0.5  # px at 1x
SAME_PLACE = 0.2
"""Of the smaller of two prices that lies on the other, from which they stand at one place."""


def run(evidence: Evidence) -> Iterator[Finding]:
    """A price's texts and the plate below them, whenever two of them are seen: they keep their places to each other
    (half a px at 1x). And no two of its texts that say different things are read at one place at different times, but
    prices of several products, which stand apart on the end frame."""
    course = evidence.course
    if course is None:
        return
    prices = [leaf for leaf in course.texts() if leaf.role == "price"]
    plates = course.of("plate")
    for one, other in [*combinations(prices, 2), *((plate, price) for price in prices for plate in plates)]:
        if _together(course, one, other) and (at := _apart(course, one, other, APART * evidence.scale)) is not None:
            yield CHECK.finding(f"Parts of the price '{other.words}' move apart at {at} ms", other.node, actual=at)
    for one, other in combinations(prices, 2):
        if one.words != other.words and not _both_stay(course, one, other) and _in_turn(course, one, other):
            yield CHECK.finding(f"The price changes from '{one.words}' to '{other.words}'", other.node)


def _both_stay(course: Course, one: Leaf, other: Leaf) -> bool:
    """Whether both can be read on the end frame, so that they are two prices."""
    return course.readable(one, course.end) and course.readable(other, course.end)


def _together(course: Course, one: Leaf, other: Leaf) -> bool:
    """Whether both are on the end frame, the one below the other or close beside it."""
    if not _both_stay(course, one, other):
        return False
    box, there = (around(course.shown(leaf, course.end).outline) for leaf in (one, other))
    if one.role == "plate":
        x, y = there.x + there.w / 2, there.y + there.h / 2
        return one.order < other.order and box.x <= x <= box.right and box.y <= y <= box.bottom
    return _gap(box, there) < max(box.h, there.h) / 2


def _gap(box: Box, there: Box) -> float:
    return max(box.x - there.right, there.x - box.right, box.y - there.bottom, there.y - box.bottom)


def _apart(course: Course, one: Leaf, other: Leaf, slack: float) -> int | None:
    """When their places first differ from what they are at the end, as seen by one map of the plane."""
    for ms in course.moments:
        if not (course.visible(one, ms) and course.visible(other, ms)):
            continue
        first, second = course.shown(one, ms).place, course.shown(other, ms).place
        corners = [(box.x, box.y) for box in (one.node.box, other.node.box)] + [
            (box.right, box.bottom) for box in (one.node.box, other.node.box)
        ]
        for corner in corners:
            (x0, y0), (x1, y1) = first.point(*corner), second.point(*corner)
            if max(abs(x1 - x0), abs(y1 - y0)) > slack:
                return ms
    return None


def _in_turn(course: Course, one: Leaf, other: Leaf) -> bool:
    """Whether each is read at a time at which the other is not seen, at one place."""
    when, then = _alone(course, one, other), _alone(course, other, one)
    if when is None or then is None:
        return False
    here, there = course.shown(one, when).outline, course.shown(other, then).outline
    return size_of(cut(here, there)) > SAME_PLACE * min(size_of(here), size_of(there))


def _alone(course: Course, leaf: Leaf, without: Leaf) -> int | None:
    found = (ms for ms in course.moments if course.readable(leaf, ms) and not course.visible(without, ms))
    return next(found, None)


CHECK = Check(
    id="motion/price-animated",
    level="fail",
    title="A price comes apart, or its digits change.",
    why="A price that counts down has been another price: people, and courts, remember the wrong one.",
    source="look book for motion, section 2: plate and digits travel as one; digits do not count, flip or change",
    example="Digits that slide into a plate which is there already.",
    run=run,
)
