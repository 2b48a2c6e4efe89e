"""logo/too-small: the logo is narrower than the brand allows."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.geometry import ink
from renderer.checks.words import number, px
from renderer.outcome import Finding

SLACK = 0.5  # px: 47.6 is 48 to whoever measures it


def run(evidence: Evidence) -> Iterator[Finding]:
    """The width of the logo's ink, px at 1x, against the smallest `min_width_px` of the brand's logos."""
    least = min((logo.min_width_px for logo in evidence.brand.logos), default=0)
    for part in evidence.images("logo"):
        width = ink(part.node).w / evidence.scale
        if width < least - SLACK:
            message = f"The logo is {px(width)} wide; the brand asks for {number(least)} px"
            message += " (at 1x)" if evidence.scale != 1 else ""
            yield CHECK.finding(message, part.node, limit=least, actual=width)


CHECK = Check(
    id="logo/too-small",
    level="warn",
    title="The logo is smaller than the brand allows.",
    why="Below its least width a logo fills in and is no longer recognised.",
    source="the brand's logos: min_width_px",
    example="A wordmark 41 px wide in a 320x50 where the brand asks for 48 px.",
    run=run,
)
