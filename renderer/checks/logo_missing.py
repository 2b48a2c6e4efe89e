"""logo/missing: the brand has a logo and the creative shows none."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.boxes import common
from renderer.checks.base import Check, Evidence
from renderer.checks.geometry import area_of, ink
from renderer.outcome import Finding


def run(evidence: Evidence) -> Iterator[Finding]:
    """Whether any node of the role `logo` can be seen on the canvas, where the brand names a logo."""
    if not evidence.brand.logos:
        return
    if not any(area_of(common(ink(part.node), part.area)) for part in evidence.images("logo")):
        yield CHECK.finding("The creative shows no logo", subject="logo", limit=1, actual=0)


CHECK = Check(
    id="logo/missing",
    level="warn",
    title="The creative shows no logo.",
    why="Nobody knows who is speaking.",
    source="look book, section 9: logo, product, price and click cue stay in every size",
    example="A 320x50 in which the logo gave way to the headline.",
    run=run,
)
