"""edge/crowded: a text nearly touches the canvas' edge."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.geometry import beyond
from renderer.checks.words import px, sentence, the
from renderer.outcome import Finding

LEAST = 4.0  # px at 1x: under half of the look book's least margin, so that an overhang is not told
SHARE = 0.015  # of the short side: strips have less to give


def run(evidence: Evidence) -> Iterator[Finding]:
    """The distance of each text's ink from the canvas' nearest side, against 4 px at 1x or 1.5 % of the short side,
    whichever is less. Texts beyond the edge are text/overflow's."""
    canvas = evidence.still.canvas
    limit = min(LEAST * evidence.scale, SHARE * min(canvas.w, canvas.h))
    for part in evidence.texts:
        side, reach = beyond(part.node.box, canvas)
        if -limit < reach <= 0:
            message = f"{sentence(the(part.node.role))} stands {px(-reach)} from the {side} edge, under {px(limit)}"
            yield CHECK.finding(message, part.node, limit=limit, actual=-reach)


CHECK = Check(
    id="edge/crowded",
    level="warn",
    title="A text nearly touches the edge.",
    why="Publishers draw a border there, and even margins are what makes a creative look made.",
    source="look book, design: texts are not crammed at the edge; the distance is our own, half a margin or less",
    example="A mention 1 px above the lower edge of a 300x250.",
    run=run,
)
