"""motion/too-many-loops: a creative plays more often than its place allows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from renderer.checks.base import Check, Evidence
from renderer.checks.words import cited
from renderer.outcome import Finding

MOST = 3


class _Limit(NamedTuple):
    times: float
    whose: str = ""
    source: str = ""
    network: str = ""


def run(evidence: Evidence) -> Iterator[Finding]:
    """How often it is played, against the format's limit, else three times, and against each network's that states
    one; endless is too often."""
    loops = evidence.scene.loops
    if evidence.course is None:
        return
    said = f"{loops} times" if loops >= 1 else "without end"
    for limit in _limits(evidence):
        if not 1 <= loops <= limit.times:
            allowed = f"{limit.whose} allows {limit.times:g}" if limit.whose else f"{limit.times:g} times are allowed"
            yield CHECK.finding(f"It plays {said}; {allowed}", subject="motion", limit=limit.times, actual=said,
                                source=limit.source, network=limit.network)  # fmt: skip


def _limits(evidence: Evidence) -> Iterator[_Limit]:
    format_ = evidence.format
    own = format_.limits.loops
    yield _Limit(own, source=cited(format_.source, format_.verified)) if own else _Limit(MOST)
    for profile in evidence.profiles:
        stated = profile.html5.loops if profile.html5 is not None else None
        if stated is not None:
            yield _Limit(stated.most, profile.name, cited(stated.source, stated.verified), profile.id)


CHECK = Check(
    id="motion/too-many-loops",
    level="fail",
    title="A creative plays more often than its place allows.",
    why="What has not been seen in three passes is not seen in the fourth, and publishers count.",
    source="the format's own source, or the network's profile, else look book for motion, section 7: 3 loops",
    example="An endless GIF.",
    run=run,
)
