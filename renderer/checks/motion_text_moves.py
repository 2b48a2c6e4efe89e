"""motion/text-moves: a text is faster than the eye follows."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.course import STEP, Course, Leaf
from renderer.checks.words import number, sentence, the
from renderer.outcome import Finding

LONG = 600  # ms
FAST, SLOW = 3.0, 1.6
"""Sides of the canvas a second, on average over a move: of 600 ms at most, and of longer ones."""


def run(evidence: Evidence) -> Iterator[Finding]:
    """Every move of a text while it is seen, from where to where and how long, each axis in sides of the canvas: 3 a
    second at most, 1.6 where the move is longer than 600 ms. Cuts are no moves."""
    course = evidence.course
    if course is None:
        return
    for leaf in course.texts():
        moves = [(start, end) for start, end in leaf.spans("opacity", "clip", "colour") if end > start]
        speeds = [(_speed(course, leaf, *move), *move) for move in moves if _seen(course, leaf, *move)]
        over = [(speed / _most(start, end), speed, start, end) for speed, start, end in speeds]
        worst, speed, start, end = max(over, default=(0.0, 0.0, 0, 0))
        if worst > 1:
            limit = _most(start, end)
            message = (
                f"{sentence(the(leaf.role))} '{leaf.words}' moves by {number(speed, 2)} sides of the canvas a second "
                f"from {start} to {end} ms; {number(limit)} can be followed"
            )
            yield CHECK.finding(message, leaf.node, limit=limit, actual=speed)


def _most(start: int, end: int) -> float:
    return SLOW if end - start > LONG else FAST


def _speed(course: Course, leaf: Leaf, start: int, end: int) -> float:
    (x0, y0), (x1, y1) = course.shown(leaf, start).centre, course.shown(leaf, end - 0.001).centre
    return max(abs(x1 - x0) / course.scene.width, abs(y1 - y0) / course.scene.height) / (end - start) * 1000


def _seen(course: Course, leaf: Leaf, start: int, end: int) -> bool:
    return any(course.visible(leaf, ms) for ms in range(start, end, STEP))


CHECK = Check(
    id="motion/text-moves",
    level="warn",
    title="A text is faster than the eye follows.",
    why="What moves faster is seen as a flicker, and asks for attention that reading needs.",
    source="look book for motion, section 4: 3 W a second, 1.6 W where it takes longer than 600 ms",
    example="A headline that crosses a leaderboard in a fifth of a second.",
    run=run,
)
