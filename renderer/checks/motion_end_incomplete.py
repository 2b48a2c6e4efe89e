"""motion/end-incomplete: the end frame lacks something that was shown before, or goes on moving."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.course import OFFER, Course
from renderer.checks.words import sentence, the
from renderer.outcome import Finding

NEEDED = {**{role: (role,) for role in (*OFFER, "cta", "mention", "logo")}, "headline": ("headline", "hook")}
"""What an end frame has if any earlier moment shows it, and what that is shown by; a hook is the headline's."""


def run(evidence: Evidence) -> Iterator[Finding]:
    """Offer, call to action, legal mention, logo and headline: what could be read at any moment (half opaque, nine
    tenths of it uncovered) can be read at the end; and nothing changes after the end."""
    course = evidence.course
    if course is None:
        return
    if course.rest > course.end:
        message = f"It ends after {course.end} ms, while something moves until {course.rest} ms"
        yield CHECK.finding(message, subject="motion", limit=course.end, actual=course.rest)
    for role, shown_by in NEEDED.items():
        if _ever(course, *shown_by) and not any(course.readable(leaf, course.end) for leaf in course.of(role)):
            yield CHECK.finding(f"{sentence(the(role))} is shown, and the end frame does not have it", subject=role)


def _ever(course: Course, *roles: str) -> bool:
    return any(course.readable(leaf, ms) for leaf in course.of(*roles) for ms in reversed(course.moments))


CHECK = Check(
    id="motion/end-incomplete",
    level="fail",
    title="The end frame lacks something that was shown before, or goes on moving.",
    why="The end frame is what stays, what is clicked, and all that many see.",
    source="look book for motion, section 7: the end frame has every element and stays for ever",
    example="A call to action that fades out with its act.",
    run=run,
)
