"""motion/too-many-loops: a creative plays more often than its place allows."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.words import cited
from renderer.outcome import Finding

MOST = 3


def run(evidence: Evidence) -> Iterator[Finding]:
    """How often it is played, against the format's limit, else three times; endless is too often."""
    scene, format_ = evidence.scene, evidence.format
    if evidence.course is None:
        return
    own = format_.limits.loops
    most = own or MOST
    if not 1 <= scene.loops <= most:
        said = f"{scene.loops} times" if scene.loops >= 1 else "without end"
        yield CHECK.finding(f"It plays {said}; {most} times are allowed", subject="motion", limit=most,
                            actual=said, source=cited(format_.source, format_.verified) if own else "")  # fmt: skip


CHECK = Check(
    id="motion/too-many-loops",
    level="fail",
    title="A creative plays more often than its place allows.",
    why="What has not been seen in three passes is not seen in the fourth, and publishers count.",
    source="the format's own source, else look book for motion, section 7: 3 loops",
    example="An endless GIF.",
    run=run,
)
