"""mention/dropped: a large creative leaves out its legal mention."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.outcome import Finding

ROOMY = 100_000  # px² at 1x from which there is room for a mention


def run(evidence: Evidence) -> Iterator[Finding]:
    """Whether the mention was dropped from a canvas of 100 000 px² (at 1x) or more. Smaller ones leave it to the
    landing page."""
    scene = evidence.scene
    area = scene.width * scene.height / evidence.scale**2
    if "mention" in scene.dropped and area >= ROOMY:
        message = f"The legal mention was left out of a canvas of {scene.width}x{scene.height} px"
        yield CHECK.finding(message, subject="mention", limit=ROOMY, actual=area)


CHECK = Check(
    id="mention/dropped",
    level="warn",
    title="A large creative leaves out its legal mention.",
    why="Conditions of an offer belong beside it wherever there is room for them.",
    source="look book, section 9: legal text from 100 000 px²",
    example="A 300x600 without the dates of its offer.",
    run=run,
)
