"""text/overlap: two texts stand on one another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from renderer.checks.base import Check, Evidence
from renderer.checks.geometry import line_boxes
from renderer.checks.words import number, sentence, the
from renderer.outcome import Finding
from renderer.scene import Text

LIMIT = 1.0  # px² at 1x: touching, not overlapping


def run(evidence: Evidence) -> Iterator[Finding]:
    """The ink of each text's lines, cap top to descenders, against every other text's: more than 1 px² (at 1x)
    shared is an overlap."""
    limit = LIMIT * evidence.scale**2
    for one, other in combinations((part.node for part in evidence.texts), 2):
        shared = _shared(one, other)
        if shared > limit:
            message = f"{sentence(the(one.role))} and {the(other.role)} overlap by {number(shared, 0)} px²"
            yield CHECK.finding(message, other, limit=limit, actual=shared)


def _shared(one: Text, other: Text) -> float:
    if not one.box.overlap(other.box):
        return 0.0
    return sum(upper.overlap(lower) for upper in line_boxes(one) for lower in line_boxes(other))


CHECK = Check(
    id="text/overlap",
    level="fail",
    title="Two texts overlap.",
    why="Neither can be read, and it looks like what it is: a mistake.",
    source="design, 'What a good creative looks like': never overlap of text with text",
    example="A struck prior price under the first digit of the price.",
    run=run,
)
