"""text/overflow: a text is cut off, or stands half on a plate."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import PLATES, Check, Evidence
from renderer.checks.geometry import Part, beyond, text_overlap
from renderer.checks.words import px, sentence, the
from renderer.outcome import Finding
from renderer.scene import Shape, Text

SLACK = 1.0  # px at 1x: antialiasing and rounding


def run(evidence: Evidence) -> Iterator[Finding]:
    """The text's ink against the canvas and its clips, with 1 px of tolerance; against plates and buttons: a text
    lies wholly on one, or wholly beside it, and is not painted over. The last rung of the fit ladder always fails."""
    plates = evidence.shapes(*PLATES)
    slack = SLACK * evidence.scale
    for part in evidence.texts:
        text = part.node
        side, reach = beyond(text.box, evidence.still.canvas)
        cut, hidden = beyond(text.box, part.area)
        name = sentence(the(text.role))
        if reach > slack:
            message = f"{name} reaches {px(reach)} beyond the {side} of the canvas"
            yield CHECK.finding(message, text, limit=0.0, actual=reach)
        elif hidden > slack:
            yield CHECK.finding(f"{name} is cut by {px(hidden)} at its {cut}", text, limit=0.0, actual=hidden)
        elif text.rung == "failed":
            yield CHECK.finding(f"{name} does not fit its place at any legible size", text, actual="failed")
        else:
            yield from _on_plates(part, plates, slack)


def _on_plates(part: Part[Text], plates: tuple[Part[Shape], ...], slack: float) -> Iterator[Finding]:
    text = part.node
    for plate in plates:
        if text_overlap(text, plate.node.box) <= slack * slack:
            continue
        over = plate.order > part.order and plate.node.fill is not None
        side, reach = beyond(text.box, plate.node.box)
        if over:
            message = f"{sentence(the(text.role))} is covered by {the(plate.node.role)}"
            yield CHECK.finding(message, text)
        elif reach > slack:
            message = f"{sentence(the(text.role))} reaches {px(reach)} over the {side} of {the(plate.node.role)}"
            yield CHECK.finding(message, text, limit=0.0, actual=reach)
        else:
            continue
        return


CHECK = Check(
    id="text/overflow",
    level="fail",
    title="A text is cut off or does not fit.",
    why="A half-read offer is worse than none, and no publisher accepts it.",
    source="design, 'What a good creative looks like': never text cut off; fit ladder",
    example="A headline whose last letters lie beyond the right side of a 160x600.",
    run=run,
)
