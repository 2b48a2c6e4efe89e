"""motion/flash: a creative flashes."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.words import number
from renderer.outcome import Finding

MOST = 6
"""Opposing changes within a second: three flashes."""
RED = 1
"""Changes of a tenth of the canvas to saturated red or from it: there and back is one flash too many."""


def run(evidence: Evidence) -> Iterator[Finding]:
    """Frames painted small: relative luminance that changes back and forth by 0.1 or more, the darker state below 0.8,
    over more than a tenth of the canvas or a quarter of a visual field of 10 degrees, more than three times within a
    second; so often of saturated red (R / (R + G + B) from 0.8, more than 0.2 apart in CIE 1976 UCS); and a tenth of
    the canvas that becomes such a red and ceases to be within a second, even once. A red thing that moves across is red
    elsewhere at each time, and no such flash; nor are words that come and go on a red ground."""
    flashes = evidence.flashes
    if evidence.course is None or flashes is None:
        return
    if flashes.changes > MOST:
        message = f"It flashes {number(flashes.changes / 2)} times in the second from {flashes.at} ms on"
        yield CHECK.finding(message, subject="motion", limit=MOST / 2, actual=flashes.changes / 2)
    if flashes.red > MOST or flashes.red_wide > RED:
        message = f"It flashes red in the second from {flashes.red_at} ms on"
        yield CHECK.finding(message, subject="motion", limit=0 if flashes.red_wide > RED else MOST / 2,
                            actual=flashes.red / 2)  # fmt: skip


CHECK = Check(
    id="motion/flash",
    level="fail",
    title="A creative flashes.",
    why="Flashes, red ones above all, can cause seizures.",
    source="WCAG 2.2, SC 2.3.1 Three Flashes or Below Threshold; look book for motion, section 7 (a tenth, no red)",
    example="A saving that blinks black and yellow five times a second.",
    run=run,
)
