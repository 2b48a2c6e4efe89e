"""motion/too-long: a creative moves for longer than its place allows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from renderer.checks.base import Check, Evidence
from renderer.checks.course import Course
from renderer.checks.words import cited, number
from renderer.outcome import Finding

IAB, IAB_SOURCE = 15.0, "IAB New Ad Portfolio 2017, animation: 15 s"


class _Limit(NamedTuple):
    whose: str
    seconds: float
    source: str
    network: str = ""


def run(evidence: Evidence) -> Iterator[Finding]:
    """From the start to the end of the last change, each loop but the last in full, against the format's limit and each
    network's; 15 s where the format states none."""
    course = evidence.course
    if course is None:
        return
    moves = _seconds(course)
    for limit in _limits(evidence):
        if moves > limit.seconds:
            said = "without end" if moves == float("inf") else f"for {number(moves)} s"
            message = f"It moves {said}; {limit.whose} allows {number(limit.seconds)} s"
            yield CHECK.finding(message, subject="motion", limit=limit.seconds,
                                actual=said if moves == float("inf") else moves, source=limit.source,
                                network=limit.network)  # fmt: skip


def _seconds(course: Course) -> float:
    if not course.rest:
        return 0.0
    loops = course.scene.loops
    return float("inf") if loops < 1 else (course.end * (loops - 1) + course.rest) / 1000


def _limits(evidence: Evidence) -> Iterator[_Limit]:
    format_ = evidence.format
    own = format_.limits.animation_s
    if own is None:
        yield _Limit("the IAB", IAB, IAB_SOURCE)
    else:
        yield _Limit(format_.id, own, cited(format_.source, format_.verified))
    for profile in evidence.profiles:
        stated = profile.html5.animation_s if profile.html5 is not None else None
        if stated is not None:
            yield _Limit(profile.name, stated.most, cited(stated.source, stated.verified), profile.id)


CHECK = Check(
    id="motion/too-long",
    level="fail",
    title="A creative moves for longer than its place allows.",
    why="Beside what somebody reads, motion that does not stop drives readers away; networks refuse it.",
    source="the format's own source, or the network's profile, else IAB New Ad Portfolio 2017",
    example="A medium rectangle of 8 s that loops twice more: 24 s, and 15 s are allowed.",
    run=run,
)
