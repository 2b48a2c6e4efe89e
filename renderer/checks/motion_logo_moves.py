"""motion/logo-moves: the logo is not there from the start, or does not keep its place."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.course import OPAQUE, Course, Leaf
from renderer.outcome import Finding

SLACK = 0.5  # px at 1x


def run(evidence: Evidence) -> Iterator[Finding]:
    """The logo of the end frame, at every moment: opaque, whole, uncovered, and within half a px (at 1x) of where it
    ends."""
    course = evidence.course
    if course is None:
        return
    for leaf in course.of("logo"):
        if not course.readable(leaf, course.end):
            continue
        gone = next((ms for ms in course.moments if not _there(course, leaf, ms)), None)
        moved = next((ms for ms in course.moments if _away(course, leaf, ms) > SLACK * evidence.scale), None)
        if gone is not None:
            yield CHECK.finding(f"The logo is not there at {gone} ms", leaf.node, actual=gone)
        elif moved is not None:
            message = f"The logo is {_away(course, leaf, moved):.1f} px away from its place at {moved} ms"
            yield CHECK.finding(message, leaf.node, limit=SLACK * evidence.scale, actual=_away(course, leaf, moved))


def _there(course: Course, leaf: Leaf, ms: int) -> bool:
    return course.readable(leaf, ms) and course.shown(leaf, ms).opacity >= OPAQUE


def _away(course: Course, leaf: Leaf, ms: int) -> float:
    pairs = zip(course.shown(leaf, ms).outline, course.shown(leaf, course.end).outline, strict=True)
    return max(max(abs(x1 - x0), abs(y1 - y0)) for (x0, y0), (x1, y1) in pairs)


CHECK = Check(
    id="motion/logo-moves",
    level="warn",
    title="The logo is not there from the start, or does not keep its place.",
    why="Whoever sees one second of it should know who speaks.",
    source="look book for motion, section 2: the logo is present and still from frame 0",
    example="A logo that flies in with the end frame.",
    run=run,
)
