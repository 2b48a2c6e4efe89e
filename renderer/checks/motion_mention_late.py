"""motion/mention-late: an offer is on screen without its legal mention."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.course import OFFER
from renderer.checks.words import the
from renderer.outcome import Finding

FADE = 200  # ms that a mention may take to come


def run(evidence: Evidence) -> Iterator[Finding]:
    """Whenever a price, a prior price, a saving or a unit price can be read and the mention that the end frame has
    cannot, for longer than the 200 ms of its fade. What can be read is half opaque, to nine tenths uncovered, and has a
    contrast of 3:1 with the plain ground below it."""
    course = evidence.course
    if course is None:
        return
    mentions, offers = course.of("mention"), course.of(*OFFER)
    if not any(course.readable(leaf, course.end) for leaf in mentions):
        return

    def alone(ms: int) -> bool:
        offered = any(course.readable(leaf, ms) for leaf in offers)
        return offered and not any(course.readable(leaf, ms) for leaf in mentions)

    start, end = max(course.stretches(alone), key=lambda one: one[1] - one[0], default=(0, 0))
    if end - start > FADE:
        offer = next(leaf for leaf in offers if course.readable(leaf, start))
        message = f"The legal mention is not there for {end - start} ms from {start} ms on, while {the(offer.role)} is"
        yield CHECK.finding(message, mentions[0].node, limit=FADE, actual=end - start)


CHECK = Check(
    id="motion/mention-late",
    level="fail",
    title="An offer is on screen without its legal mention.",
    why="Conditions belong beside what they are conditions of; who looks away before the end has been told half.",
    source="look book for motion, section 2: legal is on for the whole time its offer is on screen",
    example="A saving of 40 % for 3 s, and then its dates.",
    run=run,
)
