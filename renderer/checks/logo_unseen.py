"""logo/unseen: the logo hardly stands out from what lies behind it."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.words import number
from renderer.outcome import Finding

LEAST = 3.0  # WCAG 2.2, SC 1.4.11


def run(evidence: Evidence) -> Iterator[Finding]:
    """The contrast that half of a logo's own pixels have at least with the pixels they were drawn over. It may have
    lighter parts: a yellow dot beside a black word is no fault."""
    sights = {sight.node: sight for sight in evidence.sights}
    for part in evidence.images("logo"):
        sight = sights.get(part.node.id)
        if sight is not None and sight.contrast < LEAST:
            message = (
                f"The logo has a contrast of {number(sight.contrast)}:1 with what lies behind it, under "
                f"{number(LEAST)}:1: give the brand's logos one for such grounds (logos: file, ground)"
            )
            yield CHECK.finding(message, part.node, limit=LEAST, actual=sight.contrast)


CHECK = Check(
    id="logo/unseen",
    level="warn",
    title="The logo hardly stands out from what lies behind it.",
    why="An advertisement whose sender nobody sees advertises nobody.",
    source="WCAG 2.2, SC 1.4.11 Non-text Contrast: 3:1 for graphics; it exempts logotypes, so this is advice",
    example="A grey wordmark on a photograph's grey floor: 1.4:1.",
    run=run,
)
