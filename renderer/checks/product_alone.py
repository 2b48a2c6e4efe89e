"""product/alone: of several products the creative shows only the first."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.outcome import Finding


def run(evidence: Evidence) -> Iterator[Finding]:
    """Whether no layout had room for all the products of a creative, so that the first is shown alone."""
    if "range" in evidence.scene.dropped:
        message = "No layout had room for several products: the first is shown alone; ask for fewer, or a larger format"
        yield CHECK.finding(message, subject="product")


CHECK = Check(
    id="product/alone",
    level="warn",
    title="Of several products the creative shows only the first.",
    why="Whoever asked for three products expects to see three, and their offers.",
    source="look book, section 9: several products are for large canvases; a micro strip has room for one",
    example="A 320x50 in a placement with 'products: 3'.",
    run=run,
)
