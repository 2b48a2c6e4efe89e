"""safe-zone/intrusion: something important lies where the place puts its own controls."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.composition import essential
from renderer.checks.geometry import beyond
from renderer.checks.words import cited, px, sentence, the
from renderer.outcome import Finding

SLACK = 1.0  # px at 1x: rounding


def run(evidence: Evidence) -> Iterator[Finding]:
    """The ink of texts, logo and buttons against the canvas without the format's safe zone, with 1 px of tolerance.
    Grounds, plates and pictures may reach under the controls."""
    zone, canvas, format_ = evidence.format.safe_zone, evidence.still.canvas, evidence.format
    if not (zone.left or zone.top or zone.right or zone.bottom):
        return
    width, height = canvas.w, canvas.h
    free = canvas.inset(zone.left * width, zone.top * height, zone.right * width, zone.bottom * height)
    for node, box in essential(evidence):
        side, reach = beyond(box, free)
        if reach > SLACK * evidence.scale:
            message = f"{sentence(the(node.role))} lies {px(reach)} inside the zone kept clear at the {side}"
            yield CHECK.finding(message, node, limit=0.0, actual=reach, source=cited(format_.source, format_.verified))


CHECK = Check(
    id="safe-zone/intrusion",
    level="fail",
    title="Text, logo or button lies in the place's unsafe zone.",
    why="The platform draws its own name, caption and buttons there, over ours.",
    source="the format's own source",
    example="A call to action at 90 % of the height of a story whose lower 20 % is covered.",
    run=run,
)
