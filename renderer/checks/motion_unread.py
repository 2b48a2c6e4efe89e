"""motion/unread: a text leaves before it can be read."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.course import Leaf
from renderer.checks.words import sentence, the
from renderer.motion import reading
from renderer.outcome import Finding

COUNTS = {"price": reading.PRICE, "prior_price": reading.PRICE, "unit_price": reading.PRICE, "badge": reading.SAVING}


def run(evidence: Evidence) -> Iterator[Finding]:
    """Every text that the end frame does not have whole: held still, opaque, inside canvas and clips and uncovered for
    60 ms a character in one stretch, 800 ms at least; a price counts 8 characters, a saving 5."""
    course = evidence.course
    if course is None:
        return
    for leaf in course.texts():
        if course.whole(leaf, course.end) or not any(course.visible(leaf, ms) for ms in course.moments):
            continue
        needed, held = reading.held(_letters(leaf)), course.held(leaf)
        if held < needed:
            message = (
                f"{sentence(the(leaf.role))} '{leaf.words}' is held for {held} ms; {needed} ms are needed to read it"
            )
            yield CHECK.finding(message, leaf.node, limit=needed, actual=held)


def _letters(leaf: Leaf) -> int:
    return COUNTS.get(leaf.role, sum(len(line.text) for line in getattr(leaf.node, "lines", ())))


CHECK = Check(
    id="motion/unread",
    level="warn",
    title="A text leaves before it can be read.",
    why="A line that nobody could finish is worse than none: it is remembered as haste.",
    source="look book for motion, section 6: max(800, 60 x characters) ms, still",
    example="A hook of 30 characters that is pushed off after 1.2 s.",
    run=run,
)
